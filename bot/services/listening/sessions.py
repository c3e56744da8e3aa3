"""Sessions in which a room listens to its shortlist together: begun, and moved by hand."""

from collections.abc import Sequence
from enum import IntEnum

from bot.domain.errors import InvalidInput, NotFound
from bot.domain.listening import (
    EDIT_EVERY,
    Card,
    CardId,
    Listening,
    ListeningId,
    advanced,
    back,
    paused,
    resumed,
)
from bot.domain.model import (
    MAX_CANDIDATES,
    Episode,
    Person,
    Proposal,
    ProposalId,
    Room,
    Round,
    RoundState,
)
from bot.domain.permissions import require_showrunner
from bot.domain.structs import replace
from bot.services.belonging import InRoom
from bot.services.listening.due import DueListenings
from bot.services.listening.steps import (
    advance_if_answered,
    end_listening,
    promise_edit,
    promise_post,
    take_step,
)
from bot.services.playlists import sync
from bot.services.ports.listening_view import ListeningView
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.roster import join


class Move(IntEnum):
    """How somebody moves a session by hand. Its numbers stand in messages."""

    NEXT = 0
    BACK = 1
    PAUSE = 2
    GO_ON = 3
    END = 4


class Listenings:
    """Begin sessions, say who is there, and move them from card to card.

    Attributes:
        edit_every: Seconds between two edits of a card in the sessions that begin.
    """

    def __init__(
        self, store: Store, clock: Clock, due: DueListenings, edit_every: int = EDIT_EVERY
    ) -> None:
        self.edit_every = edit_every
        self._store = store
        self._clock = clock
        self._due = due

    async def begin(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        minutes: int | None = None,
        *,
        named: bool = False,
    ) -> Listening | None:
        """Begin a session over the presented shortlist, in its thread; promise its first card.

        If one is under way, return None, and promise its card again, which may have been deleted.
        `minutes` and `named` are as in `Listening`.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such episode.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: No shortlist was presented, or a vote is under way (`listening.…`).
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            episode = await InRoom(unit, room).active(episode.id)
            songs = await presented(unit, episode)
            await require_no_vote(unit, episode)
            if await _post_again(unit, room, episode, now):
                return None
            new = replace(self._new(episode), minutes=minutes, named=named)
            cards = await unit.listening.add(new, [song.id for song in songs], now)
            await promise_post(unit, room, cards[0], now)
        return new

    def _new(self, episode: Episode) -> Listening:
        """Return a session of an episode that has just begun, in the thread of its shortlist."""
        return Listening(
            ListeningId(self._store.new_id()),
            episode.room_id,
            episode.id,
            thread_id=episode.presented_message_id,
            edit_every=self.edit_every,
        )

    async def come(self, person: Person, room: Room, listening_id: ListeningId) -> Listening:
        """Say that somebody is there, so that lines wait for theirs.

        Raises:
            NotAllowed: They are no writer of the room.
            NotFound: The room has no such session.
            InvalidInput: It has ended (`listening.ended`).
        """
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await join(unit, person, room, now)
            listening = await InRoom(unit, room).listening(listening_id)
            if listening.over:
                raise InvalidInput("listening.ended")
            new = await unit.listening.come(listening, person.user_id)
            # Whoever has written ahead has answered by coming.
            if new and not await advance_if_answered(unit, room, listening, now):
                cards = await unit.listening.cards(listening.id)
                await promise_edit(unit, room, cards[listening.place], now)
        await self._due.plan_after_saving()
        return listening

    async def move(
        self, person: Person, room: Room, listening_id: ListeningId, revision: int, move: Move
    ) -> Listening:
        """Move a session by hand; return it as it is then.

        Of two people who move it at once, one does, and the other is told.

        Raises:
            NotAllowed: The person is neither the showrunner nor a delegate.
            NotFound: The room has no such session.
            InvalidInput: It has ended (`listening.ended`), has been moved since that revision
                (`listening.moved`), or is at its first song (`listening.first`).
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            before = await _unmoved(unit, room, listening_id, revision)
            if move is Move.END:
                done = await end_listening(unit, room, before, now)
            else:
                cards = await unit.listening.cards(before.id)
                done = await take_step(unit, room, before, _moved(before, cards, move, now), now)
            if not done:
                raise InvalidInput("listening.moved")
            after = await InRoom(unit, room).listening(listening_id)
            # Written during a pause; what was written ahead waits until its song was heard.
            if move is Move.GO_ON and await advance_if_answered(unit, room, after, now):
                after = await InRoom(unit, room).listening(listening_id)
        await self._due.plan_after_saving()
        return after

    async def unheard(
        self, person: Person, room: Room, listening_id: ListeningId, revision: int
    ) -> int:
        """Return how many songs of a session somebody wants to end have not had their lines shown.

        Raises:
            NotAllowed, NotFound, InvalidInput: As for `move`.
        """
        require_showrunner(person, room)
        read = self._store.read
        listening = await _unmoved(read, room, listening_id, revision)
        cards = await read.listening.cards(listening.id)
        return sum(one.proposal_id is not None and one.there and not one.shown for one in cards)

    async def view(self, card_id: CardId) -> ListeningView:
        """Return a card of a session.

        Raises:
            NotFound: There is no such card.
        """
        read = self._store.read
        listening = await read.listening.of_card(card_id)
        room = await read.rooms.get(listening.room_id) if listening else None
        episode = await read.episodes.get(listening.episode_id) if listening else None
        if listening is None or room is None or episode is None:
            raise NotFound("listening")
        cards = await read.listening.cards(listening.id)
        card = next(one for one in cards if one.id == card_id)
        here = await read.listening.here(listening.id)
        answered = await read.listening.answered(card)
        return ListeningView(
            room,
            episode,
            listening,
            card,
            cards,
            await _songs(read, episode, card, cards),
            here=len(here),
            answered=len(here & answered),
            roster=tuple(sorted(await read.rooms.roster(room.id))) if card.place == 0 else (),
            listen_url=await sync.listen_url(read, episode.id),
            round=await live_vote(read, episode),
            voted=await read.listening.voted_after(listening.id),
        )


async def _unmoved(
    read: UnitOfWork, room: Room, listening_id: ListeningId, revision: int
) -> Listening:
    """Return a session that goes on, and has not been moved since a revision."""
    listening = await InRoom(read, room).listening(listening_id)
    if listening.over:
        raise InvalidInput("listening.ended")
    if listening.revision != revision:
        raise InvalidInput("listening.moved")
    return listening


async def _post_again(unit: UnitOfWork, room: Room, episode: Episode, now: int) -> bool:
    """Promise to post the present card of a session under way; return whether there is one."""
    going = await unit.listening.under_way(episode.id)
    if going is not None:
        cards = await unit.listening.cards(going.id)
        await promise_post(unit, room, cards[going.place], now)
    return going is not None


def _moved(listening: Listening, cards: Sequence[Card], move: Move, now: int) -> Listening:
    if move is Move.GO_ON and listening.paused:
        return resumed(listening, now)
    if move is Move.PAUSE and not listening.paused:
        return paused(listening, now)
    if move is Move.BACK:
        earlier = back(listening, cards, now)
        if earlier is None:
            raise InvalidInput("listening.first")
        return earlier
    if move is Move.NEXT:
        return advanced(listening, cards, now)
    raise InvalidInput("listening.moved")


async def presented(read: UnitOfWork, episode: Episode) -> tuple[Proposal, ...]:
    """Return the songs of an episode's presented shortlist.

    Raises:
        InvalidInput: None was presented, or it is empty by now (`listening.not_presented`).
    """
    songs = [one for one in await read.proposals.longlist(episode.id) if one.shortlisted]
    if episode.presented_message_id is None or not songs:
        raise InvalidInput("listening.not_presented", episode.number)
    return tuple(songs[:MAX_CANDIDATES])


async def live_vote(read: UnitOfWork, episode: Episode) -> Round | None:
    """Return the vote of an episode that is scheduled or under way."""
    live = await read.rounds.live(episode.id)
    return None if live is None else await read.rounds.get(live)


async def require_no_vote(read: UnitOfWork, episode: Episode) -> None:
    """Refuse what has its time before the vote, while one is under way.

    Raises:
        InvalidInput: A vote is open, or waits for its end (`listening.voting`).
    """
    round_ = await live_vote(read, episode)
    if round_ is not None and round_.state is not RoundState.SCHEDULED:
        raise InvalidInput("listening.voting", episode.number)


async def _songs(
    read: UnitOfWork, episode: Episode, card: Card, cards: Sequence[Card]
) -> dict[ProposalId, Proposal]:
    """Return the songs that a card shows: its own, or at the end all of them."""
    if card.proposal_id is not None:
        song = await read.proposals.get(card.proposal_id)
        return {} if song is None else {song.id: song}
    if card.place == 0:
        return {}
    there = {one.proposal_id for one in cards}
    return {one.id: one for one in await read.proposals.longlist(episode.id) if one.id in there}
