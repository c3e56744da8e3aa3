"""The terms that a room asks for, and where an episode or a song differs."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.domain.errors import NotFound
from bot.domain.model import Episode, EpisodeId, Person, Room, Song, SongId
from bot.domain.permissions import require_rights_editor
from bot.domain.rights import Scope, Terms, merged
from bot.services.belonging import InRoom
from bot.services.ports.unit_of_work import Store, UnitOfWork


class TermsView(Struct, frozen=True):
    """The terms of a room, of an episode, or of a song in it.

    `own` is what was said for it, `holding` that with what holds for what it is in.
    """

    room: Room
    episode: Episode | None
    song: Song | None
    own: Terms
    holding: Terms


class RightsTerms:
    """Show and change terms."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def view(
        self,
        person: Person,
        room: Room,
        episode_id: EpisodeId | None = None,
        song_id: SongId | None = None,
    ) -> TermsView:
        """Return the terms of a room, of an episode, or of a song in it.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such episode, or knows no such song.
        """
        require_rights_editor(person, room)
        return await _view(self._store.read, room, episode_id, song_id)

    async def save(
        self,
        person: Person,
        room: Room,
        fields: Mapping[str, str],
        episode_id: EpisodeId | None = None,
        song_id: SongId | None = None,
        was: Sequence[str] | None = None,
    ) -> TermsView:
        """Change some fields of terms; the others stay as they are.

        Args:
            person: Who changes them.
            room: The room.
            fields: What was typed, by the names of the fields.
            episode_id: The episode they are for; None for the room.
            song_id: The song in it they are for; None for all of it.
            was: The fingerprints that these fields had when the person began; None for now.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such episode, or knows no such song.
            InvalidInput: What was typed cannot be used, or somebody else has changed the same field
                (`terms.overtaken`); nothing is saved then.
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            own = (await _view(unit, room, episode_id, song_id)).own
            after = merged(own, fields, was)
            if after != own:
                scope, new_id = Scope(episode_id, song_id), self._store.new_id()
                await unit.rights_terms.save(room.id, new_id, scope, after)
            return await _view(unit, room, episode_id, song_id)


async def _view(
    read: UnitOfWork, room: Room, episode_id: EpisodeId | None, song_id: SongId | None
) -> TermsView:
    episode = None if episode_id is None else await InRoom(read, room).episode(episode_id)
    song = None if song_id is None else await read.proposals.known_song(room.id, song_id)
    if song_id is not None and (song is None or episode is None):
        raise NotFound("song")
    terms, scope = (
        await read.rights_terms.of_episode(room.id, episode_id),
        Scope(episode_id, song_id),
    )
    return TermsView(room, episode, song, terms.own(scope), terms.holding(scope))
