"""`python -m bot`: the command line for whoever hosts the bot."""

import asyncio
import sys
from pathlib import Path

import click

from bot.domain.errors import ConfigError, DiscordUnavailable, StorageError

MISCONFIGURED = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Needle Drop: songs proposed, voted on and cut down, for television writers' rooms."""


@main.command()
def run() -> None:
    """Start the bot with the settings of the environment and .env."""
    from bot import running, settings

    try:
        asyncio.run(running.run(settings.load()))
    except ConfigError as error:
        click.echo("Needle Drop cannot start. What to do (see .env.example):", err=True)
        for fault in error.faults:
            click.echo(f"  - {fault}", err=True)
        sys.exit(MISCONFIGURED)
    except StorageError as error:
        click.echo(f"Needle Drop cannot use its database. {error}", err=True)
        sys.exit(MISCONFIGURED)
    except DiscordUnavailable as error:
        click.echo(f"Discord cannot be reached: {error.doing}. Is the network up?", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


@main.command()
def doctor() -> None:
    """Check how the bot is set up, and say what to do about what is wrong.

    Works before the first start, and while the bot runs. Exit status 1 where anything is wrong.
    """
    from bot import app
    from bot.doctor import Check, Verdict, findings

    async def report(checks: list[Check]) -> bool:
        verdicts = set()
        async for finding in findings(checks):
            verdicts.add(finding.verdict)
            click.echo(str(finding))
        return Verdict.WRONG not in verdicts

    sys.exit(0 if asyncio.run(report(app.doctor_checks(app.Parts()))) else 1)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the database into a new FILE while the bot runs, and check the copy."""
    from bot import settings
    from storage.backup import back_up

    usable, _ = settings.read()
    try:
        size = back_up(usable.database_file, file)
    except StorageError as error:
        click.echo(f"Nothing is backed up. {error}", err=True)
        sys.exit(1)
    click.echo(f"Written and checked: {file}, {size} bytes.")
    key = "in ENCRYPTION_KEY" if usable.encryption_keys else f"in {usable.key_file}"
    click.echo(f"The key is not in it: it is {key}. Keep a copy of the key in another place.")


@main.command()
@click.option("--headless", is_flag=True, help="Play the whole story here, then end.")
@click.option("--json", "as_json", is_flag=True, help="With --headless: print the outcome as JSON.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --headless: also write the record, the picture and the cue sheet into this folder.",
)
@click.option("--story", is_flag=True, help="Play the story here first, then serve the page.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The page's port.")
def demo(headless: bool, as_json: bool, out: Path | None, story: bool, port: int) -> None:
    """Try the very bot on a simulated Discord and a simulated Spotify, in a local page."""
    try:
        from bot.demo import command
    except ModuleNotFoundError as missing:
        click.echo(
            f"The demo needs {missing.name}, which is not installed. Run: make demo", err=True
        )
        sys.exit(MISCONFIGURED)
    if (as_json or out) and not headless:
        raise click.UsageError("--json and --out go with --headless")
    sys.exit(
        asyncio.run(
            command.run(headless=headless, as_json=as_json, out=out, story=story, port=port)
        )
    )


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def recount(file: Path, as_json: bool) -> None:
    """Count a round again from its record FILE, as `/round record` hands it out.

    Needs no database and no settings. Exit status 2 where the record breaks a rule.
    """
    from bot import recounting
    from bot.domain.counting import record
    from bot.domain.errors import BadRecord

    try:
        counted = record.recount(recounting.read(file))
    except OSError as error:
        click.echo(f"{file} cannot be read: {error.strerror}.", err=True)
        sys.exit(MISCONFIGURED)
    except BadRecord as error:
        place, rule = recounting.printable(error.where), recounting.printable(error.rule)
        click.echo(f"{file} is not a sound record. At {place}: {rule}.", err=True)
        sys.exit(MISCONFIGURED)
    click.echo(recounting.as_json(counted) if as_json else recounting.as_table(counted))


if __name__ == "__main__":
    main()
