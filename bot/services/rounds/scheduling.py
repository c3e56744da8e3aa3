"""Scheduling rounds over a shortlist, singly or as a plan of several cuts, and showing them."""

from bot.domain import lifecycle
from bot.domain.errors import NotFound
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
from bot.domain.plans import VoteDraft
from bot.services.belonging import InRoom
from bot.services.playlists import sync
from bot.services.ports.read_models import RoundView
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock
from bot.services.rounds.due import DueRounds
from bot.services.rounds.known_rights import rights_in
from bot.services.rounds.new_rounds import NewRounds
from bot.services.rounds.reading import RoundReading
from bot.services.rounds.taking_back import can_be_taken_back
from bot.services.rounds.transitions import in_room_of


class Rounds:
    """Schedule rounds and show them."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        reading: RoundReading,
        due_rounds: DueRounds,
        new_rounds: NewRounds,
    ) -> None:
        self._store = store
        self._clock = clock
        self.reading = reading
        self._due_rounds = due_rounds
        self._new_rounds = new_rounds

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
        draft = await self.reading.schedule(
            person, room, closes=closes, opens=opens, seats=seats, method=method
        )
        return await self._add(person, room, episode, draft)

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
        draft = await self.reading.plan(person, room, cuts=cuts, closes=closes, method=method)
        return await self._add(person, room, episode, draft)

    async def _add(
        self, person: Person, room: Room, episode: Episode, draft: VoteDraft
    ) -> RoundView:
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            begun = await self._new_rounds.put(unit, person, room, episode, draft, now)
        await self._due_rounds.plan()
        return await self.view(begun)

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

    async def set_ballot_message(self, round_: Round, message_id: MessageId) -> None:
        """Store the ballot message of a round."""
        async with self._store.transaction(round_.room_id) as unit:
            await unit.rounds.set_ballot_message(round_.id, message_id)

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

    async def fitting(self, room: Room, verb: str) -> tuple[RoundView, ...]:
        """Return the room's rounds that are meant where somebody names no episode.

        Those are the live ones that a verb of `bot.domain.lifecycle` does something with, or all
        for any other word. `resume` also takes back how a round was ended, so those that allow it
        are meant, too. Where it does nothing with any and only one goes on, it is that one.
        """
        read = self._store.read
        live = [await self.view(one) for one in await read.rounds.live_in(room.id)]
        known = verb in lifecycle.MOVES
        found = [one for one in live if not known or lifecycle.fits(verb, one.round.state)]
        if verb == "resume":
            ended = [await self.view(one) for one in await read.rounds.restorable_in(room.id)]
            found += [one for one in ended if one.takes_back]
        return tuple(found or (live if len(live) == 1 else ()))

    async def is_so(self, view: RoundView) -> bool:
        """Return whether a round and its turnout are still as they were seen."""
        read = self._store.read
        round_ = await read.rounds.get(view.round.id)
        return round_ == view.round and await read.rounds.turnout(view.round) == view.turnout

    async def view(self, round_id: RoundId) -> RoundView:
        """Return a round as its screens show it.

        Raises:
            NotFound: There is no such round.
        """
        read = self._store.read
        round_, episode, room = await in_room_of(read, round_id)
        later, place = await read.shown_rounds.plan(round_id)
        # A plan goes on before or after it, or it is over: then nothing waits for it any longer.
        in_plan = later or round_.follows is not None or round_.state is RoundState.CLOSED
        turnout, awaited = await read.shown_rounds.votes_so_far(round_)
        return RoundView(
            room=room,
            episode=episode,
            round=round_,
            turnout=turnout,
            awaited=awaited,
            later=later,
            place=place if in_plan else None,
            takes_back=await can_be_taken_back(read, round_),
            listen_url=await sync.listen_url(read, episode.id),
            rights=await rights_in(read, round_),
        )
