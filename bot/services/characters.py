"""Characters and their songs."""

from collections.abc import Mapping

from msgspec import Struct

from bot.domain import names
from bot.domain.bounds import require_below
from bot.domain.errors import DuplicateCharacter, InvalidInput, NotFound
from bot.domain.model import (
    Character,
    CharacterId,
    Episode,
    EpisodeId,
    Person,
    Proposal,
    ProposalId,
    Room,
    SongId,
)
from bot.domain.names import Named, called
from bot.domain.permissions import require_showrunner
from bot.domain.structs import replace
from bot.services.belonging import InRoom
from bot.services.board_state import songs_of
from bot.services.playlists import sync
from bot.services.ports.destinations import cards
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.spotify import PlaylistKind
from bot.services.ports.spotify import Spotify
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.roster import require_writer

NAME_MAX = 80
BACKSTORY_MAX = 2000


class CharacterView(Struct, frozen=True):
    """A character with their songs.

    `songs` are those proposed for them, oldest episode first; `seated` are those on the board of
    their episode. `free` are songs of the current episode without a character, newest first.
    `listen_url` is the address of their playlist; empty if there is none.
    """

    room: Room
    character: Character
    songs: tuple[tuple[Episode, Proposal], ...] = ()
    seated: frozenset[tuple[EpisodeId, SongId]] = frozenset()
    free: tuple[Proposal, ...] = ()
    listen_url: str = ""


class Characters:
    """Create and show characters, and assign songs to them."""

    def __init__(self, store: Store, clock: Clock, spotify: Spotify) -> None:
        self._store = store
        self._clock = clock
        self._spotify = spotify

    async def create(
        self, person: Person, room: Room, name: str, backstory: str = ""
    ) -> CharacterView:
        """Create a character.

        Raises:
            NotAllowed: The person is not the showrunner.
            InvalidInput: The name is empty or too long, or the backstory is.
            DuplicateCharacter: The room has one of that name, ignoring case and accents.
        """
        require_showrunner(person, room)
        name, backstory = _checked(name, backstory)
        new = Character(
            id=CharacterId(self._store.new_id()),
            room_id=room.id,
            name=name,
            backstory=backstory,
            created_by=person.user_id,
            created_at=int(self._clock.now()),
        )
        async with self._store.transaction(room.id) as unit:
            require_below("characters", len(await unit.characters.all(room.id)), name)
            if not await unit.characters.add(new):
                raise DuplicateCharacter(name)
        return await self.view(room, new.id)

    async def edit(
        self, person: Person, room: Room, character_id: CharacterId, name: str, backstory: str
    ) -> CharacterView:
        """Give a character another name and backstory.

        Raises:
            NotAllowed, InvalidInput, DuplicateCharacter: As in `create`.
            NotFound: The room has no such character.
        """
        require_showrunner(person, room)
        name, backstory = _checked(name, backstory)
        async with self._store.transaction(room.id) as unit:
            before = await InRoom(unit, room).character(character_id)
            after = replace(before, name=name, backstory=backstory)
            if not await unit.characters.change(after):
                raise DuplicateCharacter(name)
            await self._update_playlist(unit, room, after)
        return await self.view(room, character_id)

    async def set_playlist(
        self, person: Person, room: Room, character_id: CharacterId, on: bool
    ) -> CharacterView:
        """Turn a character's playlist on or off.

        When it is turned off, the playlist stays in its account but is no longer updated.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such character.
            InvalidInput: There is no Spotify account for it.
        """
        require_showrunner(person, room)
        if on and not self._spotify.of(room.spotify_account).configured:
            raise InvalidInput("character.no_spotify")
        async with self._store.transaction(room.id) as unit:
            before = await InRoom(unit, room).character(character_id)
            after = replace(before, wants_playlist=on)
            await unit.characters.change(after)
            await self._update_playlist(unit, room, after)
        return await self.view(room, character_id)

    async def assign(
        self,
        person: Person,
        room: Room,
        proposal_id: ProposalId,
        character_id: CharacterId | None,
        *,
        was: CharacterId | None = None,
    ) -> Proposal:
        """Assign a song to a character, or to nobody with None; for everybody who may propose.

        Args:
            person: Who assigns it.
            room: The room.
            proposal_id: The song's proposal.
            character_id: Whose song it becomes.
            was: Whose song it was when the person decided that; None for nobody's.

        Raises:
            NotAllowed: The person may not propose.
            NotFound: The room has no such song or character.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: Somebody has given it to another character meanwhile.
        """
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await require_writer(unit, person, room)
            mine = InRoom(unit, room)
            before, _ = await mine.open_proposal(proposal_id)
            if character_id is not None:
                await mine.character(character_id)
            if before.character_id not in (was, character_id):
                facts: dict[str, object] = {"whose": before.character}
                raise InvalidInput("character.taken", before.song.title, facts)
            await assign_song(unit, room, before, character_id, now)
            return await mine.proposal(proposal_id)

    async def all(self, room: Room) -> tuple[Character, ...]:
        """Return a room's characters by name."""
        return await self._store.read.characters.all(room.id)

    async def counts(self, room: Room) -> Mapping[CharacterId, int]:
        """Return how many songs each character has, without those who have none."""
        return await self._store.read.characters.counts(room.id)

    async def get(self, room: Room, character_id: CharacterId) -> Character:
        """Return a character of this room.

        Raises:
            NotFound: The room has no such character.
        """
        return await InRoom(self._store.read, room).character(character_id)

    async def find(self, room: Room, words: str) -> Character:
        """Return a character by name, or by the id that autocomplete fills in.

        Raises:
            NotFound: There is no such character.
        """
        read = self._store.read.characters
        named = await read.named(room.id, words)
        if named is not None:
            return named
        everybody = [Named(one, str(one.id), one.name) for one in await read.all(room.id)]
        found = called(words, everybody)
        if len(found) != 1:
            raise NotFound("character", words)
        return found[0]

    async def view(self, room: Room, character_id: CharacterId) -> CharacterView:
        """Return a character with their songs.

        Raises:
            NotFound: The room has no such character.
        """
        read = self._store.read
        character = await InRoom(read, room).character(character_id)
        songs = await read.characters.songs(character_id)
        theirs = {(episode.id, proposal.song.id) for episode, proposal in songs}
        seated = {
            (episode_id, song.id)
            for episode_id in {episode_id for episode_id, _ in theirs}
            for song in await songs_of(read, episode_id)
        }
        current = await read.episodes.current(room.id)
        longlist = await read.proposals.longlist(current.id) if current else ()
        stored = await read.playlists.get(PlaylistKind.CHARACTER, character_id)
        return CharacterView(
            room=room,
            character=character,
            songs=songs,
            seated=frozenset(seated & theirs),
            free=tuple(p for p in reversed(longlist) if p.character_id is None),
            listen_url=sync.playlist_url(stored) if character.wants_playlist else "",
        )

    async def _update_playlist(self, unit: UnitOfWork, room: Room, character: Character) -> None:
        await promise_playlist(unit, room, character, int(self._clock.now()))


async def assign_song(
    unit: UnitOfWork, room: Room, proposal: Proposal, whose: CharacterId | None, now: int
) -> None:
    """Assign a song to a character or to nobody, and promise to update its card and playlists."""
    await unit.characters.assign(proposal.id, whose)
    await unit.outbox.promise(EffectKind.EDIT_PROPOSAL, cards(room), proposal.id, room.id, now)
    for character_id in (proposal.character_id, whose):
        await update_playlist(unit, room, character_id, now)


async def update_playlist(
    unit: UnitOfWork, room: Room, character_id: CharacterId | None, now: int
) -> None:
    """Promise to update a character's playlist, if they have one."""
    character = await unit.characters.get(character_id) if character_id is not None else None
    await promise_playlist(unit, room, character, now)


async def promise_playlist(
    unit: UnitOfWork, room: Room, character: Character | None, now: int
) -> None:
    """Promise to update the playlist of a character who was read, if they have one."""
    if character is not None and character.wants_playlist:
        await sync.promise(unit, room, character.id, now)


def _checked(name: str, backstory: str) -> tuple[str, str]:
    """Return the name tidied, and the backstory without spaces around it.

    Raises:
        InvalidInput: The name shows nothing, or one of them is too long.
    """
    name, backstory = names.tidy(name), "" if names.is_blank(backstory) else backstory.strip()
    if not name:
        raise InvalidInput("character.empty")
    if len(name) > NAME_MAX:
        raise InvalidInput("character.name_long", name, {"limit": NAME_MAX})
    if len(backstory) > BACKSTORY_MAX:
        raise InvalidInput("character.backstory_long", backstory, {"limit": BACKSTORY_MAX})
    return name, backstory
