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


def test_three_queries_differ_and_one_takes_the_place_of_what_is_common() -> None:
    postgresqls, sqlites = names_in("postgres_queries"), names_in("sqlite_queries")
    assert sorted(postgresqls + sqlites) == ["claim_effects", "each_voter", "put_ballots"]
    assert {*postgresqls, *sqlites} & {*NAMES} == {"claim_effects"}
    common, others = (of.claim_effects.sql for of in (sqlite.queries, postgres_statements.queries))
    assert common != others


def test_sqlite_is_not_asked_to_hold_rows() -> None:
    held = [name for name in NAMES if " FOR " in getattr(postgres_statements.queries, name).sql]
    assert {"claim_effects", "hold_free_rooms", "promise"} <= set(held)
    assert [name for name in held if " FOR " in getattr(sqlite.queries, name).sql] == []


def test_there_is_no_query_but_those_in_the_files() -> None:
    with pytest.raises(AttributeError, match="no query is called votes_of_everybody"):
        sqlite.queries.votes_of_everybody  # noqa: B018 - asking is what is tested
