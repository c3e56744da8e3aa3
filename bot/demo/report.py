"""Report how the story ended: as text, as JSON, and as files."""

import asyncio
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import click

from bot.demo.ending import Ending
from bot.domain.counting import outcome_texts
from bot.domain.counting.record import to_bytes
from bot.domain.cut import Cut
from bot.domain.rights.words import STATUS
from bot.export.tables import ballots_csv
from cogs.ui.kit.texts import listed

LETTERS = "letters"
"""The folder of the letters, in that of the files."""

RECORD = "record.json"
"""The name of the vote's record."""


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
            "taken_off_before_the_vote": ending.rights.taken_off,
            "fell_after_the_vote": ending.rights.fell,
            "stepped_in": ending.rights.stepped_in,
            "money": ending.rights.money,
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
    click.echo(f"  {ending.rights.money}")
    click.echo(
        f"\nThe shared playlist, as the simulated Spotify holds it ({results.playlist_url}):"
    )
    for uri in ending.playlist:
        click.echo(f"  {names.get(uri, uri)}")
    click.echo(f"  The sync took {ending.sync_requests} calls of Spotify's Web API.")


async def write_files(
    folder: Path, ending: Ending, cut: Cut, files: Mapping[str, bytes]
) -> tuple[Path, ...]:
    """Write the vote's record, what people take along, and the letters into a folder.

    Creates the folder if it is missing.

    Returns:
        The paths of the files, and that of the folder with the letters.
    """
    written = {
        RECORD: to_bytes(cut.document),
        "record.csv": ballots_csv(cut.document),
        **files,
    }
    contents = {folder / name: content for name, content in written.items()}
    with zipfile.ZipFile(io.BytesIO(ending.rights.letters)) as archive:
        letters = {folder / LETTERS / name: archive.read(name) for name in archive.namelist()}
    await asyncio.to_thread(_write_all, contents | letters)
    return (*contents, folder / LETTERS)


def _write_all(contents: Mapping[Path, bytes]) -> None:
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
