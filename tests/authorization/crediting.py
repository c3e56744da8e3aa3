"""Lines of the table about credits and the clearance sheet, and a credit in its room."""

from bot.domain.board import Board
from bot.domain.credits import CreditKind, Found
from bot.domain.isrc import isrc_key
from bot.domain.model import Episode, Person
from tests.authorization import clearing
from tests.authorization.clearing import CLEARING, CLEARING_COMMANDS, CLEARING_FORMS
from tests.authorization.lines import (
    ASKS,
    CHANGES,
    RIGHTS_EDITORS,
    SHOWS,
    Command,
    Line,
    Press,
    Sent,
)
from tests.fakes import FakeCredits
from tests.wire.house import House

CREDITING_COMMANDS = {
    **CLEARING_COMMANDS,
    "board export, in confidence": Line(
        RIGHTS_EDITORS,
        SHOWS,
        Command("board export", {"format": "csv", "confidential": True, "episode": "{decided_no}"}),
    ),
}

_TYPING = Press("creditstype:{seated}")

CREDITING = {
    **CLEARING,
    "CreditsButton": Line(RIGHTS_EDITORS, SHOWS, Press("credits:{seated}")),
    "LookUpCreditsButton": Line(RIGHTS_EDITORS, SHOWS, Press("creditslookup:{runner_up}")),
    "CreditsMenu": Line(RIGHTS_EDITORS, CHANGES, Press("creditschosen:{seated}", ["{credit}"])),
    "TypeCreditsButton": Line(RIGHTS_EDITORS, ASKS, _TYPING),
}

CREDITING_FORMS = {
    **CLEARING_FORMS,
    "CreditsForm": Line(
        RIGHTS_EDITORS,
        CHANGES,
        Sent(_TYPING, "showrunner", {"writers": "Some Writer"}),
    ),
}


async def cleared(house: House, boss: Person, episode: Episode, board: Board) -> dict[str, int]:
    """Have the songs of a board cleared so far, and one credit suggested for the first.

    Return the names of it all.
    """
    names = await clearing.cleared(house, boss, episode, board)
    song, catalogue = board.entries[0].song, house.app.ports.credits
    assert isinstance(catalogue, FakeCredits)
    catalogue.found = {isrc_key(song.recording.isrc): (Found(CreditKind.WRITER, "Quiet Writer"),)}
    view = await house.app.services.credits.look_up(boss, await house.room(), song.id)
    catalogue.found = {}
    return names | {"credit": view.credits[0].id}
