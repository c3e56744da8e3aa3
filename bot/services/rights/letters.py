"""Letters to whoever holds the rights to songs: drafted together, and marked as sent together."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field

from bot.domain.board import Clearance
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.model import (
    Episode,
    EpisodeId,
    Person,
    Room,
    Song,
    SongId,
)
from bot.domain.permissions import require_rights_editor
from bot.domain.rights import (
    Holder,
    HolderId,
    Letter,
    LettersId,
    Scope,
    SongRights,
    Stage,
    Terms,
    Why,
    answer_wanted,
    to_ask,
)
from bot.services.belonging import InRoom
from bot.services.ports.repositories.rights import StoredStep
from bot.services.ports.repositories.rights_letters import StoredLetters
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.rights.drafting import Drafting, songs_to_ask
from bot.services.rounds.shown_rights import update_rights

LETTERS_MAX = 100
"""Letters that are drafted at once; the others come when these are marked as sent."""
KEPT = 30
"""How many times a room drafts letters before those of the first can't be marked any more."""


class Drafts(Struct, frozen=True):
    """Letters that were drafted together; there may be none.

    `id` is what they are marked as sent by; None if there are none. `waiting` are how many more
    holders have not been asked. `unheld` are the songs that have nobody on file to be asked, for
    either side. `terms` are those of the episode. `denied` are the songs that nobody is asked for,
    since their rights are denied.
    """

    episode: Episode
    letters: tuple[Letter, ...]
    id: LettersId | None = None
    waiting: int = 0
    unheld: tuple[Song, ...] = ()
    terms: Terms = field(default_factory=Terms)
    denied: tuple[Song, ...] = ()


class Sending(Struct, frozen=True):
    """What marking letters as sent does, or has done.

    `asked` are the holders whose letters they are, `moved_on` those with whom somebody has taken
    another step since, who stay as they are, and `gone` is how many were deleted. `sent_at` (UTC
    seconds) is when they were marked; None while they are not.
    """

    id: LettersId
    asked: tuple[Holder, ...] = ()
    moved_on: tuple[Holder, ...] = ()
    gone: int = 0
    sent_at: int | None = None


class RightsLetters:
    """Draft letters, and mark them as sent."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def draft(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        song_id: SongId | None = None,
        answer_by: int | None = None,
    ) -> Drafts:
        """Draft a letter to everybody who has not been asked for the songs of an episode.

        A song whose rights are denied is left out, unless it is the only one.

        Args:
            person: Who drafts them.
            room: The room.
            episode: The episode.
            song_id: The only song to ask for; None for all on the board.
            answer_by: Until when (UTC seconds) an answer would help; None for no date.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such episode, or knows no such song, or there is no board to
                take the songs from (`letters.board`).
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            now = await InRoom(unit, room).episode(episode.id)
            found = await songs_to_ask(unit, room, now, song_id)
            rights = await unit.rights.of_songs(room.id, [song.id for song, _ in found])
            known = {song.id: rights.about(song) for song, _ in found}
            denied = _denied(known, now.id) if song_id is None else frozenset()
            terms = await unit.rights_terms.of_episode(room.id, now.id)
            drafting = Drafting(unit, room, now, terms, int(self._clock.now()), answer_by)
            return await self._drafts(drafting, found, known, denied)

    async def _drafts(
        self,
        drafting: Drafting,
        found: Sequence[tuple[Song, Why]],
        known: Mapping[SongId, SongRights],
        denied: Collection[SongId],
    ) -> Drafts:
        """Draft and store the letters for the songs that were found, but for those denied."""
        songs = [one for one in found if one[0].id not in denied]
        letters, waiting = await drafting.letters(songs, known, LETTERS_MAX)
        return Drafts(
            drafting.episode,
            letters,
            await self._keep(drafting, letters) if letters else None,
            waiting,
            tuple(song for song, _ in songs if _lacks_holders(known[song.id])),
            drafting.terms.holding(Scope(drafting.episode.id)),
            tuple(song for song, _ in found if song.id in denied),
        )

    async def _keep(self, drafting: Drafting, letters: Sequence[Letter]) -> LettersId:
        """Store whom letters are to; return what they are marked as sent by."""
        addressed = tuple((one.id, one.step) for letter in letters for one in letter.holders)
        new = LettersId(self._store.new_id())
        stored = StoredLetters(new, drafting.episode.id, addressed, drafting.answer_by)
        await drafting.unit.rights_letters.add(drafting.room.id, stored, KEPT)
        return new

    async def look(self, person: Person, room: Room, letters_id: LettersId) -> Sending:
        """Return what marking letters as sent would do, or has done.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such letters (`letters`), perhaps since they are too old.
        """
        require_rights_editor(person, room)
        return (await _sending(self._store.read, room, letters_id))[0]

    async def mark_sent(self, person: Person, room: Room, letters_id: LettersId) -> Sending:
        """Move the holders that letters are to on to *asked*; a second time does nothing.

        With whom somebody has taken another step since the letters were drafted, stays as they are.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such letters.
            InvalidInput: Somebody took a step in this very instant (`rights.overtaken`).
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            sending, letters = await _sending(unit, room, letters_id)
            if sending.sent_at is not None:
                return sending
            at = int(self._clock.now())
            wanted = _dates(sending.asked, letters, at)
            for one in sending.asked:
                step = StoredStep(
                    await unit.rights.new_step(room.id),
                    one.song.id,
                    Stage.ASKED,
                    person.user_id,
                    at,
                    episode_id=letters.episode_id,
                    holder_id=one.id,
                    fee=one.fee,
                    answer_by=wanted[one.id],
                )
                if not await unit.rights.advance(room.id, step, one.step):
                    raise InvalidInput("rights.overtaken", one.name)
            await unit.rights_letters.mark_sent(room.id, letters.id, at)
            await update_rights(unit, room, [one.song for one in sending.asked], at)
        return Sending(letters_id, sending.asked, sending.moved_on, sending.gone, at)


def _dates(asked: Sequence[Holder], letters: StoredLetters, now: int) -> dict[HolderId, int | None]:
    """Return until when an answer is wanted of each: of who gets one letter, the date in that."""
    by = letters.answer_by
    dates = {one.id: answer_wanted([one], by, now) for one in asked}
    for song_id in {one.song.id for one in asked}:
        for group in to_ask([one for one in asked if one.song.id == song_id], letters.episode_id):
            dates |= dict.fromkeys((one.id for one in group), answer_wanted(group, by, now))
    return dates


def _denied(known: Mapping[SongId, SongRights], episode_id: EpisodeId) -> frozenset[SongId]:
    seen = ((song_id, rights.seen_from(episode_id)) for song_id, rights in known.items())
    return frozenset(song_id for song_id, one in seen if one.clearance is Clearance.DENIED)


def _lacks_holders(rights: SongRights) -> bool:
    """Tell whether nobody is on file to be asked for a side of a song that is still to clear."""
    return not rights.held and rights.clearance is not Clearance.CLEARED


async def _sending(
    read: UnitOfWork, room: Room, letters_id: LettersId
) -> tuple[Sending, StoredLetters]:
    letters = await read.rights_letters.get(room.id, letters_id)
    if letters is None:
        raise NotFound("letters")
    if letters.sent_at is not None:
        return Sending(letters_id, sent_at=letters.sent_at), letters
    holders = {one.id: one for one in (await read.rights.of_room(room.id)).holders}
    there = [(holders[one], step) for one, step in letters.addressed if one in holders]
    asked = tuple(holder for holder, step in there if holder.step == step)
    moved_on = tuple(holder for holder, step in there if holder.step != step)
    return Sending(letters_id, asked, moved_on, len(letters.addressed) - len(there)), letters
