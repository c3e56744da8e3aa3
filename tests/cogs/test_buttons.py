"""Messages are never taken back: what was posted with a custom id once can be pressed for ever."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import discord
import pytest
from discord import ui

import cogs
from bot.domain.longlist import Look, Show, Sort
from cogs.registry import ITEMS
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.forms import Form
from cogs.ui.kit.pressable import Pressable
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered
from tests.cogs.steps import set_up

N = 2**62 - 1
"""About the longest number there is in a custom id."""
LOOK = Look(Sort.PROPOSED, Show.TICKED, N, N, 25)
UNSEEN = Look(Sort.NEWEST, Show.ALL, 0, 0, 0)
NAME = "37i9dQZF1DXcBWIGoYBM5M"

POSTED: list[tuple[str, str, dict[str, object]]] = [
    ("picks:7", "PicksMenu", {"round_id": 7}),
    (f"stars:{N}", "StarsMenu", {"round_id": N}),
    ("ballot:7", "VoteButton", {"round_id": 7}),
    (f"points:{N}:{N - 1}", "PointsMenu", {"round_id": N, "song_id": N - 1}),
    ("rank:7:3", "RankMenu", {"round_id": 7, "place": 3}),
    ("shares:7", "SharesMenu", {"round_id": 7}),
    ("unrank:7:3", "UnrankButton", {"round_id": 7, "place": 3}),
    ("rankanew:7", "StartOverButton", {"round_id": 7}),
    ("abstain:7", "AbstainButton", {"round_id": 7}),
    ("called:7:8", "CalledButton", {"round_id": 7, "number": 8}),
    ("retry", "RetryButton", {}),
    ("cast:7", "CastButton", {"round_id": 7}),
    ("casting:7", "CastingButton", {"round_id": 7}),
    ("tied:7", "TiedMenu", {"round_id": 7, "places": ()}),
    ("tied:7-3-12", "TiedMenu", {"round_id": 7, "places": (3, 12)}),
    (
        f"voteschedule:{N}:{N}:{N}:approval",
        "ScheduleButton",
        {"episode_id": N, "seen": N, "opens": N, "method": "approval"},
    ),
    ("votechange:3:0:points", "ChangeButton", {"episode_id": 3, "opens": 0, "method": "points"}),
    ("forvote:pause:7", "MeantButton", {"verb": "pause", "round_id": 7}),
    ("votedrop", "DropButton", {}),
    ("recount:7", "RecountButton", {"round_id": 7}),
    ("castingback:7-3", "CastingBack", {"round_id": 7, "places": (3,)}),
    ("seat:7-25-1-3", "SeatButton", {"round_id": 7, "places": (25, 1, 3)}),
    (f"decide:0:7:{N}", "DecisionButton", {"verb": 0, "round_id": 7, "message": N}),
    ("decide:1:7:8", "DecisionButton", {"verb": 1, "round_id": 7, "message": 8}),
    ("decide:2:7:8", "DecisionButton", {"verb": 2, "round_id": 7, "message": 8}),
    ("closenow:open:7", "CloseNowButton", {"state": "open", "round_id": 7}),
    ("closenow:casting:7", "CloseNowButton", {"state": "casting", "round_id": 7}),
    ("cancelnow:7", "CancelNowButton", {"round_id": 7}),
    ("leaveround:7", "LeaveRoundButton", {"round_id": 7}),
    ("takeback:7", "TakeBackButton", {"round_id": 7}),
    ("abstainnow:7:9", "AbstainNowButton", {"round_id": 7, "seen": 9}),
    (f"emptynow:7:{N}", "EmptyNowButton", {"round_id": 7, "seen": N}),
    ("keepballot:7", "KeepBallotButton", {"round_id": 7}),
    ("second:5", "SecondButton", {"proposal_id": 5}),
    ("seconding:5:0", "SecondingButton", {"proposal_id": 5, "on": False}),
    ("seconding:5:1", "SecondingButton", {"proposal_id": 5, "on": True}),
    ("unsay:5:6", "TakeNoteBackButton", {"proposal_id": 5, "note_id": 6}),
    ("withdrawing:5", "AskWithdrawButton", {"proposal_id": 5}),
    ("withdraw:5", "WithdrawButton", {"proposal_id": 5}),
    ("keepsong:5", "KeepButton", {"proposal_id": 5}),
    ("bringback:5", "BringBackButton", {"proposal_id": 5}),
    ("tells:5", "NoteButton", {"proposal_id": 5}),
    ("choose:3", "ChooseMenu", {"episode_id": 3}),
    ("byhand:3", "ByHandButton", {"episode_id": 3}),
    ("linked:3", "LinkMenu", {"episode_id": 3}),
    ("nameit:3", "NameButton", {"episode_id": 3}),
    (
        f"longlist:3:4:5:{N}:{N}:25:1",
        "LonglistTurn",
        {"episode_id": 3, "look": LOOK, "direction": 1},
    ),
    ("longlist:3:0:0:0:0:0:0", "LonglistTurn", {"episode_id": 3, "look": UNSEEN, "direction": 0}),
    ("longlook:3", "LookMenu", {"episode_id": 3}),
    (f"longsort:3:4:{N}", "SortMenu", {"episode_id": 3, "show": 4, "character": N}),
    ("longshow:3:2", "ShowMenu", {"episode_id": 3, "sort": 2}),
    ("imported:6", "ImportedButton", {"import_id": 6}),
    ("importstop:6", "StopImportButton", {"import_id": 6}),
    ("importback:6", "TakeImportBackButton", {"import_id": 6}),
    ("importbacknow:6", "TakeImportBackNowButton", {"import_id": 6}),
    ("importreturn:6", "BringImportBackButton", {"import_id": 6}),
    ("characters:0", "CharacterMenu", {"page_number": 0}),
    ("characterspage:1", "CharactersTurn", {"page_number": 1}),
    ("givesong:4", "GiveMenu", {"character_id": 4}),
    ("editcharacter:4", "EditCharacterButton", {"character_id": 4}),
    ("characterplaylist:4:1", "CharacterPlaylistButton", {"character_id": 4, "on": 1}),
    ("characterplaylist:4:0", "CharacterPlaylistButton", {"character_id": 4, "on": 0}),
    (f"pick:3:4:5:{N}:{N}:25:{N}", "PickMenu", {"episode_id": 3, "look": LOOK, "seen": N}),
    (
        f"pickpage:3:4:5:{N}:{N}:25:{N}:0",
        "PickTurn",
        {"episode_id": 3, "look": LOOK, "seen": N, "direction": 0},
    ),
    (
        f"pickmore:3:4:5:{N}:{N}:25:{N}:11",
        "MorePickMenu",
        {"episode_id": 3, "look": LOOK, "seen": N, "number": 11},
    ),
    (f"pickshow:3:4:5:{N}:{N}:25:9", "PickShowMenu", {"episode_id": 3, "look": LOOK, "seen": 9}),
    (
        f"pickwho:3:4:5:{N}:{N}:25:9",
        "PickProposerPicker",
        {"episode_id": 3, "look": LOOK, "seen": 9},
    ),
    (
        f"picksearch:3:4:5:{N}:{N}:25:9",
        "PickSearchButton",
        {"episode_id": 3, "look": LOOK, "seen": 9},
    ),
    (f"pickname:3:4:5:{N}:{N}:25:9", "PickNamesButton", {"episode_id": 3, "look": LOOK, "seen": 9}),
    ("pickorder:3:9", "OrderMenu", {"episode_id": 3, "seen": 9}),
    ("pickfill:3:9", "FillButton", {"episode_id": 3, "seen": 9}),
    ("compare:3", "CompareButton", {"episode_id": 3}),
    ("comparing:3:1", "CompareTurn", {"episode_id": 3, "page": 1}),
    ("present:3:9", "PresentButton", {"episode_id": 3, "seen": 9}),
    ("presentnow:3:9", "PresentNowButton", {"episode_id": 3, "seen": 9}),
    ("pickback:3", "BackButton", {"episode_id": 3}),
    (f"shortlist:3:{N}", "NotesButton", {"episode_id": 3, "number": N}),
    ("tellsmenu:3", "NoteMenu", {"episode_id": 3}),
    ("boardslot:3:9", "SlotMenu", {"episode_id": 3, "seen": 9}),
    ("boardup:3:2:9:1", "UpButton", {"episode_id": 3, "song_id": 2, "seen": 9}),
    ("boarddown:3:2:9:0", "DownButton", {"episode_id": 3, "song_id": 2, "seen": 9}),
    ("boardadd:3:9", "AddSongButton", {"episode_id": 3, "seen": 9}),
    ("boardpair:3:2", "PairButton", {"episode_id": 3, "song_id": 2}),
    ("boardremove:3:2:9", "RemoveSongButton", {"episode_id": 3, "song_id": 2, "seen": 9}),
    ("boardlock:3:9", "LockButton", {"episode_id": 3, "seen": 9}),
    ("boardedit:3:2:9", "EditButton", {"episode_id": 3, "song_id": 2, "seen": 9}),
    ("boardrights:3:2:9", "RightsMenu", {"episode_id": 3, "song_id": 2, "seen": 9}),
    ("boardswap:3:2:9", "SwapMenu", {"episode_id": 3, "song_id": 2, "seen": 9}),
    ("boardroom:3", "ShowRoomButton", {"episode_id": 3}),
    ("roster:0", "RosterPicker", {"page": 0}),
    ("rosterpage:1", "RosterTurn", {"page": 1}),
    ("settings:switches", "SwitchMenu", {}),
    ("settings:method", "MethodMenu", {}),
    ("settings:numbers", "NumbersButton", {}),
    ("settings:scrutineers", "ScrutineersPicker", {}),
    (f"playlist:public:{NAME}", "PublicButton", {"playlist_id": NAME}),
    ("connect:paste", "PasteButton", {}),
    ("connect:app", "OwnAppButton", {}),
    (f"moveroom:{N}", "MoveRoom", {"room_id": N}),
    (f"forgetme:{N}", "ForgetButton", {"room_id": N}),
]
"""Custom ids as they stand in messages that were posted, what answers them, and what they say."""

CHOSEN = {
    "LinkMenu": "1|Song|Artist",
    "MethodMenu": "spread",
    "OrderMenu": "1:0:0:0:0",
    "PickShowMenu": "2:0:0:two words",
    "RightsMenu": "pending",
    "ShowMenu": "1:0",
    "SwitchMenu": "events",
}
"""A value of each menu whose values are no numbers."""


UNUSED = {
    "CalledButton": {"number"},
    "CharacterMenu": {"page_number"},
    "DecisionButton": {"message"},
    "EditButton": {"seen"},
    "LookMenu": {"episode_id"},
    "MorePickMenu": {"number"},
    "NoteMenu": {"episode_id"},
    "NotesButton": {"number"},
}
"""What only tells apart the custom ids of one message, or what the chosen value says itself."""


def answering(custom_id: str) -> list[tuple[type[ui.DynamicItem[Any]], re.Match[str]]]:
    """Return what discord.py would have answer a press, found as it does it."""
    patterns = ((one, one.__discord_ui_compiled_template__) for one in ITEMS)
    return [(one, match) for one, pattern in patterns if (match := pattern.fullmatch(custom_id))]


@pytest.mark.parametrize(("custom_id", "name", "carried"), POSTED)
async def test_a_message_posted_before_can_still_be_pressed(
    custom_id: str, name: str, carried: dict[str, object]
) -> None:
    [(kind, match)] = answering(custom_id)
    assert kind.__name__ == name
    nobody = cast("discord.Interaction[Any]", None)
    pressed = await kind.from_custom_id(nobody, ui.Button(custom_id=custom_id), match)
    assert {one: getattr(pressed, one) for one in carried} == carried
    assert pressed.custom_id == custom_id


def test_everything_that_can_be_pressed_was_posted_once() -> None:
    assert {name for _, name, _ in POSTED} == {one.__name__ for one in ITEMS}


def item_of(custom_id: str, name: str) -> ui.Item[ui.LayoutView]:
    """Return what was posted with a custom id, as Discord keeps it."""
    if name.endswith("Picker"):
        return ui.UserSelect(custom_id=custom_id)
    if name.endswith("Menu"):
        return ui.Select(
            custom_id=custom_id,
            options=[discord.SelectOption(label="1", value=CHOSEN.get(name, "1"))],
        )
    return ui.Button(custom_id=custom_id, label="Press")


async def test_every_press_is_answered_though_the_bot_has_restarted(studio: Studio) -> None:
    """Whatever was posted by an earlier version answers, and in its own words."""
    await set_up(studio)
    await studio.restart()
    channel = studio.now.client.get_partial_messageable(studio.channel.id)
    for custom_id, name, _ in POSTED:
        posted = await channel.send(view=layout(row(item_of(custom_id, name))))
        if name.endswith("Picker"):
            result = await studio.boss.select(posted, [studio.writers[0]], custom_id=custom_id)
        elif name.endswith("Menu"):
            result = await studio.boss.select(posted, [CHOSEN.get(name, "1")], custom_id=custom_id)
        else:
            result = await studio.boss.click(posted, custom_id=custom_id)
        if result.modal is None:
            assert "Something went wrong" not in answered(result), custom_id


def declared_in_source() -> Iterator[str]:
    """Yield the classes that declare a custom id, as they are written anywhere under `cogs`."""
    for path in Path(cogs.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and _declares(node):
                yield node.name


def _declares(node: ast.ClassDef) -> bool:
    return any(keyword.arg == "custom_id" for keyword in node.keywords)


@pytest.mark.parametrize("kind", ITEMS, ids=lambda kind: kind.__name__)
def test_what_a_custom_id_carries_is_looked_at(kind: type[Pressable]) -> None:
    """What is carried and not looked at lets a press do something to another thing."""
    source = "".join(
        inspect.getsource(one) for one in kind.__mro__ if one.__module__.startswith("cogs.ui")
    )
    unused = {one for one in kind.id_template.converters if f"self.{one}" not in source}
    assert unused == UNUSED.get(kind.__name__, set())


def test_the_client_is_given_everything_that_can_be_pressed() -> None:
    """Also what is declared in a module that nothing else imports."""
    known = [one.__name__ for one in (*ITEMS, *Form.declared)]
    assert sorted(declared_in_source()) == sorted(known)
