"""Two songs in one slot of a board: put together, and taken apart."""

from msgspec import Struct

from bot.domain.board import Board, BoardAction
from bot.domain.errors import BoardChanged, InvalidInput
from bot.domain.model import Episode, Person, Room, SongId
from bot.domain.shared_slots import (
    HOW_MAX,
    SharedSlot,
    apart,
    put_together,
    shared_by,
    sharing,
)
from bot.domain.structs import replace
from bot.domain.typed_text import fingerprint, one_line
from bot.services.board.open_board import OpenBoard, open_board
from bot.services.board.songs import BoardSongs
from bot.services.ports.read_models import BoardView


class PairText(Struct, frozen=True):
    """What people say of two songs in one slot.

    `other` is the song beside the one it is about; None for a slot of its own. `begins` says
    whether the one it is about begins, `how` how the two meet; None for the words of before.
    """

    other: SongId | None
    begins: bool = True
    how: str | None = None


def pair_of(board: Board, song_id: SongId) -> PairText:
    """Return what a board says of a song's slot."""
    slot = shared_by(board.shared, song_id)
    other = board.beside(song_id)
    if slot is None or other is None:
        return PairText(None, how="")
    return PairText(other.song.id, slot.songs[0] == song_id, slot.how)


def pair_mark(pair: PairText) -> str:
    """Return the fingerprint of what a board says of a song's slot."""
    return fingerprint(repr((pair.other, pair.begins, pair.how)))


class BoardPairs(BoardSongs):
    """Put two songs of a board into one slot, and take them apart."""

    async def pair(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        song_id: SongId,
        pair: PairText,
        was: str | None = None,
    ) -> BoardView:
        """Put another song into the slot of one, or give each its own. Repeating has no effect.

        A song that was in the slot before has its own again.

        Args:
            person: Who does it.
            room: The room.
            episode: The episode.
            song_id: The song whose slot it is.
            pair: The other song, which of the two begins, and how they meet.
            was: The mark (`pair_mark`) of what the person started from; None for not asking.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: One of the songs is not on the board, or there is no board.
            InvalidInput: They are the same song, the other one shares its slot with a third, or the
                words are too long.
            BoardChanged: Somebody else has changed the slot meanwhile, in another way.
            EpisodeLocked, EpisodeArchived: The board cannot be changed.
        """
        how = None if pair.how is None else one_line(pair.how)
        if how is not None and len(how) > HOW_MAX:
            raise InvalidInput("board.how_long", how, {"limit": HOW_MAX})
        async with self._store.transaction(room.id) as unit:
            opened = await open_board(unit, person, room, episode)
            await self._change_pair(opened, song_id, replace(pair, how=how), was)
        return await self.view(room, episode)

    async def take_apart(
        self, person: Person, room: Room, episode: Episode, song_id: SongId
    ) -> BoardView:
        """Give each of two songs its own slot, or forget which one fell beside a song.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The song is not on the board, or there is no board.
            InvalidInput: It does not share its slot, and no song fell beside it.
            EpisodeLocked, EpisodeArchived: The board cannot be changed.
        """
        async with self._store.transaction(room.id) as unit:
            opened = await open_board(unit, person, room, episode)
            song = opened.entry(song_id).song
            board = opened.board
            if board.beside(song_id) is None and board.fallen_beside(song_id) is None:
                raise InvalidInput("board.alone", song.title)
            await self._part(opened, song_id)
        return await self.view(room, episode)

    async def _change_pair(
        self, opened: OpenBoard, song_id: SongId, pair: PairText, was: str | None
    ) -> None:
        opened.entry(song_id)
        now, wanted = pair_of(opened.board, song_id), _wanted(opened.board, song_id, pair)
        if wanted != now and was is not None and was != pair_mark(now):
            raise BoardChanged(opened.episode.id, song_id, _told(opened.board, now))
        if wanted.other is None:
            await self._part(opened, song_id)
        elif wanted != now:
            await self._together(opened, song_id, wanted.other, wanted)

    async def _together(
        self, opened: OpenBoard, song_id: SongId, other: SongId, wanted: PairText
    ) -> None:
        _require_free(opened, song_id, other)
        songs = (song_id, other) if wanted.begins else (other, song_id)
        slot = SharedSlot(songs, wanted.how or "")
        await self._save(
            opened,
            BoardAction.PAIR,
            song_id,
            {"songs": songs, "how": slot.how},
            put_together(opened.order, song_id, songs),
            other,
            shared=sharing(opened.board.shared, slot),
        )

    async def _part(self, opened: OpenBoard, song_id: SongId) -> None:
        slot = shared_by(opened.board.shared, song_id)
        if slot is None:
            return
        other = next((one for one in slot.songs if one != song_id), slot.fallen)
        await self._save(
            opened,
            BoardAction.APART,
            song_id,
            {"how": slot.how},
            called_up=other,
            shared=apart(opened.board.shared, song_id),
        )


def _wanted(board: Board, song_id: SongId, typed: PairText) -> PairText:
    """Return what the slot of a song is to say."""
    if typed.other is None:
        return PairText(None, how="")
    how = _words_of(board, song_id, typed.other) if typed.how is None else typed.how
    return replace(typed, how=how)


def _require_free(opened: OpenBoard, song_id: SongId, other: SongId) -> None:
    """Refuse a song that cannot share the slot of another one.

    Raises:
        NotFound: It is not on the board.
        InvalidInput: It is the same song, or it shares its slot with a third.
    """
    song, beside = opened.entry(other).song, opened.board.beside(other)
    if other == song_id:
        raise InvalidInput("board.itself", song.title)
    if beside is not None and beside.song.id != song_id:
        raise InvalidInput("board.shared", song.title)


def _words_of(board: Board, song_id: SongId, other: SongId) -> str:
    """Return what was said before of how two songs meet, even if one of them fell meanwhile."""
    for one in board.shared:
        if {song_id, other} <= {*one.songs, one.fallen}:
            return one.how
    return ""


def _told(board: Board, pair: PairText) -> tuple[tuple[str, str], ...]:
    other = board.entry(pair.other)
    return (("other", other.song.title if other else ""), ("how", pair.how or ""))
