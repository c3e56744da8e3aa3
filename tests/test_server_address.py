"""Addresses of PostgreSQL databases, as people write and paste them."""

from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.server_address import NotAnAddress, is_server, parse

SECRET = "hush-hush"


@pytest.mark.parametrize(
    ("written", "shown", "database"),
    [
        (f"postgres://ana:{SECRET}@db.example/songs", "postgresql://ana@db.example/songs", "songs"),
        (f"PostgreSQL://ana:{SECRET}@h:5433/a", "postgresql://ana@h:5433/a", "a"),
        (
            f"postgresql://ana:{SECRET}@[::1]:5432/a?sslmode=require",
            "postgresql://ana@[::1]:5432/a?sslmode=require",
            "a",
        ),
        (
            f"postgresql:///a?host=/run/here&user=ana&password={SECRET}",
            "postgresql:///a?host=/run/here&user=ana",
            "a",
        ),
        (
            f"postgresql://ana:{SECRET}@one:1,two:2/?dbname=a%20b&target_session_attrs=primary",
            "postgresql://ana@one:1,two:2/?dbname=a%20b&target_session_attrs=primary",
            "a b",
        ),
    ],
)
def test_what_can_be_used(written: str, shown: str, database: str) -> None:
    read = parse(written)
    assert (read.shown, read.database, read.password) == (shown, database, SECRET)
    assert parse(read.url) == read
    assert SECRET not in repr(read)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("postgresql://ana:{}@db", "names no database"),
        ("postgresql://ana:{}@db/", "names no database"),
        ("postgresql://ana:a@{}@db/songs", "write %40 for @"),
        ("postgresql://ana:a/{}@db/songs", "write %40 for @"),
        ("postgresql://ana:1/{}@db/songs", "write %40 for @"),
        ("postgresql://ana:a?{}@db/songs", "write %40 for @"),
        ("postgresql://ana:a?{}=1@db/songs", "write %40 for @"),
        ("postgresql://ana:a#{}@db/songs", "write %40 for @"),
        ("postgresql://ana:[{}@db/songs", "write %40 for @"),
        ("postgresql://ana:a {}@db/songs", "it has a space in it"),
        ("postgresql://ana:{}@db:port/songs", "write %40 for @"),
        ("postgresql://ana:{}@db:77777/songs", "write %40 for @"),
        ("postgresql://ana:{}@/songs?port=77777", "its port"),
        ("postgresql://ana:{}@db/songs?sslmode=on", "its sslmode is none of allow, disable"),
        ("postgresql://ana:{}@db/songs?channel_binding=require", "no use for its option channel_"),
        ("postgresql://ana:{}@db/songs?secret={}", "write %40 for @"),
        ("postgresql://ana:{}@db/songs?ssl=true", "write sslmode=require"),
        ("postgresql://ana:{}@db/songs?sslrootcert=system", "its sslrootcert has to be a file"),
        *(
            (f"postgresql://ana:{{}}@db/songs?target_session_attrs={kind}", "the bot has to write")
            for kind in ("standby", "read-only", "prefer-standby", "nobody")
        ),
        ("mysql://ana:{}@db/songs", "it is no server's"),
    ],
)
def test_what_cannot_be_used_says_why_and_repeats_no_password(written: str, why: str) -> None:
    with pytest.raises(NotAnAddress) as refusal:
        parse(written.replace("{}", SECRET))
    assert why in str(refusal.value)
    assert SECRET not in str(refusal.value)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_password_can_be_written(password: str) -> None:
    read = parse(f"postgresql://ana:{quote(password, safe='')}@db/songs")
    assert (read.password, read.shown) == (password, "postgresql://ana@db/songs")


def test_a_plus_is_a_plus() -> None:
    assert parse("postgresql://ana@db/songs?password=a+b").password == "a+b"


@given(st.text())
def test_any_text_is_an_address_or_a_sentence(text: str) -> None:
    for written in (text, f"postgresql://{text}"):
        with suppress(NotAnAddress):
            read = parse(written)
            assert is_server(written)
            assert parse(read.url) == read
