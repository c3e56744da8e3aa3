"""The outcome of a count: seats, runners-up, and everything needed to explain them."""

from fractions import Fraction

from msgspec import Struct

from bot.domain.structs import replace

PIN = "pin"
"""Seated by the showrunner before the count."""
UNOPPOSED = "unopposed"
"""Seated because there were enough seats for every song."""
SPREAD = "spread"
"""Seated because writers who had got least so far wanted it."""
CASTING = "casting"
"""Chosen by the showrunner to break a tie."""
LOT = "lot"
"""First in lot order among tied songs."""

_MANY = 4000
_TOO_LONG = 10**_MANY

Number = int | Fraction
Figures = tuple[tuple[str, Number], ...]
"""What a method counted for a song, by name and in display order: `("approvals", 7), …`."""


class Seat(Struct, frozen=True):
    """A seated song.

    Attributes:
        song: Its id.
        rank: 1 for the seat filled first.
        decided_by: What separated it from the songs left out, in one word.
        figures: What was counted for it.
    """

    song: str
    rank: int
    decided_by: str
    figures: Figures


class Tally(Struct, frozen=True):
    """What was counted for one candidate, whether seated, pinned, vetoed or none of these."""

    song: str
    figures: Figures


class TieBreak(Struct, frozen=True):
    """One step in separating songs that were equal until then.

    The steps of one tie follow one another: the songs still `level` after a step are the `tied` of
    the next. A step may seat no song and only rule songs out.

    Attributes:
        tied: The songs that were equal, in lot order.
        seats: How many seats there were for them.
        step: What separated them: `stars`, `spread`, `casting`, `lot`, …
        seated: The songs it seated, in the order seated.
        level: The songs still equal after it, with seats left, in lot order.
    """

    tied: tuple[str, ...]
    seats: int
    step: str
    seated: tuple[str, ...]
    level: tuple[str, ...] = ()


class Stage(Struct, frozen=True):
    """One stage of a count in stages.

    Attributes:
        totals: The votes each song holds as the stage begins, for all songs not excluded before
            it, in the order of the candidates. An elected song whose surplus has been transferred,
            or that had none, holds the quota.
        elected: The songs elected at this stage, in the order seated.
        transferred: The song whose surplus is transferred, or None.
        excluded: The song that is excluded, or None.
        by_lot: Whether the lot decided between songs that had always been equal: which is elected
            first, whose surplus is transferred first, or which is excluded.
    """

    totals: Figures
    elected: tuple[str, ...]
    transferred: str | None
    excluded: str | None
    by_lot: bool


class Outcome(Struct, frozen=True):
    """How a round ends.

    Attributes:
        method: The method that counted.
        seats: The seated songs in the order they were seated.
        tied: The songs awaiting a casting vote, in lot order; empty once it is decided.
        open_seats: How many of the tied songs can be seated.
        empty_seats: How many seats stay empty because nobody supports the songs left.
        runners_up: All other songs that are not vetoed, in the order they would be called up.
        ballots: How many ballots there were, including abstentions.
        abstentions: How many of them chose nothing.
        tallies: Every candidate's figures, in the order of the candidates.
        ties: Each step that broke a tie, in order.
        stages: Each stage in order; None if the method has no stages. Empty if nothing was left to
            decide: every song had a seat, or every seat was pinned.
        quota: The votes needed for a seat, if there are stages.
    """

    method: str
    seats: tuple[Seat, ...]
    tied: tuple[str, ...]
    open_seats: int
    empty_seats: int
    runners_up: tuple[str, ...]
    ballots: int
    abstentions: int
    tallies: tuple[Tally, ...]
    ties: tuple[TieBreak, ...] = ()
    stages: tuple[Stage, ...] | None = None
    quota: int | None = None

    @property
    def choosing(self) -> int:
        """How many ballots chose songs."""
        return self.ballots - self.abstentions

    def without_figures(self) -> "Outcome":
        """Return who is in and what decided, without what was counted for any song."""
        return replace(
            self,
            seats=tuple(replace(seat, figures=()) for seat in self.seats),
            tallies=tuple(replace(tally, figures=()) for tally in self.tallies),
            stages=None,
            quota=None,
        )

    def as_json(self, record_sha256: str) -> dict[str, object]:
        """Return the outcome as a recount reports it, ready for JSON.

        Args:
            record_sha256: The hash of the record it was counted from.
        """
        stages = {} if self.stages is None else {"stages": [_stage(stage) for stage in self.stages]}
        return {
            "method": self.method,
            "seats": [_seat(seat) for seat in self.seats],
            "tied": list(self.tied),
            "open_seats": self.open_seats,
            "empty_seats": self.empty_seats,
            "runners_up": list(self.runners_up),
            "ballots": self.ballots,
            "abstentions": self.abstentions,
            **stages,
            "record_sha256": record_sha256,
        }


def _seat(seat: Seat) -> dict[str, object]:
    head: dict[str, object] = {
        "song": seat.song,
        "rank": seat.rank,
        "decided_by": seat.decided_by,
    }
    return head | _numbers(seat.figures)


def _stage(stage: Stage) -> dict[str, object]:
    return {
        "totals": _numbers(stage.totals),
        "elected": list(stage.elected),
        "transferred": stage.transferred,
        "excluded": stage.excluded,
        "by_lot": stage.by_lot,
    }


def _numbers(figures: Figures) -> dict[str, int | str]:
    return {name: _number(value) for name, value in figures}


def _number(value: Number) -> int | str:
    """Return whole numbers as numbers and fractions as text such as `7/2`."""
    if value.denominator == 1:
        return value.numerator
    return f"{_digits(value.numerator)}/{_digits(value.denominator)}"


def _digits(number: int) -> str:
    """Return all decimal digits of a number; `str` refuses more than 4300.

    Exact fractions of votes grow that long when a hundred writers fill a dozen seats.
    """
    low = ""
    while number >= _TOO_LONG:
        number, part = divmod(number, _TOO_LONG)
        low = f"{part:0{_MANY}}{low}"
    return f"{number}{low}"
