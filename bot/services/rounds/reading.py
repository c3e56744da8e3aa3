"""What the showrunner says in words of votes to come: times, single votes, and plans."""

from collections.abc import Sequence

from bot.domain.errors import InvalidInput, NeedsTime
from bot.domain.model import MAX_CANDIDATES, SEATS, Person, Room
from bot.domain.permissions import require_showrunner
from bot.domain.plans import PlannedCut, VoteDraft
from bot.domain.when import Instant, present
from bot.services.ports.world import Clock, Words
from bot.services.rounds.drafts import parse_cuts, rules_of

NOW = "now"


class RoundReading:
    """Read times and drafts of votes; nothing is scheduled by it."""

    def __init__(self, clock: Clock, words: Words) -> None:
        self._clock = clock
        self._words = words

    async def time(self, room: Room, words: str, *, seen_from: float | None = None) -> Instant:
        """Return the instant that words mean in the room's time zone; `now` is allowed too.

        Args:
            room: The room.
            words: A time in words.
            seen_from: The instant (UTC seconds) that relative times start from; by default, now.

        Raises:
            NeedsTime: The words mean no instant, a past one, or two.
        """
        now = self._clock.now() if seen_from is None else seen_from
        if words.strip().casefold() == NOW:
            return present(now, room.timezone)
        return await self._words.read(words, now, room.timezone)

    def parts(self, room: Room, words: str) -> Sequence[str]:
        """Return the words of each time in a list of them."""
        return self._words.split(words, self._clock.now(), room.timezone)

    async def times(self, room: Room, words: str) -> tuple[Instant, ...]:
        """Return the instants that times in words mean, each relative to the one before.

        Raises:
            NeedsTime: One of them cannot be used, or they are not in order; or one is a day alone,
                and may be meant at the hour that stands beside another.
        """
        times: list[Instant] = []
        parts = self.parts(room, words)
        for part in parts:
            seen_from = times[-1].at if times else None
            instant = await self.time(room, part, seen_from=seen_from)
            await self._require_hour(room, part, parts, instant, seen_from)
            if times and instant.at <= times[-1].at:
                raise NeedsTime("before_opening", part)
            times.append(instant)
        return tuple(times)

    async def _require_hour(
        self, room: Room, part: str, parts: Sequence[str], read: Instant, seen_from: float | None
    ) -> None:
        """Ask about a day alone where the others have an hour: `wed, fri 17:00`.

        Raises:
            NeedsTime: It may mean two times.
        """
        now = self._clock.now()
        alike = self._words.with_hour_of(part, parts, now, room.timezone)
        if alike is None:
            return
        try:
            meant = {(await self.time(room, alike, seen_from=seen_from)).at}
        except NeedsTime as doubt:
            meant = set(doubt.options)
        if not meant <= {read.at}:
            raise NeedsTime("two_ways", part, tuple(sorted({read.at, *meant})))

    async def schedule(
        self,
        person: Person,
        room: Room,
        *,
        closes: str,
        opens: str | None = None,
        seats: int = SEATS,
        method: str | None = None,
    ) -> VoteDraft:
        """Return the draft of a vote that words mean, as for `Rounds.schedule`; schedule nothing.

        Raises:
            NotAllowed, NeedsTime, InvalidInput: As for `Rounds.schedule`.
        """
        require_showrunner(person, room)
        if seats < 1:
            raise InvalidInput("seats", str(seats))
        method = rules_of(room, method, seats).method
        now = int(self._clock.now())
        opening = await self.time(room, opens) if opens else None
        closing = await self.time(room, closes)
        if closing.at <= (opening.at if opening else now):
            raise NeedsTime("before_opening", closes)
        later = opening.at if opening and opening.at > now else None
        return VoteDraft(method, (PlannedCut(seats, closing),), opens=later)

    async def plan(
        self, person: Person, room: Room, *, cuts: str, closes: str, method: str | None = None
    ) -> VoteDraft:
        """Return the draft of a plan that words mean, as for `Rounds.plan`; schedule nothing.

        Raises:
            NotAllowed, NeedsTime, InvalidInput: As for `Rounds.plan`.
        """
        require_showrunner(person, room)
        first, *seats = parse_cuts(cuts)
        given = len(self.parts(room, closes))
        # Each time is compared with all others: so many would hold up everybody else.
        many = given > max(len(seats), MAX_CANDIDATES)
        times = () if many else await self.times(room, closes)
        if len(times) != len(seats):
            raise InvalidInput("plan.closes", closes, {"limit": len(seats), "found": given})
        planned = tuple(PlannedCut(left, at) for left, at in zip(seats, times, strict=True))
        return VoteDraft(rules_of(room, method, first).method, planned, songs=first)
