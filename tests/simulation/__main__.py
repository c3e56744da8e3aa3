"""`make simulate`: many seeds, one seed with its trace, a smaller failure, or the mutations."""

import argparse
import os
import sys
import time
import traceback
from collections import Counter

from tests.simulation.mutations import MUTATIONS
from tests.simulation.running import HARNESS, Run, outcomes
from tests.simulation.shrinking import shrunk
from tests.simulation.simulation import Outcome


def main() -> int:
    """Run what the arguments ask for; return 1 where something did not hold."""
    asked = _arguments()
    if asked.mutations:
        return _mutated(asked.only, asked.jobs)
    if asked.seed is not None:
        outcome = next(outcomes([Run(asked.seed, mutation=asked.only)], 1))
        if asked.shrink and outcome.broken:
            return _smaller(outcome, asked.jobs, asked.only)
        return _one(outcome)
    return _many(asked.first, asked.seeds, asked.jobs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--shrink", action="store_true")
    parser.add_argument("--mutations", action="store_true")
    parser.add_argument("--only", default="", help="one mutation, with --mutations or --seed")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    return parser.parse_args()


def _one(outcome: Outcome) -> int:
    print("\n".join(outcome.trace))
    for broken in outcome.broken:
        print(f"\nseed {outcome.seed} broke {broken.invariant}: {broken.what}")
    return bool(outcome.broken)


def _smaller(failed: Outcome, jobs: int, mutation: str) -> int:
    smaller = shrunk(failed, jobs, mutation)
    before, after = len(failed.steps), len(smaller.outcome.steps)
    _one(smaller.outcome)
    print(f"\n{after} of {before} steps are enough, after {smaller.runs} runs:")
    for step in smaller.outcome.steps:
        print(f"  {step.at:9.1f} s  {step.kind} {step.name}")
    return 1


def _mutated(only: str, jobs: int) -> int:
    """Put each mutation into the product, and say which seed noticed it first, and by what."""
    missed = 0
    for name in _unfit():
        print(f"{name:42} does not fit the product any more")
        missed += 1
    for name, one in MUTATIONS.items():
        if only and name != only:
            continue
        runs = (Run(seed, mutation=name) for seed in range(1, one.seeds + 1))
        noticed = (
            (outcome.seed, broken.invariant)
            for outcome in outcomes(runs, jobs)
            for broken in outcome.broken
            if broken.invariant != HARNESS
        )
        found = next(noticed, None)
        if found is None:
            print(f"{name:42} NOT caught in {one.seeds} seeds")
            missed += 1
        else:
            seed, by = found
            print(f"{name:42} caught by seed {seed} of {one.seeds}: {by}")
        sys.stdout.flush()
    return bool(missed)


def _unfit() -> list[str]:
    """Return which mutations cannot be put into the product any more, since it has changed."""
    unfit = []
    for name, one in MUTATIONS.items():
        child = os.fork()  # what is put in stays in
        if not child:
            try:
                one.apply()
            except BaseException:  # noqa: BLE001 - told, and then it ends
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            unfit.append(name)
    return unfit


def _many(first: int, seeds: int, jobs: int) -> int:
    begun, failed, seasons = time.monotonic(), Counter[str](), 0
    for outcome in outcomes((Run(seed) for seed in range(first, first + seeds)), jobs):
        seasons += outcome.seasons
        for broken in outcome.broken:
            failed[broken.invariant] += 1
            print(f"seed {outcome.seed}: {broken.invariant}: {broken.what[:1500]}")
        sys.stdout.flush()
    took = time.monotonic() - begun
    print(
        f"{seeds} seeds, {seasons} seasons in {took:.0f} s: {seasons / took:.2f} seasons a second"
    )
    for name, times in failed.most_common():
        print(f"{times:5} × {name}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
