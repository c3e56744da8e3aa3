"""Queries are found by their names, whatever file they stand in."""

import re

import pytest

from storage import postgres_statements, sqlite
from storage.statements import FOLDER, Queries

NAMED = re.compile(r"^-- name: (\w+)", re.MULTILINE)


def names_in(folder: str) -> list[str]:
    files = FOLDER.with_name(folder).glob("*.sql")
    return [name for file in files for name in NAMED.findall(file.read_text("utf-8"))]


NAMES = names_in("queries")


def test_every_query_has_a_name_of_its_own() -> None:
    assert len(NAMES) > 300
    assert sorted(set(NAMES)) == sorted(NAMES)


@pytest.mark.parametrize("queries", [sqlite.queries, postgres_statements.queries])
def test_every_query_can_be_asked_for(queries: Queries) -> None:
    assert [name for name in NAMES if not getattr(queries, name).sql] == []


def test_what_postgresql_has_otherwise_takes_the_place_of_what_is_common() -> None:
    others = {
        name
        for name in NAMES
        if getattr(sqlite.queries, name).sql != getattr(postgres_statements.queries, name).sql
    }
    assert others == set(names_in("postgres_queries")) & set(NAMES) != set()


def test_there_is_no_query_but_those_in_the_files() -> None:
    with pytest.raises(AttributeError, match="no query is called votes_of_everybody"):
        sqlite.queries.votes_of_everybody  # noqa: B018 - asking is what is tested
