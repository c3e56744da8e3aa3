"""The showrunner's pins and vetoes, and what results say of them."""

import re

import pytest

from bot.domain.counting import METHODS
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, menu, said, ticked, unnumbered
from tests.cogs.steps import propose_one
from tests.cogs.test_methods import cast, choose, close, open_method, own, public, rule


async def offered(studio: Studio, typed: str) -> dict[str, str]:
    """Return what autocomplete offers for a pin, name by value."""
    choices = await studio.boss.autocomplete(studio.channel, "round pin", "song", typed)
    return {choice["name"]: choice["value"] for choice in choices}


async def test_autocomplete_offers_the_songs_of_the_round_with_their_marks(studio: Studio) -> None:
    assert await offered(studio, "") == {}
    await open_method(studio, songs=3)
    await propose_one(studio, 4)  # too late for the round
    songs = await offered(studio, "")
    assert list(songs) == [f"Song {n} \u2013 Artist {n}" for n in (1, 2, 3)]
    assert "is pinned" in await rule(studio, "pin", songs["Song 2 \u2013 Artist 2"])
    assert "is vetoed" in await rule(studio, "veto", "song 3", reason="Sold to a bank.")
    assert list(await offered(studio, "artist")) == [
        "Song 1 \u2013 Artist 1",
        "Song 2 \u2013 Artist 2 (pinned: has its seat already)",
        "Song 3 \u2013 Artist 3 (vetoed: doesn't count)",
    ]
    assert list(await offered(studio, "SONG 1")) == ["Song 1 \u2013 Artist 1"]
    for words in ("Song 4", "nothing"):
        assert f"No song in this vote matches “{words}”." in await rule(studio, "pin", words)
    assert "More than one song in this vote matches “Song”: Song 1" in await rule(
        studio, "pin", "Song"
    )


async def test_a_veto_needs_a_reason_and_what_was_typed_is_kept(studio: Studio) -> None:
    await open_method(studio, songs=3)
    assert "A veto needs a reason" in await rule(studio, "veto", "Song 1")
    assert "A veto needs a reason" in await rule(studio, "veto", "Song 1", reason="  ")
    told = await rule(studio, "veto", "Song 9", reason="The *estate* said no.")
    assert "Reason:\n```\nThe *estate* said no.\n```" in told
    assert "Vetoed" not in said(public(studio, "## The vote for"))


async def test_pins_and_vetoes_are_shown_on_every_ballot_and_undone(studio: Studio) -> None:
    await open_method(studio, songs=3)
    told = await rule(studio, "pin", "Song 2", reason="It plays in the script.")
    assert "**Song 2** \u2013 Artist 2 is pinned: it has a seat no matter the votes." in told
    assert "1 seat is left to the votes." in told
    await rule(studio, "veto", "Song 3", reason="The estate said no.")
    ballot = said(public(studio, "## The vote for"))
    assert "Pinned by the showrunner, with a seat already:" in ballot
    assert "- **Song 2**: It plays in the script." in ballot
    assert "- **Song 3**: The estate said no." in ballot
    status = answered(await studio.boss.slash(studio.channel, "round status"))
    assert "- **Song 2**: It plays in the script." in status
    assert "- **Song 3**: The estate said no." in status
    mine = await own(studio, studio.writers[0])
    told_of = {one["label"]: one["description"] for one in menu(mine, "picks:")["options"]}
    told = "Pinned: has its seat already · Artist 2 · It is about number 2."
    assert told_of["2. Song 2"] == told
    assert "3. Song 3" not in told_of
    assert "Left out, because the showrunner vetoed it: **Song 3**" in said(mine)
    for what, song, refused in (
        ("pin", "Song 2", "“Song 2” is already pinned."),
        ("veto", "Song 2", "“Song 2” is already pinned."),
        ("pin", "Song 3", "“Song 3” is already vetoed."),
    ):
        assert refused in await rule(studio, what, song, reason="Once more.")
    assert "no longer pinned" in await rule(studio, "pin", "Song 2", undo=True)
    assert "no longer vetoed" in await rule(studio, "veto", "Song 3", undo=True)
    assert "nothing to undo" in await rule(studio, "veto", "Song 3", undo=True)
    ballot = said(public(studio, "## The vote for"))
    assert "Pinned" not in ballot
    assert "Vetoed" not in ballot


async def test_no_more_pins_than_seats(studio: Studio) -> None:
    await open_method(studio, songs=3)
    await rule(studio, "pin", "Song 1")
    assert "0 seats are left to the votes." in await rule(studio, "pin", "Song 2")
    assert "All 2 seats are pinned." in await rule(studio, "pin", "Song 3")


async def test_pins_and_vetoes_are_the_showrunners_until_the_close(studio: Studio) -> None:
    await open_method(studio, songs=3)
    for what in ("pin", "veto"):
        result = await studio.writers[0].slash(
            studio.channel, f"round {what}", song="Song 1", reason="I *say* so."
        )
        told = answered(result)
        assert "Only the showrunner" in told
        assert "I *say* so." in told
    await close(studio)
    assert "it's too late to pin a song" in await rule(studio, "pin", "Song 1")
    told = await rule(studio, "veto", "Song 1", reason="Too late.")
    assert "The vote is closed, so it's too late to veto a song." in told
    assert "Reason:\n```\nToo late.\n```" in told


@pytest.mark.parametrize("method", METHODS)
async def test_results_tell_what_the_votes_alone_would_have_given(
    studio: Studio, method: str
) -> None:
    await open_method(studio, method)
    await cast(studio, studio.boss, method, 1, 2)
    await cast(studio, studio.writers[0], method, 1, 2)
    await cast(studio, studio.writers[3], method, 1, 2)
    await cast(studio, studio.writers[2], method, 1, 3)
    await rule(studio, "pin", "Song 5")
    await rule(studio, "veto", "Song 1", reason="The estate said no.")
    await close(studio)
    results = said(public(studio, "## The cut for"))
    assert re.search(r"^1\\. \*\*\[Song 5\].*pinned by the showrunner$", results, re.MULTILINE)
    assert re.search(r"^2\\. \*\*\[Song 2\]", results, re.MULTILINE)
    assert "Pinned by the showrunner, with a seat already: **Song 5**" in results
    assert "- **Song 1**: The estate said no." in results
    assert "**Song 5** got in only by pin" in results
    assert "Without the pin and the veto, **Song 1** would have gotten in." in results


async def test_results_say_where_pins_changed_nothing(studio: Studio) -> None:
    await open_method(studio)
    await cast(studio, studio.boss, "approval", 1, 2)
    await rule(studio, "pin", "Song 1")
    await close(studio)
    results = said(public(studio, "## The cut for"))
    assert "The votes alone would have given the same: the pin changed nothing." in results


async def test_who_picked_a_vetoed_song_is_told_at_their_next_look_and_may_choose_again(
    studio: Studio,
) -> None:
    await open_method(studio, songs=4)
    picker, other = studio.writers[0], studio.boss
    await cast(studio, picker, "approval", 3)
    await cast(studio, other, "approval", 1)
    await rule(studio, "veto", "Song 3", reason="The estate said no.")
    assert "The showrunner vetoed" in said(await own(studio, picker))
    assert "You can choose again." in said(await own(studio, picker))
    assert "The showrunner vetoed" not in said(await own(studio, other))
    await cast(studio, picker, "approval", 2)
    assert "The showrunner vetoed" not in said(await own(studio, picker))


VETOED_CHOICES = {
    "approval": ("picks:", "**Song 3** \u2013 Artist 3 (vetoed"),
    "points": ("shares:", "Song 3"),
    "ranked": ("rank:", "Song 3"),
}
"""By method, the menu of songs, and how a vetoed one that was chosen stands on the ballot."""


@pytest.mark.parametrize("method", VETOED_CHOICES)
async def test_a_vetoed_song_is_left_out_of_every_menu_unless_it_was_chosen(
    studio: Studio, method: str
) -> None:
    name, shown_as = VETOED_CHOICES[method]
    await open_method(studio, method)
    picker, other = studio.writers[0], studio.writers[1]
    await choose(picker, await own(studio, picker), name, "Song 3")
    await rule(studio, "veto", "Song 3", reason="The estate said no.")
    mine = await own(studio, picker)
    assert "The showrunner vetoed" in said(mine)
    assert "Left out, because the showrunner vetoed" not in said(mine)
    assert shown_as in said(mine)
    if method != "ranked":  # whose menu has only what is not ranked yet
        assert "Song 3" in {unnumbered(one) for one in ticked(menu(mine, name))}
        described = [one.get("description") or "" for one in menu(mine, name)["options"]]
        assert [one for one in described if one.startswith("Vetoed: doesn't count")]
    theirs = await own(studio, other)
    assert "Left out, because the showrunner vetoed it: **Song 3**" in said(theirs)
    assert "Song 3" not in {unnumbered(one["label"]) for one in menu(theirs, name)["options"]}
    await rule(studio, "veto", "Song 3", undo=True)
    theirs = await own(studio, other)
    assert "Left out, because the showrunner vetoed" not in said(theirs)
    assert "Song 3" in {unnumbered(one["label"]) for one in menu(theirs, name)["options"]}


async def test_a_vetoed_pick_is_offered_no_star(studio: Studio) -> None:
    await open_method(studio)
    picker = studio.writers[0]
    shown = await own(studio, picker)
    await choose(picker, shown, "picks:", "Song 2", "Song 3")
    await rule(studio, "veto", "Song 3", reason="The estate said no.")
    mine = await own(studio, picker)
    assert [unnumbered(one["label"]) for one in menu(mine, "stars:")["options"]] == ["Song 2"]
