"""Figures of the bot's work, in Prometheus's words.

No label tells a person, a server, a title or a vote.
"""

import math
from collections.abc import Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from bot.backup_files import BackupState
from bot.services.ports.pulse import Pulse

ANSWER_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10, 60)
"""Discord takes an answer for three seconds."""
DISK_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 3)

_GAUGES = (
    ("gateway_latency_seconds", "From a heartbeat to Discord's answer.", "shard"),
    ("shards_held", "Shards on which people reach this process."),
    ("database_up", "1 if the database can be read."),
    ("rounds", "Votes that are not over, by their state.", "state"),
    ("rounds_late_seconds", "How long the most overdue vote should have moved on."),
    ("effects_waiting", "What waits to be posted or synced, by its kind.", "kind"),
    ("effects_oldest_seconds", "How long the oldest of it has been due."),
    ("effects_given_up", "What was given up in the last month, by its kind.", "kind"),
    ("spotify_calls", "Calls to Spotify in the last 24 hours, of the busiest app."),
    ("backup_age_seconds", "How old the newest copy of the database is; NaN if this is not known."),
    ("backup_failed", "1 if the last try to copy the database failed."),
    ("spotify_calls_left", "How many more calls the settings allow that app."),
)
"""What is set before each look: the name, what it is, and its label where it has one."""


class Meters:
    """All figures. What happens is counted as it happens; what is so is set before each look."""

    def __init__(self) -> None:
        self._all = CollectorRegistry()
        ProcessCollector(registry=self._all)
        PlatformCollector(registry=self._all)
        self._votes = Histogram(
            "needledrop_vote_saved_seconds",
            "From a vote's arrival to its being on the disk.",
            buckets=DISK_SECONDS,
            registry=self._all,
        )
        self._answers = Histogram(
            "needledrop_answer_seconds",
            "From a command, press or form to the end of its answer.",
            ["kind"],
            buckets=ANSWER_SECONDS,
            registry=self._all,
        )
        self._connections = self._counter("gateway_sessions", "Sessions begun or resumed.")
        self._losses = self._counter("gateway_losses", "Connections to the gateway that ended.")
        self._gauges = {name: self._gauge(name, *rest) for name, *rest in _GAUGES}

    def _counter(self, name: str, about: str) -> Counter:
        return Counter(f"needledrop_{name}", about, registry=self._all)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(f"needledrop_{name}", about, labels, registry=self._all)

    def vote_saved(self, seconds: float) -> None:
        """Count a vote, and how long it took to the disk."""
        self._votes.observe(seconds)

    def answered(self, kind: str, seconds: float) -> None:
        """Count an answer to what somebody did."""
        self._answers.labels(kind).observe(seconds)

    def connected(self) -> None:
        """Count a session at the gateway that begins or goes on."""
        self._connections.inc()

    def disconnected(self) -> None:
        """Count a connection to the gateway that has ended."""
        self._losses.inc()

    def set_gateway(self, latencies: Mapping[int, float], held: int) -> None:
        """Set the latency of each shard (seconds), and how many are held."""
        seconds = {str(shard): latency for shard, latency in latencies.items()}
        self._set_each("gateway_latency_seconds", seconds)
        self._gauges["shards_held"].set(held)

    def set_pulse(self, pulse: Pulse | None, now: float, daily_calls: int) -> None:
        """Set what the database tells; None if it cannot be read."""
        gauges = self._gauges
        gauges["database_up"].set(pulse is not None)
        if pulse is None:
            return
        self._set_each("rounds", pulse.rounds)
        waiting = {kind: one.number for kind, one in pulse.waiting.items()}
        self._set_each("effects_waiting", waiting)
        self._set_each("effects_given_up", pulse.given_up)
        late = 0 if pulse.next_due is None else now - pulse.next_due
        gauges["rounds_late_seconds"].set(max(0, late))
        oldest = min((one.since for one in pulse.waiting.values()), default=now)
        gauges["effects_oldest_seconds"].set(max(0, now - oldest))
        gauges["spotify_calls"].set(pulse.spotify_calls)
        gauges["spotify_calls_left"].set(max(0, daily_calls - pulse.spotify_calls))

    def set_backups(self, state: BackupState, now: float) -> None:
        """Set how old the newest copy is, as far as this process makes copies, or knows of one."""
        age = math.nan if state.newest_at is None else now - state.newest_at
        self._gauges["backup_age_seconds"].set(age)
        self._gauges["backup_failed"].set(state.failed_at is not None)

    def _set_each(self, name: str, numbers: Mapping[str, float]) -> None:
        """Set a figure for each label; labels of before are forgotten."""
        gauge = self._gauges[name]
        gauge.clear()
        for label, number in numbers.items():
            gauge.labels(label).set(number)

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        return generate_latest(self._all)
