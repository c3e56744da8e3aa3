"""The results of rounds, and the records from which anybody can count them again."""

from bot.domain.ballots import form_of
from bot.domain.counting import Outcome
from bot.domain.counting.crowds import Hiding
from bot.domain.cut import (
    Cut,
    count_tally,
    count_without_rulings,
    make_cut,
    matches_stored,
    songs_by_record_id,
)
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.model import Episode, Person, Room, Round, RoundId, RoundState
from bot.domain.permissions import is_showrunner
from bot.domain.secrecy import is_scrutineer
from bot.services.belonging import InRoom
from bot.services.playlists.shared import SharedPlaylists
from bot.services.ports.read_models import RecordView, Results
from bot.services.ports.repositories.shown_rounds import RoundInRoom
from bot.services.ports.unit_of_work import Store
from bot.services.rounds.counts import Count, RecentCounts
from bot.services.rounds.hiding import hiding_in


class RoundResults:
    """Show the results of closed rounds, and hand out their records."""

    def __init__(self, store: Store, playlists: SharedPlaylists, counts: RecentCounts) -> None:
        self._store = store
        self._playlists = playlists
        self._counts = counts

    async def results(self, room: Room, episode: Episode) -> Results:
        """Return the episode's newest results.

        Raises:
            NotFound: No round of the episode has closed, or the room has no such episode.
        """
        await InRoom(self._store.read, room).episode(episode.id)
        return await self.results_of(await self._latest(episode))

    async def newest_episode(self, room: Room) -> Episode | None:
        """Return the newest episode of a room that has results; None if none has."""
        outcomes = await self._store.read.rounds.latest_outcomes(room.id)
        round_ = await self._store.read.rounds.get(outcomes[-1]) if outcomes else None
        return await self._store.read.episodes.get(round_.episode_id) if round_ else None

    async def has_results(self, room: Room, episode: Episode) -> bool:
        """Tell whether a round of an episode has closed.

        Raises:
            NotFound: The room has no such episode.
        """
        episode = await InRoom(self._store.read, room).episode(episode.id)
        return await self._store.read.rounds.latest(episode.id, closed=True) is not None

    async def results_of(self, round_id: RoundId) -> Results:
        """Count a closed round again; return its results with the state of the playlist.

        Raises:
            NotFound: There is no such round, or it has not closed.
        """
        closed = await self._closed(round_id)
        return await self._results(closed, await self._count(closed.round))

    async def announced(self, round_id: RoundId) -> Results:
        """Return the results for the announcement, as counted by the close.

        If this process does not remember that count, the round is counted again.

        Raises:
            NotFound: There is no such round, or it has not closed.
        """
        closed = await self._closed(round_id)
        round_ = closed.round
        count = self._counts.of(round_)
        if count is None or (count.alone is None and _is_ruled(round_)):
            count = await self._count(round_, count.outcome if count else None)
            self._counts.keep(round_id, round_.record_sha256, count)
        return await self._results(closed, count)

    async def _count(self, round_: Round, outcome: Outcome | None = None) -> Count:
        """Count the ballots now stored, unless the outcome is given."""
        tally = await self._store.read.rounds.tally(round_)
        return Count(
            count_tally(round_, tally) if outcome is None else outcome,
            count_without_rulings(round_, tally) if _is_ruled(round_) else None,
        )

    async def _results(self, closed: RoundInRoom, count: Count) -> Results:
        round_, episode, room = closed
        hiding = await hiding_in(self._store.read, round_, episode)
        outcome, alone = count.outcome, count.alone
        if hiding is Hiding.FEW_BALLOTS:
            # What one ballot gave is that ballot.
            outcome, alone = outcome.without_figures(), alone.without_figures() if alone else None
        playlist = await self._playlists.state_for(room, round_)
        starred = form_of(round_.rules).has_stars
        said = await self._store.read.star_lines.shown(round_.id) if starred else {}
        return Results(
            room=room,
            episode=episode,
            round=round_,
            outcome=outcome,
            songs=songs_by_record_id(round_),
            record_sha256=round_.record_sha256,
            playlist_state=playlist.state,
            playlist_url=playlist.url,
            playlist_missing=playlist.missing,
            ends_plan=playlist.ends_plan,
            alone=alone,
            hiding=hiding,
            said=said,
            # The record itself is not cut for this: with very many ballots that would take long.
            altered=not matches_stored(count.outcome, round_),
        )

    async def record(self, person: Person, room: Room, episode: Episode) -> RecordView:
        """Return the record of the episode's newest closed round.

        Where it could tell whose ballot is whose, only its scrutineers get the document.

        Raises:
            NotAllowed: The person is neither on the roster nor the showrunner nor a scrutineer.
            NotFound: No round of the episode has closed, or the room has no such episode.
        """
        episode = await InRoom(self._store.read, room).episode(episode.id)
        on_roster = await self._store.read.rooms.on_roster(room.id, person.user_id)
        round_, cut = await self._recount(await self._latest(episode))
        scrutineer = is_scrutineer(person, room, round_)
        if not (on_roster or scrutineer or is_showrunner(person, room)):
            raise NotAllowed("roster", removed=on_roster is False)
        hiding = await hiding_in(self._store.read, round_, episode)
        outcome, shown = cut.outcome, scrutineer or hiding is Hiding.SAFE
        if hiding is Hiding.FEW_BALLOTS and not scrutineer:
            outcome = outcome.without_figures()
        return RecordView(
            room=room,
            episode=episode,
            round=round_,
            outcome=outcome,
            songs=songs_by_record_id(round_),
            document=cut.document if shown else None,
            record_sha256=cut.record_sha256,
            altered=cut.record_sha256 != round_.record_sha256,
            hiding=hiding,
            scrutineer=scrutineer,
        )

    async def record_of(self, round_id: RoundId) -> Cut:
        """Return a closed round's cut with its record, never withheld, for the host.

        Raises:
            NotFound: There is no such round, or it has not closed.
        """
        _, cut = await self._recount(round_id)
        return cut

    async def _latest(self, episode: Episode) -> RoundId:
        round_id = await self._store.read.rounds.latest(episode.id, closed=True)
        if round_id is None:
            raise NotFound("results", episode.number)
        return round_id

    async def _recount(self, round_id: RoundId) -> tuple[Round, Cut]:
        round_, episode, _ = await self._closed(round_id)
        return round_, make_cut(round_, episode, await self._store.read.rounds.ballots(round_))

    async def _closed(self, round_id: RoundId) -> RoundInRoom:
        found = await self._store.read.shown_rounds.get(round_id)
        if found is None or found.round.state is not RoundState.CLOSED:
            raise NotFound("results")
        return found


def _is_ruled(round_: Round) -> bool:
    return bool(round_.pinned or round_.vetoed)
