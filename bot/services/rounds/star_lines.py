"""Why songs have stars: shown without names once a round is counted, and then nobody's."""

from collections.abc import Mapping, Sequence

from bot.domain.listening import drawn_place
from bot.domain.model import Proposal, Room, Round, SongId
from bot.services.ports.unit_of_work import UnitOfWork
from bot.services.songs.shown import update_shortlist, update_told


async def show_star_lines(
    unit: UnitOfWork, room: Room, round_: Round, lines: Mapping[SongId, Sequence[str]], now: int
) -> None:
    """Have lines of a counted round join what their songs tell us, and forget all their writers.

    Args:
        unit: The transaction that has counted the round.
        room: The round's room.
        round_: The round.
        lines: The lines that are shown, by `secrecy.lines_to_show`.
        now: UTC seconds.
    """
    episode = await unit.episodes.get(round_.episode_id) if lines else None
    told: list[Proposal] = []
    for candidate in round_.candidates:
        said = lines.get(candidate.song.id)
        proposal_id = (
            await unit.star_lines.proposal(round_.episode_id, candidate.song.id) if said else None
        )
        if not said or proposal_id is None or episode is None:
            continue
        places = [(drawn_place(candidate.song, line), line) for line in said]
        for drawn, line in sorted(places):
            await unit.star_lines.show(round_.id, proposal_id, line, drawn, now)
        if (proposal := await update_told(unit, room, proposal_id, now)) is not None:
            told.append(proposal)
    shortlisted = next((one for one in told if one.shortlisted), None)
    if episode is not None and shortlisted is not None:
        await update_shortlist(unit, room, episode, shortlisted, now)  # once for all songs
    # Also those whose songs have lost their star, and those on ballots that were emptied.
    await unit.star_lines.forget_writers(round_.id)
