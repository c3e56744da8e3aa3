"""Direct messages to one person, each sent once."""

from functools import partial

from bot.domain.errors import DirectMessagesClosed, Lapsed, ServerGone
from bot.domain.model import AccountId, Room, RoundId, RoundState, UserId
from bot.domain.permissions import has_supervisors_role
from bot.domain.structs import replace
from bot.domain.timing import REMINDER_LATE
from bot.services import Ports, Services
from bot.services.playlists.accounts import days_left
from bot.services.ports.announcements import (
    AnswersOverdue,
    CastingRequest,
    DecisionRequest,
    Delivery,
    ReconnectNotice,
    VoteReminder,
)
from bot.services.ports.destinations import person, person_at, supervisors
from bot.services.ports.repositories.outbox import Effect
from bot.services.ports.unit_of_work import Settle, UnitOfWork, nothing_follows
from bot.services.rights.overdue import SUPERVISORS_TOLD, who_clears


class DirectMessageEffects:
    """Sends promised direct messages, unless they are no longer useful."""

    def __init__(self, ports: Ports, services: Services) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._announcer = ports.announcer
        self._discord = ports.surroundings
        self._rounds = services.rounds
        self._rulings = services.rulings

    async def remind(self, effect: Effect) -> Settle:
        """Remind a writer to vote, at most once.

        Raises:
            Lapsed: It is too late, or an earlier attempt may have been sent.
        """
        view = await self._rounds.view(RoundId(effect.subject_id))
        writer = person_at(effect.destination)
        if view.round.state is not RoundState.OPEN or writer not in view.awaited:
            return nothing_follows
        if effect.unsure:
            raise Lapsed("unsure")
        # A late reminder is worse than none.
        if self._clock.now() - min(effect.due_at, effect.promised_at) > REMINDER_LATE:
            raise Lapsed("late")
        await self._announcer.tell(writer, VoteReminder(view), effect.delivery)
        return nothing_follows

    async def request_casting(self, effect: Effect) -> Settle:
        """Ask the showrunner for the casting vote."""
        view = await self._rulings.tie(RoundId(effect.subject_id))
        showrunner = view.room.showrunner_id
        # A new showrunner is asked by an effect of their own.
        asked = person_at(effect.destination) == showrunner
        if asked and view.round.state is RoundState.CASTING:
            await self._announcer.tell(showrunner, CastingRequest(view), effect.delivery)
        return nothing_follows

    async def request_decision(self, effect: Effect) -> Settle:
        """Ask the showrunner to decide about a round that waits for them."""
        view = await self._rounds.view(RoundId(effect.subject_id))
        showrunner = view.room.showrunner_id
        asked = person_at(effect.destination) == showrunner
        if asked and view.round.awaits_showrunner:
            await self._announcer.tell(showrunner, DecisionRequest(view), effect.delivery)
        return nothing_follows

    async def request_reconnect(self, effect: Effect) -> Settle:
        """Tell the person who connected Spotify that the connection ends soon, or has ended.

        If they have left the server, the showrunner is told.
        """
        read = self._store.read
        account = await read.accounts.get(AccountId(effect.subject_id))
        room = await read.rooms.get(effect.room_id)
        if account is None or room is None or room.spotify_account != account.id:
            return nothing_follows  # connected again or disconnected meanwhile
        stayed = await self._is_member(room, account.connected_by)
        notice = ReconnectNotice(room, days_left(account, self._clock.now()), owner_left=not stayed)
        to = account.connected_by if stayed else room.showrunner_id
        await self._announcer.tell(to, notice, effect.delivery)
        return nothing_follows

    async def remind_of_answers(self, effect: Effect) -> Settle:
        """Tell whoever clears songs who has not answered by the date they were to.

        If the music supervisor has left the server, or nobody whom the bot has met has the role of
        the music supervisors any more, the showrunner is told; so they are instead of somebody who
        takes no direct messages. Where others clear songs by now than when it was promised, it is
        promised to them. Dates that had passed only for a clock that was ahead wait again.

        Raises:
            DirectMessagesClosed: The showrunner takes none either.
            Lapsed: An earlier attempt may have been sent.
        """
        read, now = self._store.read, self._clock.now()
        room = await read.rooms.get(effect.room_id)
        if room is None:
            return nothing_follows
        found = await read.rights.brought_up(room.id, effect.subject_id)
        awaited = [(one.answer_by, one) for one in found if one.waits and one.answer_by is not None]
        late = tuple(one for by, one in awaited if by <= now)
        if len(late) < len(awaited):
            async with self._store.transaction(room.id) as unit:
                await unit.rights.put_back(room.id, effect.subject_id, int(now))
        if not late:
            return nothing_follows
        if effect.destination == supervisors(room):
            return await self._remind_supervisors(effect, room)
        to = person_at(effect.destination)
        if not await self._clears(room, to):
            return await self._remind_supervisors(effect, room)
        if effect.unsure:
            raise Lapsed("unsure")
        notice = AnswersOverdue(room, late, effect.subject_id)
        await self._tell_or_showrunner(to, notice, effect.delivery)
        return nothing_follows

    async def _tell_or_showrunner(
        self, to: UserId, notice: AnswersOverdue, delivery: Delivery
    ) -> None:
        try:
            await self._announcer.tell(to, notice, delivery)
        except DirectMessagesClosed:
            showrunner = notice.room.showrunner_id
            if to == showrunner:
                raise
            await self._announcer.tell(showrunner, replace(notice, instead_of=to), delivery)

    async def _remind_supervisors(self, effect: Effect, room: Room) -> Settle:
        """Promise a message to each who clears songs, and forget who has lost the role for it."""
        have, lost = await self._members(room)
        return partial(self._remind_each, effect, room, have or [await self._head(room)], lost)

    async def _remind_each(
        self, effect: Effect, room: Room, told: list[UserId], lost: list[UserId], unit: UnitOfWork
    ) -> None:
        now = int(self._clock.now())
        if lost:
            await unit.rooms.forget_supervisors(room.id, *lost)
        if not effect.unsure:
            # Nobody was told by it: if this person clears songs again, it can be promised to them.
            await unit.outbox.readdress(effect.id, supervisors(room))
        promised = await unit.outbox.destinations(effect.kind, effect.subject_id)
        for to in map(person, told):
            if to not in promised:
                await unit.outbox.promise(effect.kind, to, effect.subject_id, room.id, now)

    async def _members(self, room: Room) -> tuple[list[UserId], list[UserId]]:
        """Return who has the role of a room's music supervisors, and who is known to have lost it.

        Both are empty where no role clears its songs.
        """
        have, lost = list[UserId](), list[UserId]()
        for one in await self._store.read.rooms.supervisors(room.id):
            if len(have) == SUPERVISORS_TOLD:
                break
            (have if await self._has_role(room, one) else lost).append(one)
        return have, lost

    async def _clears(self, room: Room, user_id: UserId) -> bool:
        """Tell whether matters of rights are brought to somebody now."""
        if room.settings.supervisors_role_id is not None:
            if await self._has_role(room, user_id):
                return True
            if user_id != room.showrunner_id or (await self._members(room))[0]:
                return False
        return user_id == await self._head(room)

    async def _head(self, room: Room) -> UserId:
        """Return the room's music supervisor; the showrunner where they left, or nobody is named.

        A role for it is left out.
        """
        stayed = await self._is_member(room, who_clears(room))
        return who_clears(room) if stayed else room.showrunner_id

    async def _has_role(self, room: Room, user_id: UserId) -> bool:
        """Tell whether somebody has a room's role for music supervisors now."""
        found = await self._discord.member(room.guild_id, user_id)
        return found is not None and has_supervisors_role(found, room)

    async def _is_member(self, room: Room, user_id: UserId) -> bool:
        """Tell whether somebody is in the room's server, as far as the bot can see."""
        try:
            return await self._discord.member(room.guild_id, user_id) is not None
        except ServerGone:
            return True
