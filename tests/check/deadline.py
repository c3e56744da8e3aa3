"""A plugin of pytest for `make check`: begins tests for a while, and says how many it left."""

import math
import os
import time

import pytest

SECONDS = "CHECK_SECONDS"
"""The variable that says for how long, from the first test on."""


class Deadline:
    """Leaves the tests alone that would begin too late.

    Under xdist, workers leave tests out, and the controller sees which ones it never heard of.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = math.inf
        self._heard: set[str] = set()
        self._collected = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self) -> bool | None:
        """Take a test off the hands of pytest, without running it, once it is too late."""
        now = time.monotonic()
        self._until = min(self._until, now + self._seconds)
        return True if now > self._until else None

    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """Remember how many tests there are."""
        self._collected = len(ids)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember a test that was run."""
        self._heard.add(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how many tests were left out."""
        left = self._collected - len(self._heard)
        if left > 0:
            terminalreporter.write_line(f"Left out for want of time: {left} of {self._collected}.")


def pytest_configure(config: pytest.Config) -> None:
    """Set the deadline, where one is named."""
    if SECONDS in os.environ:
        config.pluginmanager.register(Deadline(float(os.environ[SECONDS])))
