"""The words of a clearance sheet, shared by the HTML page and the PDF."""

from collections.abc import Sequence

from bot.domain.board import Clearance
from bot.domain.clearance_sheet import ClearanceSheet, SheetSong
from bot.domain.lengths import write_duration
from bot.domain.model import Recording
from bot.domain.time_texts import write_day, write_moment
from bot.domain.typed_text import one_line

KIND = "Clearance sheet"
ON_BOARD = "On the board"
RUNNERS_UP = "Runners-up"
IN_ORDER = "In the order they would step in; songs that came off the board are last."
NO_SONGS = "There is no song on the board."
NO_RUNNERS_UP = "There are none."
LOST_WITHOUT = "Lost without it:"
NO_TITLE = "(no title)"
COLUMNS = ("No.", "Song", "Scene", "What it tells us", "Rights")
"""The heads of the table, in order."""

STATUS = {
    Clearance.TO_CLEAR: "To clear",
    Clearance.PENDING: "Pending",
    Clearance.CLEARED: "Cleared",
    Clearance.DENIED: "Denied",
}


def heading(sheet: ClearanceSheet) -> str:
    """Return what the sheet is called: `Episode 104`."""
    return f"Episode {one_line(sheet.number)}"


def document_title(sheet: ClearanceSheet) -> str:
    """Return the title of the document, which has to make sense without context."""
    name = one_line(sheet.title)
    episode = f"{heading(sheet)} “{name}”" if name else heading(sheet)
    return f"{KIND}: {one_line(sheet.show)}, {episode}"


def made(sheet: ClearanceSheet) -> str:
    """Return when the sheet was made, on the room's clock."""
    return f"Made {write_moment(sheet.made_at, sheet.timezone)}."


def lock(sheet: ClearanceSheet) -> str:
    """Return whether the board may still change."""
    if sheet.locked:
        return "The board is locked."
    return "The board is not locked: it may still change."


def boxes(scripts: Sequence[str]) -> str:
    """Return the note on a sheet in which letters of some scripts are boxes: `Tamil`."""
    return (
        f"Some letters are missing here: empty boxes stand for {', '.join(scripts)}. The HTML page"
        " of this clearance sheet has them."
    )


def added(entry: SheetSong) -> str:
    """Return that the showrunner added a song, and why; empty for a song of the vote."""
    return "" if entry.added is None else f"Added by the showrunner: {one_line(entry.added)}"


def title(song: Recording) -> str:
    """Return a song's title; never empty."""
    return one_line(song.title) or NO_TITLE


def artists(song: Recording) -> str:
    """Return a song's artists in one line; may be empty."""
    return one_line(", ".join(song.artists))


def facts(song: Recording) -> str:
    """Return a song's length and ISRC; empty if neither is known."""
    isrc = one_line(song.isrc)
    known = (write_duration(song.duration_ms), f"ISRC {isrc}" if isrc else "")
    return " · ".join(filter(None, known))


def rights(entry: SheetSong, sheet: ClearanceSheet) -> str:
    """Return the state of a runner-up's rights; empty if nobody has begun to clear them."""
    if entry.since is None:
        return ""
    note = one_line(entry.note)
    text = f"Rights: {STATUS[entry.clearance].lower()} {since(entry, sheet)}"
    return f"{text}: {note}" if note else text


def character(entry: SheetSong) -> str:
    """Return the name of the song's character; may be empty."""
    return one_line(entry.character)


def since(entry: SheetSong, sheet: ClearanceSheet) -> str:
    """Return since when the rights have had their status: `since Dec 4, 2026`; may be empty."""
    return "" if entry.since is None else f"since {write_day(entry.since, sheet.timezone)}"
