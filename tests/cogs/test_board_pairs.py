"""Two songs in one slot, in Discord: by command, by button, and what the board says of them."""

from tests.cogs.boards import boarded, locked_by, seats
from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, opened
from tests.cogs.messages import answered, menu, raw, said, walk
from tests.cogs.test_forms import values_of


def numbered(shown: object) -> list[str]:
    [found] = [menu(shown, "boardslot:")]  # type: ignore[arg-type]
    return [option["label"] for option in found["options"]]


async def test_a_command_puts_two_songs_together_and_takes_them_apart(studio: Studio) -> None:
    await boarded(studio)
    first, second, third = seats(await opened(studio.boss, studio, "board show"))
    how = {"with": third, "how": "One *hums* the other"}
    shown = await opened(studio.boss, studio, "board pair", song=first, **how)
    assert numbered(shown) == [f"1a. {first}", f"1b. {third}", f"2. {second}"]
    text = said(shown)
    assert "3 songs in 2 slots, in story order, 0 cleared" in text
    assert "In one slot with 1b: One \\*hums\\* the other" in text
    assert "\nIn one slot with 1a\n" in text
    done = f"Done: **{first}** and **{third}** share slot 1. Both have to be cleared."
    assert done in text
    refused = await studio.boss.slash(
        studio.channel, "board pair", song=second, **{"with": third, "how": "Mine"}
    )
    assert f"“{third}” shares its slot with another song already" in answered(refused)
    assert "Mine" in answered(refused)
    apart = await opened(studio.boss, studio, "board pair", song=third, undo=True)
    assert numbered(apart) == [f"1. {first}", f"2. {third}", f"3. {second}"]
    assert f"Done: **{third}** has slot 2 to itself." in said(apart)
    again = await studio.boss.slash(studio.channel, "board pair", song=third, undo=True)
    assert "has its slot to itself already" in answered(again)
    writer = await studio.writers[0].slash(studio.channel, "board pair", song=first, **how)
    assert "Only the showrunner" in answered(writer)


async def test_the_form_says_what_the_slot_holds(studio: Studio) -> None:
    await boarded(studio)
    shown = await opened(studio.boss, studio, "board show")
    first, second, third = seats(shown)
    await choose(studio.boss, shown, "boardslot:", f"2. {second}")
    form = await studio.boss.click(shown, label="Pair with a song")
    assert form.modal is not None
    other, order, _ = [one["component"] for one in form.modal["components"]]
    labels = [option["label"] for option in other["options"]]
    assert labels == ["No other song", f"1. {first}", f"3. {third}"]
    assert [option["label"] for option in order["options"]] == [
        f"{second} begins",
        "The other song begins",
    ]
    standing = values_of(form)
    chosen = {"other": [other["options"][2]["value"]], "order": ["2"], "how": "On the beat"}
    await studio.boss.submit_modal(form, standing | chosen)
    assert numbered(shown) == [f"1. {first}", f"2a. {third}", f"2b. {second}"]
    form = await studio.boss.click(shown, label="Change the pair")
    assert values_of(form) == chosen
    await studio.boss.submit_modal(form, values_of(form) | {"how": "Off the beat"})
    assert numbered(shown) == [f"1. {first}", f"2a. {third}", f"2b. {second}"]
    assert "In one slot with 2b: Off the beat" in said(shown)
    form = await studio.boss.click(shown, label="Change the pair")
    await studio.boss.submit_modal(form, values_of(form) | {"other": ["0"]})
    assert numbered(shown) == [f"1. {first}", f"2. {third}", f"3. {second}"]


async def test_what_was_typed_is_kept_in_a_clash(studio: Studio) -> None:
    await boarded(studio)
    first, second, third = seats(await opened(studio.boss, studio, "board show"))
    form = await studio.boss.slash(studio.channel, "board pair", song=first, how="Mine *alone*")
    assert form.modal is not None
    filled = values_of(form)
    assert filled["how"] == "Mine *alone*"
    await opened(studio.boss, studio, "board pair", song=first, **{"with": second, "how": "Theirs"})
    other = form.modal["components"][0]["component"]["options"][-1]["value"]
    await studio.restart()
    sent = await studio.boss.submit_modal(form, filled | {"other": [other]})
    text = answered(sent)
    assert "Somebody else changed this song" in text
    assert f"In one slot with: “{second}”" in text
    assert "How they meet: “Theirs”" in text
    assert "Mine *alone*" in text
    shown = await opened(studio.boss, studio, "board show")
    assert numbered(shown) == [f"1a. {first}", f"1b. {second}", f"2. {third}"]
    assert sent.response is not None
    again = await studio.boss.click(sent.response, label="Look at the pair again")
    assert values_of(again)["how"] == "Theirs"


async def test_where_one_falls_the_slot_says_so(studio: Studio) -> None:
    await boarded(studio)
    first, second, third = seats(await opened(studio.boss, studio, "board show"))
    await opened(studio.boss, studio, "board pair", song=first, **{"with": second, "how": "Hum"})
    next_in_line, *_ = await studio.boss.autocomplete(studio.channel, "board swap", "in", "")
    given = {"in": next_in_line["value"]}
    asked = await opened(studio.boss, studio, "board swap", out=second, **given)
    [stands_in] = [one for one in seats(asked) if one not in (first, third)]
    text = said(asked)
    assert numbered(asked) == [f"1a. {first}", f"1b. {stands_in}", f"2. {third}"]
    assert f"**{second}** came off the board; how they meet was written about it" in text
    removed = await opened(studio.boss, studio, "board remove", song=stands_in, reason="No")
    assert numbered(removed) == [f"1. {first}", f"2. {third}"]
    assert f"**{stands_in}** came off the board; it shared this slot" in said(removed)
    undone = await opened(studio.boss, studio, "board pair", song=first, undo=True)
    assert "it shared this slot" not in said(undone)


async def test_a_lock_names_both_songs_of_a_slot(studio: Studio) -> None:
    await boarded(studio)
    first, second, _ = seats(await opened(studio.boss, studio, "board show"))
    await opened(studio.boss, studio, "board pair", song=first, **{"with": second})
    await opened(studio.boss, studio, "board clearance", song=first, status="cleared")
    asked = await opened(studio.boss, studio, "board lock")
    assert f"(in one slot with **{first}**): rights to clear" in said(asked)
    locked = await locked_by(studio)
    assert "In one slot with 1b" in said(locked)
    assert not [one for one in walk(raw(locked)) if one.get("label") == "Change the pair"]
