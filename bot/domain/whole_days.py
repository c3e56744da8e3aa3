"""Instants without their time of day, where that would tell what somebody did."""

DAY = 86_400
"""Seconds in a day."""


def day_of(at: int) -> int:
    """Return when the day of an instant began, in UTC; both are UTC seconds."""
    return at - at % DAY
