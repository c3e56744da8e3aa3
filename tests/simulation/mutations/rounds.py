"""Ways in which rounds, promises and answers could be wrong."""

import asyncio
from contextvars import ContextVar
from typing import Any

import discord

from bot.domain import permissions, voting
from bot.domain.model import RoundState
from bot.domain.structs import replace
from bot.services.deliveries import Deliveries
from bot.services.rounds import due, next_steps
from cogs.outbound import messages
from cogs.ui.kit import context
from storage import sqlite
from storage.database import Database
from storage.repositories.interactions import SqlInteractionRepository
from storage.repositories.outbox import SqlOutboxRepository
from storage.repositories.star_lines import SqlStarLineRepository
from storage.sqlite import SqliteBackend
from storage.sqlite_thread import ConnectionInThread, in_thread, run_without_waiting
from storage.statements import Statements
from tests.simulation.mutations import mutation, put, replace_everywhere, rewrite

ALWAYS = r"WHERE id = :id AND (1 = 1 OR \1)"
CLAIMS = (
    "claim_close", "claim_count", "claim_casting_end", "end_voting", "close_round", "await_casting",
    "retime",
)  # fmt: skip
"""Queries that move a round, provided that nobody else has moved it meanwhile."""


@mutation(20)
def acknowledge_before_the_commit() -> None:
    """Tell people that something is saved while its transaction is under way."""

    async def in_one_trip(self: Any, work: Any, room_ids: Any, alone: str = "") -> Any:
        turn = self._turn
        await turn.__aenter__()
        writer = self._open_writer()

        def run(raw: Any) -> Any:
            raw.execute("BEGIN IMMEDIATE")
            return run_without_waiting(work(Statements(sqlite.queries, ConnectionInThread(raw))))

        async def commit() -> None:
            await asyncio.sleep(0.3)
            await in_thread(writer, lambda raw: raw.execute("COMMIT"))
            await turn.__aexit__(None, None, None)

        result = await in_thread(writer, run)
        self.commits = [*getattr(self, "commits", []), asyncio.create_task(commit())]
        return result

    put(SqliteBackend, "in_one_trip", in_one_trip)


@mutation(60)
def take_an_effect_without_compare_and_set() -> None:
    """Have a process make a promised effect whether or not another one is making it."""
    rewrite("outbox", "claim_effects", "leased_until (<=|>) :now", r"leased_until \1 :now + 1000")


@mutation(60)
def move_rounds_without_compare_and_set() -> None:
    """Have a due round move on from where it was before the transaction, wherever it is now."""
    for name in CLAIMS:
        rewrite("rounds", name, r"(?s)WHERE id = :id\s+AND (.*?)(?=\s+RETURNING)", ALWAYS)
    step, read = due.DueRounds._step, vars(next_steps)["due_in_room_of"]
    seen = ContextVar[dict[int, Any]]("seen", default={})  # noqa: B039 - nothing is put into it

    async def first_read(self: Any, share: Any, rounds: Any) -> Any:
        seen.set({one.id: await read(self._store.read, one) for one in rounds})
        done = await step(self, share, rounds)
        seen.set({})
        return done

    async def read_before(unit: Any, one: Any) -> Any:
        return seen.get().get(one.id) or await read(unit, one)

    put(due.DueRounds, "_step", first_read)
    put(next_steps, "due_in_room_of", read_before)


def _promise_later(*, own_transaction: bool) -> None:
    """Have what is promised written once its transaction is over."""
    waiting: list[dict[str, Any]] = []
    promised = SqlOutboxRepository.promise
    begun = Database.transaction

    async def promise(self: Any, *given: Any, **more: Any) -> None:
        self.promised = True
        waiting.append({"given": given, "more": more})

    async def write(unit: Any) -> None:
        while waiting:
            one = waiting.pop(0)
            await promised(unit.outbox, *one["given"], **one["more"])

    def transaction(self: Any, *rooms: Any) -> Any:
        return _Following(begun(self, *rooms), write, own_transaction, lambda: begun(self, *rooms))

    put(SqlOutboxRepository, "promise", promise)
    put(Database, "transaction", transaction)


class _Following:
    """A transaction that writes what was promised before it, or has another write it after."""

    def __init__(self, inner: Any, write: Any, after: bool, another: Any) -> None:
        self._inner, self._write, self._after, self._another = inner, write, after, another

    async def __aenter__(self) -> Any:
        unit = await self._inner.__aenter__()
        if not self._after:
            await self._write(unit)
        return unit

    async def __aexit__(self, *raised: object) -> Any:
        ended = await self._inner.__aexit__(*raised)
        if self._after:
            async with self._another() as unit:
                await self._write(unit)
        return ended


@mutation(10)
def promise_after_the_commit() -> None:
    """Promise what follows from something in a transaction of its own, behind it."""
    _promise_later(own_transaction=True)


@mutation(10)
def promise_in_the_wrong_transaction() -> None:
    """Promise what follows from something in the next transaction, whatever that is about."""
    _promise_later(own_transaction=False)


@mutation(120)
def look_through_fifty_messages() -> None:
    """Take a message for not sent that is further up than fifty others."""
    history = discord.abc.Messageable.history
    put(discord.abc.Messageable, "history", lambda self, **_: history(self, limit=50))


@mutation(100)
def ask_the_cache_for_roles() -> None:
    """Ask what the client remembers of the server which roles somebody has."""
    original = context.person_of

    def person_of(interaction: discord.Interaction[Any]) -> Any:
        asked = original(interaction)
        known = frozenset(one.id for one in getattr(interaction.user, "roles", ()))
        return type(asked)(asked.user_id, known, asked.manages_server)

    replace_everywhere("person_of", original, person_of)


@mutation(60)
def drop_a_refusal() -> None:
    """Let anybody do what only the showrunner may."""
    original = permissions.require_showrunner
    replace_everywhere("require_showrunner", original, lambda *_: None)


@mutation(60)
def act_on_every_delivery() -> None:
    """Take something that is delivered again for something new."""

    async def claim(*_: Any) -> bool:
        return True

    async def claimed(*_: Any) -> bool:
        return False

    put(SqlInteractionRepository, "claim", claim)
    put(SqlInteractionRepository, "claimed", claimed)


@mutation(60)
def take_votes_after_the_close() -> None:
    """Count on the screen to let nobody vote in a round that is not open."""
    original = voting.decide

    def decide(vote: Any, box: Any, *given: Any, **more: Any) -> Any:
        opened = replace(box.round, state=RoundState.OPEN, closes_at=2**40)
        return original(vote, replace(box, round=opened), *given, **more)

    replace_everywhere("decide", original, decide)


@mutation(40)
def remember_who_said_why() -> None:
    """Keep lines on the ballots of those who wrote them when they are shown without names."""

    async def forget_writers(*_: Any) -> None:
        return None

    put(SqlStarLineRepository, "forget_writers", forget_writers)


@mutation(20)
def answer_in_public() -> None:
    """Show the whole channel what was one person's business."""
    sent: Any = discord.InteractionResponse.send_message

    async def send_message(self: Any, *given: Any, **more: Any) -> Any:
        return await sent(self, *given, **more | {"ephemeral": False})

    put(discord.InteractionResponse, "send_message", send_message)


@mutation(100)
def send_without_a_nonce() -> None:
    """Send a message again as a new one, and look for none that was sent before."""
    sent: Any = messages.Messages.send

    async def send(self: Any, channel: Any, message: Any, nonce: int, **more: Any) -> Any:
        self.sent = getattr(self, "sent", 0) + 1
        return await sent(self, channel, message, nonce + self.sent, **more)

    async def find(*_: Any) -> None:
        return None

    put(messages.Messages, "send", send)
    put(messages.Messages, "find", find)


@mutation(60)
def leave_the_last_word_to_what_failed() -> None:
    """Leave it at what a delivery said that failed, though another one has acted since."""
    put(Deliveries, "has_acted", property(lambda _: False))
