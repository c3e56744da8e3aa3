"""Messages in a room's channel: posting and editing them."""

from bot.domain.errors import NotFound
from bot.domain.model import EpisodeId, ProposalId, RoundId, RoundState
from bot.services import Ports, Services
from bot.services.ports.announcements import (
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
        if proposal.message_id is not None or (proposal.withdrawn and not effect.unsure):
            return nothing_follows
        message_id = await self._announcer.post(card, effect.delivery)
        return lambda unit: unit.proposals.set_message(proposal.id, message_id)

    async def edit_proposal(self, effect: Effect) -> Settle:
        """Edit a proposal's card."""
        await self._announcer.edit(await self._card(effect))
        return nothing_follows

    async def post_shortlist(self, effect: Effect) -> Settle:
        """Post a shortlist, each time it is presented, and promise its thread."""
        view = await shortlist_of(effect, self._store, self._services.shortlists)
        message_id = await self._announcer.post(ShortlistMessage(view), effect.delivery)

        async def settle(unit: UnitOfWork) -> None:
            kind, now = EffectKind.OPEN_SHORTLIST_THREAD, int(self._clock.now())
            await unit.episodes.set_presented(view.episode.id, message_id)
            await unit.outbox.promise(kind, channel(view.room), view.episode.id, view.room.id, now)

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
        if view.round.state is not RoundState.CASTING and not effect.unsure:
            return nothing_follows
        message_id = await self._announcer.post(TieMessage(view), effect.delivery)
        return lambda unit: unit.rounds.set_casting_message(view.round.id, message_id)

    async def edit_tie(self, effect: Effect) -> Settle:
        """Edit the request for the casting vote to show the result."""
        view = await self._services.rulings.tie(RoundId(effect.subject_id))
        await self._announcer.edit(TieMessage(view))
        return nothing_follows

    async def post_decision(self, effect: Effect) -> Settle:
        """Ask in the channel how a round goes on that waits for the showrunner."""
        view = await self._services.rounds.view(RoundId(effect.subject_id))
        # A failed attempt may have posted the message: then it must be found, to be edited.
        if not view.round.awaits_showrunner and not effect.unsure:
            return nothing_follows
        message_id = await self._announcer.post(DecisionMessage(view), effect.delivery)

        async def settle(unit: UnitOfWork) -> None:
            await unit.rounds.set_decision_message(view.round.id, message_id)
            if not (await round_of(unit, view.round.id)).awaits_showrunner:
                now, to = int(self._clock.now()), channel(view.room)
                kind = EffectKind.EDIT_DECISION
                await unit.outbox.promise(kind, to, view.round.id, view.room.id, now)

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

    async def _card(self, effect: Effect) -> ProposalCard:
        read = self._store.read
        proposal = await read.proposals.get(ProposalId(effect.subject_id))
        episode = await read.episodes.get(proposal.episode_id) if proposal else None
        room = await read.rooms.get(episode.room_id) if episode else None
        if proposal is None or episode is None or room is None:
            raise NotFound("song")
        return ProposalCard(room, episode, proposal)


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
