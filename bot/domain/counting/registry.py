"""All counting methods. A new one is a file with a METHOD, and a line here."""

from bot.domain.counting.approval import METHOD as APPROVAL
from bot.domain.counting.method import CountingMethod
from bot.domain.counting.points import METHOD as POINTS
from bot.domain.counting.ranked import METHOD as RANKED
from bot.domain.counting.spread import METHOD as SPREAD
from bot.domain.errors import BadRecord

METHODS: dict[str, CountingMethod] = {
    method.name: method for method in (APPROVAL, SPREAD, POINTS, RANKED)
}
"""By name, the default one first."""


def method_named(name: str) -> CountingMethod:
    """Return a counting method.

    Raises:
        BadRecord: There is no method of that name.
    """
    if name not in METHODS:
        raise BadRecord("method", f"{name!r} is not one of: {', '.join(METHODS)}")
    return METHODS[name]
