"""What the story reports to whoever plays it."""

from collections.abc import Callable

Report = Callable[[str], None]
"""Takes a step of the story, as one sentence or two."""
