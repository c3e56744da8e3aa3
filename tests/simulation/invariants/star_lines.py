"""Why songs have stars: seen by nobody else before the count, and nobody's after it."""

from collections.abc import Iterator

from tests.simulation.deeds import Deed
from tests.simulation.invariants import at_answer, at_commit, in_quiet
from tests.simulation.stage import Stage
from tests.simulation.starring import WHY
from tests.wire.call import Call
from tests.wire.shapes import text_of

_UNCOUNTED = (
    "SELECT b.voter_id, b.lines FROM ballots b JOIN rounds r ON r.id = b.round_id"
    " WHERE b.lines <> '' AND r.state <> 'closed'"
)


@at_commit
def a_line_is_shown_with_the_count_and_forgotten_with_it(
    stage: Stage, tables: list[str]
) -> Iterator[str]:
    """The transaction that counts a round takes its lines off the ballots, and no other does."""
    if not {"ballots", "notes", "rounds"} & set(tables):
        return
    for row in stage.world.rows(
        "SELECT b.round_id, b.lines FROM ballots b JOIN rounds r ON r.id = b.round_id"
        " WHERE b.lines <> '' AND r.state = 'closed'"
    ):
        yield f"round {row['round_id']} is counted, and keeps who wrote {row['lines']}"
    for row in stage.world.rows(
        "SELECT n.text, n.user_id, r.id, r.state FROM notes n JOIN rounds r ON r.id = n.round_id"
        " WHERE r.state <> 'closed' OR n.user_id <> 0"
    ):
        yield f"round {row['id']} is {row['state']}, and shows {row['text']} by {row['user_id']}"


@at_answer
def a_reason_is_its_writers_until_the_count(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """What somebody wrote with a star is in no answer to anybody else."""
    answers = (deed.interaction.message, *deed.interaction.followups)
    told = " ".join(text_of(one) for one in answers if one is not None)
    if WHY not in told:
        return
    for row in stage.world.rows(_UNCOUNTED):
        if row["voter_id"] != deed.who.id and any(one in told for one in _lines(row["lines"])):
            yield f"{deed!r} was shown what {row['voter_id']} wrote: {row['lines']}"


@in_quiet
def a_reason_is_on_no_message_before_the_count(stage: Stage) -> Iterator[str]:
    """No channel and no thread has what somebody wrote on a ballot that is not counted."""
    hidden = [line for row in stage.world.rows(_UNCOUNTED) for line in _lines(row["lines"])]
    for channel, messages in stage.world.discord.held.messages.items():
        for message in messages.values():
            for line in hidden:
                if line in text_of(message):
                    yield f"“{line}” is in channel {channel} before its time"


def _lines(kept: str) -> list[str]:
    """Return the lines in what is kept of them that were written by `say_why`."""
    return [f"{WHY}{one[:12]}" for one in kept.split(WHY)[1:]]
