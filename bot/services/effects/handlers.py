"""What the outbox does for each kind of effect, and what it writes down afterwards."""

from collections.abc import Awaitable, Callable

from bot.domain.errors import ChannelGone, EventsForbidden, NeedsReconnect, NotFound
from bot.domain.model import (
    AccountId,
    Episode,
    Proposal,
    ProposalId,
    Room,
    RoundId,
    RoundState,
)
from bot.domain.timing import REMINDER_LATE
from bot.services import Services
from bot.services.effects.posting import Posting
from bot.services.playlists.accounts import days_left
from bot.services.ports.destinations import channel, person_at
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Announcer, Clock, Delivery


class Effects:
    """Makes promised effects. Each is idempotent, or is looked for before it is made again."""

    def __init__(
        self, store: Store, clock: Clock, announcer: Announcer, services: Services
    ) -> None:
        self._store = store
        self._clock = clock
        self._announcer = announcer
        self._rounds = services.rounds
        self._rulings = services.rulings
        self._control = services.control
        self._accounts = services.accounts
        self._outcomes = services.results
        self._playlists = services.playlists
        self._sync = services.playlist_sync
        presenting = Posting(store, clock, announcer, services.shortlists, services.rounds)
        self._imports = services.imports
        self._makers: dict[EffectKind, Callable[[Effect], Awaitable[None]]] = {
            EffectKind.POST_PROPOSAL: self._post_proposal,
            EffectKind.EDIT_PROPOSAL: self._edit_proposal,
            EffectKind.PRESENT_SHORTLIST: presenting.present,
            EffectKind.EDIT_SHORTLIST: presenting.edit,
            EffectKind.TALK_OF_SHORTLIST: presenting.talk_of_shortlist,
            EffectKind.TALK_OF_BALLOT: presenting.talk_of_ballot,
            EffectKind.POST_BALLOT: self._post_ballot,
            EffectKind.EDIT_BALLOT: self._edit_ballot,
            EffectKind.ASK_CASTING: self._ask_casting,
            EffectKind.ASK_SHOWRUNNER: self._ask_showrunner,
            EffectKind.EDIT_CASTING: self._edit_casting,
            EffectKind.POST_RESULTS: self._post_results,
            EffectKind.EDIT_RESULTS: self._edit_results,
            EffectKind.SYNC_PLAYLIST: self._sync_playlist,
            EffectKind.KEEP_PLAYLIST: self._keep_playlist,
            EffectKind.DRESS_PLAYLIST: self._dress_playlist,
            EffectKind.REMIND: self._remind,
            EffectKind.TELL_SHOWRUNNER: self._tell_showrunner,
            EffectKind.SHOW_EVENT: self._show_event,
            EffectKind.TELL_RECONNECT: self._tell_reconnect,
            EffectKind.IMPORT_SONGS: self._import_songs,
            EffectKind.SHOW_IMPORT: self._show_import,
        }

    async def make(self, effect: Effect) -> None:
        """Make one effect.

        Raises:
            UpstreamError: It could not be made now.
            NotFound: What it is about is not there any more.
        """
        try:
            await self._makers[effect.kind](effect)
        except ChannelGone as gone:
            await self._control.channel_lost(effect.room_id, gone.why)
            raise
        except NeedsReconnect:
            await self._accounts.ended(effect.room_id)
            raise
        room = await self._store.read.rooms.get(effect.room_id)
        if room is not None and room.channel_trouble and effect.destination == channel(room):
            async with self._store.transaction() as unit:
                await unit.rooms.set_channel_trouble(room.id, "")

    async def _post_proposal(self, effect: Effect) -> None:
        proposal_id = ProposalId(effect.subject_id)
        room, episode, proposal = await self._proposal(proposal_id)
        if proposal.message_id is not None or (proposal.withdrawn and effect.attempts == 1):
            return
        message_id = await self._announcer.post_proposal(room, episode, proposal, _delivery(effect))
        async with self._store.transaction() as unit:
            await unit.proposals.set_message(proposal_id, message_id)

    async def _edit_proposal(self, effect: Effect) -> None:
        room, episode, proposal = await self._proposal(ProposalId(effect.subject_id))
        if proposal.message_id is not None:
            await self._announcer.edit_proposal(room, episode, proposal)

    async def _post_ballot(self, effect: Effect) -> None:
        view = await self._rounds.view(RoundId(effect.subject_id))
        if view.round.message_id is not None:
            return
        # A try that came to nothing may have said it all the same: then it has to be found, to be
        # brought up to date from now on.
        if view.round.state is RoundState.CANCELLED and effect.attempts == 1:
            return
        # Nobody is called to a vote that is over by the time Discord takes the message.
        goes_on = view.round.state in (RoundState.OPEN, RoundState.PAUSED)
        roster = await self._store.read.rooms.roster(view.room.id) if goes_on else ()
        message_id = await self._announcer.post_ballot(view, roster, _delivery(effect))
        async with self._store.transaction() as unit:
            await unit.rounds.set_ballot_message(view.round.id, message_id)
            await unit.outbox.promise(
                EffectKind.TALK_OF_BALLOT,
                channel(view.room),
                view.round.id,
                view.room.id,
                int(self._clock.now()),
            )

    async def _edit_ballot(self, effect: Effect) -> None:
        await self._announcer.edit_ballot(await self._rounds.view(RoundId(effect.subject_id)))

    async def _ask_casting(self, effect: Effect) -> None:
        view = await self._rulings.tie(RoundId(effect.subject_id))
        if view.round.casting_message_id is not None:
            return
        if view.round.state is not RoundState.CASTING and effect.attempts == 1:
            return
        message_id = await self._announcer.ask_casting(view, _delivery(effect))
        async with self._store.transaction() as unit:
            await unit.rounds.set_casting_message(view.round.id, message_id)

    async def _ask_showrunner(self, effect: Effect) -> None:
        view = await self._rulings.tie(RoundId(effect.subject_id))
        if view.round.state is RoundState.CASTING:
            await self._announcer.ask_showrunner(view, _delivery(effect))

    async def _edit_casting(self, effect: Effect) -> None:
        view = await self._rulings.tie(RoundId(effect.subject_id))
        if view.round.casting_message_id is not None:
            await self._announcer.edit_casting(view)

    async def _post_results(self, effect: Effect) -> None:
        results = await self._outcomes.results_of(RoundId(effect.subject_id))
        if results.round.results_message_id is not None:
            return
        message_id = await self._announcer.post_results(results, _delivery(effect))
        async with self._store.transaction() as unit:
            await unit.rounds.set_results_message(results.round.id, message_id)

    async def _edit_results(self, effect: Effect) -> None:
        results = await self._outcomes.results_of(RoundId(effect.subject_id))
        if results.round.results_message_id is not None:
            await self._announcer.edit_results(results)

    async def _remind(self, effect: Effect) -> None:
        # Once at most: an earlier try may have reached them. Too late is worse than not at all.
        if effect.attempts > 1 or self._clock.now() - effect.due_at > REMINDER_LATE:
            return
        view = await self._rounds.view(RoundId(effect.subject_id))
        writer = person_at(effect.destination)
        if view.round.state is RoundState.OPEN and writer in view.awaited:
            await self._announcer.remind(view, writer, _delivery(effect))

    async def _tell_showrunner(self, effect: Effect) -> None:
        view = await self._rounds.view(RoundId(effect.subject_id))
        if view.round.state in (RoundState.PAUSED, RoundState.HELD):
            await self._announcer.tell_showrunner(view, _delivery(effect))

    async def _show_event(self, effect: Effect) -> None:
        view = await self._rounds.view(RoundId(effect.subject_id))
        trouble = ""
        try:
            event_id = await self._announcer.show_event(view, _delivery(effect))
        except EventsForbidden:
            # Told in the room's status; the round goes on without it.
            event_id, trouble = view.round.event_id, "forbidden"
        async with self._store.transaction() as unit:
            if event_id != view.round.event_id:
                await unit.rounds.set_event(view.round.id, event_id)
            if trouble != view.room.event_trouble:
                await unit.rooms.set_event_trouble(view.room.id, trouble)

    async def _tell_reconnect(self, effect: Effect) -> None:
        read = self._store.read
        account = await read.accounts.get(AccountId(effect.subject_id))
        room = await read.rooms.get(effect.room_id)
        if account is None or room is None or room.spotify_account != account.id:
            return  # connected anew, or not any more
        left = days_left(account, self._clock.now())
        await self._announcer.tell_reconnect(room, account.connected_by, left, _delivery(effect))

    async def _sync_playlist(self, effect: Effect) -> None:
        await self._playlists.sync(effect.room_id, RoundId(effect.subject_id))

    async def _keep_playlist(self, effect: Effect) -> None:
        await self._sync.keep(effect.room_id, effect.subject_id)

    async def _dress_playlist(self, effect: Effect) -> None:
        await self._sync.dress(effect.room_id, effect.subject_id)

    async def _import_songs(self, effect: Effect) -> None:
        await self._imports.read_page(effect.subject_id, effect.id)

    async def _show_import(self, effect: Effect) -> None:
        view = await self._imports.view(effect.subject_id)
        if view.import_.message_id is not None:
            await self._announcer.edit_import(view)
            return
        message_id = await self._announcer.post_import(view, _delivery(effect))
        await self._imports.shown(view.import_.id, message_id)

    async def _proposal(self, proposal_id: ProposalId) -> tuple[Room, Episode, Proposal]:
        read = self._store.read
        proposal = await read.proposals.get(proposal_id)
        episode = await read.episodes.get(proposal.episode_id) if proposal else None
        room = await read.rooms.get(episode.room_id) if episode else None
        if proposal is None or episode is None or room is None:
            raise NotFound("song")
        return room, episode, proposal


def _delivery(effect: Effect) -> Delivery:
    return Delivery(effect.id, retry=effect.attempts > 1)
