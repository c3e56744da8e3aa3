"""`make audit`: ask the advisory service for known weaknesses in what the lock files install.

A package the service could not be asked about counts as a failure: silence is no proof.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOCKS = Path(__file__).parents[1] / "locks"
SECONDS = 300


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found out about the packages of a lock file."""

    asked: int
    weak: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether every package was asked about, and none is known to be weak."""
        return self.asked > 0 and not self.weak and not self.unknown


def read(report: dict[str, Any]) -> Audit:
    """Return what a report of pip-audit (its JSON) says."""
    packages = report["dependencies"]
    weak = [
        f"{one['name']} {one['version']}: {flaw['id']}, "
        f"mended in {', '.join(flaw['fix_versions']) or 'no version yet'}"
        for one in packages
        for flaw in one.get("vulns", ())
    ]
    unknown = [one["skip_reason"] for one in packages if "skip_reason" in one]
    return Audit(len(packages), tuple(weak), tuple(unknown))


def ask(lock: Path) -> Audit:
    """Return what the service says about the packages of a lock file."""
    command = ["-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
    command += ["--require-hashes", "--disable-pip", "--requirement", str(lock)]
    answered = subprocess.run(  # noqa: S603 - our own tool, on our own files
        [sys.executable, *command], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if answered.stdout.strip():
        return read(json.loads(answered.stdout))
    reason = answered.stderr.strip().splitlines()[-1:] or ["pip-audit said nothing"]
    return Audit(0, (), (f"The advisory service could not be asked: {reason[0]}",))


def tell(lock: str, audit: Audit) -> list[str]:
    """Return the lines to print about a lock file."""
    if audit.sound:
        return [f"{lock}: nothing known about its {audit.asked} packages."]
    lines = [f"{lock}: {one}" for one in audit.weak]
    if not audit.asked:
        lines.append(f"{lock}: NOT AUDITED. {audit.unknown[0]}")
    elif audit.unknown:
        lines.append(
            f"{lock}: {len(audit.unknown)} of {audit.asked} packages NOT AUDITED, the first since: "
            f"{audit.unknown[0]}"
        )
    return lines


def main() -> int:
    """Audit every lock file; return the exit status."""
    audits = {lock.name: ask(lock) for lock in sorted(LOCKS.glob("*.txt"))}
    for name, audit in audits.items():
        print(*tell(name, audit), sep="\n")
    return 0 if all(audit.sound for audit in audits.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
