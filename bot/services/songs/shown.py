"""What shows a proposal, to be brought up to date; and that each recording is there once."""

from bot.domain.errors import DuplicateProposal
from bot.domain.model import Episode, Person, Proposal, ProposalId, Room, RoundState, Song
from bot.services.ports.destinations import cards, channel
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import UnitOfWork


async def update_card(unit: UnitOfWork, room: Room, proposal_id: ProposalId, now: int) -> None:
    """Promise to edit the card of a proposal."""
    await unit.outbox.promise(EffectKind.EDIT_PROPOSAL, cards(room), proposal_id, room.id, now)


async def update_told(
    unit: UnitOfWork, room: Room, proposal_id: ProposalId, now: int
) -> Proposal | None:
    """Bring up to date what shows what a song tells us: its card, and a ballot it is on.

    Lines are shown, changed and taken back until the vote closes. A ballot shows what was said of
    a song when it was scheduled, or when a line of that song changed last. Return the proposal.
    """
    proposal = await unit.proposals.get(proposal_id)
    if proposal is None:
        return None
    await update_card(unit, room, proposal_id, now)
    await unit.listening.retell(proposal.episode_id, proposal.song.id, proposal.note)
    live = await unit.rounds.live(proposal.episode_id)
    round_ = await unit.rounds.get(live) if live is not None else None
    if round_ is not None and round_.state is not RoundState.SCHEDULED:
        await unit.outbox.promise(EffectKind.EDIT_BALLOT, channel(room), round_.id, room.id, now)
    return proposal


async def update_shortlist(
    unit: UnitOfWork, room: Room, episode: Episode, proposal: Proposal, now: int
) -> None:
    """Promise to edit the message that presents the shortlist, if the song is in it."""
    if proposal.shortlisted and episode.presented_message_id:
        await unit.outbox.promise(
            EffectKind.EDIT_SHORTLIST, channel(room), episode.id, room.id, now
        )


async def require_new(
    unit: UnitOfWork, person: Person, room: Room, episode: Episode, song: Song
) -> None:
    """Refuse a recording that is on the longlist already.

    Raises:
        DuplicateProposal: It is, as it is or as another release.
    """
    same = await unit.proposals.same_recording(episode.id, song)
    if same is not None:
        raise duplicate(same, person, room)


def duplicate(same: Proposal, person: Person, room: Room) -> DuplicateProposal:
    """Return the error for a recording that is on the longlist already, by its proposal there."""
    hidden = same.hides_proposer(room.settings)
    return DuplicateProposal(
        same.id,
        same.song.title,
        None if hidden else same.proposer_id,
        same.proposer_id == person.user_id,
    )
