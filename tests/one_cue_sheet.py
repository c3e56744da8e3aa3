"""x"""

from dataclasses import replace

from hypothesis import HealthCheck, settings

from bot.domain.board import Clearance
from bot.domain.cue_sheet import Cue, CueSheet
from bot.domain.model import Recording

SONG = Recording("Blue", ("Joni", "Mitchell"), f"spotify:track:{'a' * 22}", "USX", "Album", 225_000)
SHEET = CueSheet(
    show="The Room",
    number="104",
    title="Pilot",
    timezone="America/Los_Angeles",
    made_at=1_796_259_600,
    locked=True,
    cues=(
        Cue(
            1,
            SONG,
            "Cold open",
            "Maya",
            "She leaves.\nThe song stays.",
            "The goodbye.",
            Clearance.PENDING,
            "Asked the estate.",
            1_796_000_000,
        ),
        Cue(2, Recording("By hand", ())),
    ),
    runners_up=(
        Cue(
            1,
            replace(SONG, title="River"),
            clearance=Clearance.DENIED,
            note="The label said no.",
            since=1_796_000_000,
        ),
    ),
)
many = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
