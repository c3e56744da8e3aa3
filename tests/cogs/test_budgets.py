"""What songs cost against the budget: set, shown on the board, and said before a vote."""

import pytest
import simcord

from bot.domain.model import Person, SongId, UserId
from bot.domain.rights import Side, Stage
from bot.services.rights import HolderText, StepText
from tests.cogs.boards import boarded, seats
from tests.cogs.conftest import Studio
from tests.cogs.longlists import opened
from tests.cogs.messages import answered, said
from tests.cogs.rounds import room_of, shortlisted
from tests.cogs.steps import longlist


async def quoted(
    studio: Studio,
    song_id: SongId,
    fee: str,
    side: Side = Side.RECORDING,
    name: str = "A label",
    *,
    favored: bool = False,
) -> None:
    """Have a holder of a side of a song quote what it costs."""
    room, rights = await room_of(studio), studio.now.services.rights
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    text = HolderText(name, most_favored=favored)
    holder = (await rights.add_holder(boss, room, song_id, side, text)).rights.holders[-1]
    await rights.advance(boss, room, holder.id, StepText(Stage.QUOTED, fee), holder.step)


async def budget(studio: Studio, person: simcord.MemberActor, **given: str | bool) -> str:
    return answered(await person.slash(studio.channel, "episode budget", **given))


async def ids(studio: Studio) -> dict[str, SongId]:
    return {one.song.title: one.song.id for one in await longlist(studio)}


async def test_a_budget_is_set_changed_and_taken_away_by_those_who_clear_rights(
    studio: Studio,
) -> None:
    await shortlisted(studio, 3)
    songs = await ids(studio)
    await quoted(studio, songs["Song 1"], "12,000 USD")
    told = await budget(studio, studio.boss)
    assert "the 3 songs on the shortlist of episode 104" in told
    assert "**Budget**: none; set one with `/episode budget`. Quotes so far: 12,000 USD." in told
    assert "Only the music supervisor" in await budget(studio, studio.writers[0], amount="1 USD")
    assert "three letters" in await budget(studio, studio.boss, amount="forty")
    told = await budget(studio, studio.boss, amount="40,000 USD")
    assert "The budget of episode 104 “Pilot” is 40,000 USD now." in told
    assert "**Budget**: 40,000 USD. Quotes so far: 12,000 USD, 28,000 USD left." in told
    told = await budget(studio, studio.boss, amount="10000 usd")
    assert "is 10,000 USD now; it was 40,000 USD before." in told
    assert "2,000 USD over the budget" in told
    assert "No quote yet: **Song 2**" in told
    assert "Only the music supervisor" in await budget(studio, studio.writers[0])
    assert "has no budget now" in await budget(studio, studio.boss, undo=True)


async def test_the_board_adds_up_for_those_who_clear_rights_and_for_nobody_else(
    studio: Studio,
) -> None:
    await boarded(studio)
    shown = await opened(studio.boss, studio, "board show")
    songs, (first, second, third) = await ids(studio), seats(shown)
    assert "Budget" not in said(shown)  # many a room has none
    await budget(studio, studio.boss, amount="10,000 USD")
    await quoted(studio, songs[first], "5,000 USD")
    await quoted(studio, songs[first], "3,000 USD", Side.SONG, "A publisher", favored=True)
    await quoted(studio, songs[second], "700 EUR")
    await quoted(studio, songs[second], "", Side.SONG, "Quiet Songs")
    shown = await opened(studio.boss, studio, "board show")
    for part in (
        "rights: pending (recording pending, song pending)",
        "**Budget**: 10,000 USD. Quotes so far: 10,000 USD, 0 USD left.",
        "Most favored nations add 2,000 USD of that.",
        "Also quoted, not converted: 700 EUR.",
        "Quoted without an amount: Quiet Songs.",
        f"No quote yet: **{third}**",
    ):
        assert part in said(shown)
    await studio.boss.click(shown, label="Show to the room")
    posted = max(studio.channel.history(), key=lambda one: one.id)
    seen = await opened(studio.writers[0], studio, "board show")
    for text in (said(posted), said(seen)):
        assert "## The board of" in text
        assert not any(
            word in text for word in ("USD", "EUR", "Budget", "Quiet Songs", "recording")
        )


async def test_the_board_says_who_steps_in_for_a_song_that_is_denied(studio: Studio) -> None:
    await boarded(studio)
    first, *_ = seats(await opened(studio.boss, studio, "board show"))
    told = await opened(studio.boss, studio, "board clearance", song=first, status="denied")
    assert "Rights denied. Next in line: **Song " in said(told)
    seen = await opened(studio.writers[0], studio, "board show")
    assert said(seen).count("Rights denied. Next in line: **Song ") == 1


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("3,000 USD", ["Quoted above the whole budget of 3,000 USD: **Song 1**", "Quotes can"]),
        ("6,000 USD", ["Quotes can exceed the budget of 6,000 USD: the 2 songs with the highest"]),
        ("8,000 USD", []),
        ("9,000 EUR", []),
    ],
)
async def test_a_preview_warns_when_what_was_quoted_exceeds_the_budget(
    studio: Studio, amount: str, told: list[str]
) -> None:
    await shortlisted(studio, 4)
    songs = await ids(studio)
    await quoted(studio, songs["Song 1"], "5,000 USD")
    await quoted(studio, songs["Song 2"], "3,000 USD")
    await budget(studio, studio.boss, amount=amount)
    given: dict[str, str | int] = {"closes": "in 36 hours", "seats": 2}
    shown = said(await opened(studio.boss, studio, "round schedule", **given))
    assert all(part in shown for part in told)
    assert ("budget" in shown) is bool(told)
