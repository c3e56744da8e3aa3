"""The simulated people of a process: writers who vote, showrunners who control rounds."""

import asyncio
import random
from collections.abc import Callable, Sequence

from bot.domain.ballot_forms.form import Change
from bot.domain.ballot_forms.picks import PickSongs, StarSongs
from bot.domain.ballots import Abstain, form_of, starred
from bot.domain.errors import RuleError, StorageError
from bot.domain.model import Episode, Person, Room, Round, RoundState, UserId
from bot.services import Services
from bot.services.ports.world import Clock
from storage.database import Database
from storage.packing import pack
from tests.crash.scene import EPISODES, KINDS, LANES, Kind, channel, voters
from tests.crash.starring import drawn_reason

Report = Callable[..., None]


class Writers:
    """Vote again as soon as they are answered, while `voting`."""

    def __init__(
        self, store: Database, services: Services, draw: random.Random, report: Report, slot: int
    ) -> None:
        self._store = store
        self._services = services
        self._draw = draw
        self._report = report
        self._slot = slot
        self.voting = True

    async def vote(self) -> None:
        """Vote in all lanes until cancelled."""
        await asyncio.gather(*(self._lane(voters(self._slot, lane)) for lane in range(LANES)))

    async def _lane(self, people: Sequence[int]) -> None:
        while True:
            await asyncio.sleep(self._draw.uniform(0, 0.05))
            place = self._draw.randrange(len(KINDS))
            try:
                room = await self._store.read.rooms.at(channel(place))
                assert room is not None
                open_now = await self._store.read.rounds.open_in(room.id)
                if not open_now or not self.voting:
                    continue
                round_ = await self._store.read.rounds.get(self._draw.choice(open_now))
            except StorageError:
                continue  # nothing can be seen while the database is away
            assert round_ is not None
            voter, kind = self._draw.choice(people), KINDS[place]
            if self._draw.random() < 0.4 and not kind.level:
                await self._star(room, round_, voter)
            else:
                await self._change(room, round_, voter, self._draw_change(kind, round_, voter))

    async def _star(self, room: Room, round_: Round, voter: int) -> None:
        """Have somebody star a song, unless they have, and say why."""
        try:
            ballot = await self._store.read.rounds.ballot(round_, UserId(voter))
            if ballot is None or not starred(ballot, round_.rules):
                songs = tuple(candidate.song.id for candidate in round_.candidates)
                for change in (PickSongs(songs[:1]), StarSongs(songs[:1])):
                    await self._change(room, round_, voter, change)
                ballot = await self._store.read.rounds.ballot(round_, UserId(voter))
            drawn = drawn_reason(self._draw, round_, voter, ballot)
            if drawn is None:
                return
            said, place, at = drawn
            await self._services.voting.change(Person(UserId(voter)), room, round_.id, said)
        except RuleError:
            return  # it has closed
        except StorageError as fault:
            self._report("busy", str(fault))
            return
        self._report("starred", round_.id, voter, place, at)

    async def _change(self, room: Room, round_: Round, voter: int, change: Change) -> None:
        try:
            view = await self._services.voting.change(
                Person(UserId(voter)), room, round_.id, change
            )
        except RuleError:
            return  # it has closed, or the star was not on a pick
        except StorageError as fault:
            self._report("busy", str(fault))
            return
        assert view.ballot is not None
        choices = [candidate.song.id for candidate in view.round.candidates]
        self._report("vote", round_.id, voter, pack(view.ballot, form_of(round_.rules), choices))

    def _draw_change(self, kind: Kind, round_: Round, voter: int) -> Change:
        songs = [candidate.song.id for candidate in round_.candidates]
        if kind.level:
            # One person of each process picks a song of their own; nobody else picks any.
            picks_own = voter == voters(self._slot, 0)[0]
            return PickSongs((songs[self._slot],)) if picks_own else Abstain()
        if self._draw.random() < 0.1:
            return Abstain()
        count = self._draw.randint(0, round_.rules.max_picks)
        chosen = self._draw.sample(songs, count)
        return (
            PickSongs(tuple(chosen)) if self._draw.random() < 0.8 else StarSongs(tuple(chosen[:1]))
        )


class Showrunners:
    """Schedule rounds while `scheduling`; after that, only help open rounds to close.

    In a `hurry`, they close every open round at once.
    """

    def __init__(
        self,
        store: Database,
        services: Services,
        draw: random.Random,
        report: Report,
        clock: Clock,
    ) -> None:
        self._store = store
        self._services = services
        self._draw = draw
        self._report = report
        self._clock = clock
        self.scheduling = True
        self.hurry = False

    async def run(self) -> None:
        """Act on random rooms and episodes until cancelled."""
        while True:
            await asyncio.sleep(self._draw.uniform(0, 0.1))
            place = self._draw.randrange(len(KINDS))
            number = self._draw.choice(EPISODES)
            try:
                room = await self._store.read.rooms.at(channel(place))
                assert room is not None
                episode = await self._store.read.episodes.numbered(room.id, number)
                assert episode is not None
                await self._act(KINDS[place], room, episode)
            except RuleError:
                pass  # somebody was faster, or the time has passed
            except StorageError as fault:
                self._report("busy", str(fault))

    async def _act(self, kind: Kind, room: Room, episode: Episode) -> None:
        boss = Person(room.showrunner_id)
        live = await self._store.read.rounds.live(episode.id)
        round_ = await self._store.read.rounds.get(live) if live else None
        if round_ is None:
            if self.scheduling:
                await self._schedule_or_bring_back(boss, kind, room, episode)
        elif self.hurry and round_.state is not RoundState.SCHEDULED:
            await self._services.control.close_round(boss, room, round_.id)
        elif self.scheduling or round_.state in (RoundState.PAUSED, RoundState.HELD):
            await self._move(boss, room, episode, round_)

    async def _schedule_or_bring_back(
        self, boss: Person, kind: Kind, room: Room, episode: Episode
    ) -> None:
        cancelled = await self._store.read.rounds.restorable(episode.id)
        if cancelled is not None and self._draw.random() < 0.3:
            await self._services.control.take_back(boss, room, cancelled)
        else:
            await self._schedule(boss, kind, room, episode)

    async def _schedule(self, boss: Person, kind: Kind, room: Room, episode: Episode) -> None:
        rounds = self._services.rounds
        if kind.cuts:
            closes = ", ".join(self._at(2 * n) for n in range(1, len(kind.cuts.split(","))))
            view = await rounds.plan(boss, room, episode, cuts=kind.cuts, closes=closes)
        else:
            opens, closing = self._draw.choice(((None, 2), (None, 3), (1, 3)))
            view = await rounds.schedule(
                boss,
                room,
                episode,
                closes=self._at(closing),
                opens=None if opens is None else self._at(opens),
                seats=kind.seats,
            )
        self._report("scheduled", view.round.id)

    async def _move(self, boss: Person, room: Room, episode: Episode, round_: Round) -> None:
        control, chance = self._services.control, self._draw.random()
        match round_.state:
            case RoundState.CASTING if chance < 0.4:
                await self._cast(boss, room, round_)
            case RoundState.PAUSED | RoundState.HELD if chance < 0.5:
                await control.resume_round(boss, room, round_.id)
                self._report("resumed", round_.id)
            case RoundState.PAUSED | RoundState.HELD if chance < 0.8:
                await control.close_round(boss, room, round_.id)
                self._report("ended", round_.id)
            case RoundState.CLOSING if chance < 0.2:
                await control.take_back(boss, room, round_.id)
            case RoundState.OPEN if chance < 0.04:
                await control.pause(boss, room, episode)
            case RoundState.OPEN if chance < 0.08:
                await control.extend(boss, room, episode, closes=self._at(2))
            case RoundState.OPEN if chance < 0.1:
                await control.close_round(boss, room, round_.id)
                self._report("ended", round_.id)
            case _ if chance > 0.97:
                await control.cancel_round(boss, room, round_.id)
                self._report("cancelled", round_.id)

    async def _cast(self, boss: Person, room: Room, round_: Round) -> None:
        rulings = self._services.rulings
        view = await rulings.awaited_tie(boss, room, round_.id)
        chosen = self._draw.sample([song.id for song in view.tied], view.outcome.open_seats)
        await rulings.cast(boss, room, round_.id, chosen)
        self._report("cast", round_.id, chosen)

    def _at(self, seconds: int) -> str:
        return f"<t:{int(self._clock.now()) + seconds}>"
