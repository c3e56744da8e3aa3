"""What shows the rights to a song to the room, to be brought up to date."""

from collections.abc import Collection

from bot.domain.model import EpisodeState, Room, Song
from bot.domain.rights.recording_names import names_of, names_wanted
from bot.services.ports.destinations import channel
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import UnitOfWork
from bot.services.rounds.transitions import promise


async def update_rights(unit: UnitOfWork, room: Room, songs: Collection[Song], now: int) -> None:
    """Promise to edit the ballots and presented shortlists that say where songs' rights stand."""
    wanted = {name for song in songs for name in names_wanted(song)}
    if not wanted:
        return
    for round_id in await unit.rounds.live_in(room.id):
        round_ = await unit.rounds.get(round_id)
        if round_ is None or round_.message_id is None:
            continue
        if any(not wanted.isdisjoint(names_of(one.song)) for one in round_.candidates):
            await promise(unit, room, round_, now, EffectKind.EDIT_BALLOT)
    for summary in await unit.episodes.summaries(room.id):
        episode = summary.episode
        if episode.state is not EpisodeState.ACTIVE or episode.presented_message_id is None:
            continue
        longlist = await unit.proposals.longlist(episode.id)
        shortlist = (one.song for one in longlist if one.shortlisted)
        if any(not wanted.isdisjoint(names_of(song)) for song in shortlist):
            kind = EffectKind.EDIT_SHORTLIST
            await unit.outbox.promise(kind, channel(room), episode.id, room.id, now)
