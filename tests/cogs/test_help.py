"""Help says what can be done now, by whom, and names only commands that are there."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.model import Episode, EpisodeSummary, Room, RoundState
from bot.domain.season import Stage
from bot.services.ports.statuses import RoomStatus
from cogs.ui import help as help_screen
from cogs.ui.help import RoomRole
from tests.cogs import shapes
from tests.cogs.conftest import Studio
from tests.cogs.limits import check, few, texts_of
from tests.cogs.messages import answered
from tests.cogs.steps import propose, schedule, set_up
from tests.test_docs import COMMANDS

PARTS = st.sets(st.sampled_from(RoomRole)).map(lambda parts: parts | {RoomRole.ANYONE})


def test_every_command_is_named_once() -> None:
    named = [way.command for way in help_screen.COMMAND_HELP]
    assert sorted(named) == sorted(set(COMMANDS) - {"help"})


def test_every_stage_leaves_something_to_do_for_the_one_it_waits_for() -> None:
    for stage in Stage:
        ways = [way for way in help_screen.COMMAND_HELP if stage in way.stages]
        assert ways or stage is Stage.ARCHIVED


@few
@given(
    shapes.rooms(),
    st.none() | shapes.episodes(),
    st.sampled_from([None, *RoundState]),
    st.sampled_from([0, 6]),
    PARTS,
)
def test_it_fits(
    room: Room,
    episode: Episode | None,
    live: RoundState | None,
    on_board: int,
    parts: set[RoomRole],
) -> None:
    summary = EpisodeSummary(episode, 500, 25, 3, live, on_board, 2, 1) if episode else None
    page = help_screen.help_page(RoomStatus(room, 9, summary, None, (), "off"), parts)
    check(page)
    text = "\n".join(texts_of(page))
    for part in (RoomRole.SHOWRUNNER, RoomRole.MANAGER):
        assert (f"**{part}**" in text) == (part in parts)


async def test_each_is_told_what_they_can_do_now(studio: Studio) -> None:
    writer = studio.writers[0]
    told = answered(await studio.boss.slash(studio.channel, "help"))
    assert "`/room setup` makes it one" in told
    assert "A server admin makes it one" in answered(await writer.slash(studio.channel, "help"))
    await set_up(studio)
    told = answered(await writer.slash(studio.channel, "help"))
    assert "Next: writers propose songs" in told
    assert "`/song propose`: propose a song" in told
    assert "As the showrunner" not in told
    assert "/round schedule" not in told
    await propose(studio, 4)
    await studio.boss.slash(studio.channel, "shortlist fill")
    told = answered(await studio.boss.slash(studio.channel, "help"))
    assert "`/round schedule`: schedule a vote" in told
    assert "`/vote`" not in told
    await schedule(studio, closes="in 2 hours", seats=2)
    told = answered(await writer.slash(studio.channel, "help"))
    assert "`/vote`: your ballot" in told
    assert "`/round close`" in answered(await studio.boss.slash(studio.channel, "help"))


async def test_who_is_no_writer_is_told_why(studio: Studio) -> None:
    await set_up(studio)
    role = studio.guild.create_role("Writers")
    await studio.boss.slash(
        studio.channel, "room setup", title="Soundtrack", timezone="UTC", writers=role
    )
    told = answered(await studio.writers[0].slash(studio.channel, "help"))
    assert "You're not a writer in this room" in told
    assert "`/song propose`: put" not in told


async def test_nothing_of_an_archived_episode_is_offered(studio: Studio) -> None:
    await set_up(studio)
    archived = await studio.boss.slash(studio.channel, "episode archive")
    assert "Archived" in answered(archived)
    told = answered(await studio.boss.slash(studio.channel, "help"))
    assert "No episode is current" in told
    assert "/song propose" not in told
