"""Withdrawing songs from a longlist, and bringing them back for a while."""

from bot.domain.errors import InvalidInput, NotFound, SongFrozen
from bot.domain.lifecycle import require_active
from bot.domain.model import Episode, Person, Proposal, ProposalId, Room
from bot.domain.permissions import is_showrunner
from bot.services.belonging import InRoom
from bot.services.characters import update_playlist
from bot.services.ports.read_models import WithdrawalView
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.roster import require_writer
from bot.services.songs.shown import require_new, update_card, update_shortlist

BACK_WITHIN = 24 * 3600
"""Seconds for which a song that was withdrawn can be brought back."""


class Withdrawals:
    """Withdraw songs, and bring them back."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def follows(self, person: Person, room: Room, proposal_id: ProposalId) -> WithdrawalView:
        """Return what follows from withdrawing a proposal, for somebody who may.

        Raises:
            NotAllowed, NotFound, InvalidInput, EpisodeLocked, EpisodeArchived, SongFrozen: As for
                `withdraw`.
        """
        read = self._store.read
        proposal, episode = await _withdrawable(read, person, room, proposal_id)
        longlist = await read.proposals.longlist(episode.id)
        return WithdrawalView(episode, proposal, sum(one.shortlisted for one in longlist))

    async def withdraw(self, person: Person, room: Room, proposal_id: ProposalId) -> Proposal:
        """Withdraw a proposal, as its proposer or as the showrunner.

        Raises:
            NotAllowed: The person may not propose.
            NotFound: The room has no such proposal.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            SongFrozen: The song is in a round that is not over.
        """
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            proposal, episode = await _withdrawable(unit, person, room, proposal_id)
            await unit.proposals.withdraw(proposal_id, person.user_id, now)
            await update_playlist(unit, room, proposal.character_id, now)
            await update_card(unit, room, proposal_id, now)
            await update_shortlist(unit, room, episode, proposal, now)
            return proposal

    async def bring_back(self, person: Person, room: Room, proposal_id: ProposalId) -> Proposal:
        """Bring a song back that the person withdrew, with its seconds and notes.

        It is on the shortlist again if it was, and nobody has changed that since. What is back
        already is returned as it is.

        Raises:
            NotAllowed: The person may not propose.
            NotFound: The room has no such proposal.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: Somebody else withdrew it (`withdraw.not_by_you`), or too long ago
                (`withdraw.too_late`).
            DuplicateProposal: The recording is on the longlist again.
        """
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            proposal = await unit.proposals.get(proposal_id)
            if proposal is None:
                raise NotFound("song")
            episode = await InRoom(unit, room).episode(proposal.episode_id)
            require_active(episode)
            if not is_showrunner(person, room):
                await require_writer(unit, person, room)
            if not proposal.withdrawn:
                return proposal
            if not _may_bring_back(person, room, proposal):
                raise InvalidInput("withdraw.not_by_you", proposal.song.title)
            if (proposal.withdrawn_at or 0) < now - BACK_WITHIN:
                raise InvalidInput("withdraw.too_late", proposal.song.title)
            await require_new(unit, person, room, episode, proposal.song)
            await unit.proposals.bring_back(proposal_id)
            back = await InRoom(unit, room).proposal(proposal_id)
            await update_playlist(unit, room, back.character_id, now)
            await update_card(unit, room, proposal_id, now)
            await update_shortlist(unit, room, episode, back, now)
            return back

    async def withdrawn(self, person: Person, room: Room, episode: Episode) -> tuple[Proposal, ...]:
        """Return the songs that somebody may bring back, what was withdrawn last first.

        Raises:
            NotFound: The room has no such episode.
        """
        read = self._store.read
        episode = await InRoom(read, room).episode(episode.id)
        since = int(self._clock.now()) - BACK_WITHIN
        found = await read.proposals.withdrawn_since(episode.id, since)
        return tuple(one for one in found if _may_bring_back(person, room, one))


async def _withdrawable(
    unit: UnitOfWork, person: Person, room: Room, proposal_id: ProposalId
) -> tuple[Proposal, Episode]:
    proposal, episode = await InRoom(unit, room).open_proposal(proposal_id)
    if not is_showrunner(person, room):
        await require_writer(unit, person, room)
        if proposal.proposer_id != person.user_id:
            raise InvalidInput("withdraw.not_yours", proposal.song.title)
    if await unit.proposals.in_live_round(proposal_id):
        raise SongFrozen(proposal.song.title)
    return proposal, episode


def _may_bring_back(person: Person, room: Room, proposal: Proposal) -> bool:
    return is_showrunner(person, room) or proposal.withdrawn_by == person.user_id
