"""Letters to whoever holds the rights to songs: drafted together, and marked as sent together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.board import Entry
from bot.domain.credits import CreditKind, Credits
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.model import (
    Character,
    CharacterId,
    Episode,
    Person,
    Proposal,
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
    Money,
    RoomTerms,
    Scope,
    SongRights,
    Stage,
    Terms,
    Why,
    answer_wanted,
    to_ask,
)
from bot.domain.typed_text import paragraphs
from bot.services.belonging import InRoom
from bot.services.board_state import board_of
from bot.services.ports.repositories.rights import StoredStep
from bot.services.ports.repositories.rights_letters import StoredLetters
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.rounds.shown_rights import update_rights

LETTERS_MAX = 100
"""Letters that are drafted at once; the others come when these are marked as sent."""
KEPT = 30
"""How many times a room drafts letters before those of the first can't be marked any more."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Letters that were drafted together; there may be none.

    `id` is what they are marked as sent by; None if there are none. `waiting` are how many more
    holders have not been asked. `unheld` are the songs that have nobody on file to be asked, for
    either side. `terms` are those of the episode.
    """

    episode: Episode
    letters: tuple[Letter, ...]
    id: LettersId | None = None
    waiting: int = 0
    unheld: tuple[Song, ...] = ()
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class Sending:
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
            songs = await _songs(unit, room, now, song_id)
            rights = await unit.rights.of_songs(room.id, [song.id for song, _ in songs])
            known = {song.id: rights.about(song) for song, _ in songs}
            terms = await unit.rights_terms.of_episode(room.id, now.id)
            drafting = _Drafting(unit, room, now, terms, int(self._clock.now()), answer_by)
            letters = await drafting.letters(songs, known)
            return Drafts(
                now,
                letters[:LETTERS_MAX],
                await self._keep(drafting, letters[:LETTERS_MAX]) if letters else None,
                sum(len(one.holders) for one in letters[LETTERS_MAX:]),
                tuple(song for song, _ in songs if not known[song.id].held),
                terms.holding(Scope(now.id)),
            )

    async def _keep(self, drafting: "_Drafting", letters: Sequence[Letter]) -> LettersId:
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
            for one in sending.asked:
                step = StoredStep(
                    self._store.new_id(),
                    one.song.id,
                    Stage.ASKED,
                    person.user_id,
                    at,
                    episode_id=letters.episode_id,
                    holder_id=one.id,
                    fee=one.fee,
                    answer_by=answer_wanted([one], letters.answer_by, at),
                )
                if not await unit.rights.advance(room.id, step, one.step):
                    raise InvalidInput("rights.overtaken", one.name)
            await unit.rights_letters.mark_sent(room.id, letters.id, at)
            await update_rights(unit, room, [one.song for one in sending.asked], at)
        return Sending(letters_id, sending.asked, sending.moved_on, sending.gone, at)


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


@dataclass(frozen=True, slots=True)
class _Drafting:
    """What all letters that are drafted together have in common."""

    unit: UnitOfWork
    room: Room
    episode: Episode
    terms: RoomTerms
    made_at: int
    answer_by: int | None

    async def letters(
        self, songs: Sequence[tuple[Song, Why]], known: Mapping[SongId, SongRights]
    ) -> tuple[Letter, ...]:
        """Return a letter to each who has not been asked, in the order of the songs."""
        seen: set[HolderId] = set()
        letters: list[Letter] = []
        known_credits = await self.unit.credits.of_room(self.room.id)
        for song, why in songs:
            for group in to_ask(known[song.id].holders):
                if seen.isdisjoint(one.id for one in group):
                    letters.append(await self._letter(song, why, group, known_credits))
                seen.update(one.id for one in group)
        return tuple(letters)

    async def _letter(
        self, song: Song, why: Why, group: tuple[Holder, ...], known: Credits
    ) -> Letter:
        return Letter(
            holders=group,
            song=song.recording,
            show=self.room.title,
            number=self.episode.number,
            title=self.episode.title,
            why=why,
            terms=self.terms.holding(Scope(self.episode.id, song.id)),
            made_at=self.made_at,
            timezone=self.room.timezone,
            answer_by=answer_wanted(group, self.answer_by, self.made_at),
            offers=tuple([await self._offer(one) for one in group]),
            writers=", ".join(one.name for one in known.confirmed(song, CreditKind.WRITER)),
            label=", ".join(one.name for one in known.confirmed(song, CreditKind.LABEL)),
            year=known.year(song),
        )

    async def _offer(self, holder: Holder) -> Money | None:
        """Return the fee that is offered to somebody: not one that they asked for themselves."""
        if holder.fee is None:
            return None
        steps = await self.unit.rights.steps(self.room.id, holder.song.id)
        asked_for = (Stage.QUOTED, Stage.CLEARED)
        theirs = (one.status in asked_for for one in steps if one.holder_id == holder.id)
        return None if any(theirs) else holder.fee


async def _songs(
    unit: UnitOfWork, room: Room, episode: Episode, song_id: SongId | None
) -> list[tuple[Song, Why]]:
    """Return the songs to ask for, with what the room found in each."""
    board = await board_of(unit, episode)
    characters = {one.id: one for one in await unit.characters.all(room.id)}
    listed = {one.song.id: one for one in await unit.proposals.longlist(episode.id)}
    entries = {one.song.id: one for one in board.slots} if board is not None else {}
    if song_id is None:
        if board is None:
            raise NotFound("letters.board")
        return [(one.song, _why(one, characters, listed)) for one in board.slots]
    if song_id in entries:
        return [(entries[song_id].song, _why(entries[song_id], characters, listed))]
    song = await unit.proposals.known_song(room.id, song_id)
    if song is None:
        raise NotFound("song")
    proposal = listed.get(song_id)
    if proposal is None:
        return [(song, Why())]
    return [(song, Why(character=proposal.character, tells=_told(proposal)))]


def _why(
    entry: Entry,
    characters: Mapping[CharacterId, Character],
    listed: Mapping[SongId, Proposal],
) -> Why:
    whose = None if entry.character_id is None else characters.get(entry.character_id)
    proposal = listed.get(entry.song.id)
    # What nobody has edited on the board is what several writers said, each in their own words.
    unedited = proposal is not None and entry.note == proposal.note
    edited = paragraphs(entry.note)
    return Why(
        beat=entry.beat,
        character="" if whose is None else whose.name,
        tells=_told(proposal) if proposal and unedited else ((edited,) if edited else ()),
        lost_without=entry.lost_without,
    )


def _told(proposal: Proposal) -> tuple[str, ...]:
    return tuple(filter(None, (paragraphs(note.text) for note in proposal.notes)))
