"""What a writer sees of their ballot who was taken off the roster after they had voted."""

from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.longlists import opened
from tests.cogs.messages import labels, said
from tests.cogs.rounds import asks, votes
from tests.cogs.steps import open_round
from tests.cogs.test_methods import own

REMOVED = "You were taken off this room's roster"


async def test_a_ballot_that_cannot_be_changed_says_so_and_still_counts(studio: Studio) -> None:
    await open_round(studio)
    writer, other = studio.writers[:2]
    await votes(studio, writer, 1, 2)
    await votes(studio, other, 2)
    assert REMOVED not in said(await own(studio, writer))
    picker = await opened(studio.boss, studio, "room roster")
    await studio.boss.select(picker, [])
    shown = await own(studio, writer)
    assert "Song 1" in said(shown)
    assert REMOVED in said(shown)
    assert "Your ballot counts as it is." in said(shown)
    assert labels(shown) == []
    assert REMOVED in await asks(studio, "vote", studio.writers[2])
    await ends(studio, "close")
    assert "2 ballots" in await asks(studio, "round results")
