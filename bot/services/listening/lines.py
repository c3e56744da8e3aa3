"""Lines about songs: written, changed and taken back by whoever wrote them."""

from bot.domain.errors import InvalidInput
from bot.domain.listening import (
    LINE_MAX,
    CardId,
    Line,
    as_line,
    drawn_place,
)
from bot.domain.model import Episode, Note, Person, Proposal, ProposalId, Room
from bot.services.belonging import InRoom
from bot.services.listening.due import DueListenings
from bot.services.listening.own_lines import note_by, own_lines
from bot.services.listening.sessions import presented
from bot.services.listening.steps import (
    add_line,
    advance_if_answered,
    promise_edit,
    update_cards,
)
from bot.services.playlists import sync
from bot.services.ports.listening_view import AloneView, OwnLine
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.roster import join, require_writer
from bot.services.songs.shown import update_shortlist, update_told


class ListeningLines:
    """Write what a song tells oneself, in a session or in one's own time.

    What is written waits, for its writer's eyes alone, until its song's lines are shown in a
    session, or a vote opens. From then on it is one of the song's notes.
    """

    def __init__(self, store: Store, clock: Clock, due: DueListenings) -> None:
        self._store = store
        self._clock = clock
        self._due = due

    async def mine(self, person: Person, room: Room, proposal_id: ProposalId) -> OwnLine:
        """Return what somebody has written about a song.

        Raises:
            NotAllowed: They are no writer of the room.
            NotFound: The room has no such song.
            InvalidInput: The vote has closed since (`listening.over`).
        """
        read = self._store.read
        await require_writer(read, person, room)
        proposal, episode = await InRoom(read, room).open_proposal(proposal_id)
        return await _mine(read, person, proposal, episode)

    async def write(
        self, person: Person, room: Room, proposal_id: ProposalId, text: str
    ) -> OwnLine:
        """Write a line about a song, or change it; an empty one takes it back.

        In a session, whoever writes is there.

        Raises:
            NotAllowed: The person is no writer of the room.
            NotFound: The room has no such song.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: The line is empty (`listening.empty`) or too long (`listening.too_long`),
                or its time is over (`listening.over`, `listening.voting`).
        """
        text = as_line(text)
        if len(text) > LINE_MAX:
            raise InvalidInput("listening.too_long", text, {"limit": LINE_MAX})
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await join(unit, person, room, now)
            proposal, episode = await InRoom(unit, room).open_proposal(proposal_id)
            before = await _mine(unit, person, proposal, episode)
            if not text and not before.text:
                raise InvalidInput("listening.empty")
            if not before.open and not before.text:
                raise InvalidInput("listening.voting", episode.number)
            if before.shown:
                await _write_shown(unit, room, person, proposal, text, now)
            else:
                await _write_hidden(unit, room, person, proposal, text, now)
            await _tell_session(unit, room, person, proposal, now, came=bool(text))
            proposal = await InRoom(unit, room).proposal(proposal.id)
            after = (await own_lines(unit, person, episode)).about(proposal)
        await self._due.plan_after_saving()
        return after or OwnLine(proposal, open=False)

    async def nothing(self, person: Person, room: Room, card_id: CardId) -> Proposal | None:
        """Say that somebody has nothing to add to the song of a card; return the song.

        Raises:
            NotAllowed: They are no writer of the room.
            NotFound: The room has no such card.
            InvalidInput: The session has ended (`listening.ended`).
        """
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await join(unit, person, room, now)
            listening, card = await InRoom(unit, room).listening_card(card_id)
            if listening.over or card.proposal_id is None:
                raise InvalidInput("listening.ended")
            await unit.listening.come(listening, person.user_id)
            await unit.listening.add_nothing(listening, card.id, person.user_id)
            if not await advance_if_answered(unit, room, listening, now):
                cards = await unit.listening.cards(listening.id)
                await promise_edit(unit, room, cards[listening.place], now)
            song = await unit.proposals.get(card.proposal_id)
        await self._due.plan_after_saving()
        return song

    async def alone(self, person: Person, room: Room, episode: Episode) -> AloneView:
        """Return the presented shortlist with what somebody has written about its songs.

        Once the vote has closed, only the songs are left about which a line of theirs still waits.

        Raises:
            NotAllowed: They are no writer of the room.
            NotFound: The room has no such episode.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: No shortlist was presented (`listening.not_presented`), or the vote has
                closed since and no line of theirs waits (`listening.over`).
        """
        read = self._store.read
        await require_writer(read, person, room)
        episode = await InRoom(read, room).active(episode.id)
        songs = await presented(read, episode)
        own = await own_lines(read, person, episode)
        found = {song.id: own.about(song) for song in songs}
        lines = {song: line for song, line in found.items() if line is not None}
        if not lines:
            raise InvalidInput("listening.over", episode.number)
        songs = tuple(song for song in songs if song.id in lines)
        listen_url = await sync.listen_url(read, episode.id)
        return AloneView(room, episode, songs, lines, listen_url)


async def _mine(read: UnitOfWork, person: Person, proposal: Proposal, episode: Episode) -> OwnLine:
    """Return somebody's own line about a song.

    Raises:
        InvalidInput: The vote has closed since (`listening.over`), and no line of theirs waits.
    """
    mine = (await own_lines(read, person, episode)).about(proposal)
    if mine is None:
        raise InvalidInput("listening.over", episode.number)
    return mine


async def _write_shown(
    unit: UnitOfWork, room: Room, person: Person, proposal: Proposal, text: str, now: int
) -> None:
    """Add a line to what a song tells us, or change one there."""
    note = note_by(person, proposal)
    if note is not None:
        await unit.proposals.change_note(proposal.id, Note(person.user_id, text, now, note.id))
    else:
        session = await unit.listening.under_way(proposal.episode_id)
        named = session is not None and session.named
        line = Line(proposal.id, person.user_id, text, named=named)
        await add_line(unit, line, drawn_place(proposal.song, text), _shown_at(proposal, now))
    await update_told(unit, room, proposal.id, now)
    await update_cards(unit, room, proposal.id, now)
    episode = await InRoom(unit, room).episode(proposal.episode_id)
    await update_shortlist(unit, room, episode, proposal, now)


def _shown_at(proposal: Proposal, now: int) -> int:
    """Return when the lines of a song were shown, for one that joins them late."""
    return min((note.at for note in proposal.notes if note.drawn), default=now)


async def _write_hidden(
    unit: UnitOfWork, room: Room, person: Person, proposal: Proposal, text: str, now: int
) -> None:
    lines = await unit.listening.lines(proposal.id)
    before = next((one for one in lines if one.user_id == person.user_id), None)
    session = await unit.listening.under_way(proposal.episode_id)
    named = session is not None and session.named
    if text:
        line_id = before.id if before else 0
        line = Line(proposal.id, person.user_id, text, line_id, named=named)
        await unit.listening.put_line(room.id, line, now)
    elif before is not None:
        await unit.listening.remove_line(before.id)


async def _tell_session(
    unit: UnitOfWork, room: Room, person: Person, proposal: Proposal, now: int, *, came: bool
) -> None:
    """Have a session under way show that somebody has written, and go on if all have answered."""
    session = await unit.listening.under_way(proposal.episode_id)
    if session is None:
        return
    cards = await unit.listening.cards(session.id)
    card = next((one for one in cards if one.proposal_id == proposal.id), None)
    if card is None or card.place != session.place:
        return  # written ahead, in somebody's own time, or about a song that was left
    if came:
        await unit.listening.come(session, person.user_id)
    if not await advance_if_answered(unit, room, session, now):
        await promise_edit(unit, room, card, now)
