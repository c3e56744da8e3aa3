"""Episodes."""

from bot.domain import lifecycle
from bot.domain.errors import DuplicateEpisode, InvalidInput, NotFound
from bot.domain.model import Episode, EpisodeId, EpisodeState, EpisodeSummary, Person, Room
from bot.domain.permissions import require_showrunner
from bot.services.ports import Clock
from bot.services.store import Books, Store

NUMBER_MAX = 20
TITLE_MAX = 100


async def require_active(books: Books, episode_id: EpisodeId) -> Episode:
    """Return an episode as it stands in this transaction, for a verb that changes it.

    Raises:
        NotFound: There is none such.
        EpisodeLocked, EpisodeArchived: Nothing of it changes.
    """
    episode = await books.episodes.get(episode_id)
    if episode is None:
        raise NotFound("episode")
    lifecycle.require_active(episode)
    return episode


class Episodes:
    """Create episodes and find them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def create(self, person: Person, room: Room, number: str, title: str = "") -> Episode:
        """Create an episode; it becomes the room's current one.

        Raises:
            NotAllowed: The person is not the showrunner.
            InvalidInput: The number or the title is empty or too long.
            DuplicateEpisode: The room has one of that number.
        """
        require_showrunner(person, room)
        number, title = number.strip(), title.strip()
        if not number or len(number) > NUMBER_MAX:
            raise InvalidInput("episode.number", number, {"limit": NUMBER_MAX})
        if len(title) > TITLE_MAX:
            raise InvalidInput("title.too_long", title, {"limit": TITLE_MAX})
        now = int(self._clock.now())
        episode = Episode(
            EpisodeId(self._store.new_id()), room.id, number, title, EpisodeState.ACTIVE, now
        )
        async with self._store.transaction() as books:
            if not await books.episodes.add(episode):
                raise DuplicateEpisode(number)
        return episode

    async def summaries(self, room: Room) -> tuple[EpisodeSummary, ...]:
        """Return all episodes with how far they have come, newest first."""
        return await self._store.read.episodes.summaries(room.id)

    async def find(self, room: Room, number: str | None = None) -> Episode:
        """Return the episode of that number; without one, the current episode.

        Raises:
            NotFound: There is none.
        """
        books = self._store.read.episodes
        if number is None:
            episode = await books.current(room.id)
        else:
            episode = await books.numbered(room.id, number.strip())
        if episode is None:
            raise NotFound("episode", number or "")
        return episode

    async def get(self, room: Room, episode_id: EpisodeId) -> Episode:
        """Return an episode of this room by its id.

        Raises:
            NotFound: The room has no such episode.
        """
        episode = await self._store.read.episodes.get(episode_id)
        if episode is None or episode.room_id != room.id:
            raise NotFound("episode")
        return episode

    async def summary(self, room: Room, number: str | None = None) -> EpisodeSummary:
        """Return one episode with how far it has come.

        Raises:
            NotFound: There is none.
        """
        episode = await self.find(room, number)
        return next(s for s in await self.summaries(room) if s.episode.id == episode.id)
