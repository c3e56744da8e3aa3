"""The parts that the client registers: all cogs, buttons and menus, and what answers the rest."""

import importlib
import pkgutil

from discord.ext import commands

from cogs import ui
from cogs.board import BoardCommands
from cogs.characters import CharacterCommands
from cogs.episodes import EpisodeCommands
from cogs.help import HelpCommands
from cogs.playlist import PlaylistCommands
from cogs.rights import RightsCommands
from cogs.rooms import RoomCommands
from cogs.rounds import RoundCommands
from cogs.shortlists import ShortlistCommands
from cogs.songs import SongCommands
from cogs.surroundings import SurroundingsEvents
from cogs.ui.kit.error_responses import answer_error, answer_unfinished
from cogs.ui.kit.forms import submit
from cogs.ui.kit.pressable import Pressable, answer_stale

__all__ = ["COGS", "ITEMS", "Replies"]

COGS: tuple[type[commands.Cog], ...] = (
    RoomCommands,
    EpisodeCommands,
    SongCommands,
    CharacterCommands,
    ShortlistCommands,
    RoundCommands,
    BoardCommands,
    RightsCommands,
    PlaylistCommands,
    HelpCommands,
    SurroundingsEvents,
)
"""All cogs. Each takes the client as its only argument."""

# A class registers itself when its module is imported, so import every module of screens.
for _module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
    importlib.import_module(_module.name)

ITEMS: tuple[type[Pressable], ...] = tuple(Pressable.declared)
"""All buttons and menus. discord.py tries every one for a press, so the order is irrelevant."""


class Replies:
    """What is answered where no command and no item does."""

    to_error = staticmethod(answer_error)
    to_unfinished = staticmethod(answer_unfinished)
    to_form = staticmethod(submit)
    to_press = staticmethod(answer_stale)
