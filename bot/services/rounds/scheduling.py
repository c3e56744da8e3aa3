"""Scheduling rounds over a shortlist, singly or as a plan of several cuts, and showing them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.errors import InvalidInput, NeedsTime, NotFound, RoundLive
from bot.domain.model import (
    SEATS,
    Episode,
    MessageId,
    Person,
    Room,
    Round,
    RoundId,
    RoundState,
)
from bot.domain.permissions import require_showrunner
from bot.domain.rights import NOTHING_KNOWN
from bot.domain.when import Instant, present
from bot.services.belonging import InRoom
from bot.services.playlists import sync
from bot.services.ports.read_models import RoundView
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock, Words
from bot.services.rounds.drafts import candidates_of, draft_round, parse_cuts, rules_of
from bot.services.rounds.due import DueRounds
from bot.services.rounds.taking_back import can_be_taken_back
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

    async def read_time(self, room: Room, words: str, *, seen_from: float | None = None) -> Instant:
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
        """Schedule a round over the current shortlist, which freezes it.

        By default, the round opens at once and uses the room's method.

        Raises:
            NotAllowed: The person is not the showrunner.
            NeedsTime: A time cannot be used.
            InvalidInput: There is no seat, or no such counting method.
            RoundTooSmall: The shortlist does not have 2 to 25 songs, or no more songs than seats.
            RoundLive: The episode has a round that is not over.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            NotFound: The room has no such episode.
        """
        require_showrunner(person, room)
        if seats < 1:
            raise InvalidInput("seats", str(seats))
        now = int(self._clock.now())
        opening = (await self.read_time(room, opens)).at if opens else now
        closing = await self.read_time(room, closes)
        if closing.at <= opening:
            raise NeedsTime("before_opening", closes)
        rules, new_id = rules_of(room, method, seats), RoundId(self._store.new_id())
        round_ = draft_round(new_id, person, room, episode, rules, opening, closing)
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
        """Schedule a plan: rounds in a row, each over the songs that the one before it seated.

        The first round opens at once, each later one when the one before it closes.

        Args:
            person: Who schedules it.
            room: The room.
            episode: The episode.
            cuts: How many songs there are at first, then after each round: `12, 9, 6`.
            closes: Times in words, such as with commas between, each relative to the one before.
            method: The counting method of all rounds; by default, the room's.

        Raises:
            NotAllowed, NotFound, NeedsTime, RoundTooSmall, RoundLive, EpisodeLocked,
                EpisodeArchived: As for `schedule`.
            InvalidInput: The cuts do not decrease, or do not fit the shortlist or the times.
        """
        require_showrunner(person, room)
        first, *seats = parse_cuts(cuts)
        times = await self.plan_times(room, closes)
        if len(times) != len(seats):
            raise InvalidInput("plan.closes", closes, {"limit": len(seats), "found": len(times)})
        opening = now = int(self._clock.now())
        rounds: list[Round] = []
        for left, closing in zip(seats, times, strict=True):
            rules, new_id = rules_of(room, method, left), RoundId(self._store.new_id())
            draft = draft_round(new_id, person, room, episode, rules, opening, closing)
            rounds.append(replace(draft, follows=rounds[-1].id, waits=True) if rounds else draft)
            opening = closing.at
        return await self._add(room, episode, rounds, now, first)

    async def plan_times(self, room: Room, words: str) -> tuple[Instant, ...]:
        """Return the instants that times in words mean, each relative to the one before.

        Raises:
            NeedsTime: One of them cannot be used, or they are not in order.
        """
        times: list[Instant] = []
        for part in self._words.split(words, self._clock.now(), room.timezone):
            seen_from = times[-1].at if times else None
            instant = await self.read_time(room, part, seen_from=seen_from)
            if times and instant.at <= times[-1].at:
                raise NeedsTime("before_opening", part)
            times.append(instant)
        return tuple(times)

    async def _add(
        self,
        room: Room,
        episode: Episode,
        rounds: Sequence[Round],
        now: int,
        first: int | None = None,
    ) -> RoundView:
        """Store one round or a plan; the shortlist becomes the candidates of the first."""
        async with self._store.transaction() as unit:
            episode = await InRoom(unit, room).active(episode.id)
            live = await unit.rounds.live(episode.id)
            if live is not None:
                raise RoundLive(episode.number, (await round_of(unit, live)).state.value)
            longlist = await unit.proposals.longlist(episode.id)
            candidates = candidates_of(longlist, rounds[0].rules.seats)
            if first not in (None, len(candidates)):
                facts: dict[str, object] = {"limit": len(candidates)}
                raise InvalidInput("plan.first", str(first), facts)
            begun, *later = (replace(rounds[0], candidates=candidates), *rounds[1:])
            await unit.rounds.give_up_cancelled(episode.id)
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
            NotFound: There is none, or the room has no such episode.
        """
        await InRoom(self._store.read, room).episode(episode.id)
        round_id = await self._store.read.rounds.latest(episode.id)
        if round_id is None:
            raise NotFound("round", episode.number)
        return round_id

    async def successor(self, cancelled: RoundView) -> RoundView | None:
        """Return the round of a plan that has taken the place of a cancelled one."""
        round_id = await self._store.read.rounds.live(cancelled.episode.id)
        return None if round_id is None else await self.view(round_id)

    async def open_instead(self, room: Room, round_id: RoundId) -> RoundId | None:
        """Return the open round that is meant where one is asked for that is over; else None.

        That is one of the same episode, or else the newest of the room.

        Raises:
            NotFound: The room has no such round.
        """
        read = self._store.read
        asked_for = await InRoom(read, room).round(round_id)
        if not asked_for.over:
            return None
        there = await read.rounds.open_in(asked_for.room_id)
        live = await read.rounds.live(asked_for.episode_id)
        return live if live in there else next(reversed(there), None)

    async def set_ballot_message(self, round_id: RoundId, message_id: MessageId) -> None:
        """Store the ballot message of a round."""
        async with self._store.transaction() as unit:
            await unit.rounds.set_ballot_message(round_id, message_id)

    async def live(self, room: Room, episode: Episode) -> RoundView:
        """Return the round of `latest` as its screens show it.

        Raises:
            NotFound: There is none.
        """
        return await self.view(await self.latest(room, episode))

    async def to_vote_in(self, room: Room) -> tuple[RoundView, ...]:
        """Return the room's open rounds; without one, those that opened and are not over."""
        rounds = self._store.read.rounds
        found = await rounds.open_in(room.id) or await rounds.under_way(room.id)
        return tuple([await self.view(one) for one in found])

    async def in_room(self, room: Room, round_id: RoundId) -> RoundView:
        """Return a round of a room as its screens show it.

        Raises:
            NotFound: The room has no such round.
        """
        return await self.view((await InRoom(self._store.read, room).round(round_id)).id)

    async def view(self, round_id: RoundId) -> RoundView:
        """Return a round as its screens show it.

        Raises:
            NotFound: There is no such round.
        """
        read = self._store.read
        round_ = await round_of(read, round_id)
        room = await read.rooms.get(round_.room_id)
        episode = await read.episodes.get(round_.episode_id)
        if room is None or episode is None:
            raise NotFound("round")
        later = await read.rounds.later(round_id)
        # A plan goes on before or after it, or it is over: then nothing waits for it any longer.
        in_plan = later or round_.follows is not None or round_.state is RoundState.CLOSED
        return RoundView(
            room=room,
            episode=episode,
            round=round_,
            turnout=await read.rounds.turnout(round_),
            awaited=await read.rounds.awaited(round_),
            later=later,
            place=await read.rounds.place_in_plan(round_id) if in_plan else None,
            takes_back=await can_be_taken_back(read, round_),
            listen_url=await sync.listen_url(read, episode.id),
            rights=NOTHING_KNOWN if round_.over else await read.boards.rights(room.id),
        )
