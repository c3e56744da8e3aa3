"""The showrunner's rulings: pins and vetoes before the votes are counted, then the casting vote."""

from collections.abc import Mapping, Sequence

from bot.domain.cut import count_tally, songs_by_record_id
from bot.domain.errors import IllegalMove, InvalidCasting, InvalidInput, InvalidRuling, NotFound
from bot.domain.model import (
    REASON_MAX,
    Person,
    Room,
    Round,
    RoundId,
    RoundState,
    SongId,
    UserId,
)
from bot.domain.news import News, NewsKind
from bot.domain.permissions import require_showrunner
from bot.domain.reasons import has_visible_text
from bot.domain.structs import replace
from bot.services.belonging import InRoom
from bot.services.ports.destinations import channel
from bot.services.ports.read_models import TieView
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.rounds import Ruling
from bot.services.ports.repositories.shown_rounds import RoundInRoom
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.rounds.closing import Closing
from bot.services.rounds.due import DueRounds
from bot.services.rounds.transitions import in_room_of, tell_thread

PIN = "pin"
VETO = "veto"
_WORDS = {PIN: "pinned", VETO: "vetoed"}
_NEWS = {
    (PIN, False): NewsKind.PINNED,
    (PIN, True): NewsKind.UNPINNED,
    (VETO, False): NewsKind.VETOED,
    (VETO, True): NewsKind.UNVETOED,
}

Reasons = Mapping[SongId, str]
"""The reason for each song that is pinned, or that is vetoed."""


class Rulings:
    """Pin and veto songs of a round; break its tie."""

    def __init__(self, store: Store, clock: Clock, closing: Closing, due_rounds: DueRounds) -> None:
        self._store = store
        self._clock = clock
        self._closing = closing
        self._due_rounds = due_rounds

    async def pin(
        self,
        person: Person,
        room: Room,
        round_id: RoundId,
        song_id: SongId,
        *,
        reason: str = "",
        undo: bool = False,
    ) -> Round:
        """Give a song a seat regardless of the votes, or undo that; return the changed round.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such round, or the round no such song.
            IllegalMove: The votes are counted already.
            InvalidRuling: There are as many pins as seats, the song is vetoed, or pinned already,
                or, to undo, not pinned.
            InvalidInput: The reason is too long.
        """
        return await self._rule(person, room, round_id, _ruling(PIN, song_id, reason, undo))

    async def veto(
        self,
        person: Person,
        room: Room,
        round_id: RoundId,
        song_id: SongId,
        *,
        reason: str = "",
        undo: bool = False,
    ) -> Round:
        """Exclude a song from a round for a reason, or undo that; return the changed round.

        The ballots stay as they are; the count skips the song.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such round, or the round no such song.
            IllegalMove: The votes are counted already.
            InvalidRuling: There is no reason, the song is pinned, or vetoed already, or, to undo,
                not vetoed.
            InvalidInput: The reason is too long.
        """
        return await self._rule(person, room, round_id, _ruling(VETO, song_id, reason, undo))

    async def tie(self, round_id: RoundId) -> TieView:
        """Return the tie of a round whose votes were counted.

        Raises:
            NotFound: There is no such round.
        """
        return await _tie(self._store.read, round_id)

    async def awaited_tie(self, person: Person, room: Room, round_id: RoundId) -> TieView:
        """Return a tie for somebody who may break it.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such round.
            IllegalMove: The round does not await a casting vote.
        """
        require_showrunner(person, room)
        await InRoom(self._store.read, room).round_to("cast", round_id, int(self._clock.now()))
        return await self.tie(round_id)

    async def cast(
        self, person: Person, room: Room, round_id: RoundId, chosen: Sequence[SongId]
    ) -> TieView:
        """Break a tie: seat these of the tied songs, in this order. This closes the round.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such round.
            IllegalMove: The round does not await a casting vote; perhaps somebody was faster.
            InvalidCasting: The songs are not among the tied ones, or not as many as the seats.
        """
        require_showrunner(person, room)
        async with self._store.transaction(room.id) as unit:
            now = int(self._clock.now())
            await InRoom(unit, room).round_to("cast", round_id, now)
            if not await unit.rounds.end_voting(round_id, RoundState.CASTING, now):
                raise IllegalMove("cast", RoundState.CLOSED.value, ())
            view = await _tie(unit, round_id)
            seats, tied = view.outcome.open_seats, {song.id for song in view.tied}
            if len(set(chosen)) != seats or len(chosen) != seats or not tied.issuperset(chosen):
                raise InvalidCasting(seats, len(tied))
            await unit.rounds.set_casting(round_id, tuple(chosen))
            decided = replace(view.round, casting=tuple(chosen))
            await self._closing.settle(unit, RoundInRoom(decided, view.episode, view.room), now)
        await self._due_rounds.plan()
        return await self.tie(round_id)

    async def _rule(self, person: Person, room: Room, round_id: RoundId, wanted: Ruling) -> Round:
        require_showrunner(person, room)
        async with self._store.transaction(room.id) as unit:
            now = int(self._clock.now())
            ruling = replace(wanted, user_id=person.user_id, at=now)
            round_ = await InRoom(unit, room).round_to(ruling.ruling, round_id, now)
            pinned, vetoed = _ruled(round_, ruling)
            await unit.rounds.set_rulings(round_id, pinned, vetoed)
            await unit.rounds.log_ruling(self._store.new_id(), round_id, ruling)
            if round_.message_id is not None or round_.state is not RoundState.SCHEDULED:
                await unit.outbox.promise(
                    EffectKind.EDIT_BALLOT, channel(room), round_id, room.id, now
                )
            kind = _NEWS[ruling.ruling, ruling.undone]
            news = News(kind, song_id=ruling.song_id, reason=ruling.reason)
            await tell_thread(unit, room, round_, news, now)
        return replace(round_, pinned=pinned, vetoed=vetoed)


def _ruling(kind: str, song_id: SongId, reason: str, undone: bool) -> Ruling:
    """Return a ruling, checked as far as possible without its round."""
    reason = reason.strip()
    if len(reason) > REASON_MAX:
        raise InvalidInput("reason.too_long", reason, {"limit": REASON_MAX})
    return Ruling(song_id, kind, undone, reason, UserId(0), 0)


def _ruled(round_: Round, ruling: Ruling) -> tuple[Reasons, Reasons]:
    """Return which songs are pinned and which are vetoed after a ruling, with the reasons."""
    candidate = round_.candidate(ruling.song_id)
    if candidate is None:
        raise NotFound("song")
    song, title = candidate.song.id, candidate.song.title
    ruled = {PIN: dict(round_.pinned), VETO: dict(round_.vetoed)}
    if ruling.undone:
        if ruled[ruling.ruling].pop(song, None) is None:
            raise InvalidRuling(f"not_{_WORDS[ruling.ruling]}", title)
        return ruled[PIN], ruled[VETO]
    for kind, songs in ruled.items():
        if song in songs:
            raise InvalidRuling(_WORDS[kind], title)
    if ruling.ruling == PIN and len(ruled[PIN]) >= round_.rules.seats:
        raise InvalidRuling("too_many_pins", title, round_.rules.seats)
    if ruling.ruling == VETO and not has_visible_text(ruling.reason):
        raise InvalidRuling("no_reason", title)
    ruled[ruling.ruling][song] = ruling.reason
    return ruled[PIN], ruled[VETO]


async def _tie(unit: UnitOfWork, round_id: RoundId) -> TieView:
    round_, episode, room = await in_room_of(unit, round_id)
    undecided = replace(round_, casting=None)
    outcome = count_tally(undecided, await unit.rounds.tally(round_))
    return TieView(room, episode, round_, outcome, songs_by_record_id(round_))
