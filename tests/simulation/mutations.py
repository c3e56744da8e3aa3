"""Ways in which the product could be wrong, put into it from outside: each has to be noticed.

A mutation is one function here, under `@mutation(seeds)`: among so many seeds one has to fail.
"""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

import aiosql
import discord

from bot.client import NeedleDrop
from bot.domain import permissions, voting
from bot.domain.model import RoundState
from cogs.outbound import messages
from cogs.ui.kit import context
from storage import sqlite
from storage.database import Database
from storage.repositories.outbox import SqlOutboxRepository
from storage.sqlite import SqliteBackend
from storage.sqlite_thread import ConnectionInThread, in_thread, run_without_waiting
from storage.statements import FOLDER, Driver, Statements


@dataclass(frozen=True, slots=True)
class Mutation:
    """A fault to put into the product, and among how many seeds one has to notice it."""

    apply: Callable[[], None]
    seeds: int


MUTATIONS: dict[str, Mutation] = {}


def mutation(seeds: int) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Have a fault put into the product, to see that it is noticed."""

    def register(apply: Callable[[], None]) -> Callable[[], None]:
        MUTATIONS[apply.__name__] = Mutation(apply, seeds)
        return apply

    return register


def replace_everywhere(name: str, original: object, other: object) -> None:
    """Replace something in every module of the product that has imported it by its name."""
    found = False
    for module in list(sys.modules.values()):
        ours = module.__name__.startswith(("bot", "cogs", "storage"))
        if ours and module.__dict__.get(name) is original:
            module.__dict__[name] = other
            found = True
    assert found, f"nothing is called {name}"


def put(owner: Any, name: str, other: object) -> None:
    """Replace something of a class; what is not there any more under its name cannot be."""
    assert hasattr(owner, name), f"{owner.__name__} has no {name}"
    setattr(owner, name, other)


@mutation(20)
def acknowledge_before_the_commit() -> None:
    """Tell people that something is saved while its transaction is under way."""

    async def in_one_trip(self: Any, work: Any) -> Any:
        turn = self._its_turn()
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
    whole = (FOLDER / "outbox.sql").read_text()
    text = whole[whole.index("-- name: claim_effect") : whole.index("-- name: renew")]
    text = text.replace("leased_until <= :now", "leased_until <= :now + 1000")
    text = text.replace("leased_until > :now", "leased_until > :now + 1000")
    sqlite.queries.claim_effect = aiosql.from_str(text, cast("Any", Driver)).claim_effect


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

    def transaction(self: Any) -> Any:
        return _Following(begun(self), write, own_transaction, lambda: begun(self))

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


@mutation(400)
def look_through_fifty_messages() -> None:
    """Take a message for not sent that is further up than fifty others."""
    history = discord.abc.Messageable.history
    put(discord.abc.Messageable, "history", lambda self, **_: history(self, limit=50))


@mutation(60)
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
    put(NeedleDrop, "comes_first", lambda *_: True)


@mutation(60)
def take_votes_after_the_close() -> None:
    """Count on the screen to let nobody vote in a round that is not open."""
    original = voting.decide

    def decide(vote: Any, box: Any, *given: Any) -> Any:
        opened = replace(box.round, state=RoundState.OPEN, closes_at=2**40)
        return original(vote, replace(box, round=opened), *given)

    replace_everywhere("decide", original, decide)


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
