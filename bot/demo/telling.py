"""The ending of the story, for people and for programs."""

import json
from pathlib import Path

import click

from bot.demo.story import Ending
from bot.domain.counting.record import to_bytes
from bot.services.cuts import Cut


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
        figures = ", ".join(_counted(int(value), name) for name, value in seat.figures)
        click.echo(
            f"  {seat.rank}. {song.title} - {song.artist} ({figures}; decided by {seat.decided_by})"
        )
    for tie in outcome.ties:
        tied, got_in = (
            ", ".join(results.songs[song].title for song in songs)
            for songs in (tie.tied, tie.seated)
        )
        seats = _counted(tie.seats, "seats")
        click.echo(f"  Equal for {seats}: {tied}. By {tie.step} got in: {got_in or 'nobody yet'}.")
    click.echo(f"  {outcome.ballots} ballots; record {results.record_sha256[:16]}")
    click.echo(
        f"\nThe shared playlist, as the simulated Spotify holds it ({results.playlist_url}):"
    )
    for uri in ending.playlist:
        click.echo(f"  {names.get(uri, uri)}")
    click.echo(f"  The sync took {ending.sync_requests} calls of Spotify's Web API.")


def _counted(number: int, things: str) -> str:
    return f"{number} {things.removesuffix('s') if number == 1 else things}"


def write_record(folder: Path, cut: Cut) -> Path:
    """Write the round's record into a folder, making it if need be; return where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "record.json"
    path.write_bytes(to_bytes(cut.document))
    return path
