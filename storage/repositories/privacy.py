"""Removing somebody's name from everything that is stored about a room."""

import json

from typing_extensions import override

from bot.domain.model import ProposalId, RoomId, UserId
from bot.services.ports.destinations import person
from bot.services.ports.repositories.privacy import PrivacyRepository
from storage.repositories.repository import SqlRepository

_STATEMENTS = (
    "proposals",
    "notes",
    "seconds",
    "candidates",
    "emptied_ballots",
    "ballots",
    "ballot_log",
    "schedulings",
    "rulings",
    "withdrawals",
    "recounts",
    "accounts",
    "imports",
    "characters",
    "board_log",
    "rights_steps",
    "credits",
    "waiting_lines",
)


class SqlPrivacyRepository(SqlRepository, PrivacyRepository):
    """`PrivacyRepository` in SQL."""

    @override
    async def live_votes(self, room_id: RoomId, user_id: UserId) -> int:
        held = await self._sql.live_votes_of(room_id=room_id, user_id=user_id)
        return int(held)

    @override
    async def accounts_in_use(self, room_id: RoomId, user_id: UserId) -> int:
        held = await self._sql.accounts_in_use_of(room_id=room_id, user_id=user_id)
        return int(held)

    @override
    async def cards(self, room_id: RoomId, user_id: UserId) -> tuple[ProposalId, ...]:
        rows = self._sql.cards_of(room_id=room_id, user_id=user_id)
        return tuple([ProposalId(row["id"]) async for row in rows])

    @override
    async def forget(self, room_id: RoomId, user_id: UserId, becomes: UserId) -> None:
        at = {"room_id": room_id, "user_id": user_id}
        # Whoever is forgotten may vote anew, which must not count beside the ballot they left.
        await self._sql.give_up_cancelled_of(**at)
        await self._sql.leave_roster(**at)
        for name in _STATEMENTS:
            await getattr(self._sql, f"forget_{name}")(**at, becomes=becomes)
        await self._forget_named(room_id, user_id, becomes)
        await self._sql.hand_on_spotify_calls(**at)
        await self._sql.forget_spotify_calls(**at)
        await self._sql.forget_links(**at)
        await self._sql.forget_listener(**at)
        await self._sql.forget_supervisor(**at)
        await self._sql.forget_nothing_to_add(**at)
        await self._sql.forget_called(**at, becomes=user_id - 1)
        await self._sql.forget_messages(room_id=room_id, destination=person(user_id))

    async def _forget_named(self, room_id: RoomId, user_id: UserId, becomes: UserId) -> None:
        """Take somebody out of the room's settings, and put the other id into its rounds' rules."""
        settings = json.loads(await self._sql.settings_of(room_id=room_id))
        named = settings.get("scrutineers", [])
        supervises = settings.get("supervisor_id") == user_id
        if user_id in named or supervises:
            settings["scrutineers"] = [one for one in named if one != user_id]
            settings["supervisor_id"] = None if supervises else settings.get("supervisor_id")
            await self._sql.set_settings(
                room_id=room_id, settings=json.dumps(settings, sort_keys=True)
            )
        naming = self._sql.rules_naming(room_id=room_id, pattern=f"%{user_id}%")
        for round_id, text in [tuple(row) async for row in naming]:
            rules = json.loads(text)
            named = rules.get("scrutineers", [])
            rules["scrutineers"] = [becomes if one == user_id else one for one in named]
            await self._sql.set_rules(id=round_id, rules=json.dumps(rules, sort_keys=True))
