"""The table of handlers, one for each kind of effect."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.errors import ChannelGone, NeedsReconnect
from bot.domain.model import Room
from bot.services import Ports, Services
from bot.services.effects.ballots import BallotEffects
from bot.services.effects.direct_messages import DirectMessageEffects
from bot.services.effects.events import EventEffects
from bot.services.effects.listening import ListeningEffects
from bot.services.effects.messages import MessageEffects
from bot.services.effects.playlists import PlaylistEffects
from bot.services.effects.threads import ThreadEffects
from bot.services.ports.destinations import in_channel
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.unit_of_work import Settle, UnitOfWork
from bot.services.rounds.asking import ask_in_channel

Handler = Callable[[Effect], Awaitable[Settle]]


def handlers_of(ports: Ports, services: Services) -> Mapping[EffectKind, Handler]:
    """Return the handler of each kind of effect."""
    messages = MessageEffects(ports, services)
    ballots = BallotEffects(ports, services)
    threads = ThreadEffects(ports, services)
    playlists = PlaylistEffects(services)
    listening = ListeningEffects(ports, services)
    return {
        EffectKind.POST_PROPOSAL: messages.post_proposal,
        EffectKind.EDIT_PROPOSAL: messages.edit_proposal,
        EffectKind.POST_SHORTLIST: messages.post_shortlist,
        EffectKind.EDIT_SHORTLIST: messages.edit_shortlist,
        EffectKind.OPEN_SHORTLIST_THREAD: threads.open_on_shortlist,
        EffectKind.POST_BALLOT: ballots.post,
        EffectKind.CALL_WRITERS: ballots.call,
        EffectKind.EDIT_BALLOT: ballots.edit,
        EffectKind.OPEN_BALLOT_THREAD: threads.open_on_ballot,
        EffectKind.SAY_NEWS: threads.say_news,
        EffectKind.SAY_RECOUNT: threads.say_recount,
        EffectKind.PREPARE_REMINDERS: ballots.prepare_reminders,
        EffectKind.POST_DECISION: messages.post_decision,
        EffectKind.EDIT_DECISION: messages.edit_decision,
        EffectKind.SHOW_EVENT: EventEffects(ports, services).show,
        EffectKind.POST_TIE: messages.post_tie,
        EffectKind.EDIT_TIE: messages.edit_tie,
        EffectKind.POST_RESULTS: messages.post_results,
        EffectKind.EDIT_RESULTS: messages.edit_results,
        EffectKind.SYNC_PLAYLIST: playlists.sync,
        EffectKind.SYNC_LISTENING_PLAYLIST: playlists.sync_listening,
        EffectKind.UPDATE_PLAYLIST_DETAILS: playlists.update_details,
        EffectKind.IMPORT_SONGS: playlists.import_songs,
        EffectKind.SHOW_IMPORT: messages.show_import,
        EffectKind.POST_LISTENING: listening.post,
        EffectKind.EDIT_LISTENING: listening.edit,
        **_of_direct_messages(DirectMessageEffects(ports, services)),
    }


def _of_direct_messages(messages: DirectMessageEffects) -> Mapping[EffectKind, Handler]:
    return {
        EffectKind.REMIND: messages.remind,
        EffectKind.REQUEST_DECISION: messages.request_decision,
        EffectKind.REQUEST_CASTING: messages.request_casting,
        EffectKind.REQUEST_RECONNECT: messages.request_reconnect,
        EffectKind.REMIND_OF_ANSWERS: messages.remind_of_answers,
    }


class Effects:
    """Makes promised effects. Each is idempotent, or checks whether it was made before."""

    def __init__(self, ports: Ports, services: Services) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._control = services.control
        self._accounts = services.accounts
        self._playlists = services.playlists
        self._imports = services.imports
        self._handlers = handlers_of(ports, services)

    async def make(self, effect: Effect) -> Settle:
        """Make one effect; return what is stored in the transaction that settles it.

        Raises:
            UpstreamError: It cannot be made now.
            NotFound: Its subject no longer exists.
            Lapsed: It is of no more use.
        """
        try:
            settle = await self._handlers[effect.kind](effect)
        except ChannelGone as gone:
            await self._control.pause_for_lost_channel(effect.room_id, gone.why)
            raise
        except NeedsReconnect:
            await self._accounts.mark_ended(effect.room_id)
            raise
        if not effect.in_trouble:
            return settle
        room = await self._store.read.rooms.get(effect.room_id)
        if room is None or not room.channel_trouble or effect.destination not in in_channel(room):
            return settle
        return _and_channel_works(settle, room, int(self._clock.now()))

    def failed(self, effect: Effect, fault: Exception) -> Settle:
        """Return what is stored in the transaction that puts an effect off or gives it up."""

        async def noted(unit: UnitOfWork) -> None:
            await self._playlists.note_failure(unit, effect, fault)
            if effect.kind is EffectKind.IMPORT_SONGS:
                await self._imports.note_failure(unit, effect.subject_id, fault)

        return noted


def _and_channel_works(settle: Settle, room: Room, now: int) -> Settle:
    """Clear the trouble with a room's channel, too, after an effect succeeded there.

    How its votes go on is then asked there.
    """

    async def both(unit: UnitOfWork) -> None:
        await settle(unit)
        await unit.rooms.set_channel_trouble(room.id, "")
        await ask_in_channel(unit, room, now)

    return both
