"""A count in progress: which songs are seated and why. Every method uses it."""

from collections.abc import Callable, Sequence

from msgspec import Struct, field

from bot.domain.counting.outcome import (
    PIN,
    UNOPPOSED,
    Figures,
    Outcome,
    Seat,
    Stage,
    Tally,
    TieBreak,
)
from bot.domain.counting.profile import LineUp, Profile, line_up


class Seating(Struct):
    """What has been decided so far.

    Attributes:
        profile: The input of the count.
        line_up: Which songs compete, and for how many seats.
        seated: What decided each seated song, in the order seated.
        ties: Each step that broke a tie, in order.
        tied: The songs that await a casting vote, in lot order.
        open_seats: How many of these can be seated.
    """

    profile: Profile
    line_up: LineUp
    seated: dict[str, str] = field(default_factory=dict)
    ties: list[TieBreak] = field(default_factory=list)
    tied: tuple[str, ...] = ()
    open_seats: int = 0

    def seat(self, songs: Sequence[str], decided_by: str) -> None:
        """Give each of the songs a seat, in their order."""
        self.seated |= dict.fromkeys(songs, decided_by)

    @property
    def waiting(self) -> list[str]:
        """The songs that are not seated, tied or vetoed, in lot order."""
        out = {*self.seated, *self.tied}
        return [song for song in self.line_up.free if song not in out]

    def outcome(
        self,
        figures: Callable[[str], Figures],
        runners_up: Sequence[str],
        turnout: tuple[int, int],
        stages: tuple[Stage, ...] | None = None,
        quota: int | None = None,
    ) -> Outcome:
        """Return how the round ends.

        Args:
            figures: Returns what was counted for a song.
            runners_up: The waiting songs in the order they would be called up.
            turnout: How many ballots there were, and how many of them abstained.
            stages: The stages of a method that has some.
            quota: The votes needed for a seat, in a method that has a quota.
        """
        counted = {song: figures(song) for song in self.profile.songs}
        return Outcome(
            method=self.profile.method,
            seats=tuple(
                Seat(song, rank, reason, counted[song])
                for rank, (song, reason) in enumerate(self.seated.items(), start=1)
            ),
            tied=self.tied,
            open_seats=self.open_seats,
            empty_seats=self.profile.seats - len(self.seated) - self.open_seats,
            runners_up=tuple(runners_up),
            ballots=turnout[0],
            abstentions=turnout[1],
            tallies=tuple(Tally(song, shown) for song, shown in counted.items()),
            ties=tuple(self.ties),
            stages=stages,
            quota=quota,
        )


def begin_seating(profile: Profile) -> Seating:
    """Seat the pinned songs, and all others if there are seats for all, supported or not."""
    lined_up = line_up(profile)
    seating = Seating(profile, lined_up)
    seating.seat(lined_up.pinned, PIN)
    if lined_up.unopposed:
        seating.seat(lined_up.free, UNOPPOSED)
    return seating
