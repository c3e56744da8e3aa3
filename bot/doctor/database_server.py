"""Checks of a database that is on a PostgreSQL server. All of them block."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from ipaddress import ip_address
from typing import Protocol

from bot.doctor.findings import Check, Finding, blocking, note, ok, unusable, wrong
from bot.domain.errors import StorageError

CLOCKS_APART_MAX = 5.0
"""How many seconds the server's clock may differ from this machine's."""
_SECONDS = 30.0


class ServerState(Protocol):
    """A server as it is, and what this user may do in the database."""

    @property
    def version(self) -> str:
        """Such as `16.4`."""
        ...

    @property
    def new_enough(self) -> bool:
        """Whether the bot can use this version."""
        ...

    @property
    def encoding(self) -> str:
        """What text is kept in; `UTF8` is as it should be."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether nobody can write, as on a standby."""
        ...

    @property
    def user(self) -> str:
        """The user that the bot is there."""
        ...

    @property
    def may_create(self) -> bool:
        """Whether the user may create tables."""
        ...

    @property
    def of_others(self) -> Sequence[str]:
        """The bot's tables that belong to other users."""
        ...

    @property
    def clock(self) -> float:
        """What the server's clock says (UTC seconds)."""
        ...

    @property
    def connections_free(self) -> int:
        """How many connections the bot can have, those it has among them."""
        ...

    @property
    def connections_needed(self) -> int:
        """How many connections a process of the bot needs."""
        ...

    @property
    def durable(self) -> bool:
        """Whether the server waits for its disk."""
        ...

    @property
    def encrypted(self) -> bool:
        """Whether nobody between can read along."""
        ...

    @property
    def ends(self) -> Sequence[str]:
        """The IP addresses of both ends of the connection; none for a socket of this machine."""
        ...


class DatabaseServer(Protocol):
    """A database on a server, checked without changing it. All methods raise StorageError."""

    @property
    def place(self) -> str:
        """Its address, without a password."""
        ...

    def state(self) -> ServerState:
        """Connect, and return how the server is."""
        ...

    def waiting(self) -> int:
        """Return how many migrations the next start will apply."""
        ...


def server_checks(database: DatabaseServer, now: Callable[[], float]) -> list[Check]:
    """Return the checks that a server needs besides those of every database.

    Args:
        database: Where it is.
        now: Returns this machine's time (UTC seconds).
    """
    return [Check("database", blocking(partial(answers, database, now)), _SECONDS)]


def answers(database: DatabaseServer, now: Callable[[], float]) -> Iterator[Finding]:
    """Check that the server answers, and lets the bot do what it has to."""
    before = now()
    try:
        state = database.state()
        after = now()
        waiting = database.waiting() if state.new_enough else 0
    except StorageError as fault:
        yield unusable(f"database: {str(fault).rstrip('.')}")
        return
    final = [*_final(database.place, state)]
    if final:
        yield from final
        return
    up_to_date = "the next start updates it" if waiting else "it is up to date"
    yield ok(f"database: {database.place} (PostgreSQL {state.version}) can be used; {up_to_date}")
    yield from _durable(state)
    yield from _clock(state.clock - (before + after) / 2, after - before)
    yield from _connections(state)
    yield from _secret(state)


def _final(place: str, state: ServerState) -> Iterator[Finding]:
    """Yield what no start gets past."""
    if not state.new_enough:
        to_do = "Move the database to PostgreSQL 15 or newer"
        yield unusable(f"database: {place}: PostgreSQL {state.version} is too old. {to_do}")
        return
    if state.encoding != "UTF8":
        to_do = "Create another with: createdb --encoding=UTF8 --template=template0 NAME"
        yield unusable(
            f"database: {place} keeps text in {state.encoding}, which lacks letters. {to_do}"
        )
    if state.read_only:
        to_do = "Name the primary server in DATABASE_URL"
        yield unusable(f"database: {place} can only be read, as on a standby. {to_do}")
    elif not state.may_create:
        to_do = (
            f'As the owner of the database, run: GRANT CREATE ON SCHEMA public TO "{state.user}"'
        )
        yield unusable(f"database: {place}: {state.user} may not create tables there. {to_do}")
    elif state.of_others:
        named = ", ".join(state.of_others[:3]) + (", and others" if state.of_others[3:] else "")
        to_do = f'For each, as its owner, run: ALTER TABLE NAME OWNER TO "{state.user}"'
        yield unusable(f"database: {place}: {named} do not belong to {state.user}. {to_do}")


def _durable(state: ServerState) -> Iterator[Finding]:
    if state.durable:
        yield ok("database: durable (every vote is on the disk before it is answered)")
    else:
        to_do = "Turn fsync and full_page_writes on in the server's settings"
        yield wrong("database: votes are lost if the server's machine stops suddenly", to_do)


def _clock(ahead: float, uncertain: float) -> Iterator[Finding]:
    """Compare the clocks: each process goes by its own machine's, and the server's is a witness."""
    if abs(ahead) > CLOCKS_APART_MAX + uncertain / 2:
        way = "ahead of" if ahead > 0 else "behind"
        yield wrong(
            f"database: the server's clock is {abs(ahead):.0f} seconds {way} this machine's",
            "Turn on time synchronization on both. On Debian and Ubuntu: timedatectl set-ntp true",
        )


def _connections(state: ServerState) -> Iterator[Finding]:
    free, needed = state.connections_free, state.connections_needed
    if free < needed:
        yield wrong(
            f"database: the server has {max(free, 0)} connections for the bot, and each process"
            f" needs up to {needed}",
            "Raise max_connections there, or the limits of the user and of the database",
        )
    else:
        yield ok(f"database: {free} connections for the bot, which needs {needed} a process")


def _secret(state: ServerState) -> Iterator[Finding]:
    """Check that nobody on the way can read who votes for what."""
    ends = [ip_address(one) for one in state.ends]
    if state.encrypted:
        yield ok("database: the connection is encrypted")
    elif any(one.is_global for one in ends):
        to_do = "Turn ssl on at the server, and write ?sslmode=require behind DATABASE_URL"
        yield wrong("database: anybody on the way can read who votes for what", to_do)
    elif not all(one.is_loopback for one in ends):
        yield note(
            "database: the connection is not encrypted, and stays within a private network",
            "If others use that network, turn ssl on at the server",
        )
