"""Messages in a room's channel: posting and editing them."""

from bot.domain.errors import NotFound
from bot.domain.model import EpisodeId, MessageId, ProposalId, Room, RoundId, RoundState
from bot.services import Ports, Services
from bot.services.ports.announcements import (
    Announcement,
    DecisionMessage,
    ImportMessage,
    ProposalCard,
    ResultsMessage,
    ShortlistMessage,
    TieMessage,
)
from bot.services.ports.destinations import channel
from bot.services.ports.read_models import ShortlistView
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.unit_of_work import Settle, Store, UnitOfWork, nothing_follows
from bot.services.ports.world import Announcer
from bot.services.rounds.transitions import round_of
from bot.services.shortlists import Shortlists


class MessageEffects:
    """Posts and edits promised messages; those of ballots are in `BallotEffects`."""

    def __init__(self, ports: Ports, services: Services) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._announcer = ports.announcer
        self._services = services

    async def post_proposal(self, effect: Effect) -> Settle:
        """Post a proposal's card."""
        card = await self._card(effect)
        proposal = card.proposal
        if proposal.message_id is not None:
            return nothing_follows
        wanted = not proposal.withdrawn
        message_id = await post_or_find(self._announcer, card, effect, wanted=wanted)
        if message_id is None:
            return nothing_follows

        async def settle(unit: UnitOfWork) -> None:
            await unit.proposals.set_message(proposal.id, message_id)
            if not wanted:
                await self._promise(unit, EffectKind.EDIT_PROPOSAL, card.room, proposal.id)

        return settle

    async def edit_proposal(self, effect: Effect) -> Settle:
        """Edit a proposal's card."""
        await self._announcer.edit(await self._card(effect))
        return nothing_follows

    async def post_shortlist(self, effect: Effect) -> Settle:
        """Post a shortlist, each time it is presented, and promise its thread."""
        view = await shortlist_of(effect, self._store, self._services.shortlists)
        message_id = await self._announcer.post(ShortlistMessage(view), effect.delivery)

        async def settle(unit: UnitOfWork) -> None:
            await unit.episodes.set_presented(view.episode.id, message_id)
            kind = EffectKind.OPEN_SHORTLIST_THREAD
            await self._promise(unit, kind, view.room, view.episode.id)

        return settle

    async def edit_shortlist(self, effect: Effect) -> Settle:
        """Edit the shortlist message posted last."""
        view = await shortlist_of(effect, self._store, self._services.shortlists)
        if view.shortlist:
            await self._announcer.edit(ShortlistMessage(view))
        return nothing_follows

    async def post_tie(self, effect: Effect) -> Settle:
        """Ask the delegates for the casting vote."""
        view = await self._services.rulings.tie(RoundId(effect.subject_id))
        if view.round.casting_message_id is not None:
            return nothing_follows
        wanted = view.round.state is RoundState.CASTING
        message_id = await post_or_find(self._announcer, TieMessage(view), effect, wanted=wanted)
        if message_id is None:
            return nothing_follows

        async def settle(unit: UnitOfWork) -> None:
            await unit.rounds.set_casting_message(view.round.id, message_id)
            if not wanted:
                await self._promise(unit, EffectKind.EDIT_TIE, view.room, view.round.id)

        return settle

    async def edit_tie(self, effect: Effect) -> Settle:
        """Edit the request for the casting vote to show the result."""
        view = await self._services.rulings.tie(RoundId(effect.subject_id))
        await self._announcer.edit(TieMessage(view))
        return nothing_follows

    async def post_decision(self, effect: Effect) -> Settle:
        """Ask in the channel how a round goes on that waits for the showrunner."""
        view = await self._services.rounds.view(RoundId(effect.subject_id))
        wanted = view.round.awaits_showrunner
        message_id = await post_or_find(
            self._announcer, DecisionMessage(view), effect, wanted=wanted
        )
        if message_id is None:
            return nothing_follows

        async def settle(unit: UnitOfWork) -> None:
            await unit.rounds.set_decision_message(view.round.id, message_id)
            if not (await round_of(unit, view.round.id)).awaits_showrunner:
                await self._promise(unit, EffectKind.EDIT_DECISION, view.room, view.round.id)

        return settle

    async def edit_decision(self, effect: Effect) -> Settle:
        """Edit what asked how a round goes on; once that is decided, for the last time."""
        view = await self._services.rounds.view(RoundId(effect.subject_id))
        await self._announcer.edit(DecisionMessage(view))
        if view.round.awaits_showrunner:
            return nothing_follows

        async def settle(unit: UnitOfWork) -> None:
            if not (await round_of(unit, view.round.id)).awaits_showrunner:
                await unit.rounds.set_decision_message(view.round.id, None)

        return settle

    async def post_results(self, effect: Effect) -> Settle:
        """Post a round's results."""
        view = await self._services.results.announced(RoundId(effect.subject_id))
        if view.round.results_message_id is not None:
            return nothing_follows
        message_id = await self._announcer.post(ResultsMessage(view), effect.delivery)
        return lambda unit: unit.rounds.set_results_message(view.round.id, message_id)

    async def edit_results(self, effect: Effect) -> Settle:
        """Edit a round's results, such as the state of the playlist."""
        view = await self._services.results.announced(RoundId(effect.subject_id))
        await self._announcer.edit(ResultsMessage(view))
        return nothing_follows

    async def show_import(self, effect: Effect) -> Settle:
        """Post the progress of an import, or edit the message that shows it."""
        view = await self._services.imports.view(effect.subject_id)
        message = ImportMessage(view)
        if message.message_id is not None:
            await self._announcer.edit(message)
            return nothing_follows
        message_id = await self._announcer.post(message, effect.delivery)
        return lambda unit: unit.imports.set_message(view.import_.id, message_id)

    async def _promise(
        self, unit: UnitOfWork, kind: EffectKind, room: Room, subject_id: int
    ) -> None:
        now = int(self._clock.now())
        await unit.outbox.promise(kind, channel(room), subject_id, room.id, now)

    async def _card(self, effect: Effect) -> ProposalCard:
        found = await self._store.read.proposals.with_room(ProposalId(effect.subject_id))
        if found is None:
            raise NotFound("song")
        proposal, episode, room = found
        return ProposalCard(room, episode, proposal)


async def post_or_find(
    announcer: Announcer, announcement: Announcement, effect: Effect, *, wanted: bool
) -> MessageId | None:
    """Post a message and return it; if it is not wanted any more, only what is there already.

    A failed attempt may have posted it: then it must be found, to be edited. A new one would have
    no button to be found by, and come once more with each answer that is lost.
    """
    if wanted:
        return await announcer.post(announcement, effect.delivery)
    return await announcer.find(announcement, effect.delivery) if effect.unsure else None


async def shortlist_of(effect: Effect, store: Store, shortlists: Shortlists) -> ShortlistView:
    """Return the shortlist that an effect is about.

    Raises:
        NotFound: The episode is gone.
    """
    episode = await store.read.episodes.get(EpisodeId(effect.subject_id))
    room = await store.read.rooms.get(effect.room_id)
    if episode is None or room is None:
        raise NotFound("episode")
    return await shortlists.view(room, episode)
