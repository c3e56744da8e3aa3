"""Voting: each change of a ballot is one transaction."""

import logging

from bot.domain.ballot_forms.form import Change
from bot.domain.ballots import Ballot
from bot.domain.counting.crowds import Hiding
from bot.domain.counting.record import parse
from bot.domain.cut import chosen_songs, counted_ballot, make_cut
from bot.domain.errors import NotAllowed, NotFound, StorageError
from bot.domain.model import (
    Candidate,
    Episode,
    Person,
    Room,
    RoomId,
    Round,
    RoundId,
    RoundState,
    UserId,
)
from bot.domain.permissions import only_clears
from bot.domain.rights import Rights
from bot.domain.structs import replace
from bot.domain.voting import Vote
from bot.services.belonging import InRoom
from bot.services.ports.read_models import BallotView
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock
from bot.services.pseudonyms import Pseudonyms
from bot.services.roster import require_writer_of
from bot.services.rounds.control import RoundControl
from bot.services.rounds.hiding import hiding_in
from bot.services.rounds.known_rights import rights_in
from bot.services.rounds.turnouts import Turnouts

log = logging.getLogger(__name__)


class Voting:
    """Show a writer their ballot, and change it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        control: RoundControl,
        turnouts: Turnouts,
        pseudonyms: Pseudonyms,
    ) -> None:
        self._store = store
        self._clock = clock
        self._control = control
        self._turnouts = turnouts
        self._pseudonyms = pseudonyms

    async def ballot(self, person: Person, room: Room, round_id: RoundId) -> BallotView:
        """Return a writer's own ballot; after the close, what they cast.

        Raises:
            NotFound: The room has no such round.
            NotAllowed: The person may not vote, and has no ballot in this round.
        """
        read = self._store.read
        round_, episode = await self._round(room, round_id)
        ballot = await read.rounds.ballot(round_, person.user_id)
        refusal: NotAllowed | None = None
        if ballot is None or round_.state is RoundState.OPEN:
            on_roster = await read.rooms.on_roster(room.id, person.user_id)
            try:
                require_writer_of(person, room, on_roster)
            except NotAllowed as refused:
                if ballot is None or not ballot.counts:
                    raise
                refusal = refused
        rights = await rights_in(read, round_)
        selves = (person.user_id, self._pseudonyms.of(room.id, person.user_id))
        view = replace(_view(selves, round_, episode, ballot, rights), refusal=refusal)
        if ballot is None or not ballot.counts or round_.state is not RoundState.CLOSED:
            return view
        return await self._checked(view, ballot)

    async def change(
        self,
        person: Person,
        room: Room,
        round_id: RoundId,
        change: Change,
        *,
        sure: int | None = None,
    ) -> BallotView:
        """Change a writer's ballot; the change is on disk when this returns.

        Args:
            person: The writer.
            room: The room.
            round_id: The round.
            change: What they do.
            sure: The mark of the choices they agreed to lose all at once, by `ballots.mark_of`.

        Raises:
            NotFound, NotAllowed, RoundClosed, InvalidBallot: The ballot was not changed.
            StorageError: The change is not saved.
        """
        formerly = self._pseudonyms.of(room.id, person.user_id)
        clears, now = only_clears(person, room), self._clock.now()
        vote = Vote(room.id, round_id, person, change, now, sure, formerly, clears)
        cast = await self._store.cast(vote)
        if change.counts:
            if cast.round.rules.early_close:
                await self._apply_early_close(room.id, round_id)
            self._turnouts.voted(room, round_id)
        selves = (person.user_id, formerly)
        return _view(selves, cast.round, cast.episode, cast.ballot, cast.rights)

    async def _apply_early_close(self, room_id: RoomId, round_id: RoundId) -> None:
        try:
            await self._control.apply_early_close(room_id, round_id)
        except StorageError as fault:
            # The vote is saved, so it succeeds; the round just closes at its planned time.
            log.warning("the close of round %s was not brought forward: %s", round_id, fault)

    async def _checked(self, view: BallotView, ballot: Ballot) -> BallotView:
        """Look the ballot up in the record, as anybody can who knows the receipt."""
        round_, read = view.round, self._store.read
        cut = make_cut(round_, view.episode, await read.rounds.ballots(round_))
        listed = parse(cut.document).ballots.get(ballot.receipt)
        return replace(
            view,
            in_record=listed == counted_ballot(round_, ballot)
            and cut.record_sha256 == round_.record_sha256,
            withheld=await hiding_in(read, round_, view.episode) is not Hiding.SAFE,
        )

    async def _round(self, room: Room, round_id: RoundId) -> tuple[Round, Episode]:
        read = self._store.read
        round_ = await InRoom(read, room).round(round_id)
        episode = await read.episodes.get(round_.episode_id)
        if episode is None:
            raise NotFound("round")
        return round_, episode


def _view(
    selves: tuple[UserId, UserId],
    round_: Round,
    episode: Episode,
    ballot: Ballot | None,
    rights: Rights,
) -> BallotView:
    """Return the ballot of a writer: who they are, and who they were if they were forgotten."""
    own: tuple[Candidate, ...] = ()
    choices = round_.candidates
    if not round_.rules.own_songs_votable:
        own = tuple([c for c in round_.candidates if c.proposer_id in selves])
    if own:
        choices = tuple([c for c in round_.candidates if c.proposer_id not in selves])
    if not round_.vetoed:
        return BallotView(episode, round_, choices, own, ballot, rights=rights)
    chosen = {song.id for song in chosen_songs(round_, ballot)} if ballot else set()
    out = round_.vetoed.keys() - chosen
    votable = tuple([c for c in choices if c.song.id not in out])
    vetoed = tuple([c for c in choices if c.song.id in out])
    return BallotView(episode, round_, votable, own, ballot, rights=rights, vetoed=vetoed)
