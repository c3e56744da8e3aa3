"""What the client is given: every cog, everything that can be pressed, and who tells of errors."""

from typing import Any

from discord import ui
from discord.ext import commands

from cogs.board import BoardCommands
from cogs.characters import CharacterCommands
from cogs.episodes import EpisodeCommands
from cogs.help import HelpCommands
from cogs.playlist import PlaylistCommands
from cogs.rooms import RoomCommands
from cogs.rounds import RoundCommands
from cogs.shortlists import ShortlistCommands
from cogs.songs import SongCommands
from cogs.ui.ballot import CastButton, VoteButton
from cogs.ui.base import answer_error
from cogs.ui.board import EditButton, RightsMenu, ShowRoomButton, SlotMenu, StepButton, SwapMenu
from cogs.ui.cards import SecondButton, TellsButton
from cogs.ui.casting import CastingBack, CastingButton, SeatButton, TiedMenu
from cogs.ui.characters import (
    CharacterMenu,
    CharacterPlaylistButton,
    CharactersTurn,
    EditCharacterButton,
    GiveMenu,
)
from cogs.ui.comparing import CompareButton, CompareTurn
from cogs.ui.confirming import PresentButton, PresentNowButton
from cogs.ui.connecting import OwnAppButton, PasteButton
from cogs.ui.forgetting import ForgetButton
from cogs.ui.importing import ImportedButton, StopImportButton
from cogs.ui.linking import LinkMenu
from cogs.ui.mine import AbstainButton
from cogs.ui.notices import DecisionButton
from cogs.ui.pages import LonglistTurn, LookMenu, ShowMenu, SortMenu
from cogs.ui.picking import BackButton, FillButton, OrderMenu, PickMenu, PickTurn
from cogs.ui.picks import PicksMenu, StarsMenu
from cogs.ui.playlists import PublicButton
from cogs.ui.points import PointsMenu, SharesMenu
from cogs.ui.presenting import TellButton, TellsMenu
from cogs.ui.proposing import ByHandButton, ChooseMenu, NameButton
from cogs.ui.ranking import RankMenu, StartOverButton, UnrankButton
from cogs.ui.rooms import RosterPicker, RosterTurn
from cogs.ui.settings import MethodMenu, NumbersButton, SwitchMenu

__all__ = ["COGS", "ITEMS", "answer_error"]

COGS: tuple[type[commands.Cog], ...] = (
    RoomCommands,
    EpisodeCommands,
    SongCommands,
    CharacterCommands,
    ShortlistCommands,
    RoundCommands,
    BoardCommands,
    PlaylistCommands,
    HelpCommands,
)
"""Each is made with the client as its only argument."""

# Every press is matched against these in turn, so what is pressed most stands first.
ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (
    PicksMenu,
    StarsMenu,
    VoteButton,
    PointsMenu,
    RankMenu,
    SharesMenu,
    UnrankButton,
    StartOverButton,
    AbstainButton,
    CastButton,
    CastingButton,
    TiedMenu,
    CastingBack,
    SeatButton,
    DecisionButton,
    SecondButton,
    TellsButton,
    ChooseMenu,
    ByHandButton,
    LinkMenu,
    NameButton,
    LonglistTurn,
    LookMenu,
    SortMenu,
    ShowMenu,
    ImportedButton,
    StopImportButton,
    CharacterMenu,
    CharactersTurn,
    GiveMenu,
    EditCharacterButton,
    CharacterPlaylistButton,
    PickMenu,
    PickTurn,
    OrderMenu,
    FillButton,
    CompareButton,
    CompareTurn,
    PresentButton,
    PresentNowButton,
    BackButton,
    TellButton,
    TellsMenu,
    SlotMenu,
    StepButton,
    EditButton,
    RightsMenu,
    SwapMenu,
    ShowRoomButton,
    RosterPicker,
    RosterTurn,
    SwitchMenu,
    MethodMenu,
    NumbersButton,
    PublicButton,
    PasteButton,
    OwnAppButton,
    ForgetButton,
)
