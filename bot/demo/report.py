"""Report how the story ended: as text, as JSON, and as files."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

import click

from bot.demo.story import Ending
from bot.domain.counting import outcome_texts
from bot.domain.counting.record import to_bytes
from bot.domain.cut import Cut
from bot.domain.rights.words import STATUS
from bot.export.sheet_files import sheet_json
from bot.export.sheet_page import sheet_page
from bot.export.sheet_tables import sheet_csv
from bot.export.tables import ballots_csv
from bot.export.workbooks import sheet_xlsx
from bot.services.ports.world import Covers
from bot.typesetting.clearance_sheets import clearance_sheet_pdf
from cogs.ui.board.export import sheet_of
from cogs.ui.kit.texts import listed
from cogs.ui.rounds.results_image import results_picture


def as_json(ending: Ending) -> str:
    """Return the outcome as one JSON object."""
    results = ending.results
    seats = []
    for seat in results.outcome.seats:
        song = results.songs[seat.song]
        figures = {name: int(value) for name, value in seat.figures}
        head = {"uri": song.recording.uri, "title": song.title, "artist": song.artist}
        seats.append(head | {"decided_by": seat.decided_by} | figures)
    return json.dumps(
        {
            "episode": ending.episode.number,
            "longlist": ending.longlist,
            "shortlist": list(ending.shortlist),
            "ballots": results.outcome.ballots,
            "seats": seats,
            "board": [
                {
                    "uri": entry.song.recording.uri,
                    "title": entry.song.title,
                    "beat": entry.beat,
                    "rights": entry.clearance.value,
                }
                for entry in ending.board.board.entries
            ],
            "playlist": list(ending.playlist),
            "spotify_requests": ending.spotify_requests,
        },
        # Escaped, since no program can undo what an output of another encoding makes of a letter.
        indent=2,
    )


def print_report(ending: Ending) -> None:
    """Print how the vote ended, the board and the playlist."""
    results = ending.results
    outcome = results.outcome
    names = {song.recording.uri: f"{song.title} - {song.artist}" for song in results.songs.values()}
    click.echo(f"\nEpisode {ending.episode.number}, {ending.episode.title}: how the vote ended")
    for seat in outcome.seats:
        song = results.songs[seat.song]
        counted = outcome_texts.figures_text(outcome, seat.figures)
        reason = outcome_texts.reason(outcome, seat.decided_by)
        click.echo(f"  {seat.rank}. {song.title} - {song.artist} ({counted}; {reason})")
    for tie in outcome_texts.ties(
        outcome, lambda songs: listed(results.songs[s].title for s in songs)
    ):
        click.echo(f"  {tie}")
    click.echo(f"  {outcome.ballots} ballots; record {results.record_sha256[:16]}")
    click.echo("\nOn the board, in story order:")
    board = ending.board.board
    for entry in board.entries:
        number, song = board.number_of(entry.song.id), entry.song
        rights = STATUS[entry.clearance].lower()
        click.echo(f"  {number}. {song.title}: {entry.beat} (rights: {rights})")
    click.echo(
        f"\nThe shared playlist, as the simulated Spotify holds it ({results.playlist_url}):"
    )
    for uri in ending.playlist:
        click.echo(f"  {names.get(uri, uri)}")
    click.echo(f"  The sync took {ending.sync_requests} calls of Spotify's Web API.")


async def write_files(folder: Path, ending: Ending, cut: Cut, covers: Covers) -> tuple[Path, ...]:
    """Write the round's record, its table and picture, and the clearance sheet into a folder.

    Creates the folder if it is missing.

    Returns:
        The paths of the files.
    """
    urls = [song.recording.cover_url for song in ending.results.songs.values()]
    picture = await results_picture(ending.results, await covers.fetch(urls))
    sheet = sheet_of(ending.board, ending.results.round.closes_at)
    pdf = await asyncio.to_thread(clearance_sheet_pdf, sheet)
    contents = {
        folder / "record.json": to_bytes(cut.document),
        folder / "record.csv": ballots_csv(cut.document),
        folder / "results.png": picture,
        folder / "clearance-sheet.pdf": pdf.content,
        folder / "clearance-sheet.html": sheet_page(sheet),
        folder / "board.json": sheet_json(sheet),
        folder / "board.csv": sheet_csv(sheet),
        folder / "board.xlsx": sheet_xlsx(sheet),
    }
    await asyncio.to_thread(_write_all, folder, contents)
    return tuple(contents)


def _write_all(folder: Path, contents: Mapping[Path, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        path.write_bytes(content)
