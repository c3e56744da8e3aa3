"""The end of a round: the transaction that ends it also counts it and promises what follows."""

from collections.abc import Callable

from bot.domain import lifecycle
from bot.domain.ballots import form_of
from bot.domain.counting import BY_LOT
from bot.domain.cut import Cut, make_cut, songs_by_record_id
from bot.domain.model import Candidate, Room, Round, RoundState
from bot.domain.secrecy import hiding_of, lines_to_show, with_hiding
from bot.domain.structs import replace
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.shown_rounds import RoundInRoom
from bot.services.ports.unit_of_work import UnitOfWork
from bot.services.pseudonyms import Pseudonyms
from bot.services.rounds.counts import Count, RecentCounts
from bot.services.rounds.star_lines import show_star_lines
from bot.services.rounds.transitions import begin_next, promise


class Closing:
    """Counts rounds, within the transaction that ended the voting.

    Args:
        draw_seed: Draws the lot of the next round of a plan: 32 hexadecimal digits.
        counts: Remembers each count for the messages that follow the close.
        pseudonyms: Tells whose songs were proposed by somebody who was forgotten, and has voted.
    """

    def __init__(
        self, draw_seed: Callable[[], str], counts: RecentCounts, pseudonyms: Pseudonyms
    ) -> None:
        self._draw_seed = draw_seed
        self._counts = counts
        self._pseudonyms = pseudonyms

    async def settle(self, unit: UnitOfWork, found: RoundInRoom, now: int) -> None:
        """Count a round whose voting has just ended, or whose tie has just been decided.

        This closes the round, unless songs are tied and the room allows a casting vote: then the
        round waits for it. Without a casting vote, or if nobody cast it in time, the lot decides.
        The next round of a plan begins at the same time.

        Args:
            unit: The transaction that ended the voting or decided the tie.
            found: The round, with how the tie was decided.
            now: UTC seconds.
        """
        round_, episode, room = found
        ballots = await unit.rounds.ballots(round_)
        cut = make_cut(round_, episode, ballots)
        if cut.outcome.tied:
            waits = round_.state is not RoundState.CASTING and round_.rules.casting_window > 0
            if waits:
                await _await_casting(unit, room, round_, now)
                return
            await unit.rounds.set_casting(round_.id, BY_LOT)
            cut = make_cut(replace(round_, casting=BY_LOT), episode, ballots)
        lifecycle.move("count", round_.state)
        cast = await unit.rounds.voters(round_)
        voters = {one: one for one in cast}
        voters |= {self._pseudonyms.of(room.id, one): one for one in cast}
        hiding = hiding_of(round_, cut.record, voters)
        stored = with_hiding(cut.to_store, hiding)
        await unit.rounds.close(round_.id, round_.state, stored, cut.record_sha256)
        self._counts.keep(round_.id, cut.record_sha256, Count(cut.outcome))
        await self._announce(unit, room, round_, cut, now)
        # Last, so that a round that begins with this close has them on its ballot.
        if form_of(round_.rules).has_stars:
            lines = lines_to_show(round_, ballots.values(), voters)
            await show_star_lines(unit, room, round_, lines, now)

    async def _announce(
        self, unit: UnitOfWork, room: Room, round_: Round, cut: Cut, now: int
    ) -> None:
        if round_.state is RoundState.CASTING:
            await promise(unit, room, round_, now, EffectKind.EDIT_TIE)
        await promise(
            unit,
            room,
            round_,
            now,
            EffectKind.EDIT_BALLOT,
            EffectKind.POST_RESULTS,
            EffectKind.SHOW_EVENT,
        )
        survivors = _survivors(round_, cut)
        # The playlist gets the winners, not the songs that a later round votes on.
        if not await begin_next(unit, room, round_, survivors, now, self._draw_seed()):
            await promise(unit, room, round_, now, EffectKind.SYNC_PLAYLIST)
            await unit.listening.forget_writers(round_.episode_id, now)


def _survivors(round_: Round, cut: Cut) -> tuple[Candidate, ...]:
    """Return the candidates that were seated, in ballot order."""
    songs = songs_by_record_id(round_)
    seated = {songs[seat.song].id for seat in cut.outcome.seats}
    return tuple(c for c in round_.candidates if c.song.id in seated)


async def _await_casting(unit: UnitOfWork, room: Room, round_: Round, now: int) -> None:
    """Make the round wait; ask the delegates in the channel and the showrunner by DM."""
    lifecycle.move("tie", round_.state)
    until = now + round_.rules.casting_window
    await unit.rounds.await_casting(round_.id, round_.state, until)
    await promise(
        unit,
        room,
        round_,
        now,
        EffectKind.EDIT_BALLOT,
        EffectKind.POST_TIE,
        EffectKind.REQUEST_CASTING,
        EffectKind.SHOW_EVENT,
    )
