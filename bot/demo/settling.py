"""Simulated Discord, without the waits that nothing needs."""

from typing import Any

import simcord

LOOKS_EVERY = 0.005
"""Seconds between two looks at whether the bot has settled."""


class PromptEnv(simcord.Env):
    """Sees sooner that the bot has settled.

    After most presses simcord 3.2 waits out its interval of 50 ms, since what it waits for last is
    a callback and it watches tasks. A story has hundreds of presses, and the tests thousands.
    """

    async def _settle_internal(self, *, idle: float = LOOKS_EVERY, **rest: Any) -> None:
        await super()._settle_internal(idle=min(idle, LOOKS_EVERY), **rest)
