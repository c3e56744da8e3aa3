"""How rounds ended, and the record from which anybody can count them again."""

from bot.domain.counting.record import LEAST_BALLOTS
from bot.domain.cut import Cut, cut, follows, song_ids, tallied, votes_alone
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.model import Episode, Person, Room, Round, RoundId, RoundState
from bot.domain.permissions import is_showrunner
from bot.services.playlists.shared import SharedPlaylists
from bot.services.ports.read_models import RecordView, Results
from bot.services.ports.unit_of_work import Store


class RoundResults:
    """Show the results of closed rounds, and hand out their records."""

    def __init__(self, store: Store, playlists: SharedPlaylists) -> None:
        self._store = store
        self._playlists = playlists

    async def results(self, room: Room, episode: Episode) -> Results:
        """Return the episode's newest results.

        Raises:
            NotFound: No round of it has closed.
        """
        del room  # the episode was found in it
        return await self.results_of(await self._latest(episode))

    async def results_of(self, round_id: RoundId) -> Results:
        """Return a closed round's results, with where the playlist stands now.

        Raises:
            NotFound: There is no such round, or it has not closed.
        """
        round_, episode = await self._closed(round_id)
        read = self._store.read
        room = await read.rooms.get(round_.room_id)
        if room is None:
            raise NotFound("results")
        tally = await read.rounds.tally(round_)
        outcome = tallied(round_, tally)
        playlist = await self._playlists.state_for(round_)
        return Results(
            room=room,
            episode=episode,
            round=round_,
            outcome=outcome,
            songs=song_ids(round_),
            record_sha256=round_.record_sha256,
            playlist_state=playlist.state,
            playlist_url=playlist.url,
            playlist_missing=playlist.missing,
            alone=votes_alone(round_, tally) if round_.pinned or round_.vetoed else None,
            # The record itself is not made for this: with very many ballots that would take long.
            altered=not follows(outcome, round_),
        )

    async def record(self, person: Person, room: Room, episode: Episode) -> RecordView:
        """Return the record of the episode's newest closed round; withheld below five ballots.

        Raises:
            NotAllowed: The person is neither on the roster nor the showrunner.
            NotFound: No round of the episode has closed.
        """
        on_roster = await self._store.read.rooms.on_roster(room.id, person.user_id)
        if not on_roster and not is_showrunner(person, room):
            raise NotAllowed("roster", removed=on_roster is False)
        round_, made = await self._recount(await self._latest(episode))
        enough = made.outcome.ballots >= LEAST_BALLOTS
        return RecordView(
            room=room,
            episode=episode,
            round=round_,
            outcome=made.outcome,
            songs=song_ids(round_),
            document=made.document if enough else None,
            record_sha256=made.record_sha256,
            altered=made.record_sha256 != round_.record_sha256,
        )

    async def record_of(self, round_id: RoundId) -> Cut:
        """Return a closed round's cut with its whole record, for the host.

        Raises:
            NotFound: There is no such round, or it has not closed.
        """
        _, made = await self._recount(round_id)
        return made

    async def _latest(self, episode: Episode) -> RoundId:
        round_id = await self._store.read.rounds.latest(episode.id, closed=True)
        if round_id is None:
            raise NotFound("results", episode.number)
        return round_id

    async def _recount(self, round_id: RoundId) -> tuple[Round, Cut]:
        round_, episode = await self._closed(round_id)
        return round_, cut(round_, episode, await self._store.read.rounds.ballots(round_))

    async def _closed(self, round_id: RoundId) -> tuple[Round, Episode]:
        read = self._store.read
        round_ = await read.rounds.get(round_id)
        episode = await read.episodes.get(round_.episode_id) if round_ else None
        if round_ is None or episode is None or round_.state is not RoundState.CLOSED:
            raise NotFound("results")
        return round_, episode
