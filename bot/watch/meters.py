"""Figures of the bot's work, in Prometheus's words.

No label tells a person, a server, a title or a vote.
"""

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

from bot.services.ports.pulse import Pulse

ANSWER_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10, 60)
"""Discord takes an answer for three seconds."""
DISK_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 3)


class Meters:
    """All figures. What happens is counted as it happens; what is so is set before each look."""

    def __init__(self) -> None:
        self._all = CollectorRegistry()
        ProcessCollector(registry=self._all)
        PlatformCollector(registry=self._all)
        to = self._all
        self._votes = Histogram(
            "needledrop_vote_saved_seconds", "From a vote's arrival to its being on the disk.",
            buckets=DISK_SECONDS, registry=to,
        )  # fmt: skip
        self._answers = Histogram(
            "needledrop_answer_seconds", "From a command, press or form to the end of its answer.",
            ["kind"], buckets=ANSWER_SECONDS, registry=to,
        )  # fmt: skip
        self._connections = Counter(
            "needledrop_gateway_sessions",
            "Sessions at Discord's gateway, begun or resumed.",
            registry=to,
        )
        self._losses = Counter(
            "needledrop_gateway_losses", "Connections to the gateway that ended.", registry=to
        )
        self._latency = Gauge(
            "needledrop_gateway_latency_seconds",
            "From a heartbeat to Discord's answer.",
            ["shard"],
            registry=to,
        )
        self._shards = Gauge(
            "needledrop_shards_held", "Shards on which people reach this process.", registry=to
        )
        self._database = Gauge(
            "needledrop_database_up", "1 if the database can be read.", registry=to
        )
        self._rounds = Gauge(
            "needledrop_rounds", "Votes that are not over, by their state.", ["state"], registry=to
        )
        self._late = Gauge(
            "needledrop_rounds_late_seconds",
            "How long the most overdue vote should have moved on.",
            registry=to,
        )
        self._waiting = Gauge(
            "needledrop_effects_waiting",
            "What waits to be posted or synced, by its kind.",
            ["kind"],
            registry=to,
        )
        self._waits = Gauge(
            "needledrop_effects_oldest_seconds",
            "How long the oldest of it has been due.",
            registry=to,
        )
        self._given_up = Gauge(
            "needledrop_effects_given_up",
            "What was given up in the last month, by its kind.",
            ["kind"],
            registry=to,
        )
        self._calls = Gauge(
            "needledrop_spotify_calls",
            "Calls to Spotify in the last 24 hours, of the busiest app.",
            registry=to,
        )
        self._left = Gauge(
            "needledrop_spotify_calls_left",
            "How many more calls the settings allow that app.",
            registry=to,
        )

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
        self._latency.clear()
        for shard, seconds in latencies.items():
            self._latency.labels(str(shard)).set(seconds)
        self._shards.set(held)

    def set_pulse(self, pulse: Pulse | None, now: float, daily_calls: int) -> None:
        """Set what the database tells; None if it cannot be read."""
        self._database.set(pulse is not None)
        if pulse is None:
            return
        for gauge, numbers in (
            (self._rounds, pulse.rounds),
            (self._waiting, {kind: one.number for kind, one in pulse.waiting.items()}),
            (self._given_up, pulse.given_up),
        ):
            gauge.clear()
            for label, number in numbers.items():
                gauge.labels(label).set(number)
        self._late.set(0 if pulse.next_due is None else max(0, now - pulse.next_due))
        oldest = min((one.since for one in pulse.waiting.values()), default=now)
        self._waits.set(max(0, now - oldest))
        self._calls.set(pulse.spotify_calls)
        self._left.set(max(0, daily_calls - pulse.spotify_calls))

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        return generate_latest(self._all)
