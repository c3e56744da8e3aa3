"""The ending of the story, for people and for programs."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

import click

from bot.demo.story import Ending
from bot.domain.counting import telling
from bot.domain.counting.record import to_bytes
from bot.export.tables import ballots_csv
from bot.services.cuts import Cut
from bot.services.ports import Covers
from cogs.ui.picture import results_picture
from cogs.ui.texts import listed


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
            "playlist": list(ending.playlist),
            "spotify_requests": ending.spotify_requests,
        },
        ensure_ascii=False,
        indent=2,
    )


def tell(ending: Ending) -> None:
    """Print the board and the playlist."""
    results = ending.results
    outcome = results.outcome
    names = {song.recording.uri: f"{song.title} - {song.artist}" for song in results.songs.values()}
    click.echo(f"\nEpisode {ending.episode.number}, {ending.episode.title}: on the board")
    for seat in outcome.seats:
        song = results.songs[seat.song]
        counted = telling.counted(outcome, seat.figures)
        reason = telling.reason(outcome, seat.decided_by)
        click.echo(f"  {seat.rank}. {song.title} - {song.artist} ({counted}; {reason})")
    for tie in telling.ties(outcome, lambda songs: listed(results.songs[s].title for s in songs)):
        click.echo(f"  {tie}")
    click.echo(f"  {outcome.ballots} ballots; record {results.record_sha256[:16]}")
    click.echo(
        f"\nThe shared playlist, as the simulated Spotify holds it ({results.playlist_url}):"
    )
    for uri in ending.playlist:
        click.echo(f"  {names.get(uri, uri)}")
    click.echo(f"  The sync took {ending.sync_requests} calls of Spotify's Web API.")


async def write_files(folder: Path, ending: Ending, cut: Cut, covers: Covers) -> tuple[Path, ...]:
    """Write the round's record, its table and its picture into a folder, made if need be.

    Returns:
        Where they are.
    """
    urls = [song.recording.cover_url for song in ending.results.songs.values()]
    picture = await results_picture(ending.results, await covers.fetch(urls))
    contents = {
        folder / "record.json": to_bytes(cut.document),
        folder / "record.csv": ballots_csv(cut.document),
        folder / "results.png": picture,
    }
    await asyncio.to_thread(_write_all, folder, contents)
    return tuple(contents)


def _write_all(folder: Path, contents: Mapping[Path, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        path.write_bytes(content)
