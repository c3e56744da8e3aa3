"""The words of a clearance sheet, shared by the HTML page and the PDF."""

from collections.abc import Iterator, Sequence

from bot.domain.clearance_sheet import (
    ClearanceSheet,
    SheetHolder,
    SheetSide,
    SheetSong,
    SheetWriter,
)
from bot.domain.lengths import write_duration
from bot.domain.model import Recording
from bot.domain.rights import Side, Stage, write_money, write_share
from bot.domain.rights.words import STAGES, STATUS, TRADE_NAMES, for_episodes
from bot.domain.time_texts import write_day, write_moment
from bot.domain.typed_text import one_line

KIND = "Clearance sheet"
CONFIDENTIAL = "Confidential: with fees, contacts and notes."
NOT_ON_FILE = "not on file"
NO_HOLDER = "no holder on file"
ON_BOARD = "On the board"
RUNNERS_UP = "Runners-up"
LEGEND = (
    "Rights are to clear until somebody is asked, pending until all who hold them agree, then"
    " cleared; denied once one refuses."
)
"""What the words for rights mean, for whoever sees the first of these sheets."""
IN_ORDER = "In the order they would step in; songs that came off the board are last."
NO_SONGS = "There is no song on the board."
NO_RUNNERS_UP = "There are none."
LOST_WITHOUT = "Lost without it:"
NO_TITLE = "(no title)"
COLUMNS = ("No.", "Song", "Scene and use", "What it tells us", "Rights")
"""The heads of the table, in order."""


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


def number(entry: SheetSong) -> str:
    """Return what a song's slot is called: `3`; `3a` and `3b` where two songs share it."""
    return f"{entry.slot}{'ab'[entry.follows]}" if entry.beside else str(entry.slot)


def shared(entry: SheetSong) -> str:
    """Return with which song one shares its slot, and how they meet; empty where it does not."""
    if not entry.beside:
        return ""
    text = f"In one slot with {one_line(entry.beside)}"
    return f"{text}: {one_line(entry.how)}" if entry.how else text


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


def catalogued(entry: SheetSong) -> list[str]:
    """Return the lines on a song as catalogues have it: length and code, album, label, writers."""
    year = str(entry.year) if entry.year else ""
    known = (("Album", entry.song.album), ("Label", entry.label), ("Year", year))
    album, label, year = (f"{what}: {one_line(said) or NOT_ON_FILE}" for what, said in known)
    lines = [facts(entry.song), album, f"{label} · {year}", writers(entry)]
    return list(filter(None, lines))


def writers(entry: SheetSong) -> str:
    """Return who wrote a song, with shares where they are known."""
    return f"Writers: {', '.join(map(written_writer, entry.writers)) or NOT_ON_FILE}"


def written_writer(writer: SheetWriter) -> str:
    """Return a writer with their share: `Joni Mitchell (50%)`."""
    name = one_line(writer.name)
    return name if writer.share is None else f"{name} ({write_share(writer.share)})"


def usage(entry: SheetSong) -> str:
    """Return how a song is used, for how long and when; empty where nobody has said."""
    known = entry.usage
    days = (("shooting", one_line(known.shooting)), ("airing", one_line(known.airing)))
    facts = [one_line(known.use), "" if known.seconds is None else seconds(known.seconds)]
    facts += [f"{what} {day}" for what, day in days if day]
    said = "; ".join(filter(None, facts))
    return f"Use: {said}" if said else ""


def seconds(number: int) -> str:
    """Return a number of seconds in words."""
    return "1 second" if number == 1 else f"{number:,} seconds"


def side_head(side: SheetSide) -> str:
    """Return a side with where it stands: `Recording (master): pending`."""
    stands = NO_HOLDER if side.clearance is None else STATUS[side.clearance].lower()
    return f"{TRADE_NAMES[side.side]}: {stands}{_for(side.cleared_for)}"


def holders(side: SheetSide, sheet: ClearanceSheet) -> list[str]:
    """Return the lines on the holders of a side, and on what is missing to a whole."""
    lines = [line for one in side.holders for line in _holder(one, side.side, sheet)]
    if side.missing > 0:
        lines.append(f"{write_share(side.missing)} {NOT_ON_FILE}")
    elif side.missing < 0:
        lines.append("The shares add up to more than 100%: check them.")
    return lines


def _holder(holder: SheetHolder, side: Side, sheet: ClearanceSheet) -> Iterator[str]:
    whose = [one_line(holder.name)]
    if holder.share is not None:
        whose.append(write_share(holder.share))
    elif side is Side.SONG:
        whose.append(f"share {NOT_ON_FILE}")
    stands = [f"{STAGES[holder.stage]}{_for(holder.stage_for)}"]
    if holder.answer_by is not None and holder.stage is Stage.ASKED:
        stands.append(f"answer by {write_day(holder.answer_by, sheet.timezone)}")
    yield f"{', '.join(whose)}: {', '.join((*stands, *fees(holder)))}"
    if contact := one_line(holder.contact):
        yield f"Contact: {contact}"
    if note := one_line(holder.note):
        yield f"Note: {note}"


def fees(holder: SheetHolder) -> list[str]:
    """Return what a holder wants: `fee 4,000 USD`; empty where that is not known or not shown."""
    told = [] if holder.fee is None else [f"fee {write_money(holder.fee)}"]
    if holder.most_favored:
        raised = "" if holder.cost is None else f", so {write_money(holder.cost)}"
        told.append(f"most favored nations{raised}")
    return told


def quoted(sheet: ClearanceSheet) -> str:
    """Return what the songs on the board cost together; empty where nothing is known or shown."""
    if not sheet.confidential:
        return ""
    sums = " and ".join(map(write_money, sheet.quoted)) or "nothing"
    holders = "1 holder" if sheet.unpriced == 1 else f"{sheet.unpriced} holders"
    left = f" {holders} quoted without an amount." if sheet.unpriced else ""
    return f"Quoted and cleared so far, favored nations counted: {sums}.{left}"


def rights(entry: SheetSong, sheet: ClearanceSheet) -> list[str]:
    """Return the lines on a runner-up's rights; none if nothing is known of them."""
    lines = []
    if entry.since is not None:
        note = one_line(entry.note)
        text = f"Rights: {status(entry).lower()} {since(entry, sheet)}"
        lines.append(f"{text}: {note}" if note else text)
    return lines + [
        f"{side_head(side)}. {'; '.join(holders(side, sheet))}"
        for side in entry.sides
        if side.holders
    ]


def character(entry: SheetSong) -> str:
    """Return the name of the song's character; may be empty."""
    return one_line(entry.character)


def status(entry: SheetSong) -> str:
    """Return where the rights to a song stand: `Denied`, `Cleared for episode 102`."""
    return f"{STATUS[entry.clearance]}{_for(entry.cleared_for)}"


def _for(numbers: Sequence[str]) -> str:
    return for_episodes([one_line(number) for number in numbers])


def since(entry: SheetSong, sheet: ClearanceSheet) -> str:
    """Return since when the rights have had their status: `since Dec 4, 2026`; may be empty."""
    if entry.since is None:
        return ""
    whole = ", for the song as a whole" if entry.whole else ""
    return f"since {write_day(entry.since, sheet.timezone)}{whole}"
