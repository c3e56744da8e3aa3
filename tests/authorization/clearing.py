"""Lines of the table about the rights to songs, and a holder in the room of the table."""

from bot.domain.board import Board
from bot.domain.model import Episode, Person
from bot.domain.rights import Side, Stage
from bot.services.rights import HolderText, StepText
from tests.authorization.drafted import drafted
from tests.authorization.licensing import LICENSING, LICENSING_COMMANDS, LICENSING_FORMS
from tests.authorization.lines import (
    ASKS,
    CHANGES,
    RIGHTS_EDITORS,
    SHOWS,
    Command,
    Does,
    Line,
    Press,
    Sent,
)
from tests.wire.house import House


def _press(does: Does, custom_id: str, *values: str) -> Line:
    return Line(RIGHTS_EDITORS, does, Press(custom_id, list(values) or None))


def _sent(custom_id: str, **typed: str) -> Line:
    return Line(RIGHTS_EDITORS, CHANGES, Sent(Press(custom_id), "showrunner", typed))


_SONG = {"song": "{last}", "episode": "{decided_no}"}

CLEARING_COMMANDS = {
    **LICENSING_COMMANDS,
    "rights show": Line(RIGHTS_EDITORS, SHOWS, Command("rights show", _SONG)),
    "rights show, of an episode": Line(
        RIGHTS_EDITORS, SHOWS, Command("rights show", {"episode": "{decided_no}"})
    ),
    "rights due": Line(RIGHTS_EDITORS, SHOWS, Command("rights due")),
}
"""By name, with a word more where one does several things."""

CLEARING = {
    **LICENSING,
    "RightsButton": _press(SHOWS, "rights:{last}:{decided_e}"),
    "SongRightsTurn": _press(SHOWS, "rightspage:{last}:{decided_e}:0"),
    "HolderMenu": _press(SHOWS, "rightsholder:{decided_e}", "{holder}"),
    "AddHolderButton": _press(ASKS, "rightsadd:{last}:{decided_e}:song"),
    "WholeButton": _press(CHANGES, "rightswhole:{last}:{decided_e}:song:1"),
    "MarkButton": _press(CHANGES, "rightsmark:{holder}:{decided_e}:{holder_seen}:refused"),
    "StepButton": _press(ASKS, "rightsstep:{holder}:{decided_e}"),
    "EditHolderButton": _press(ASKS, "rightsedit:{holder}:{decided_e}"),
    "BackToSongButton": _press(SHOWS, "rightsback:{holder}:{decided_e}"),
    "AskDeleteButton": _press(SHOWS, "rightsdrop:{holder}:{decided_e}"),
    "DeleteHolderButton": _press(CHANGES, "rightsdelete:{holder}:{decided_e}:{holder_seen}"),
    "EpisodeRightsTurn": _press(SHOWS, "rightslist:{decided_e}:0"),
    "EpisodeRightsButton": _press(SHOWS, "rightsall:{decided_e}"),
    "SongRightsMenu": _press(SHOWS, "rightssong:{decided_e}", "{last}"),
    "DueTurn": Line(RIGHTS_EDITORS, SHOWS, Press("rightsdue:0")),
    "DueMenu": _press(SHOWS, "rightsawaited", "{holder}"),
}
"""By class."""

CLEARING_FORMS = {
    **LICENSING_FORMS,
    "HolderForm": _sent("rightsadd:{last}:{decided_e}:song", name="Whispering"),
    "EditHolderForm": _sent("rightsedit:{holder}:{decided_e}", name="Other", contact="elsewhere"),
    "StepForm": _sent("rightsstep:{holder}:{decided_e}", stage="refused", note="No"),
}
"""By class."""


async def cleared(house: House, boss: Person, episode: Episode, board: Board) -> dict[str, int]:
    """Draft a letter for the first song on a board; have the last one have a holder who was asked.

    Return the names of both.
    """
    rights, room = house.app.services.rights, await house.room()
    first, last = board.entries[0].song.id, board.entries[-1].song.id
    text = HolderText("Hush Records", "Hush, a contact")
    [holder] = (await rights.add_holder(boss, room, last, Side.SONG, text)).rights.holders
    step = StepText(Stage.ASKED, "7,000 USD", note="Hush, a note")
    [asked] = (await rights.advance(boss, room, holder.id, step, holder.step)).rights.holders
    letters = await drafted(house, boss, episode.number, first)
    return {"holder": asked.id, "holder_seen": asked.step, "letters": letters}
