"""What is said of a server in states that a real one is hard to bring into."""

import pytest

from bot.doctor.database_server import answers
from bot.domain.structs import replace
from storage.postgres_checkup import PostgresState
from tests.doctor.conftest import lines

GOOD = PostgresState(
    version="16.4",
    new_enough=True,
    encoding="UTF8",
    read_only=False,
    user="ana",
    may_create=True,
    of_others=(),
    clock=1000.0,
    connections_free=90,
    durable=True,
    encrypted=True,
    ends=(),
)


class As:
    """A server in such a state."""

    place = "postgresql://ana@db.example/songs"

    def __init__(self, state: PostgresState) -> None:
        self.state = lambda: state

    def waiting(self) -> int:
        return 0


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (replace(GOOD, version="14.9", new_enough=False), "wrong database: {}: PostgreSQL 14.9 is"),
        (replace(GOOD, clock=1006.0), "wrong database: the server's clock is 6 seconds ahead of"),
        (replace(GOOD, clock=994.0), "wrong database: the server's clock is 6 seconds behind"),
        (
            replace(GOOD, encrypted=False, ends=("10.0.0.7", "8.8.8.8")),
            "wrong database: anybody on the way can read who votes for what. Turn ssl on",
        ),
        (
            replace(GOOD, encrypted=False, ends=("10.0.0.7", "10.0.0.8")),
            "note database: the connection is not encrypted, and stays within a private network.",
        ),
    ],
)
def test_what_else_is_wrong(state: PostgresState, told: str) -> None:
    found = lines(answers(As(state), lambda: 1000.0))
    [line] = [one for one in found if not one.startswith("ok ")]
    assert line.startswith(told.format(As.place))


@pytest.mark.parametrize(
    "state",
    [
        GOOD,
        replace(GOOD, clock=1004.0),
        replace(GOOD, encrypted=False, ends=("127.0.0.1", "127.0.0.1")),
        replace(GOOD, encrypted=False, ends=("::1", "::1")),
        replace(GOOD, encrypted=True, ends=("10.0.0.7", "8.8.8.8")),
    ],
)
def test_what_is_right(state: PostgresState) -> None:
    found = lines(answers(As(state), lambda: 1000.0))
    assert [line for line in found if not line.startswith("ok ")] == []
