"""How often Python looks for garbage: objects that nobody uses any more and that use each other."""

import gc

RARELY = 10_000
"""After how many new objects Python looks through those.

By itself it does after 700, several times for each press, and finds next to nothing: what a press
leaves behind is mostly freed without that.
"""


def collect_later() -> None:
    """Look for no garbage until `collect_rarely`: what is loaded meanwhile stays."""
    gc.disable()


def collect_rarely() -> None:
    """Begin to look for garbage, but less often, and never among what is there now, which stays.

    A search stops everything else, for as long as there is much to look through: 50 ms among all
    that is loaded. Called once. Where many press at once, it saves a fifth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(RARELY)
    gc.enable()
