"""The table of handlers, one for each kind of effect."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.errors import ChannelGone, NeedsReconnect
from bot.services import Ports, Services
from bot.services.effects.direct_messages import DirectMessageEffects
from bot.services.effects.events import EventEffects
from bot.services.effects.messages import MessageEffects
from bot.services.effects.playlists import PlaylistEffects
from bot.services.effects.threads import ThreadEffects
from bot.services.ports.destinations import channel
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.rounds.asking import ask_in_channel

Handler = Callable[[Effect], Awaitable[None]]


def handlers_of(ports: Ports, services: Services) -> Mapping[EffectKind, Handler]:
    """Return the handler of each kind of effect."""
    messages = MessageEffects(ports, services)
    direct_messages = DirectMessageEffects(ports, services)
    threads = ThreadEffects(ports, services)
    playlists = PlaylistEffects(services)
    return {
        EffectKind.POST_PROPOSAL: messages.post_proposal,
        EffectKind.EDIT_PROPOSAL: messages.edit_proposal,
        EffectKind.POST_SHORTLIST: messages.post_shortlist,
        EffectKind.EDIT_SHORTLIST: messages.edit_shortlist,
        EffectKind.OPEN_SHORTLIST_THREAD: threads.open_on_shortlist,
        EffectKind.POST_BALLOT: messages.post_ballot,
        EffectKind.EDIT_BALLOT: messages.edit_ballot,
        EffectKind.OPEN_BALLOT_THREAD: threads.open_on_ballot,
        EffectKind.REMIND: direct_messages.remind,
        EffectKind.REQUEST_DECISION: direct_messages.request_decision,
        EffectKind.POST_DECISION: messages.post_decision,
        EffectKind.EDIT_DECISION: messages.edit_decision,
        EffectKind.SHOW_EVENT: EventEffects(ports, services).show,
        EffectKind.POST_TIE: messages.post_tie,
        EffectKind.EDIT_TIE: messages.edit_tie,
        EffectKind.REQUEST_CASTING: direct_messages.request_casting,
        EffectKind.POST_RESULTS: messages.post_results,
        EffectKind.EDIT_RESULTS: messages.edit_results,
        EffectKind.SYNC_PLAYLIST: playlists.sync,
        EffectKind.SYNC_LISTENING_PLAYLIST: playlists.sync_listening,
        EffectKind.UPDATE_PLAYLIST_DETAILS: playlists.update_details,
        EffectKind.REQUEST_RECONNECT: direct_messages.request_reconnect,
        EffectKind.IMPORT_SONGS: playlists.import_songs,
        EffectKind.SHOW_IMPORT: messages.show_import,
    }


class Effects:
    """Makes promised effects. Each is idempotent, or checks whether it was made before."""

    def __init__(self, ports: Ports, services: Services) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._control = services.control
        self._accounts = services.accounts
        self._handlers = handlers_of(ports, services)

    async def make(self, effect: Effect) -> None:
        """Make one effect.

        Raises:
            UpstreamError: It cannot be made now.
            NotFound: Its subject no longer exists.
        """
        try:
            await self._handlers[effect.kind](effect)
        except ChannelGone as gone:
            await self._control.pause_for_lost_channel(effect.room_id, gone.why)
            raise
        except NeedsReconnect:
            await self._accounts.mark_ended(effect.room_id)
            raise
        await self._channel_works(effect)

    async def _channel_works(self, effect: Effect) -> None:
        """Clear the trouble with a room's channel after an effect succeeded there.

        How its votes go on is then asked there, too.
        """
        room = await self._store.read.rooms.get(effect.room_id)
        if room is not None and room.channel_trouble and effect.destination == channel(room):
            async with self._store.transaction() as unit:
                await unit.rooms.set_channel_trouble(room.id, "")
                await ask_in_channel(unit, room, int(self._clock.now()))
