"""What nobody was offered: whoever sends it is told so, and nothing is logged as a fault."""

import asyncio
import logging
from collections.abc import Iterator

import pytest

from tests.wire.house import House
from tests.wire.people import custom_ids
from tests.wire.shapes import Json, text_of

FORGED = ("NaN", "", "-1", "1e3", "0", str(2**63), "9" * 100, "\u0661", "1; DROP TABLE rounds")
MENUS = {"approval": "picks", "points": "shares", "ranked": "rank"}


@pytest.fixture(autouse=True)
def nothing_unforeseen(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where something was logged that nobody foresaw."""
    caplog.set_level(logging.WARNING)
    yield
    assert [one.getMessage() for one in caplog.records if one.exc_info] == []


def menu_of(form: Json, word: str) -> str:
    [found] = [one for one in custom_ids(form) if one.startswith(f"{word}:")]
    return found


@pytest.mark.parametrize("method", MENUS)
async def test_a_forged_choice_is_refused_and_honest_ones_count(house: House, method: str) -> None:
    round_id = (await house.opened(method=method)).round.id
    forger, *honest = house.writers
    form = await house.form(round_id, forger)
    menu, songs = menu_of(form, MENUS[method]), await house.songs(round_id)
    chosen = [[one] for one in FORGED] + [[songs[0], songs[0]], [songs[0], "NaN"]]
    others = [await house.form(round_id, one) for one in honest]
    answers = await asyncio.gather(
        *(house.discord.forge(menu, values, forger, form) for values in chosen),
        *(
            house.discord.choose(menu_of(theirs, MENUS[method]), songs[:1], one, theirs)
            for one, theirs in zip(honest, others, strict=True)
        ),
    )
    for forged in answers[: len(chosen)]:
        assert "not on this ballot" in forged.text, forged.payload["data"]
    assert (await house.round()).turnout.voted == len(honest)


@pytest.mark.parametrize("place", ["0", "99", "9" * 18])
async def test_a_forged_place_of_a_ranking_is_refused(house: House, place: str) -> None:
    round_id = (await house.opened(method="ranked")).round.id
    forger = house.writers[0]
    form, songs = await house.form(round_id, forger), await house.songs(round_id)
    forged = await house.discord.forge(
        f"rank:{round_id}:1", songs[:1], forger, form, becomes=f"rank:{round_id}:{place}"
    )
    assert "this press changed nothing" in text_of(forged.message or {})
    assert (await house.round()).turnout.voted == 0


@pytest.mark.parametrize("number", ["0", "77", "NaN", "", str(2**63), "9" * 19])
async def test_a_forged_id_of_a_round_is_no_round(house: House, number: str) -> None:
    round_id = (await house.opened()).round.id
    [ballot] = house.ballots(round_id)
    forged = await house.discord.forge(
        f"ballot:{round_id}", (), house.writers[0], ballot, becomes=f"ballot:{number}"
    )
    assert ("no vote now" in forged.text) or ("no longer works" in forged.text)
