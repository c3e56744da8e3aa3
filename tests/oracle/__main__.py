"""`python -m tests.oracle`: count real and random rounds with other libraries too, and compare.

The exit status is 0 if nothing differs and enough could be compared, 1 if not, and 2 if there are
no real rounds to count.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.oracle import by_abcvoting, by_pref_voting
from tests.oracle.answers import Library
from tests.oracle.check import Difference, Tally, compare
from tests.oracle.records import record_file
from tests.oracle.rounds import REAL, random_rounds, real_rounds


@dataclass(frozen=True, slots=True)
class Check:
    """One of our methods and the count it is compared with.

    Attributes:
        method: The name of the method.
        rule: What it is compared with, in words.
        library: The count.
        compared: The share of the rounds that must be comparable.
        certain: The share for which the library must have one answer, not several. Below either
            share the check proves too little, and fails.
    """

    method: str
    rule: str
    library: Library
    compared: float
    certain: float


CHECKS = (
    Check("approval", "abcvoting, av", by_abcvoting.approval, 0.85, 0.5),
    Check("spread", "abcvoting, seqpav", by_abcvoting.spread, 0.85, 0.85),
    Check("points", "abcvoting, av by weights", by_abcvoting.points, 0.85, 0.6),
    Check("ranked", "pref_voting, stv_scottish", by_pref_voting.ranked, 0.85, 0.5),
)
LAYOUT = "{:<9} {:<26} {:<7} {:>7} {:>11} {:>7} {:>8} {:>10}"
HEAD = ("method", "against", "ballots", "rounds", "one answer", "tied", "skipped", "differing")


def main() -> int:
    """Compare, and print a table and what differs."""
    asked = _arguments()
    if not any(real_rounds("approval")) or not any(real_rounds("points")):
        print(f"There are no real rounds in {REAL}.", file=sys.stderr)
        return 2
    print(LAYOUT.format(*HEAD))
    shortfalls: list[str] = []
    differences: list[Difference] = []
    for check in CHECKS:
        if check.method in asked.methods:
            tallies = _compare(check, asked.rounds, asked.seed)
            shortfalls += _shortfalls(check, tallies)
            differences += [found for tally in tallies for found in tally.differing]
    for shortfall in shortfalls:
        print(shortfall)
    if differences:
        _print_difference(min(differences, key=lambda found: found.size))
    return 1 if shortfalls or differences else 0


def _compare(check: Check, rounds: int, seed: str) -> Sequence[Tally]:
    """Compare the real rounds and some random ones; print a row for each kind."""
    kinds = {
        "real": real_rounds(check.method),
        "random": random_rounds(check.method, rounds, seed),
    }
    tallies = []
    for kind, profiles in kinds.items():
        tallies.append(compare(profiles, check.library))
        _print_row(check, kind, tallies[-1])
    return tallies


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    names = [check.method for check in CHECKS]
    parser.add_argument("methods", nargs="*", default=names, help="which methods; without any, all")
    parser.add_argument("--rounds", type=int, default=3000, help="random rounds for each method")
    parser.add_argument("--seed", default="needle drop", help="any text, to draw the rounds from")
    asked = parser.parse_args()
    if unknown := set(asked.methods) - set(names):
        parser.error(f"there is no method {min(unknown)!r}")
    return asked


def _print_row(check: Check, kind: str, tally: Tally) -> None:
    print(
        LAYOUT.format(
            check.method,
            check.rule,
            kind,
            tally.rounds,
            tally.certain,
            tally.tied,
            tally.skipped.total(),
            len(tally.differing),
        ),
        flush=True,
    )
    for reason, rounds in tally.skipped.most_common():
        print(f"{'':<10}skipped {rounds}: {reason}")


def _shortfalls(check: Check, tallies: Sequence[Tally]) -> Iterable[str]:
    rounds = sum(tally.rounds for tally in tallies)
    shares = (
        ("could be compared", sum(tally.compared for tally in tallies), check.compared),
        ("had one answer", sum(tally.certain for tally in tallies), check.certain),
    )
    for what, number, least in shares:
        if number < least * rounds:
            yield (
                f"{check.method}: only {number} of {rounds} rounds {what}; "
                f"below {least:.0%} the check proves too little."
            )


def _print_difference(found: Difference) -> None:
    print(f"\nThe shortest round that differs ({found.profile.method}):")
    print("  ours:  ", *sorted(found.ours))
    for answer in sorted(map(sorted, found.theirs)):
        print("  theirs:", *answer)
    print("Its record, for `python -m bot recount FILE`:\n")
    print(record_file(found.profile))


if __name__ == "__main__":
    sys.exit(main())
