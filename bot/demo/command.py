"""Run `python -m bot demo`: play the story in the terminal, serve the page, or both."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator, Awaitable
from datetime import UTC, datetime
from pathlib import Path

import click
from simcord.backend.errors import SetupError

from bot.demo import cast, page, report
from bot.demo.ending import Ending
from bot.demo.simulation import open_simulation
from bot.demo.story import Story
from bot.entrance import MISCONFIGURED
from bot.host_files import in_the_way
from bot.running import stopped_by_signals

VOTED_BEFORE = (2, 3, 4, 6)
"""The writers who have voted when the page opens; the visitor can vote as the others."""


async def run(*, headless: bool, as_json: bool, out: Path | None, story: bool, port: int) -> int:
    """Play the story, serve the page, or both; return the exit status."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # spotipy logs every song that is not found; the bot tells whoever asked for it.
    logging.getLogger("spotipy").setLevel(logging.CRITICAL)
    served = not headless and (sys.stdout.isatty() or not story)
    # Before anything is set up, so that nobody waits for a page that cannot come.
    if served and (taken := page.why_not(port)):
        return _refused(taken)
    if out is not None and (reason := in_the_way(out / report.RECORD)):
        click.echo(f"{reason}.", err=True)
        return MISCONFIGURED
    if headless or story:
        await _play(as_json=as_json, out=out)
    if not served:
        if not headless:
            click.echo("\nRun this in a terminal, and it also serves a page to try it all in.")
        return 0
    try:
        await _serve(port)
    except SetupError as refused:
        return _refused(str(refused))
    return 0


def _refused(why: str) -> int:
    click.echo(f"The page cannot be served: {why}. Try another --port.", err=True)
    return 1


async def _play(*, as_json: bool, out: Path | None) -> Ending:
    async with open_simulation() as simulation, _silent_end():
        # With --json, progress goes to stderr, so that stdout is nothing but JSON.
        story = Story(simulation, lambda line: click.echo(line, err=as_json))
        ending = await story.play()
        if out is not None:
            # No room sees this record: who proposed what would tell whose ballot is whose.
            cut = await simulation.app.services.results.record_of(ending.results.round.id)
            for path in await report.write_files(out, ending, cut, await story.take_along()):
                click.echo(f"Written: {path}", err=as_json)
    if as_json:
        click.echo(report.as_json(ending))
    else:
        report.print_report(ending)
    return ending


async def _serve(port: int) -> None:
    click.echo("\nSetting up a room to try it in ...")
    begins = datetime.now(UTC).replace(microsecond=0)
    async with open_simulation(begins=begins) as simulation, _silent_end():
        story = Story(simulation, lambda line: click.echo(f"  {line}"))
        await story.prepare()
        await story.vote(VOTED_BEFORE)
        async with page.serve(simulation, port) as preview:
            click.echo(_instructions(preview.url))
            await _until_stopped(preview.wait_closed())


@contextlib.asynccontextmanager
async def _silent_end() -> AsyncIterator[None]:
    """Log nothing more once Ctrl-C ends it: the bot complains of all that stops in the middle."""
    try:
        yield
    except asyncio.CancelledError:
        logging.disable()
        raise


def _instructions(url: str) -> str:
    return (
        f"\nOpen this page in a browser: {url}\n\n"
        "  It says what to try, and as whom. Its buttons let time pass.\n"
        f'  You are {cast.SHOWRUNNER.name}; under "Viewing as" you can be anybody in the room.\n'
        f"  To import a file with /song import, attach {_sample()}.\n\n"
        "Press Ctrl-C to stop."
    )


def _sample() -> str:
    """Return the path of a file of songs, as seen from where the demo runs."""
    here = Path.cwd()
    return str(cast.SAMPLE.relative_to(here) if cast.SAMPLE.is_relative_to(here) else cast.SAMPLE)


async def _until_stopped(closed: Awaitable[None]) -> None:
    with contextlib.suppress(asyncio.CancelledError), stopped_by_signals():
        await closed
    click.echo("Stopped.")
