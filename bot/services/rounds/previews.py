"""Showing what would be scheduled before it is: nothing is kept, and nobody is mentioned."""

from bot.domain.errors import InvalidInput, NeedsTime, RoundLive, RoundTooSmall, RuleError
from bot.domain.model import Episode, Person, Room, Round, RoundState
from bot.domain.permissions import require_showrunner
from bot.domain.plans import VoteDraft
from bot.domain.rights import outlook
from bot.domain.structs import replace
from bot.domain.time_texts import write_in_zone
from bot.services.belonging import InRoom
from bot.services.board_state import songs_of
from bot.services.ports.read_models import RoundView, VotePreview
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.rounds.drafts import candidates_of, require_fitting, rules_of
from bot.services.rounds.due import DueRounds
from bot.services.rounds.new_rounds import NewRounds
from bot.services.rounds.scheduling import Rounds
from bot.services.rounds.transitions import round_of


class Previews:
    """Preview a vote or a plan, and schedule what was seen in a preview."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        rounds: Rounds,
        new_rounds: NewRounds,
        due_rounds: DueRounds,
    ) -> None:
        self._store = store
        self._clock = clock
        self._rounds = rounds
        self._new_rounds = new_rounds
        self._due_rounds = due_rounds

    async def preview(
        self, person: Person, room: Room, episode: Episode, draft: VoteDraft
    ) -> VotePreview:
        """Return what scheduling a draft would do.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such episode.
            RoundLive: The episode has a round that is not over.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            RoundTooSmall, InvalidInput, NeedsTime: The draft cannot be scheduled.
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        found = await self._open_preview(self._store.read, room, episode, draft, now)
        if found.problem is not None:
            raise found.problem
        return found

    async def schedule(
        self, person: Person, room: Room, episode: Episode, draft: VoteDraft, seen: int
    ) -> RoundView | VotePreview:
        """Schedule what was seen in a preview; return another preview if it is not so any more.

        What is scheduled like that already is returned as it is, so that two presses act once.

        Args:
            person: Who presses.
            room: The room.
            episode: The episode.
            draft: What the preview showed.
            seen: The revision of the shortlist that it showed.

        Raises:
            NotAllowed, NotFound, RoundLive, EpisodeLocked, EpisodeArchived: As for `preview`.
            InvalidInput: There is no such method.
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            episode = await InRoom(unit, room).active(episode.id)
            if (live := await _live(unit, episode)) is not None:
                if not _is(live, draft):
                    raise RoundLive(episode.number, live.state.value)
                scheduled = live.id
            else:
                found = await _preview(unit, room, episode, draft, now, seen)
                if found.changed or found.opened or found.problem is not None:
                    return found
                scheduled = await self._new_rounds.put(unit, person, room, episode, draft, now)
        await self._due_rounds.plan()
        return await self._rounds.view(scheduled)

    async def take_off_denied(
        self, person: Person, room: Room, episode: Episode, draft: VoteDraft
    ) -> VotePreview:
        """Take the songs whose rights are denied off the shortlist; return the preview after it.

        The draft may not fit what is left; then the preview has its problem.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such episode.
            RoundLive: The episode has a round that is not over.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            before = await self._open_preview(unit, room, episode, draft, now)
            denied = {song.id for song in before.denied}
            for one in await unit.proposals.longlist(episode.id):
                if one.song.id in denied:
                    await unit.proposals.shortlist(episode.id, one.id, False)
            after = await _preview(unit, room, episode, draft, now)
        return replace(after, taken_off=before.denied, taken_from=before.revision)

    async def put_back(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        draft: VoteDraft,
        between: tuple[int, int],
    ) -> VotePreview:
        """Put songs back on the shortlist that were taken off it; return the preview after it.

        Args:
            person: Who presses.
            room: The room.
            episode: The episode.
            draft: What the preview showed.
            between: The revisions of the shortlist before and after they were taken off. What
                somebody has changed since then stays as it is.

        Raises:
            NotAllowed, NotFound, RoundLive, EpisodeLocked, EpisodeArchived: As for
                `take_off_denied`.
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        since, until = between
        async with self._store.transaction(room.id) as unit:
            await self._open_preview(unit, room, episode, draft, now)
            later = {one.id for one in await unit.proposals.shortlist_changes(episode.id, until)}
            for one in await unit.proposals.shortlist_changes(episode.id, since):
                if one.id not in later and not one.shortlisted:
                    await unit.proposals.shortlist(episode.id, one.id, True)
            return await _preview(unit, room, episode, draft, now)

    async def _open_preview(
        self, unit: UnitOfWork, room: Room, episode: Episode, draft: VoteDraft, now: int
    ) -> VotePreview:
        """Return a preview of an episode whose shortlist nothing has frozen."""
        episode = await InRoom(unit, room).active(episode.id)
        if (live := await _live(unit, episode)) is not None:
            raise RoundLive(episode.number, live.state.value)
        return await _preview(unit, room, episode, draft, now)


async def _preview(
    unit: UnitOfWork,
    room: Room,
    episode: Episode,
    draft: VoteDraft,
    now: int,
    seen: int | None = None,
) -> VotePreview:
    opened = draft.opens is not None and draft.opens <= now
    if opened:
        draft = replace(draft, opens=None)
    songs = tuple(one.song for one in candidates_of(await unit.proposals.longlist(episode.id)))
    changed = () if seen is None else await unit.proposals.shortlist_changes(episode.id, seen)
    rights = await unit.rights.of_songs(room.id, [song.id for song in songs])
    budget, seats = await unit.budgets.get(episode.id), draft.cuts[-1].seats
    return VotePreview(
        room=room,
        episode=episode,
        draft=draft,
        songs=songs,
        writers=len(await unit.rooms.roster(room.id)),
        revision=await unit.proposals.shortlist_revision(episode.id),
        changed=changed,
        opened=opened,
        problem=_problem(room, draft, len(songs), now),
        rights=rights,
        # Amounts are for those who clear rights; whoever may schedule a vote is one of them.
        outlook=outlook(songs, rights, budget, seats, episode.id) if budget else None,
        listening=await unit.listening.under_way(episode.id) is not None,
        on_board=len(await songs_of(unit, episode.id)),
    )


def _problem(room: Room, draft: VoteDraft, songs: int, now: int) -> RuleError | None:
    """Return why a draft cannot be scheduled now; None if it can."""
    first = draft.cuts[0].closes
    try:
        rules_of(room, draft.method, draft.cuts[0].seats)
        require_fitting(draft, songs)
    except (InvalidInput, RoundTooSmall) as problem:
        return problem
    if first.at <= now:
        return NeedsTime("past", write_in_zone(first.at, first.timezone))
    return None


async def _live(unit: UnitOfWork, episode: Episode) -> Round | None:
    live = await unit.rounds.live(episode.id)
    return None if live is None else await round_of(unit, live)


def _is(live: Round, draft: VoteDraft) -> bool:
    """Tell whether a round is the first one of a draft, and goes on."""
    if live.state is RoundState.CLOSING:
        return False
    first = draft.cuts[0]
    scheduled = (live.rules.method, live.rules.seats, live.closes_at)
    return scheduled == (draft.method, first.seats, first.closes.at)
