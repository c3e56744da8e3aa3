"""A room that listens together: what people do, and what is seen of it."""

from dataclasses import dataclass

from bot.domain.listening import EDIT_EVERY, Card, Listening
from bot.domain.model import Episode, Person, Proposal
from bot.services.listening.sessions import Move
from bot.services.ports.listening_message import ListeningMessage
from bot.services.ports.listening_view import AloneView, OwnLine
from tests.builders import person
from tests.services.conftest import House

ANN, BEN, CLEO = person(101), person(102), person(103)


@dataclass
class Session:
    """A session of three songs, by default, and everything that can be done in it."""

    house: House
    episode: Episode
    begun: Listening

    async def now(self) -> Listening:
        """Return the session as it is now."""
        found = await self.house.store.read.listening.get(self.begun.id)
        assert found is not None
        return found

    async def cards(self) -> tuple[Card, ...]:
        """Return its cards as they are now."""
        return await self.house.store.read.listening.cards(self.begun.id)

    async def song(self, place: int) -> Proposal:
        """Return the song at a place, counted from 1, as it is now."""
        proposal_id = (await self.cards())[place].proposal_id
        assert proposal_id is not None
        found = await self.house.store.read.proposals.get(proposal_id)
        assert found is not None
        return found

    async def move(self, move: Move, who: Person | None = None) -> Listening:
        """Have the showrunner, or another, move it from where it is."""
        house, now = self.house, await self.now()
        return await house.services.listenings.move(
            who or house.boss, house.room, now.id, now.revision, move
        )

    async def next(self) -> Listening:
        """Have the showrunner move it one step further."""
        return await self.move(Move.NEXT)

    async def come(self, *people: Person) -> None:
        """Have people say that they are here."""
        for who in people:
            await self.house.services.listenings.come(who, self.house.room, self.begun.id)

    async def write(self, who: Person, place: int, text: str) -> OwnLine:
        """Have somebody write about the song at a place, change what they wrote, or empty it."""
        song = await self.song(place)
        return await self.house.services.listening_lines.write(who, self.house.room, song.id, text)

    async def nothing(self, who: Person, place: int) -> None:
        """Have somebody say that they have nothing to add."""
        card = (await self.cards())[place]
        await self.house.services.listening_lines.nothing(who, self.house.room, card.id)

    async def said(self, place: int) -> list[str]:
        """Return the lines that everybody sees of a song, in order."""
        return [note.text for note in (await self.song(place)).notes if note.drawn]

    async def shown(self) -> ListeningMessage:
        """Return what the room saw last, once all edits that wait are made."""
        house = self.house
        await house.work_off()
        house.clock.move(EDIT_EVERY)
        await house.work_off()
        return house.announcer.of_type(ListeningMessage)[-1]


async def presented(house: House, songs: int = 3, number: str = "104") -> Episode:
    """Have the shortlist of a new episode presented, with its thread."""
    episode, _ = await house.shortlisted(songs, number)
    await house.services.shortlists.present(house.boss, house.room, episode)
    await house.outbox.idle()
    return await house.services.episodes.get(house.room, episode.id)


async def alone(house: House, episode: Episode) -> AloneView:
    """Return what Cleo sees who listens alone."""
    return await house.services.listening_lines.alone(CLEO, house.room, episode)


async def begun(
    house: House,
    songs: int = 3,
    minutes: int | None = None,
    *,
    named: bool = False,
    number: str = "104",
) -> Session:
    """Have a session begun over a presented shortlist, with its first card posted."""
    episode = await presented(house, songs, number)
    listening = await house.services.listenings.begin(
        house.boss, house.room, episode, minutes, named=named
    )
    assert listening is not None
    await house.outbox.idle()
    return Session(house, episode, listening)


async def shown(house: House, *, named: bool = False) -> Session:
    """Return a session at its first song, with lines by two people shown."""
    session = await begun(house, named=named)
    await session.come(ANN, BEN)
    await session.next()
    await session.write(ANN, 1, "Heat")
    await session.write(BEN, 1, "Cold")
    return session


async def passes(house: House, seconds: float) -> None:
    """Let time pass, and the schedule look once it has."""
    await house.outbox.idle()
    house.clock.move(seconds)
    house.agenda.due.pop("listening", None)
    await house.services.due_listenings.look()
    await house.work_off()
