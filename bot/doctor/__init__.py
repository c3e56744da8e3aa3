"""Independent checks of everything that can be wrong with how a bot is set up.

Nothing here changes anything, and no finding holds a secret.
"""

from bot.doctor.findings import Check, Finding, Verdict, findings

__all__ = ["Check", "Finding", "Verdict", "findings"]
