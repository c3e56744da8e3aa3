"""Rounds: scheduled over a shortlist, alone or as a plan of several cuts, and shown."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.counting import METHODS
from bot.domain.errors import InvalidInput, NeedsTime, NotFound, RoundLive, RoundTooSmall
from bot.domain.model import (
    MAX_CANDIDATES,
    MIN_CANDIDATES,
    SEATS,
    Candidate,
    Episode,
    MessageId,
    Person,
    Proposal,
    Room,
    Round,
    RoundId,
    RoundState,
    Rules,
)
from bot.domain.permissions import require_showrunner
from bot.domain.when import Instant, present
from bot.services.episodes import require_active
from bot.services.playlists import sync
from bot.services.ports.read_models import RoundView
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock, Words
from bot.services.rounds.due import DueRounds
from bot.services.rounds.transitions import open_round, promise, round_of

NOW = "now"


class Rounds:
    """Schedule rounds and show them."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        words: Words,
        due_rounds: DueRounds,
        draw_seed: Callable[[], str],
    ) -> None:
        self._store = store
        self._clock = clock
        self._words = words
        self._due_rounds = due_rounds
        self._draw_seed = draw_seed

    async def understand(
        self, room: Room, words: str, *, seen_from: float | None = None
    ) -> Instant:
        """Return the instant that words mean in the room's time zone; `now` is one of them.

        Args:
            room: The room.
            words: A time in words.
            seen_from: The instant (UTC seconds) that counts as the present; without it, now.

        Raises:
            NeedsTime: They mean none, one in the past, or two.
        """
        now = self._clock.now() if seen_from is None else seen_from
        if words.strip().casefold() == NOW:
            return present(now, room.timezone)
        return await self._words.read(words, now, room.timezone)

    async def schedule(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        *,
        closes: str,
        opens: str | None = None,
        seats: int = SEATS,
        method: str | None = None,
    ) -> RoundView:
        """Schedule a round over the shortlist as it stands now, which freezes it.

        Without `opens` the round opens at once; without `method` it is the room's usual one.

        Raises:
            NotAllowed: The person is not the showrunner.
            NeedsTime: A time cannot be used as it is.
            InvalidInput: There is no seat to win, or no such method of counting.
            RoundTooSmall: The shortlist does not have 2 to 25 songs, or no more songs than seats.
            RoundLive: The episode has a round that is not over.
            EpisodeLocked, EpisodeArchived: Nothing of the episode changes.
        """
        require_showrunner(person, room)
        if seats < 1:
            raise InvalidInput("seats", str(seats))
        now = int(self._clock.now())
        opening = (await self.understand(room, opens)).at if opens else now
        closing = await self.understand(room, closes)
        if closing.at <= opening:
            raise NeedsTime("before_opening", closes)
        round_ = self._draft(person, room, episode, seats, method, opening, closing)
        return await self._add(room, episode, [round_], now)

    async def plan(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        *,
        cuts: str,
        closes: str,
        method: str | None = None,
    ) -> RoundView:
        """Schedule a chain of rounds: the survivors of each are the candidates of the next.

        The first opens at once, each of the others when the one before it closes.

        Args:
            person: Who asks for it.
            room: The room.
            episode: The episode.
            cuts: How many songs there are at first, then after each round: `12, 9, 6`.
            closes: A time in words for each round, with commas between them, each read as seen from
                the one before.
            method: How all of them are counted; without it, the room's usual method.

        Raises:
            NotAllowed, NeedsTime, RoundTooSmall, RoundLive, EpisodeLocked, EpisodeArchived: As for
                `schedule`.
            InvalidInput: The numbers do not go down, the shortlist has another number of songs than
                the first, or there is not one time for each cut.
        """
        require_showrunner(person, room)
        sizes = _sizes(cuts)
        times = await self.plan_times(room, closes)
        if len(times) != len(sizes) - 1:
            facts: dict[str, object] = {"limit": len(sizes) - 1, "found": len(times)}
            raise InvalidInput("plan.closes", closes, facts)
        now = int(self._clock.now())
        rounds: list[Round] = []
        opening = now
        for seats, closing in zip(sizes[1:], times, strict=True):
            draft = self._draft(person, room, episode, seats, method, opening, closing)
            rounds.append(replace(draft, follows=rounds[-1].id, waits=True) if rounds else draft)
            opening = closing.at
        return await self._add(room, episode, rounds, now, first=sizes[0])

    async def plan_times(self, room: Room, words: str) -> tuple[Instant, ...]:
        """Return the instants that times in words mean, each seen from the one before.

        Raises:
            NeedsTime: One of them cannot be used; or they do not follow each other.
        """
        times: list[Instant] = []
        for part in words.split(","):
            if not part.strip():
                continue
            seen_from = times[-1].at if times else None
            instant = await self.understand(room, part.strip(), seen_from=seen_from)
            if times and instant.at <= times[-1].at:
                raise NeedsTime("before_opening", part.strip())
            times.append(instant)
        return tuple(times)

    def _draft(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        seats: int,
        method: str | None,
        opening: int,
        closing: Instant,
    ) -> Round:
        settings = room.settings
        method = settings.method if method is None else method
        if method not in METHODS:
            raise InvalidInput("method", method)
        rules = Rules(
            method=method,
            seats=seats,
            max_picks=seats,
            own_songs_votable=settings.own_songs_votable,
            casting_window=settings.casting_window,
            quorum=settings.quorum,
            reminders=settings.reminders,
            early_close=settings.early_close,
            grace=settings.grace,
            event=settings.events,
        )
        return Round(
            id=RoundId(self._store.new_id()),
            episode_id=episode.id,
            room_id=room.id,
            state=RoundState.SCHEDULED,
            rules=rules,
            opens_at=opening,
            closes_at=closing.at,
            closes_wall=closing.wall,
            timezone=room.timezone,
            candidates=(),
            scheduled_by=person.user_id,
        )

    async def _add(
        self,
        room: Room,
        episode: Episode,
        rounds: Sequence[Round],
        now: int,
        first: int | None = None,
    ) -> RoundView:
        """Keep one round or a plan of them, the first with the shortlist as its candidates."""
        async with self._store.transaction() as unit:
            await require_active(unit, episode.id)
            live = await unit.rounds.live(episode.id)
            if live is not None:
                raise RoundLive(episode.number, (await round_of(unit, live)).state.value)
            longlist = await unit.proposals.longlist(episode.id)
            candidates = _candidates(longlist, rounds[0].rules.seats)
            if first not in (None, len(candidates)):
                facts: dict[str, object] = {"limit": len(candidates)}
                raise InvalidInput("plan.first", str(first), facts)
            begun, *later = (replace(rounds[0], candidates=candidates), *rounds[1:])
            await unit.rounds.add(begun, now)
            if begun.opens_at <= now:
                await open_round(unit, room, begun, now, self._draw_seed())
            else:
                await promise(unit, room, begun, now, EffectKind.SHOW_EVENT)
            for round_ in later:
                await unit.rounds.add(round_, now)
                await promise(unit, room, round_, now, EffectKind.SHOW_EVENT)
        await self._due_rounds.plan()
        return await self.view(begun.id)

    async def latest(self, room: Room, episode: Episode) -> RoundId:
        """Return the episode's newest round that was not cancelled: the live one, if there is one.

        Raises:
            NotFound: There is none.
        """
        del room  # the episode was found in it
        round_id = await self._store.read.rounds.latest(episode.id)
        if round_id is None:
            raise NotFound("round", episode.number)
        return round_id

    async def heir(self, cancelled: RoundView) -> RoundView | None:
        """Return the round of a plan that has stepped into the place of a cancelled one."""
        heir = await self._store.read.rounds.live(cancelled.episode.id)
        return None if heir is None else await self.view(heir)

    async def ballot_posted(self, round_id: RoundId, message_id: MessageId) -> None:
        """Remember the message that shows a round's ballot from now on."""
        async with self._store.transaction() as unit:
            await unit.rounds.set_ballot_message(round_id, message_id)

    async def live(self, room: Room, episode: Episode) -> RoundView:
        """Return that round as its screens show it now.

        Raises:
            NotFound: There is none.
        """
        return await self.view(await self.latest(room, episode))

    async def view(self, round_id: RoundId) -> RoundView:
        """Return a round as its screens show it now.

        Raises:
            NotFound: There is none such.
        """
        read = self._store.read
        round_ = await round_of(read, round_id)
        room = await read.rooms.get(round_.room_id)
        episode = await read.episodes.get(round_.episode_id)
        if room is None or episode is None:
            raise NotFound("round")
        return RoundView(
            room=room,
            episode=episode,
            round=round_,
            turnout=await read.rounds.turnout(round_),
            awaited=await read.rounds.awaited(round_),
            later=await read.rounds.later(round_id),
            listen_url=await sync.listen_url(read, episode.id),
        )


def _sizes(cuts: str) -> tuple[int, ...]:
    """Return the numbers of a plan's cuts.

    Raises:
        InvalidInput: They are no numbers, too few, or do not go down.
    """
    parts = [part.strip() for part in cuts.replace(">", ",").split(",") if part.strip()]
    sizes = tuple(int(part) for part in parts if part.isdecimal() and len(part) < 4)
    down = all(more > fewer > 0 for more, fewer in pairwise(sizes))
    if len(sizes) != len(parts) or len(sizes) < 2 or not down:
        raise InvalidInput("plan.cuts", cuts)
    return sizes


def _candidates(longlist: tuple[Proposal, ...], seats: int) -> tuple[Candidate, ...]:
    """Freeze the shortlisted proposals, in the order proposed.

    Raises:
        RoundTooSmall: There are not 2 to 25 of them, or no more than seats.
    """
    shortlist = [proposal for proposal in longlist if proposal.shortlisted]
    if not max(MIN_CANDIDATES, seats + 1) <= len(shortlist) <= MAX_CANDIDATES:
        raise RoundTooSmall(len(shortlist), seats)
    return tuple(Candidate(p.song, p.proposer_id, p.note) for p in shortlist)
