"""The board in Discord: shown, and arranged by buttons and by command."""

import json

import pytest

from bot.domain.model import ChannelId, Person, UserId
from bot.domain.structs import replace
from cogs.ui.board.forms import BoardForm
from cogs.ui.kit.context import Context
from tests.cogs.boards import boarded, decide, locked_by, seats
from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, opened
from tests.cogs.messages import answered, menu, raw, said, values, walk
from tests.cogs.steps import propose, propose_one, set_up


async def test_everybody_sees_it_and_only_the_showrunner_can_touch_it(studio: Studio) -> None:
    await set_up(studio)
    writer = studio.writers[0]
    told = answered(await writer.slash(studio.channel, "board show"))
    assert "has no board yet" in told
    await propose(studio, 5)
    await decide(studio)
    shown = await opened(writer, studio, "board show")
    assert "## The board of episode 104" in said(shown)
    assert "1\\. **[Song" in said(shown)
    assert "**Runners-up**: 1\\. " in said(shown)
    assert "boardslot" not in str(shown.components)
    for command, given_ in (
        ("place", {"song": "Song", "slot": 1}),
        ("swap", {"out": "Song", "in": "Song"}),
        ("clearance", {"song": "Song", "status": "cleared"}),
        ("lock", {}),
    ):
        choices = {}
        for name in ("song", "out", "in"):
            if name in given_:
                offered = await writer.autocomplete(studio.channel, f"board {command}", name, "")
                choices[name] = offered[0]["value"]
        refused = await writer.slash(studio.channel, f"board {command}", **{**given_, **choices})
        who = "music supervisor, the showrunner" if command == "clearance" else "showrunner"
        assert f"Only the {who} of this room" in answered(refused)


async def test_songs_move_by_buttons_and_by_command(studio: Studio) -> None:
    await boarded(studio)
    shown = await opened(studio.boss, studio, "board show")
    first, second, third = seats(shown)
    await choose(studio.boss, shown, "boardslot:", f"1. {first}")
    assert f"**Chosen: {first}**" in said(shown)
    await studio.boss.click(shown, label="Down")
    assert seats(shown) == [second, first, third]
    await studio.boss.click(shown, label="Up")
    assert seats(shown) == [first, second, third]
    placed = await opened(studio.boss, studio, "board place", song=third, slot=1, beat="Cold open")
    assert seats(placed) == [third, first, second]
    assert "Cold open" in said(placed)
    assert f"Done: **{third}** is in slot 1 on the board." in said(placed)
    placed = await opened(studio.boss, studio, "board place", song=third, beat="The bar")
    assert f"Saved what you wrote about **{third}**." in said(placed)
    # The page from before is pressed once more: it says what has changed meanwhile, by whom.
    await studio.boss.click(shown, label="Down")
    assert seats(shown) == [third, second, first]


async def test_what_is_said_of_a_song_is_typed_into_a_form(studio: Studio) -> None:
    await boarded(studio)
    await opened(studio.boss, studio, "character create", name="Maya")
    shown = await opened(studio.boss, studio, "board show")
    first, *_ = seats(shown)
    await choose(studio.boss, shown, "boardslot:", f"1. {first}")
    form = await studio.boss.click(shown, label="Edit")
    assert form.modal is not None
    labels = form.modal["components"]
    [whose] = [one["component"] for one in labels if one["component"]["custom_id"] == "whose"]
    assert [option["label"] for option in whose["options"]] == ["Nobody", "Maya"]
    maya = whose["options"][1]["value"]
    await studio.boss.submit_modal(
        form, {"beat": "The bar", "whose": [maya], "tells": "She stays.", "lost": "All of it"}
    )
    text = said(shown)
    assert "The bar · for Maya · rights: to clear" in text
    assert "She stays." in text
    assert "Lost without it: All of it" in text
    assert f"Saved what you wrote about **{first}**." in text
    again = await studio.boss.click(shown, label="Edit")
    await studio.boss.submit_modal(again, {"whose": ["0"], "beat": "The bar"})
    assert "for Maya" not in said(shown)


async def test_a_form_of_before_there_was_a_menu_still_names_the_character(studio: Studio) -> None:
    await boarded(studio)
    await opened(studio.boss, studio, "character create", name="Maya")
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    ctx = Context(Person(UserId(studio.boss.id), frozenset(), True), room, services)
    [maya] = await services.characters.all(room)
    for typed, name in (
        ({"character": "maya"}, "maya"),
        ({"character": ""}, ""),
        ({"whose": str(maya.id)}, "Maya"),
        ({"whose": "0"}, ""),
        ({"whose": ""}, ""),
        ({"whose": "Red 7"}, "Red 7"),
    ):
        form = BoardForm.sent("boardform:1:2:3:", typed)
        assert form is not None
        assert await form.character(ctx) == name


async def test_songs_are_added_and_removed_by_button_and_by_command(studio: Studio) -> None:
    await boarded(studio)
    await propose_one(studio, 9)
    shown = await opened(studio.boss, studio, "board show")
    won = seats(shown)
    form = await studio.boss.click(shown, label="Add a song")
    await studio.boss.submit_modal(form, {"song": "song 9", "reason": "Maya *hums* it"})
    assert seats(shown) == [*won, "Song 9"]
    assert "Added by the showrunner: Maya \\*hums\\* it" in said(shown)
    assert "Done: **Song 9** is in slot 4 on the board." in said(shown)
    assert "Add a song" in [one.get("label") for one in walk(raw(shown))]  # another one
    form = await studio.boss.click(shown, label="Remove")
    await studio.boss.submit_modal(form, {"reason": "She doesn't"})
    assert seats(shown) == won
    removed = await opened(
        studio.boss, studio, "board remove", song=won[0], reason="The estate said no"
    )
    assert seats(removed) == won[1:]
    assert f"Removed by the showrunner: **{won[0]}**: The estate said no" in said(removed)
    assert f"Done: **{won[0]}** is off the board." in said(removed)
    added = await opened(studio.boss, studio, "board add", song="song 9", reason="Instead")
    assert seats(added) == [*won[1:], "Song 9"]
    for command, given_ in (("add", "song 9"), ("remove", won[1])):
        refused = await studio.writers[0].slash(
            studio.channel, f"board {command}", song=given_, reason="Mine"
        )
        assert "Only the showrunner" in answered(refused)
    locked = await locked_by(studio)
    assert not [one for one in walk(raw(locked)) if one.get("label") in ("Add a song", "Remove")]


async def test_two_forms_open_at_once(studio: Studio) -> None:
    await boarded(studio)
    one, other = (
        await opened(studio.boss, studio, "board show"),
        await opened(studio.boss, studio, "board show"),
    )
    first, *_ = seats(one)
    forms = []
    for shown in (one, other):
        await choose(studio.boss, shown, "boardslot:", f"1. {first}")
        forms.append(await studio.boss.click(shown, label="Edit"))
    typed = {"beat": "The bar", "whose": [], "tells": "", "lost": ""}
    await studio.boss.submit_modal(forms[0], typed)
    clash = await studio.boss.submit_modal(forms[1], typed | {"beat": "The beach"})
    told = answered(clash)
    assert "Somebody else changed this song" in told
    assert "“The bar”" in told
    assert "The beach" in told
    assert clash.response is not None
    form = await studio.boss.click(clash.response, label="Edit again")
    assert form.modal is not None
    assert "The bar" in json.dumps(form.modal)


async def test_rights_are_written_down_with_their_history(studio: Studio) -> None:
    await boarded(studio)
    shown = await opened(studio.boss, studio, "board show")
    first, *_ = seats(shown)
    await choose(studio.boss, shown, "boardslot:", f"1. {first}")
    found = menu(shown, "boardrights:")
    form = await studio.boss.select(
        shown, values(found, "Rights: pending"), custom_id=found["custom_id"]
    )
    await studio.boss.submit_modal(form, {"note": "Asked the estate"})
    assert "Pending, <t:" in said(shown)
    assert "Asked the estate" in said(shown)
    told = await opened(
        studio.boss, studio, "board clearance", song=first, status="denied", note="They said no"
    )
    text = said(told)
    assert text.index("Asked the estate") < text.index("They said no")
    assert "rights: denied" in text


async def test_the_next_in_line_steps_in(studio: Studio) -> None:
    await boarded(studio)
    shown = await opened(studio.boss, studio, "board show")
    first, second, third = seats(shown)
    offered = await studio.boss.autocomplete(studio.channel, "board swap", "in", "")
    names = [one["name"].partition(" \u2013")[0] for one in offered]
    assert [name.partition(". ")[0] for name in names] == ["1", "2"]
    next_ = names[0].partition(". ")[2]
    await choose(studio.boss, shown, "boardslot:", f"2. {second}")
    found = menu(shown, "boardswap:")
    await studio.boss.select(shown, [found["options"][0]["value"]], custom_id=found["custom_id"])
    assert seats(shown) == [first, next_, third]
    assert f"Done: **{next_}** takes the place of **{second}**." in said(shown)
    there = await studio.boss.slash(studio.channel, "board swap", **{"out": first, "in": third})
    assert f"“{third}” is on the board already. To move it" in answered(there)
    back = await studio.boss.slash(studio.channel, "board swap", **{"out": next_, "in": second})
    assert back.response is not None
    assert seats(back.response) == [first, second, third]


async def test_a_locked_board_can_be_handed_out_and_unlocked(studio: Studio) -> None:
    await boarded(studio)
    locked = await locked_by(studio)
    assert "It is locked" in said(locked)
    assert "3 songs, in story order, 0 cleared, 3 with no scene yet." in said(locked)
    assert "Locked last: episode 104" in answered(await studio.boss.slash(studio.channel, "help"))
    assert "The longlist of episode 104" in answered(
        await studio.writers[0].slash(studio.channel, "song list")
    )
    late = await studio.writers[0].slash(
        studio.channel, "song propose", song=f"https://open.spotify.com/track/{9:022}"
    )
    assert "`/board lock` and `undo`" in answered(late)
    refused = await studio.boss.slash(studio.channel, "board place", song="Song", slot=1)
    assert "locked" in answered(refused) or "More than one song" in answered(refused)
    for wanted in ("json", "csv", "html", "pdf"):
        handed = await studio.boss.slash(studio.channel, "board export", format=wanted)
        assert "**The clearance sheet of episode 104" in answered(handed)
    unlocked = await opened(studio.boss, studio, "board lock", undo=True)
    assert "The board is unlocked." in said(unlocked)
    assert "It is locked" not in said(unlocked)


async def test_others_changes_are_told(studio: Studio) -> None:
    await boarded(studio)
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    room = replace(room, showrunner_id=UserId(77))
    episode = await services.episodes.find(room)
    shown = await opened(studio.boss, studio, "board show")
    first, second, third = seats(shown)
    view = await services.boards.view(room, episode)
    other = Person(UserId(77), frozenset(), False)
    await services.boards.place(other, room, episode, view.board.entries[2].song.id, 1)
    await choose(studio.boss, shown, "boardslot:", f"1. {first}")
    assert "**Changed by others in the meantime**" in said(shown)
    assert f"<@77> moved **{third}**" in said(shown)
    assert seats(shown) == [third, first, second]


@pytest.mark.parametrize("command", ["board show", "board export", "board lock"])
async def test_without_any_episode_it_says_how_to_begin(studio: Studio, command: str) -> None:
    await studio.boss.slash(
        studio.channel, "room setup", title="Soundtrack", timezone="America/Los_Angeles"
    )
    assert "/episode create" in answered(await studio.boss.slash(studio.channel, command))


async def test_the_showrunner_shows_the_board_to_the_room(studio: Studio) -> None:
    await boarded(studio)
    shown = await opened(studio.boss, studio, "board show")
    before = len(studio.channel.history())
    await studio.boss.click(shown, label="Show to the room")
    *_, message = studio.channel.history()
    assert len(studio.channel.history()) == before + 1
    assert "## The board of episode 104" in said(message)
    assert "boardslot" not in str(message.components)
