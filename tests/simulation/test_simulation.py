"""A few dozen seeds, and that the simulation is what it says: the same in every run, and awake."""

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

FOUND: dict[int, str] = {
    25: "results were posted twice when people had talked much after an answer was lost",
    351: "an answer that Discord put off again and again (429) was logged as unforeseen",
    356: "a writer was refused while the client did not know the server's roles yet",
    60498: "a playlist was passed over on request while a plan went on that had ended",
    60565: "the message of a tie that was broken came again with each answer that was lost",
    15: "who was refused waited for the roles of the server until Discord waited no longer",
    46: "who was told that nothing could be saved never heard that a second delivery had done it",
    710033: "a date for an answer that had passed only for a clock that was ahead was forgotten",
    110008: "a process that was told to stop while it connected again went on without people",
}
"""Seeds that once failed, and what was wrong."""


def simulate(*arguments: str, **environment: str) -> str:
    """Run the command in a process of its own, since seeds are forked from it."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.simulation", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


def test_some_seasons() -> None:
    simulate("--seeds", "24", "--jobs", "1")


def test_the_same_seed_is_the_same_run_to_the_byte() -> None:
    traces = [simulate("--seed", "9", PYTHONHASHSEED=one) for one in ("0", "1")]
    assert traces[0] == traces[1]
    assert len(traces[0].splitlines()) > 100


@pytest.mark.parametrize("seed", FOUND)
def test_what_was_found_once_stays_mended(seed: int) -> None:
    simulate("--seed", str(seed))


@pytest.mark.parametrize(
    "name",
    ["promise_after_the_commit", "acknowledge_before_the_commit", "tell_writers_the_fees"],
)
def test_it_notices(name: str) -> None:
    told: Sequence[str] = simulate("--mutations", "--only", name).splitlines()
    assert any(name in line and "caught" in line for line in told)
