"""`python -m bot`: the command line for whoever hosts the bot."""

# Before all else: a stop is clean while the rest is imported, too.
from bot.signals import SIGNALS, let_interrupts_end  # isort: split

if __name__ == "__main__":
    let_interrupts_end()

import asyncio
import sys
from pathlib import Path

import click

from bot import garbage
from bot.entrance import INTERRUPTS, MISCONFIGURED, Commands, HostPath


def _print_version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        from bot import installation

        click.echo(f"{installation.NAME} {installation.version()}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and exit.",
)
def main() -> None:
    """Needle Drop: songs proposed, voted on and cut down, for television writers' rooms."""


@main.command()
def run() -> None:
    """Start the bot with the settings of the environment and .env."""
    SIGNALS.listen()
    garbage.collect_later()
    from bot import running, settings

    loaded = settings.load()
    for doubt in loaded.doubts:
        click.echo(f"{doubt}.", err=True)
    asyncio.run(running.run(loaded))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a list of all findings as JSON.")
def doctor(as_json: bool) -> None:
    """Check how the bot is set up, and say what to do about what is wrong.

    Works before the first start, and while the bot runs. The exit status is 2 if .env or the
    database can't be used at all, and 1 if anything else is wrong.
    """
    from bot import diagnosis
    from bot.app import Parts
    from bot.doctor import Check, Finding, as_json_list, findings

    async def report(checks: list[Check]) -> list[Finding]:
        found = []
        async for finding in findings(checks):
            found.append(finding)
            if not as_json:
                click.echo(str(finding))
        return found

    # It changes nothing, so that nothing is left behind; its threads may wait long for a server.
    INTERRUPTS.end_at_once()
    found = asyncio.run(report(diagnosis.doctor_checks(Parts())))
    if as_json:
        click.echo(as_json_list(found))
    sys.exit(max((one.status for one in found), default=0))


@main.command("settings")
def show_settings() -> None:
    """Print every setting: its value, and whether it is from the environment, .env or a default.

    Of secrets, it only says whether they are set. The exit status is 2 if a setting is missing or
    wrong.
    """
    from bot import settings_shown

    listed, faults, doubts = settings_shown.shown()
    click.echo(settings_shown.as_table(listed))
    if doubts:
        click.echo("\nNot wrong, but is it meant so?\n" + "\n".join(f"  - {one}" for one in doubts))
    if faults:
        click.echo("\nWhat to do:\n" + "\n".join(f"  - {fault}" for fault in faults))
    sys.exit(MISCONFIGURED if faults else 0)


@main.command()
def health() -> None:
    """Say in one line whether the bot is healthy; exit status 0 if so, and 1 if not.

    It reads the signs of life that the bot leaves in the database.
    """
    from time import time

    from bot import settings
    from bot.domain.errors import StorageError
    from bot.watch.health import assess, copies
    from storage.checkups import checkup_at

    usable, faults = settings.read()
    settings.require(faults, "DATABASE_URL", "SHARD_COUNT", "SHARD_IDS")
    now = time()
    try:
        found = assess(checkup_at(usable.database_url).pulse(now), now, usable.shards)
    except StorageError as fault:
        click.echo(f"The database can't be read: {fault}")
        sys.exit(1)
    first = not usable.shard_ids or 0 in usable.shard_ids  # whose process makes the copies
    click.echo(found.line + copies(usable.backups if first else None, now))
    sys.exit(0 if found.healthy else 1)


@main.command()
@click.argument("file", type=HostPath())
def backup(file: Path) -> None:
    """Copy the database into a new FILE while the bot runs, and check the copy."""
    from bot import settings
    from bot.host_files import absolute

    usable, faults = settings.read()
    # Any database but the one that is meant would be no backup.
    settings.require(faults, "DATABASE_URL")
    if usable.server is None:
        from storage.backup import back_up

        size = back_up(usable.database_file, file)
    else:
        from storage.postgres_backup import back_up_server

        size = back_up_server(usable.server, file)
    click.echo(f"Written and checked: {file}, {size} bytes.")
    key = usable.key_file if not usable.encryption_keys else None
    place = f"in {absolute(key)}" if key else "in ENCRYPTION_KEY"
    click.echo(f"The key is not in it: it is {place}. Keep a copy of the key in another place.")


@main.command()
@click.argument("file", type=HostPath())
@click.option("--yes", is_flag=True, help="Don't ask before the copy replaces what is there.")
def restore(file: Path, yes: bool) -> None:
    """Put the copy FILE in the place of the database, and keep what was there.

    Stop the bot first. FILE is checked before anything is changed, and stays as it is. If this
    fails or is killed, the database is as it was.
    """
    from bot import backup_files, settings
    from bot.clock import SystemClock
    from bot.terminal import confirmed

    usable, faults = settings.read()
    settings.require(faults, "DATABASE_URL")
    if usable.server is None:
        from storage.restore import prepared

        preparing = prepared(file, usable.database_file)
    else:
        from storage.postgres_restore import prepared_server

        preparing = prepared_server(file, usable.server)
    with preparing as ready:
        ready.require_stopped()
        asked = f"{file} is sound. Put it in the place of {ready.place}?"
        if ready.replaces and not yes and not confirmed(asked):
            click.echo("Nothing is restored. To be asked nothing, add --yes.", err=True)
            sys.exit(1)
        kept = ready.put_in_place(backup_files.stamp(SystemClock().now()))
    click.echo(f"Restored: {ready.place}, from {file}.")
    if kept:
        click.echo(f"What was there is kept: {kept}. Delete it when everything works.")
    click.echo("Check the set-up with the command doctor, then start the bot.")


@main.command("move-database")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def move_database(source: str, target: str) -> None:
    """Move all that is in the database FROM into the empty database TO, and check it.

    Both are addresses as in DATABASE_URL: SQLite's, or PostgreSQL's. Stop the bot first. FROM stays
    as it is, and TO holds everything, or nothing if this fails.
    """
    from bot.server_address import is_server
    from bot.settings import REMEDIES
    from bot.settings_database import database_url
    from bot.settings_given import NotUsable
    from storage.move import move

    def address(which: str, text: str) -> str:
        try:
            return database_url(text)
        except NotUsable as reason:
            to_do = REMEDIES["DATABASE_URL"]
            told = f"{which} cannot be used, since {reason}. {to_do}"
            raise click.UsageError(told) from None

    addresses = address("FROM", source), address("TO", target)

    def tell(table: str, rows: int) -> None:
        click.echo(f"{table:<20} {rows:>12,}")

    rows = asyncio.run(move(*addresses, tell))
    click.echo(f"Moved and checked: {rows:,} rows. Put the new address into DATABASE_URL.")
    if is_server(addresses[1]):
        click.echo("The key is not in the database. Put it into ENCRYPTION_KEY.")
    else:
        click.echo("The key is not in the database. Leave it in ENCRYPTION_KEY.")


@main.command()
@click.option("--headless", is_flag=True, help="Play the whole story here, then end.")
@click.option("--json", "as_json", is_flag=True, help="With --headless: print the outcome as JSON.")
@click.option(
    "--out",
    type=HostPath(),
    help="With --headless: also write the record, the picture, the clearance sheet, the"
    " supervisor's confidential copy and the letters there.",
)
@click.option("--story", is_flag=True, help="Play the story here first, then serve the page.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The page's port.")
def demo(headless: bool, as_json: bool, out: Path | None, story: bool, port: int) -> None:
    """Try the real bot with a simulated Discord, Spotify and MusicBrainz, on a page here."""
    try:
        from bot.demo import command
    except ModuleNotFoundError as missing:
        from bot.installation import how_to_get_the_demo

        needs = f"The demo needs {missing.name}, which is not installed."
        click.echo(f"{needs} Run: {how_to_get_the_demo()}", err=True)
        sys.exit(MISCONFIGURED)
    if (as_json or out) and not headless:
        raise click.UsageError("--json and --out go with --headless")
    sys.exit(
        asyncio.run(
            command.run(headless=headless, as_json=as_json, out=out, story=story, port=port)
        )
    )


@main.command()
@click.argument("file", type=HostPath())
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.option(
    "--proposers",
    type=HostPath(),
    help="Also say which ballots could be recognized by who proposed what; see the counting page.",
)
def recount(file: Path, as_json: bool, proposers: Path | None) -> None:
    """Count a vote again from its record FILE, as `/round record` hands it out.

    Needs no database and no settings. The exit status is 2 if the record breaks a rule.
    """
    from bot import recounting
    from bot.domain.counting import record
    from bot.domain.errors import BadRecord

    reading = file
    try:
        counted = record.recount(recounting.read(file))
        crowds = None
        if proposers:
            reading = proposers
            crowds = recounting.crowds_of(counted.record, recounting.read(proposers))
    except BadRecord as error:
        place, rule = recounting.printable(error.where), recounting.printable(error.rule)
        kind = "record" if reading == file else "list of proposers"
        to_do = " Get it again with /round record." if reading == file else ""
        click.echo(f"{reading} is not a valid {kind}. At {place}: {rule}.{to_do}", err=True)
        sys.exit(MISCONFIGURED)
    write = recounting.as_json if as_json else recounting.as_table
    click.echo(write(counted, crowds))


if __name__ == "__main__":
    main()
