"""What is stored of playlists besides their songs: made, left behind, forgotten, shown."""

import logging

from bot.domain.model import CharacterId, EpisodeId, Room, RoundState
from bot.domain.structs import replace
from bot.services.patience import saved
from bot.services.playlists.contents import Contents
from bot.services.ports.destinations import channel
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.spotify import MIRROR, PlaylistKind, StoredPlaylist
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock

log = logging.getLogger(__name__)


class KeptPlaylists:
    """Store what became of playlists."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def remember_made(self, new: StoredPlaylist, playlist_id: str) -> None:
        """Remember a playlist of the bot's own that was made and is still empty."""

        async def save() -> None:
            async with self._store.transaction(new.room_id) as unit:
                await unit.playlists.add(replace(new, playlist_id=playlist_id, mode=MIRROR))

        await saved(save, f"playlist {playlist_id}")

    async def leave_behind(self, stored: StoredPlaylist) -> None:
        """Forget a playlist that is in another account than the one used now.

        As for a room that connects another account, it stays where it is, and one is made in this.
        """
        log.warning("playlist %s is in another account: another is made", stored.playlist_id)
        async with self._store.transaction(stored.room_id) as unit:
            await unit.playlists.forget(stored.kind, stored.subject_id)

    async def forget(self, unit: UnitOfWork, room: Room, wanted: Contents) -> None:
        """Forget a deleted playlist, so that people can request a new one."""
        await unit.playlists.forget(wanted.kind, wanted.subject_id)
        character = await unit.characters.get(CharacterId(wanted.subject_id))
        if wanted.kind is PlaylistKind.CHARACTER and character is not None:
            await unit.characters.change(replace(character, wants_playlist=False))
        await self.show(unit, room, wanted)

    async def show(self, unit: UnitOfWork, room: Room, wanted: Contents) -> None:
        """Promise to update the messages that link to the playlist.

        One of them may be being posted right now, without the link: effects of a channel are made
        in order, so that it is posted by the time it is edited.
        """
        if wanted.kind is not PlaylistKind.SHORTLIST:
            return
        now, episode_id = int(self._clock.now()), EpisodeId(wanted.subject_id)
        await unit.outbox.promise(
            EffectKind.EDIT_SHORTLIST, channel(room), episode_id, room.id, now
        )
        round_id = await unit.rounds.live(episode_id)
        round_ = await unit.rounds.get(round_id) if round_id else None
        if round_ is not None and round_.state is not RoundState.SCHEDULED:
            await unit.outbox.promise(
                EffectKind.EDIT_BALLOT, channel(room), round_.id, room.id, now
            )
