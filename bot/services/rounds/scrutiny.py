"""Scrutineers: who counts votes again whose records nobody else may see."""

import re
from collections.abc import Sequence

from bot.domain.errors import InvalidInput, NotAllowed, NotFound
from bot.domain.model import Person, Room, Round, RoundId, RoundState
from bot.domain.permissions import is_showrunner, require_showrunner
from bot.domain.secrecy import is_scrutineer
from bot.domain.structs import replace
from bot.services.belonging import InRoom
from bot.services.ports.destinations import channel
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.threads import Recount
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.rounds.transitions import tell_of_settings

SCRUTINEERS_MAX = 3
_HASH = re.compile(r"[0-9a-f]{64}")


class Scrutiny:
    """Name a room's scrutineers, and tell the room what they counted."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def name(self, person: Person, room: Room, people: Sequence[Person]) -> Room:
        """Name the scrutineers of the votes scheduled from now on; return the room.

        Raises:
            NotAllowed: The person is not the showrunner.
            InvalidInput: There are more than three, or one is the showrunner or a delegate.
        """
        require_showrunner(person, room)
        if len(people) > SCRUTINEERS_MAX:
            raise InvalidInput("scrutineers.number", str(len(people)))
        async with self._store.transaction(room.id) as unit:
            current = await unit.rooms.get(room.id) or room
            if any(is_showrunner(one, current) for one in people):
                raise InvalidInput("scrutineers.showrunner", "")
            named = tuple(sorted(one.user_id for one in people))
            changed = replace(current, settings=replace(current.settings, scrutineers=named))
            now = int(self._clock.now())
            await unit.rooms.save(changed, now)
            await tell_of_settings(unit, current, changed, now)
        return changed

    async def require(self, person: Person, room: Room, round_id: RoundId) -> None:
        """Refuse whoever may not say that they counted a round again.

        Raises:
            NotFound: The room has no such round.
            NotAllowed: The person is no scrutineer of the round.
        """
        await _scrutinised(self._store.read, person, room, round_id)

    async def counted(self, person: Person, room: Room, round_id: RoundId, sha256: str) -> Round:
        """Note that a scrutineer counted a round again, and promise to tell the room; return it.

        A later word takes the place of an earlier one; the same once more is not told again.

        Args:
            person: The scrutineer.
            room: The room.
            round_id: The round.
            sha256: The hash of the record they counted; spaces and capitals do not matter.

        Raises:
            NotFound: The room has no such round, or it has not closed.
            NotAllowed: The person is no scrutineer of the round.
            InvalidInput: It is no hash.
        """
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            round_ = await _scrutinised(unit, person, room, round_id)
            if round_.state is not RoundState.CLOSED:
                raise NotFound("results")
            recount = Recount(room.id, round_id, person.user_id, read_hash(sha256), now)
            before = await unit.threads.recount_by(round_id, person.user_id)
            if before is None or before.sha256 != recount.sha256:
                kept = await unit.threads.keep_recount(recount)
                kind = EffectKind.SAY_RECOUNT
                await unit.outbox.promise(kind, channel(room), kept, room.id, now)
        return round_


async def _scrutinised(unit: UnitOfWork, person: Person, room: Room, round_id: RoundId) -> Round:
    round_ = await InRoom(unit, room).round(round_id)
    if not is_scrutineer(person, room, round_):
        raise NotAllowed("scrutineer")
    return round_


def read_hash(typed: str) -> str:
    """Return a hash as records show it.

    Raises:
        InvalidInput: It does not have 64 hexadecimal digits.
    """
    tidy = "".join(typed.split()).strip("`").lower()
    if not _HASH.fullmatch(tidy):
        raise InvalidInput("recount.hash", typed)
    return tidy
