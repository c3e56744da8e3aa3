"""Removing somebody's name from a room's data without changing its records."""

from bot.domain.errors import CannotForget
from bot.domain.model import Person, ProposalId, Room
from bot.services.listening.due import DueListenings
from bot.services.listening.steps import wait_for_who_is_left, who_is_where
from bot.services.ports.destinations import cards
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.pseudonyms import Pseudonyms


class Privacy:
    """Forget people on request."""

    def __init__(
        self, store: Store, clock: Clock, pseudonyms: Pseudonyms, due_listenings: DueListenings
    ) -> None:
        self._store = store
        self._clock = clock
        self._pseudonyms = pseudonyms
        self._due_listenings = due_listenings

    async def check(self, person: Person, room: Room) -> None:
        """Refuse somebody who cannot be forgotten now.

        Raises:
            CannotForget: As `forget` does.
        """
        await _check(self._store.read, person, room)

    async def forget(self, person: Person, room: Room) -> int:
        """Replace a person's id by a pseudonym; return how many cards will be edited.

        Songs, notes, ballots and receipts stay, so every record counts as before. Nothing that is
        kept leads from the pseudonym to the person; if they come back, what they may do only once,
        or not with their own songs, stays so.

        Raises:
            CannotForget: They are the showrunner, take part in a vote that is not over, or
                connected the Spotify account that is in use.
        """
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await _check(unit, person, room)
            shown: tuple[ProposalId, ...] = await unit.privacy.cards(room.id, person.user_id)
            nobody = self._pseudonyms.of(room.id, person.user_id)
            sessions = await who_is_where(unit, room)
            await unit.privacy.forget(room.id, person.user_id, nobody)
            await wait_for_who_is_left(unit, room, sessions, now)
            for card in shown:
                await unit.outbox.promise(EffectKind.EDIT_PROPOSAL, cards(room), card, room.id, now)
        await self._due_listenings.plan_after_saving()
        return len(shown)


async def _check(unit: UnitOfWork, person: Person, room: Room) -> None:
    if person.user_id == room.showrunner_id:
        raise CannotForget("showrunner")
    if await unit.privacy.live_votes(room.id, person.user_id):
        raise CannotForget("vote")
    if await unit.privacy.accounts_in_use(room.id, person.user_id):
        raise CannotForget("account")
