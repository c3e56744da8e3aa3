"""Rounds: scheduled, opened, closed and cut, each step exactly once."""

from collections.abc import Callable

from bot.domain import lifecycle
from bot.domain.counting import METHODS
from bot.domain.errors import (
    IllegalMove,
    InvalidInput,
    NeedsTime,
    NotFound,
    RoundLive,
    RoundTooSmall,
)
from bot.domain.model import (
    MAX_CANDIDATES,
    MIN_CANDIDATES,
    SEATS,
    Candidate,
    Episode,
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
from bot.services.closing import settle
from bot.services.destinations import channel
from bot.services.ports import Agenda, Clock, Words
from bot.services.store import Books, EffectKind, Store
from bot.services.views import RoundView

NOW = "now"
DEFAULT_METHOD = "approval"

ROUND_KEY = "round:"
"""What the agenda's keys of rounds begin with."""


class Rounds:
    """Schedule rounds, take them through their life, and show them."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        words: Words,
        agenda: Agenda,
        draw_seed: Callable[[], str],
    ) -> None:
        self._store = store
        self._clock = clock
        self._words = words
        self._agenda = agenda
        self._draw_seed = draw_seed

    async def understand(self, room: Room, words: str) -> Instant:
        """Return the instant that words mean in the room's time zone; `now` is one of them.

        Raises:
            NeedsTime: They mean none, one in the past, or two.
        """
        if words.strip().casefold() == NOW:
            return present(self._clock.now(), room.timezone)
        return await self._words.read(words, self._clock.now(), room.timezone)

    async def schedule(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        *,
        closes: str,
        opens: str | None = None,
        seats: int = SEATS,
        method: str = DEFAULT_METHOD,
    ) -> RoundView:
        """Schedule a round over the shortlist as it stands now, which freezes it.

        Without `opens` the round opens at once.

        Raises:
            NotAllowed: The person is not the showrunner.
            NeedsTime: A time cannot be used as it is.
            InvalidInput: There is no seat to win, or no such method of counting.
            RoundTooSmall: The shortlist does not have 2 to 25 songs, or no more songs than seats.
            RoundLive: The episode has a round that is not over.
        """
        require_showrunner(person, room)
        if seats < 1:
            raise InvalidInput("seats", str(seats))
        if method not in METHODS:
            raise InvalidInput("method", method)
        now = int(self._clock.now())
        opening = (await self.understand(room, opens)).at if opens else now
        closing = await self.understand(room, closes)
        if closing.at <= opening:
            raise NeedsTime("before_opening", closes)
        rules = Rules(
            method=method,
            seats=seats,
            max_picks=seats,
            own_songs_votable=room.settings.own_songs_votable,
            casting_window=room.settings.casting_window,
        )
        async with self._store.transaction() as books:
            live = await books.rounds.live(episode.id)
            if live is not None:
                raise RoundLive(episode.number, (await _get(books, live)).state.value)
            round_ = Round(
                id=RoundId(self._store.new_id()),
                episode_id=episode.id,
                room_id=room.id,
                state=RoundState.SCHEDULED,
                rules=rules,
                opens_at=opening,
                closes_at=closing.at,
                closes_wall=closing.wall,
                timezone=room.timezone,
                candidates=_candidates(await books.proposals.longlist(episode.id), seats),
                scheduled_by=person.user_id,
            )
            await books.rounds.add(round_, now)
            await self._open(books, round_, now)
        self._plan(await _get(self._store.read, round_.id))
        return await self.view(round_.id)

    async def step(self, round_id: RoundId) -> None:
        """Do what is due for a round now, if anything is; look again when the next thing is.

        Safe to call at any time, any number of times, from any number of processes: each step is
        claimed by a compare-and-set, and whoever claims it does it.
        """
        now = int(self._clock.now())
        async with self._store.transaction() as books:
            round_ = await _get(books, round_id)
            await self._open(books, round_, now)
            if await books.rounds.claim_close(
                round_id, now
            ) or await books.rounds.claim_casting_end(round_id, now):
                await settle(books, await _room(books, round_), round_id, now)
        self._plan(await _get(self._store.read, round_id))

    async def plan(self, until: float) -> None:
        """Have everything looked at that falls due by an instant (UTC seconds)."""
        for round_id, at in await self._store.read.rounds.due(until):
            self._agenda.at(f"{ROUND_KEY}{round_id}", at)

    async def close(self, person: Person, room: Room, episode: Episode) -> RoundView:
        """Close the episode's round now, by hand.

        A tie waits for the casting vote as after any close; one that waits already goes to the lot.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The episode has no round.
            IllegalMove: Its round cannot be closed from the state it is in.
        """
        require_showrunner(person, room)
        round_ = (await self.live(room, episode)).round
        lifecycle.move("close", round_.state)
        now = int(self._clock.now())
        async with self._store.transaction() as books:
            if not await books.rounds.end_voting(round_.id, round_.state, now):
                raise IllegalMove("close", (await _get(books, round_.id)).state.value, ())
            await settle(books, room, round_.id, now)
        view = await self.view(round_.id)
        self._plan(view.round)
        return view

    async def cancel(self, person: Person, room: Room, episode: Episode) -> RoundView:
        """Cancel the episode's round; its ballots are kept and count for nothing.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The episode has no round.
            IllegalMove: Its round is over.
        """
        require_showrunner(person, room)
        round_ = (await self.live(room, episode)).round
        lifecycle.move("cancel", round_.state)
        now = int(self._clock.now())
        async with self._store.transaction() as books:
            if not await books.rounds.move(round_.id, round_.state, RoundState.CANCELLED):
                raise IllegalMove("cancel", (await _get(books, round_.id)).state.value, ())
            kinds = [EffectKind.EDIT_BALLOT] if round_.state is not RoundState.SCHEDULED else []
            if round_.state is RoundState.CASTING:
                kinds.append(EffectKind.EDIT_CASTING)
            for kind in kinds:
                await books.outbox.promise(kind, channel(room), round_.id, room.id, now)
        return await self.view(round_.id)

    async def latest(self, room: Room, episode: Episode) -> RoundId:
        """Return the episode's newest round that was not cancelled: the live one, if there is one.

        Raises:
            NotFound: There is none.
        """
        del room  # the episode was found in it
        # A live round is always the newest: the next one cannot be scheduled before it is over.
        round_id = await self._store.read.rounds.latest(episode.id)
        if round_id is None:
            raise NotFound("round", episode.number)
        return round_id

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
        round_ = await _get(read, round_id)
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
        )

    def _plan(self, round_: Round) -> None:
        """Have a round looked at when the next thing falls due for it."""
        if round_.state is RoundState.SCHEDULED:
            self._agenda.at(f"{ROUND_KEY}{round_.id}", round_.opens_at)
        elif round_.state is RoundState.OPEN:
            self._agenda.at(f"{ROUND_KEY}{round_.id}", round_.closes_at)
        elif round_.state is RoundState.CASTING and round_.casting_until is not None:
            self._agenda.at(f"{ROUND_KEY}{round_.id}", round_.casting_until)

    async def _open(self, books: Books, round_: Round, now: int) -> None:
        """Open a round whose time has come, and promise its ballot message."""
        if round_.state is not RoundState.SCHEDULED or round_.opens_at > now:
            return
        closes_at = round_.closes_at
        if closes_at <= now:
            # The bot was away for the whole round: it opens now and keeps its full length.
            closes_at = now + round_.closes_at - round_.opens_at
        if not await books.rounds.claim_opening(round_.id, now, closes_at, self._draw_seed()):
            return
        room = await _room(books, round_)
        await books.outbox.promise(EffectKind.POST_BALLOT, channel(room), round_.id, room.id, now)


def _candidates(longlist: tuple[Proposal, ...], seats: int) -> tuple[Candidate, ...]:
    """Freeze the shortlisted proposals, in the order proposed.

    Raises:
        RoundTooSmall: There are not 2 to 25 of them, or no more than seats.
    """
    shortlist = [proposal for proposal in longlist if proposal.shortlisted]
    if not max(MIN_CANDIDATES, seats + 1) <= len(shortlist) <= MAX_CANDIDATES:
        raise RoundTooSmall(len(shortlist), seats)
    return tuple(Candidate(p.song, p.proposer_id, p.why) for p in shortlist)


async def _get(books: Books, round_id: RoundId) -> Round:
    round_ = await books.rounds.get(round_id)
    if round_ is None:
        raise NotFound("round")
    return round_


async def _room(books: Books, round_: Round) -> Room:
    room = await books.rooms.get(round_.room_id)
    if room is None:
        raise NotFound("room")
    return room
