"""What shows a proposal, to be brought up to date; and that each recording is there once."""

from bot.domain.errors import DuplicateProposal
from bot.domain.model import Episode, Person, Proposal, ProposalId, Room, Song
from bot.services.ports.destinations import cards, channel
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import UnitOfWork


async def update_card(unit: UnitOfWork, room: Room, proposal_id: ProposalId, now: int) -> None:
    """Promise to edit the card of a proposal."""
    await unit.outbox.promise(EffectKind.EDIT_PROPOSAL, cards(room), proposal_id, room.id, now)


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
        hidden = same.hides_proposer(room.settings)
        raise DuplicateProposal(
            same.id,
            same.song.title,
            None if hidden else same.proposer_id,
            same.proposer_id == person.user_id,
        )
