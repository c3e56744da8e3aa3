"""The entrance to every command: whatever goes wrong on the host's machine becomes a sentence.

A command raises what went wrong, and is told of here, with an exit status.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from typing_extensions import override

from bot.domain.errors import ConfigError, DiscordUnavailable, StorageError
from bot.host_files import OTHERS, home, why_not
from bot.signals import Interrupts
from bot.terminal import give_up_outputs, settle_outputs

UNREACHABLE = 1
"""The exit status where trying again later may be enough."""
MISCONFIGURED = 2
"""The exit status where somebody has to put something right first: trying again is no use."""
ENDED_BY = 128
"""What shells add to the number of a signal for the exit status of what it ended."""
INTERRUPTS = Interrupts()
_NOT_DONE = {
    "run": "Needle Drop cannot start.",
    "doctor": "Nothing is checked.",
    "settings": "No setting is read.",
    "backup": "Nothing is backed up.",
    "restore": "Nothing is restored.",
    "move-database": "Nothing is moved.",
}


class Commands(click.Group):
    """Commands that end with a sentence and an exit status, whatever happens.

    Files that they make are for this user alone.
    """

    @override
    def main(self, *args: Any, **given: Any) -> Any:
        settle_outputs()
        if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        mask = os.umask(OTHERS)
        try:
            _require_a_folder()
            with INTERRUPTS.heeded():
                return super().main(*args, **given)
        except OSError as fault:
            _tell(_sentence(fault))
            raise SystemExit(MISCONFIGURED) from None
        finally:
            os.umask(mask)
            give_up_outputs()

    @override
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            from bot.installation import where_settings_are_named  # noqa: PLC0415 - seldom needed

            _tell(f"{_head(ctx)} What to do ({where_settings_are_named()}):")
            _tell("\n".join(f"  - {fault}" for fault in error.faults))
            ctx.exit(MISCONFIGURED)
        except StorageError as error:
            cannot, runs = "Needle Drop cannot use its database.", ctx.invoked_subcommand == "run"
            _tell(f"{cannot if runs else _head(ctx)} {error}")
            ctx.exit(UNREACHABLE if runs and error.may_pass else MISCONFIGURED)
        except DiscordUnavailable as error:
            _tell(f"Discord cannot be reached: {error.doing}. {_to_reach(error.doing)}.")
            ctx.exit(UNREACHABLE)
        except KeyboardInterrupt:
            # Threads may be at work yet; a second Ctrl-C does not wait for them.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            INTERRUPTS.end_at_once()
            _tell("Stopped.")
            ctx.exit(ENDED_BY + INTERRUPTS.number)


class HostPath(click.Path):
    """A path that is given to a command; a leading `~` is the home folder, quoted or not."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(home(os.fspath(value)), param, ctx)
        except ValueError as fault:
            self.fail(str(fault), param, ctx)


def _require_a_folder() -> None:
    """Raise SystemExit if the present folder was deleted, which even imports stumble over."""
    try:
        Path.cwd()
    except FileNotFoundError:
        _tell("The folder this was started in is gone. Go to another, and start it there.")
        raise SystemExit(MISCONFIGURED) from None


def not_done(command: str) -> str:
    """Return the sentence that a command begins with where it fails."""
    return _NOT_DONE.get(command, "Nothing is done.")


def _head(ctx: click.Context) -> str:
    return not_done(ctx.invoked_subcommand or "")


def _to_reach(doing: str) -> str:
    from bot.installation import TO_TRUST  # noqa: PLC0415 - seldom needed

    return TO_TRUST if "certificate" in doing else "Check the network"


def _tell(text: str) -> None:
    with suppress(OSError):  # Where nobody can be told, the exit status has to do.
        click.echo(text, err=True)


def _sentence(fault: OSError) -> str:
    if isinstance(fault.filename, str):
        return f"{why_not(Path(fault.filename), fault)}."
    return f"What this prints can't be written: {fault.strerror or fault}. Check where it goes."
