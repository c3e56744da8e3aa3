"""What people do in a simulation, and what came of it."""

from dataclasses import dataclass, field

from tests.simulation.process import Process
from tests.wire.interactions import Interaction
from tests.wire.shapes import User


@dataclass(eq=False)
class Deed:
    """One thing somebody did in Discord, and everything that came of it.

    Attributes:
        process: Who was told of it; None while nobody is.
        disturbed: Why an answer may be missing or late; empty where it may not.
        errors: What the person was told had gone wrong.
        refusals: The texts that told it.
        commits: The tables of each transaction that it led to, and the process that made it.
    """

    who: User
    what: str
    interaction: Interaction
    at: float
    channel: int
    process: Process | None = None
    disturbed: str = ""
    errors: list[BaseException] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    commits: list[tuple[Process | None, list[str]]] = field(default_factory=list)
    answered_at: float | None = None

    def __repr__(self) -> str:
        return f"{self.who.name}: {self.what}"

    @property
    def refused(self) -> BaseException | None:
        """What the person still sees had gone wrong; another delivery may have mended it."""
        told = zip(self.errors, self.refusals, strict=True)
        shown = (error for error, text in told if text in self.interaction.text)
        return next(shown, None)
