"""Exporting the clearance sheet of a board: for people, or as data for other programs."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum

import discord
from discord import ui
from msgspec import Struct

from bot.domain.clearance_sheet import ClearanceSheet, Facts, clearance_sheet
from bot.domain.model import Episode
from bot.domain.structs import replace
from bot.services.drawings import Drawings
from bot.services.ports.read_models import BoardView
from bot.typesetting.clearance_sheets import SheetPdf, clearance_sheet_pdf
from bot.typesetting.font_coverage import Script
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import Context
from cogs.ui.kit.files import answer_with_files, file_piece
from cogs.ui.kit.responses import defer

log = logging.getLogger(__name__)

SETTING_MAX = 20.0
"""Seconds to wait for a PDF, including those ahead of it in the queue."""
_WORKER = ThreadPoolExecutor(1, "clearance-sheet")
"""One PDF at a time, as with pictures."""


class Format(StrEnum):
    """A file format for a board."""

    PDF = "pdf"
    HTML = "html"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


CHOICES = {
    Format.PDF: "PDF: a clearance sheet to print and send",
    Format.HTML: "HTML: a clearance sheet for the phone and the browser",
    Format.XLSX: "XLSX: a table for spreadsheets",
    Format.CSV: "CSV: a table for other programs",
    Format.JSON: "JSON: for other programs",
}
"""The formats as the command offers them."""
_HINTS = {
    Format.PDF: "It fits on A4 and on Letter.",
    Format.HTML: "Open the file in a browser; it needs no network, and prints well.",
    Format.XLSX: "Any spreadsheet opens it, and every title stays as it is.",
    Format.CSV: (
        "Programs read it. A spreadsheet may turn a title such as 7/11 into a date; XLSX keeps it."
    ),
    Format.JSON: "Other programs read it.",
}


async def send_sheet(
    interaction: discord.Interaction,
    ctx: Context,
    episode: Episode,
    wanted: Format,
    *,
    confidential: bool,
) -> None:
    """Answer privately with the clearance sheet of an episode's board as a file.

    Raises:
        NotAllowed: It is to be confidential, and the person does not clear the room's songs.
        NotFound: There is no board yet.
        FilesForbidden: The bot may not attach files here.
    """
    from bot.export.sheet_files import file_stem

    sheets = ctx.services.sheets
    sheet = await sheets.make(ctx.person, ctx.room, episode, confidential=confidential)
    # A PDF may take longer than Discord waits.
    await defer(interaction)
    exported = await exported_file(sheet, wanted, ctx.services.drawings)
    stem = file_stem(sheet)
    files = {f"{stem}.{exported.kind}": exported.content}
    if exported.missing:
        files[f"{stem}.{Format.HTML}"] = _written(sheet, Format.HTML)
    message = export_message(sheet, episode, wanted, exported, tuple(files))
    await answer_with_files(interaction, message, files)


def sheet_of(view: BoardView, made_at: float) -> ClearanceSheet:
    """Return the clearance sheet of a board that is shown, made at an instant (UTC seconds)."""
    facts = Facts(characters=view.characters, rights=view.rights)
    return clearance_sheet(view.room, view.episode, view.board, facts, made_at)


class Exported(Struct, frozen=True):
    """A clearance sheet as a file; `missing` are scripts of which a PDF shows boxes."""

    kind: Format
    content: bytes
    missing: tuple[Script, ...] = ()


async def exported_file(sheet: ClearanceSheet, wanted: Format, drawings: Drawings) -> Exported:
    """Return a clearance sheet as a file.

    A PDF may be one of some minutes ago, if nothing on it has changed but the time. If it fails or
    takes too long, that is logged, and the HTML page takes its place: it has the
    same facts and can be printed.
    """
    if wanted is Format.XLSX:
        loop = asyncio.get_running_loop()
        return Exported(wanted, await loop.run_in_executor(_WORKER, _written, sheet, wanted))
    if wanted is not Format.PDF:
        return Exported(wanted, _written(sheet, wanted))

    async def set_it() -> SheetPdf:
        return await asyncio.get_running_loop().run_in_executor(_WORKER, clearance_sheet_pdf, sheet)

    try:
        async with asyncio.timeout(SETTING_MAX):
            made = await drawings.of_sheet(repr(replace(sheet, made_at=0)), set_it)
            return Exported(wanted, made.content, made.missing)
    except Exception:
        log.exception("the clearance sheet of episode %s could not be set", sheet.number)
        return Exported(Format.HTML, _written(sheet, Format.HTML))


def _written(sheet: ClearanceSheet, kind: Format) -> bytes:
    """Return a clearance sheet as a file that needs no typesetting."""
    from bot.export import sheet_files, sheet_page, sheet_tables, workbooks

    match kind:
        case Format.CSV:
            return sheet_tables.sheet_csv(sheet)
        case Format.XLSX:
            return workbooks.sheet_xlsx(sheet)
        case Format.JSON:
            return sheet_files.sheet_json(sheet)
        case _:
            return sheet_page.sheet_page(sheet)


def export_message(
    sheet: ClearanceSheet,
    episode: Episode,
    wanted: Format,
    exported: Exported,
    names: Sequence[str],
) -> ui.LayoutView:
    """Return the message for a file, whose actual format may differ from the one wanted.

    Args:
        sheet: The sheet.
        episode: The episode that it is for.
        wanted: The format that was asked for.
        exported: The file.
        names: The names of all files that come with the message.
    """
    songs = texts.count(len(sheet.songs), "song")
    others = texts.count(len(sheet.runners_up), "runner-up", "runners-up")
    lines = [
        (
            f"**The clearance sheet of {texts.episode_name(episode)}**: {songs}, {others}."
            f" {_HINTS[exported.kind]}"
        )
    ]
    if sheet.confidential:
        lines.append(
            "This copy is confidential: it has fees, contacts and notes. For anybody else, export"
            " it without `confidential`."
        )
    if exported.kind is not wanted:
        lines.insert(
            0, "The PDF could not be made this time, so here is a page with the same facts."
        )
    if exported.missing:
        lines.append(_boxes(exported.missing))
    if not sheet.locked:
        lines.append("The board is not locked, so it may still change.")
    return layout("\n".join(lines), *map(file_piece, names))


def _boxes(missing: Sequence[Script]) -> str:
    scripts = texts.listed(script.name for script in missing)
    packages = sorted({f"`{script.package}`" for script in missing})
    return (
        f"The PDF shows empty boxes in place of {scripts}, since the bot's computer has no font"
        " for that. The HTML page beside it has every letter. Whoever hosts the bot can install"
        f" {texts.listed(packages)} there."
    )
