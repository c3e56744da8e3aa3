"""Findings, and running checks: all at once, each with a time limit, reported in order."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from bot.domain.structs import replace
from bot.recounting import printable


class Verdict(StrEnum):
    """The verdict on what was checked.

    A note is worth knowing, and only somebody who knows the room can say whether it matters. It is
    not wrong, and neither is what could not be checked.
    """

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"
    UNCHECKED = "unchecked"


class Finding(Struct, frozen=True):
    """One line for the host.

    Attributes:
        what: What was checked, and its state.
        to_do: What to do about it; empty if there is nothing to do.
        final: Whether it is a file that no command can do without.
        check: The name of the check that found it.
    """

    verdict: Verdict
    what: str
    to_do: str = ""
    final: bool = False
    check: str = ""

    @property
    def status(self) -> int:
        """The exit status that it makes of the whole: the highest counts."""
        return 2 if self.final else int(self.verdict is Verdict.WRONG)

    def __str__(self) -> str:
        # People choose the names of rooms and servers, so they may contain control characters.
        text = f"{self.what}. {self.to_do}" if self.to_do else self.what
        return f"{self.verdict:<9}  {printable(text)}"


def ok(what: str, to_do: str = "") -> Finding:
    """Return the finding that something is as it should be."""
    return Finding(Verdict.OK, what, to_do)


def wrong(what: str, to_do: str) -> Finding:
    """Return the finding that something is wrong, and what to do about it."""
    return Finding(Verdict.WRONG, what, to_do)


def note(what: str, to_do: str = "") -> Finding:
    """Return the finding that something may matter to some."""
    return Finding(Verdict.NOTE, what, to_do)


def unusable(what: str) -> Finding:
    """Return the finding that a file cannot be used without which nothing can be done."""
    return Finding(Verdict.WRONG, what, final=True)


def unchecked(what: str, to_do: str = "") -> Finding:
    """Return the finding that something could not be checked."""
    return Finding(Verdict.UNCHECKED, what, to_do)


def as_json_list(found: Sequence[Finding]) -> str:
    """Return findings as JSON, in their order, for programs."""
    return json.dumps(
        [
            {
                "check": one.check,
                "kind": one.verdict.value,
                "what": printable(one.what),
                "to_do": printable(one.to_do),
            }
            for one in found
        ],
        indent=2,
    )


class Check(Struct, frozen=True):
    """Something to check.

    Attributes:
        name: What is checked.
        run: Checks it, and yields findings.
        seconds: How long that may take.
    """

    name: str
    run: Callable[[], AsyncIterator[Finding]]
    seconds: float = 15.0


def blocking(run: Callable[[], Iterable[Finding]]) -> Callable[[], AsyncIterator[Finding]]:
    """Return an async check that runs a blocking one in a worker thread."""

    async def in_thread() -> AsyncIterator[Finding]:
        for finding in await asyncio.to_thread(lambda: list(run())):
            yield finding

    return in_thread


async def findings(checks: Sequence[Check]) -> AsyncIterator[Finding]:
    """Run all checks at the same time; yield what each finds, in the order of the checks.

    A check that fails or takes too long is reported, and does not stop the others.
    """
    running = [asyncio.create_task(_run(check), name=check.name) for check in checks]
    try:
        for task in running:
            # Waited for, not awaited: a failure is reported, not raised.
            await asyncio.wait([task])
            fault = task.exception()
            if fault is None:
                for finding in task.result():
                    yield finding
            else:
                # Only the type, since the message may contain anything, even secrets.
                kind = type(fault).__name__
                what = f"{task.get_name()}: the check itself failed ({kind})"
                yield replace(wrong(what, "Report it"), check=task.get_name())
    finally:
        for task in running:
            task.cancel()


async def _run(check: Check) -> list[Finding]:
    found: list[Finding] = []
    try:
        async with asyncio.timeout(check.seconds):
            # One by one, so that what is found before the timeout is reported.
            async for finding in check.run():
                found.append(replace(finding, check=check.name))  # noqa: PERF401 - see above
    except TimeoutError:
        late = f"{check.name}: not done after {check.seconds:g} seconds"
        to_do = "Check whether the network or the disk is slow, and try again"
        found.append(replace(wrong(late, to_do), check=check.name))
    return found
