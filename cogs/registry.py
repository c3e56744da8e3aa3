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
from cogs.ui.ballots.own import AbstainButton
from cogs.ui.ballots.picks import PicksMenu, StarsMenu
from cogs.ui.ballots.points import PointsMenu, SharesMenu
from cogs.ui.ballots.post import CastButton, VoteButton
from cogs.ui.ballots.ranking import RankMenu, StartOverButton, UnrankButton
from cogs.ui.board.page import (
    EditButton,
    RightsMenu,
    ShowRoomButton,
    SlotMenu,
    StepButton,
    SwapMenu,
)
from cogs.ui.characters import (
    CharacterMenu,
    CharacterPlaylistButton,
    CharactersTurn,
    EditCharacterButton,
    GiveMenu,
)
from cogs.ui.kit.components import answer_error
from cogs.ui.playlists.connect import OwnAppButton, PasteButton
from cogs.ui.playlists.status import PublicButton
from cogs.ui.rooms.forget_me import ForgetButton
from cogs.ui.rooms.roster import RosterPicker, RosterTurn
from cogs.ui.rooms.settings import MethodMenu, NumbersButton, SwitchMenu
from cogs.ui.rounds.casting_vote import CastingBack, CastingButton, SeatButton, TiedMenu
from cogs.ui.rounds.direct_messages import DecisionButton
from cogs.ui.shortlists.compare import CompareButton, CompareTurn
from cogs.ui.shortlists.confirm import PresentButton, PresentNowButton
from cogs.ui.shortlists.pick import BackButton, FillButton, OrderMenu, PickMenu, PickTurn
from cogs.ui.shortlists.post import TellButton, TellsMenu
from cogs.ui.songs.card import SecondButton, TellsButton
from cogs.ui.songs.from_message import LinkMenu
from cogs.ui.songs.import_playlist import ImportedButton, StopImportButton
from cogs.ui.songs.longlist import LonglistTurn, LookMenu, ShowMenu, SortMenu
from cogs.ui.songs.propose import ByHandButton, ChooseMenu, NameButton

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
