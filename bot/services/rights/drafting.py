"""What letters to holders say: for which songs they are, and all that goes into each."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from bot.domain.board import Board, Entry
from bot.domain.credits import CreditKind, Credits
from bot.domain.errors import NotFound
from bot.domain.model import (
    Character,
    CharacterId,
    Episode,
    Proposal,
    Room,
    Song,
    SongId,
)
from bot.domain.rights import (
    Beside,
    Holder,
    HolderId,
    Letter,
    RoomTerms,
    Scope,
    SongRights,
    Stage,
    Why,
    answer_wanted,
    to_ask,
)
from bot.domain.typed_text import paragraphs
from bot.services.board_state import board_of
from bot.services.ports.unit_of_work import UnitOfWork


class Drafting(Struct, frozen=True):
    """What all letters that are drafted together have in common."""

    unit: UnitOfWork
    room: Room
    episode: Episode
    terms: RoomTerms
    made_at: int
    answer_by: int | None

    async def letters(
        self, songs: Sequence[tuple[Song, Why]], known: Mapping[SongId, SongRights], most: int
    ) -> tuple[tuple[Letter, ...], int]:
        """Return a letter to each who has not been asked, in the order of the songs.

        There are at most so many; the other result is how many holders those left out are to.
        """
        seen: set[HolderId] = set()
        found: list[tuple[Song, Why, tuple[Holder, ...]]] = []
        for song, why in songs:
            for group in to_ask(known[song.id].holders, self.episode.id):
                if seen.isdisjoint(one.id for one in group):
                    found.append((song, why, group))
                seen.update(one.id for one in group)
        quoted = await self._quoted(holder for *_, group in found[:most] for holder in group)
        known_credits = await self.unit.credits.of_room(self.room.id)
        letters = tuple(self._letter(*one, known_credits, quoted) for one in found[:most])
        return letters, sum(len(group) for *_, group in found[most:])

    async def _quoted(self, holders: Iterable[Holder]) -> frozenset[HolderId]:
        """Return the holders with a fee that they asked for themselves, at any time."""
        songs = {one.song.id for one in holders if one.fee is not None}
        steps = [step for one in songs for step in await self.unit.rights.steps(self.room.id, one)]
        asked_for = (Stage.QUOTED, Stage.CLEARED)
        theirs = (one.holder_id for one in steps if one.status in asked_for)
        return frozenset(one for one in theirs if one is not None)

    def _letter(
        self,
        song: Song,
        why: Why,
        group: tuple[Holder, ...],
        known: Credits,
        quoted: frozenset[HolderId],
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
            # A fee that they asked for themselves is no offer.
            offers=tuple(None if one.id in quoted else one.fee for one in group),
            writers=", ".join(one.name for one in known.confirmed(song, CreditKind.WRITER)),
            label=", ".join(one.name for one in known.confirmed(song, CreditKind.LABEL)),
            year=known.year(song),
        )


async def songs_to_ask(
    unit: UnitOfWork, room: Room, episode: Episode, song_id: SongId | None
) -> list[tuple[Song, Why]]:
    """Return the songs to ask for, with what the room found in each.

    They are those on the board, or the one that is given.

    Raises:
        NotFound: The room knows no such song, or there is no board (`letters.board`).
    """
    board = await board_of(unit, episode)
    characters = {one.id: one for one in await unit.characters.all(room.id)}
    listed = {one.song.id: one for one in await unit.proposals.longlist(episode.id)}
    if song_id is None:
        if board is None:
            raise NotFound("letters.board")
        return [(one.song, _why(one, board, characters, listed)) for one in board.entries]
    if board is not None and (entry := board.entry(song_id)) is not None:
        return [(entry.song, _why(entry, board, characters, listed))]
    song = await unit.proposals.known_song(room.id, song_id)
    if song is None:
        raise NotFound("song")
    proposal = listed.get(song_id)
    if proposal is None:
        return [(song, Why())]
    return [(song, Why(character=proposal.character, tells=_told(proposal)))]


def _why(
    entry: Entry,
    board: Board,
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
        beside=_beside(entry, board),
    )


def _beside(entry: Entry, board: Board) -> Beside:
    other = board.beside(entry.song.id)
    if other is None:
        return Beside.NOTHING
    order = [one.song.id for one in board.entries]
    begins = order.index(entry.song.id) < order.index(other.song.id)
    return Beside.BEFORE if begins else Beside.AFTER


def _told(proposal: Proposal) -> tuple[str, ...]:
    return tuple(filter(None, (paragraphs(note.text) for note in proposal.notes)))
