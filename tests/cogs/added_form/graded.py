"""A way of counting as somebody would add it: most grades of *yes*, then most of *maybe*.

Its place would be `bot/domain/counting/graded.py`.
"""

from collections import Counter

from bot.domain.counting import CountingMethod, Outcome, Profile
from bot.domain.counting.by_sums import REASONS, STEPS, count_by_sums
from bot.domain.counting.method import BEFORE_THE_COUNT
from bot.domain.counting.profile import ballots_of
from bot.domain.counting.support import Support
from tests.cogs.added_form.grades_form import GRADES, GRADES_FORM, Grades


def count(profile: Profile) -> Outcome:
    """Count a round by grades."""
    ballots = ballots_of(profile, Grades)
    times = Counter(grade for ballot in ballots for grade in ballot.grades)
    yes, maybe = GRADES
    support = Support(
        groups=tuple((frozenset(song for song, _ in one.grades), 1) for one in ballots),
        names=(yes, maybe),
        sums={song: (times[song, yes], times[song, maybe]) for song in profile.songs},
        ballots=len(ballots),
        abstentions=sum(ballot.abstains for ballot in ballots),
    )
    return count_by_sums(profile, support)


METHOD = CountingMethod(
    name="graded",
    title="Graded",
    gist="say yes or maybe to songs; those with the most yes get in",
    form=GRADES_FORM,
    reasons=BEFORE_THE_COUNT | {"yes": "decided by yes", "maybe": "decided by maybe"} | REASONS,
    steps={"maybe": "by maybe"} | STEPS,
    figures={"yes": ("yes", "yes"), "maybe": ("maybe", "maybe")},
    casting=True,
    count=count,
)
