"""Credits are what MusicBrainz says, with where it says so, and nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.musicbrainz import SimulatedMusicBrainz
from bot.demo.musicbrainz.data import id_of
from bot.demo.musicbrainz.shapes import NO_LABEL
from bot.domain.credits import CreditKind, Found
from bot.domain.errors import CreditsOff, CreditsUnavailable
from bot.domain.model import Recording
from bot.musicbrainz import answers
from bot.musicbrainz.answers import NAME_MAX, OF_A_KIND_MAX
from bot.musicbrainz.catalogue import MusicBrainz, musicbrainz_of
from bot.settings import Settings
from tests.fakes import FakeClock
from tests.musicbrainz.conftest import BLUE, CODE, TWO, Time

OURS = Recording("Blue - Remastered 2021", ("Joni Mitchell",), isrc=CODE)
SITE = "https://musicbrainz.org"


async def test_writers_publishers_labels_and_the_year_are_found_with_their_sources(
    catalogue: MusicBrainz, simulated: SimulatedMusicBrainz
) -> None:
    found = await catalogue.credits(CODE, OURS)
    work = f"{SITE}/work/{id_of('work', 'Blue')}"
    first = f"{SITE}/release/{id_of('release', 'Blue 1971-06-22')}"
    again = f"{SITE}/release/{id_of('release', 'Blue, again 2021-06-18')}"
    assert found == (
        Found(CreditKind.WRITER, "Joni Mitchell", work),
        Found(CreditKind.PUBLISHER, "Crazy Crow Music", work),
        Found(CreditKind.PUBLISHER, "Joni Music", work),
        Found(CreditKind.LABEL, "Reprise Records", first),
        Found(CreditKind.LABEL, "Rhino", again),
        Found(CreditKind.YEAR, "1971", f"{SITE}/recording/{BLUE.id}"),
    )
    assert [one.path.split("/")[3] for one in simulated.asked] == ["isrc", "recording", "release"]


async def test_what_is_not_said_is_not_found(catalogue: MusicBrainz) -> None:
    assert await catalogue.credits(TWO.isrcs[0], OURS) == ()
    assert await catalogue.credits("USRE17199999", OURS) == ()


async def test_one_answer_that_fails_leaves_nothing_half_found(
    catalogue: MusicBrainz, simulated: SimulatedMusicBrainz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.musicbrainz.catalogue._PEOPLE", "nonsense-rels")
    with pytest.raises(CreditsUnavailable):
        await catalogue.credits(CODE, OURS)
    assert len(simulated.asked) == 2


async def test_without_a_contact_nobody_is_asked(clock: FakeClock, time: Time) -> None:
    off = musicbrainz_of(Settings("t" * 60), clock, time)
    assert not off.is_on
    with pytest.raises(CreditsOff):
        await off.credits(CODE, OURS)
    await off.close()
    on = musicbrainz_of(Settings("t" * 60, musicbrainz_contact="a@b.example"), clock, time)
    assert on.is_on


def _relation(kind: str, target: str, name: object, **more: object) -> dict[str, object]:
    return {"type": kind, "target-type": target, target: {"id": "x", "name": name}, **more}


@pytest.mark.parametrize("name", ["", " ", "\u202e", "x" * (NAME_MAX + 1), None, 7, ["Joni"]])
def test_a_name_that_cannot_be_used_is_left_out(name: object) -> None:
    work = {"relations": [_relation("composer", "artist", name)]}
    told = {"relations": [{"type": "performance", "target-type": "work", "work": work}]}
    assert list(answers.people_of(told)) == []


def test_who_holds_the_rights_in_a_recording_is_a_label() -> None:
    told = {"id": BLUE.id, "relations": [_relation("phonographic copyright", "label", "Reprise")]}
    link = f"{SITE}/recording/{BLUE.id}"
    assert list(answers.people_of(told)) == [Found(CreditKind.LABEL, "Reprise", link)]


def test_the_label_of_no_label_is_none() -> None:
    info = [{"label": {"id": NO_LABEL, "name": "[no label]"}}, {"label": None}]
    assert list(answers.labels_of({"releases": [{"label-info": info}]})) == []


def test_no_link_leads_elsewhere() -> None:
    work = {"id": "../evil?", "relations": [_relation("writer", "artist", "Joni")]}
    told = {"relations": [{"type": "performance", "target-type": "work", "work": work}]}
    assert [one.link for one in answers.people_of(told)] == [""]
    listed = {"recordings": [{"id": "javascript:alert(1)", "title": "Blue"}]}
    assert answers.recordings_of(listed, OURS) == []


def test_there_are_not_too_many_of_a_kind() -> None:
    many = (Found(CreditKind.WRITER, f"Writer {n % 30}") for n in range(100))
    assert len(answers.suggested(many)) == OF_A_KIND_MAX


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                (
                    *("recordings", "relations", "releases", "label-info", "work", "label"),
                    *("artist", "id", "name", "title", "type", "target-type", "date", "video"),
                    "first-release-date",
                )
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(["recordings", "relations", "releases", "id"]), json_values))
def test_whatever_is_answered_nothing_breaks(told: dict[str, Any]) -> None:
    for one in answers.recordings_of(told, OURS):
        list(answers.year_of(one))
    found = [*answers.people_of(told), *answers.labels_of(told)]
    assert all(0 < len(one.name) <= NAME_MAX for one in found)
