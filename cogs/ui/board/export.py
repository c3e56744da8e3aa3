"""Exporting a board as a file: a clearance sheet for people, or data for other programs."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum

import discord
from discord import ui

from bot.domain.clearance_sheet import ClearanceSheet, clearance_sheet
from bot.export.board_files import board_csv, board_json
from bot.export.sheet_page import sheet_page
from bot.export.workbooks import board_xlsx
from bot.services.drawings import Drawings
from bot.services.ports.read_models import BoardView
from bot.typesetting.clearance_sheets import SheetPdf, clearance_sheet_pdf
from bot.typesetting.font_coverage import Script
from cogs.ui.kit import context, texts
from cogs.ui.kit.components import layout
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


async def export(interaction: discord.Interaction, view: BoardView, wanted: Format) -> None:
    """Answer privately with a board as a file.

    Raises:
        FilesForbidden: The bot may not attach files here.
    """
    # A PDF may take longer than Discord waits.
    await defer(interaction)
    sheet = sheet_of(view, context.host_of(interaction.client).clock.now())
    exported = await exported_file(sheet, wanted, context.services_of(interaction.client).drawings)
    stem = f"needle-drop-{texts.file_word(sheet.number)}-clearance-sheet"
    files = {f"{stem}.{exported.kind}": exported.content}
    if exported.missing:
        files[f"{stem}.{Format.HTML}"] = sheet_page(sheet)
    message = export_message(view, wanted, exported, tuple(files))
    await answer_with_files(interaction, message, files)


def sheet_of(view: BoardView, made_at: float) -> ClearanceSheet:
    """Return the clearance sheet of a board, made at an instant (UTC seconds)."""
    return clearance_sheet(
        view.room, view.episode, view.board, view.characters, view.clearances, made_at
    )


@dataclass(frozen=True, slots=True)
class Exported:
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
    match wanted:
        case Format.CSV:
            return Exported(wanted, board_csv(sheet))
        case Format.XLSX:
            return Exported(wanted, board_xlsx(sheet))
        case Format.JSON:
            return Exported(wanted, board_json(sheet))
        case Format.HTML:
            return Exported(wanted, sheet_page(sheet))

    async def set_it() -> SheetPdf:
        return await asyncio.get_running_loop().run_in_executor(_WORKER, clearance_sheet_pdf, sheet)

    try:
        async with asyncio.timeout(SETTING_MAX):
            made = await drawings.of_sheet(repr(replace(sheet, made_at=0)), set_it)
            return Exported(wanted, made.content, made.missing)
    except Exception:
        log.exception("the clearance sheet of episode %s could not be set", sheet.number)
        return Exported(Format.HTML, sheet_page(sheet))


def export_message(
    view: BoardView, wanted: Format, exported: Exported, names: Sequence[str]
) -> ui.LayoutView:
    """Return the message for a file, whose actual format may differ from the one wanted.

    Args:
        view: The board.
        wanted: The format that was asked for.
        exported: The file.
        names: The names of all files that come with the message.
    """
    songs = texts.count(len(view.board.slots), "song")
    others = texts.count(len(view.board.runners_up), "runner-up", "runners-up")
    lines = [
        (
            f"**The board of {texts.episode_name(view.episode)}**: {songs}, {others}."
            f" {_HINTS[exported.kind]}"
        )
    ]
    if exported.kind is not wanted:
        lines.insert(
            0, "The PDF could not be made this time, so here is a page with the same facts."
        )
    if exported.missing:
        scripts = texts.listed(script.name for script in exported.missing)
        packages = sorted({f"`{script.package}`" for script in exported.missing})
        lines.append(
            f"The PDF shows empty boxes in place of {scripts}, since the bot's computer has no font"
            " for that. The HTML page beside it has every letter. Whoever hosts the bot can install"
            f" {texts.listed(packages)} there."
        )
    if not view.board.locked:
        lines.append("The board is not locked, so it may still change.")
    return layout("\n".join(lines), *map(file_piece, names))
