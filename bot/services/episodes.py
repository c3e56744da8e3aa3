"""Episodes, and the progress of the season."""

from bot.domain import names
from bot.domain.board import Clearance
from bot.domain.bounds import require_below
from bot.domain.errors import DuplicateEpisode, InvalidInput, NotFound, RoundLive
from bot.domain.model import Episode, EpisodeId, EpisodeState, EpisodeSummary, Person, Room
from bot.domain.permissions import require_showrunner
from bot.domain.structs import replace
from bot.services.belonging import InRoom
from bot.services.board_state import board_of
from bot.services.listening.steps import end_under_way
from bot.services.playlists import sync
from bot.services.ports.destinations import channel
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.spotify import PlaylistKind
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock

NUMBER_MAX = 20
TITLE_MAX = 100


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
        number, title = _checked(number, title)
        now = int(self._clock.now())
        episode = Episode(
            EpisodeId(self._store.new_id()), room.id, number, title, EpisodeState.ACTIVE, now
        )
        async with self._store.transaction(room.id) as unit:
            require_below("episodes", len(await unit.episodes.summaries(room.id)), number)
            if not await unit.episodes.add(episode):
                raise DuplicateEpisode(number)
            await unit.episodes.set_current(room.id, None)
        return episode

    async def choose(self, person: Person, room: Room, episode: Episode) -> Episode:
        """Make an episode the one that is meant where none is named, until another is.

        When it is locked or archived, the newest is meant again.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such episode.
            EpisodeLocked, EpisodeArchived: It is not worked on any longer.
        """
        require_showrunner(person, room)
        async with self._store.transaction(room.id) as unit:
            chosen = await InRoom(unit, room).active(episode.id)
            await unit.episodes.set_current(room.id, chosen.id)
        return chosen

    async def summaries(self, room: Room) -> tuple[EpisodeSummary, ...]:
        """Return all episodes with their progress, newest first, without their boards."""
        return await self._store.read.episodes.summaries(room.id)

    async def season(self, room: Room) -> tuple[EpisodeSummary, ...]:
        """Return all episodes with their progress, newest first, including their boards."""
        summaries = await self.summaries(room)
        return tuple([await with_board(self._store.read, one) for one in summaries])

    async def edit(
        self, person: Person, room: Room, episode: Episode, number: str, title: str
    ) -> Episode:
        """Change the number and title of an episode. Existing records keep the old number.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such episode.
            InvalidInput: The number or the title is empty or too long.
            DuplicateEpisode: The room has another one of that number.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
        """
        require_showrunner(person, room)
        number, title = _checked(number, title)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            before = await InRoom(unit, room).active(episode.id)
            if not await unit.episodes.rename(before.id, number, title):
                raise DuplicateEpisode(number)
            if before.presented_message_id is not None:
                await unit.outbox.promise(
                    EffectKind.EDIT_SHORTLIST, channel(room), before.id, room.id, now
                )
            if await unit.playlists.get(PlaylistKind.SHORTLIST, before.id) is not None:
                await sync.promise(unit, room, before.id, now)
        return await self.get(room, episode.id)

    async def archive(
        self, person: Person, room: Room, episode: Episode, *, undo: bool = False
    ) -> Episode:
        """Archive an episode, or restore it to its previous state. Nothing is deleted.

        A session in which the room listens to its songs ends.

        Repeating this has no effect.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such episode.
            RoundLive: The episode has a round that is not over.
        """
        require_showrunner(person, room)
        async with self._store.transaction(room.id) as unit:
            episode = await InRoom(unit, room).episode(episode.id)
            live = await unit.rounds.live(episode.id)
            round_ = await unit.rounds.get(live) if live is not None and not undo else None
            if round_ is not None:
                raise RoundLive(episode.number, round_.state.value)
            if undo:
                await unit.episodes.bring_back(episode.id)
            else:
                await end_under_way(unit, room, episode.id, int(self._clock.now()))
                for was in (EpisodeState.ACTIVE, EpisodeState.LOCKED):
                    await unit.episodes.set_state(episode.id, was, EpisodeState.ARCHIVED)
        return await self.get(room, episode.id)

    async def find(self, room: Room, number: str | None = None) -> Episode:
        """Return the episode of that number; without one, the current episode.

        If all are locked or archived, so that none is current, return the newest locked episode, or
        else the newest one.

        Raises:
            NotFound: There is no such episode.
        """
        unit = self._store.read.episodes
        if number is None:
            episode = await unit.current(room.id) or await self._newest(room)
        else:
            episode = await unit.numbered(room.id, names.tidy(number))
        if episode is None:
            raise NotFound("episode", number or "")
        return episode

    async def _newest(self, room: Room) -> Episode | None:
        episodes = [one.episode for one in await self.summaries(room)]
        locked = [one for one in episodes if one.state is EpisodeState.LOCKED]
        return next(iter([*locked, *episodes]), None)

    async def get(self, room: Room, episode_id: EpisodeId) -> Episode:
        """Return an episode of this room by its id.

        Raises:
            NotFound: The room has no such episode.
        """
        return await InRoom(self._store.read, room).episode(episode_id)

    async def summary(self, room: Room, number: str | None = None) -> EpisodeSummary:
        """Return an episode with its progress; found as in `find`.

        Raises:
            NotFound: There is no such episode.
        """
        episode = await self.find(room, number)
        summaries = await self.summaries(room)
        summary = next(s for s in summaries if s.episode.id == episode.id)
        return await with_board(self._store.read, summary)


async def with_board(read: UnitOfWork, summary: EpisodeSummary) -> EpisodeSummary:
    """Return a summary with the figures of the episode's board, if it has one."""
    board = await board_of(read, summary.episode) if summary.rounds else None
    if board is None:
        return summary
    return replace(
        summary,
        on_board=len(board.entries),
        cleared=sum(one.cleared for one in board.entries),
        denied=sum(one.clearance is Clearance.DENIED for one in board.entries),
    )


def _checked(number: str, title: str) -> tuple[str, str]:
    """Return number and title, tidied.

    Raises:
        InvalidInput: The number shows nothing, or one of them is too long.
    """
    number, title = names.tidy(number), names.tidy(title)
    if not number or len(number) > NUMBER_MAX:
        raise InvalidInput("episode.number", number, {"limit": NUMBER_MAX})
    if len(title) > TITLE_MAX:
        raise InvalidInput("title.too_long", title, {"limit": TITLE_MAX})
    return number, title
