"""Checks of everything that can be wrong with a bot's setup, independent of each other.

No check changes anything, and no finding contains a secret.
"""

from bot.doctor.findings import Check, Finding, Verdict, as_json_list, findings

__all__ = ["Check", "Finding", "Verdict", "as_json_list", "findings"]
