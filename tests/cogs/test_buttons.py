"""Messages are never taken back: what was posted with a custom id once can be pressed for ever."""

import re
from typing import Any, cast

import discord
import pytest
from discord import ui

from cogs.registry import ITEMS

N = 2**62 - 1
"""About the longest number there is in a custom id."""
LOOK = (4, 5, N, N, 25)

POSTED = [
    ("picks:7", "PicksMenu", (7,)),
    (f"stars:{N}", "StarsMenu", (N,)),
    ("ballot:7", "VoteButton", (7,)),
    (f"points:{N}:{N - 1}", "PointsMenu", (N, N - 1)),
    ("rank:7:3", "RankMenu", (7, 3)),
    ("shares:7", "SharesMenu", (7,)),
    ("unrank:7:3", "UnrankButton", (7, 3)),
    ("rankanew:7", "StartOverButton", (7,)),
    ("abstain:7", "AbstainButton", (7,)),
    ("cast:7", "CastButton", (7,)),
    ("casting:7", "CastingButton", (7,)),
    ("tied:7", "TiedMenu", (7, ())),
    ("tied:7-3-12", "TiedMenu", (7, (3, 12))),
    ("castingback:7-3", "CastingBack", (7, (3,))),
    ("seat:7-25-1-3", "SeatButton", (7, (25, 1, 3))),
    (f"decide:0:7:{N}", "DecisionButton", (0, 7, N)),
    ("decide:1:7:8", "DecisionButton", (1, 7, 8)),
    ("decide:2:7:8", "DecisionButton", (2, 7, 8)),
    ("second:5", "SecondButton", (5,)),
    ("tells:5", "TellsButton", (5,)),
    ("choose:3", "ChooseMenu", (3,)),
    ("byhand:3", "ByHandButton", (3,)),
    ("linked:3", "LinkMenu", (3,)),
    ("nameit:3", "NameButton", (3,)),
    (f"longlist:3:4:5:{N}:{N}:25:1", "LonglistTurn", (3, *LOOK, 1)),
    ("longlist:3:0:0:0:0:0:0", "LonglistTurn", (3, 0, 0, 0, 0, 0, 0)),
    ("longlook:3", "LookMenu", (3,)),
    (f"longsort:3:4:{N}", "SortMenu", (3, 4, N)),
    ("longshow:3:2", "ShowMenu", (3, 2)),
    ("imported:6", "ImportedButton", (6,)),
    ("importstop:6", "StopImportButton", (6,)),
    ("characters:0", "CharacterMenu", (0,)),
    ("characterspage:1", "CharactersTurn", (1,)),
    ("givesong:4", "GiveMenu", (4,)),
    ("editcharacter:4", "EditCharacterButton", (4,)),
    ("characterplaylist:4:1", "CharacterPlaylistButton", (4, 1)),
    ("characterplaylist:4:0", "CharacterPlaylistButton", (4, 0)),
    (f"pick:3:4:5:{N}:{N}:25:{N}", "PickMenu", (3, *LOOK, N)),
    (f"pickpage:3:4:5:{N}:{N}:25:{N}:0", "PickTurn", (3, *LOOK, N, 0)),
    ("pickorder:3:9", "OrderMenu", (3, 9)),
    ("pickfill:3:9", "FillButton", (3, 9)),
    ("compare:3", "CompareButton", (3,)),
    ("comparing:3:1", "CompareTurn", (3, 1)),
    ("present:3:9", "PresentButton", (3, 9)),
    ("presentnow:3:9", "PresentNowButton", (3, 9)),
    ("pickback:3", "BackButton", (3,)),
    (f"shortlist:3:{N}", "TellButton", (3, N)),
    ("tellsmenu:3", "TellsMenu", (3,)),
    ("boardslot:3:9", "SlotMenu", (3, 9)),
    ("boardup:3:2:9:1", "StepButton", (3, 2, 9, 1)),
    ("boarddown:3:2:9:0", "StepButton", (3, 2, 9, 0)),
    ("boardedit:3:2:9", "EditButton", (3, 2, 9)),
    ("boardrights:3:2:9", "RightsMenu", (3, 2, 9)),
    ("boardswap:3:2:9", "SwapMenu", (3, 2, 9)),
    ("boardroom:3", "ShowRoomButton", (3,)),
    ("roster:0", "RosterPicker", (0,)),
    ("rosterpage:1", "RosterTurn", (1,)),
    ("settings:switches", "SwitchMenu", ()),
    ("settings:method", "MethodMenu", ()),
    ("settings:numbers", "NumbersButton", ()),
    ("playlist:public:37i9dQZF1DXcBWIGoYBM5M", "PublicButton", ("37i9dQZF1DXcBWIGoYBM5M",)),
    ("connect:paste", "PasteButton", ()),
    ("connect:app", "OwnAppButton", ()),
    (f"forgetme:{N}", "ForgetButton", (N,)),
]
"""Custom ids as they stand in messages that were posted, what answers them, and what they say."""


def answering(custom_id: str) -> list[tuple[type[ui.DynamicItem[Any]], re.Match[str]]]:
    """Return what discord.py would have answer a press, found as it does it."""
    patterns = ((one, one.__discord_ui_compiled_template__) for one in ITEMS)
    return [(one, match) for one, pattern in patterns if (match := pattern.fullmatch(custom_id))]


def said(item: Any) -> tuple[object, ...]:
    """Return what the custom id of an item says, in order."""
    places = (item.places,) if hasattr(item, "places") else ()
    return (*item.ids, *places, *((item.playlist_id,) if hasattr(item, "playlist_id") else ()))


@pytest.mark.parametrize(("custom_id", "name", "says"), POSTED)
async def test_a_message_posted_before_can_still_be_pressed(
    custom_id: str, name: str, says: tuple[object, ...]
) -> None:
    [(kind, match)] = answering(custom_id)
    assert kind.__name__ == name
    nobody = cast("discord.Interaction[Any]", None)
    pressed = await kind.from_custom_id(nobody, ui.Button(custom_id=custom_id), match)
    assert said(pressed) == says
    assert pressed.custom_id == custom_id


def test_everything_that_can_be_pressed_was_posted_once() -> None:
    assert {name for _, name, _ in POSTED} == {one.__name__ for one in ITEMS}
