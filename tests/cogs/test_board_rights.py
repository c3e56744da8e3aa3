"""What the board says of rights, and what its lock asks about them."""

from bot.domain.time_texts import write_month
from tests.cogs.boards import boarded, seats
from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, opened
from tests.cogs.messages import answered, menu, raw, said
from tests.cogs.rounds import room_of
from tests.cogs.steps import propose_one


async def test_locking_names_what_is_not_cleared_and_asks_again_if_that_changes(
    studio: Studio,
) -> None:
    await boarded(studio)
    first, second, third = seats(await opened(studio.boss, studio, "board show"))
    for song, status in ((first, "cleared"), (second, "denied")):
        await opened(studio.boss, studio, "board clearance", song=song, status=status)
    asked = await opened(studio.boss, studio, "board lock")
    told = said(asked)
    assert "2 songs aren't cleared" in told
    assert f"{second}" in told
    assert ": rights denied in " in told
    assert ": rights to clear" in told
    assert f"{third}" in told
    assert first not in told
    await opened(studio.boss, studio, "board clearance", song=third, status="cleared")
    await studio.boss.click(asked, label="Lock it anyway")
    assert "has changed since then" in said(asked)
    assert "1 song isn't cleared" in said(asked)
    await studio.boss.click(asked, label="Lock it anyway")
    assert "It is locked" in said(asked)


async def test_a_board_whose_songs_are_all_cleared_is_locked_at_once(studio: Studio) -> None:
    await boarded(studio)
    for song in seats(await opened(studio.boss, studio, "board show")):
        told = await opened(studio.boss, studio, "board clearance", song=song, status="cleared")
        assert f"Saved the rights to **{song}**." in said(told)
    assert "It is locked" in said(await opened(studio.boss, studio, "board lock"))


async def test_refused_rights_are_said_wherever_the_song_is_listed_again(studio: Studio) -> None:
    await boarded(studio)
    first, *_ = seats(await opened(studio.boss, studio, "board show"))
    await studio.boss.slash(studio.channel, "episode create", number="105")
    for number in range(1, 5):
        await propose_one(studio, number)
    await studio.boss.slash(studio.channel, "shortlist fill")
    denied = {"song": first, "status": "denied", "episode": "104"}
    await opened(studio.boss, studio, "board clearance", **denied)
    month = write_month(studio.house.clock.now(), (await room_of(studio)).timezone)
    words, when = f"rights denied in {month} for episode 104", f"in {month} for episode 104"
    for command in ("song list", "shortlist show"):
        assert said(await opened(studio.writers[0], studio, command)).count(words) == 1
    picking = await opened(studio.boss, studio, "shortlist pick")
    assert str(raw(picking)).count(words) == 1
    comparing = await studio.boss.click(picking, label="Compare")
    assert answered(comparing).count(words) == 1
    assert "Rights denied: " in said(picking)
    asked = await opened(studio.boss, studio, "round schedule", closes="in 36 hours", seats=1)
    assert f"Rights denied: **{first}** – Artist 1 {when}. The room can vote" in said(asked)
    told = answered(await studio.boss.click(asked, label="Schedule it"))
    assert f"Rights denied: **{first}** – Artist 1 {when}. They can still win" in told
    await studio.work_off()
    ballots = [said(one) for one in studio.channel.history() if "## The vote for" in said(one)]
    assert ballots[-1].count(words) == 1
    own = await opened(studio.writers[1], studio, "vote")
    assert "Rights denied: " in said(own)
    assert str(menu(own, "picks:")).count(f"R{words[1:]}") == 1


async def test_the_music_supervisor_updates_rights_until_the_room_goes_without_one(
    studio: Studio,
) -> None:
    await boarded(studio)
    first, *_ = seats(await opened(studio.boss, studio, "board show"))
    supervisor = studio.writers[2]
    clearance = {"song": first, "status": "pending", "note": "Asked the label"}
    refused = answered(await supervisor.slash(studio.channel, "board clearance", **clearance))
    assert "Only the music supervisor" in refused
    room = {"title": "Soundtrack", "timezone": "America/Los_Angeles"}
    made = await studio.boss.slash(studio.channel, "room setup", **room, supervisor=supervisor)
    assert f"Music supervisor: <@{supervisor.id}>" in answered(made)
    status = answered(await supervisor.slash(studio.channel, "room status"))
    assert f"music supervisor: <@{supervisor.id}>" in status
    done = await supervisor.slash(studio.channel, "board clearance", **clearance)
    assert "Asked the label" in answered(done)
    shown = await opened(supervisor, studio, "board show")
    assert "Choose a song to update its rights" in str(raw(shown))
    assert "Show to the room" not in str(raw(shown))
    await choose(supervisor, shown, "boardslot:", f"1. {first}")
    assert "Asked the label" in said(shown)
    assert "Rights: pending" in str(raw(shown))
    assert "`/board clearance`" in answered(await supervisor.slash(studio.channel, "help"))
    both = await studio.boss.slash(
        studio.channel, "room setup", **room, supervisor=supervisor, without="supervisor"
    )
    assert "only one of the two" in answered(both)
    made = await studio.boss.slash(studio.channel, "room setup", **room, without="supervisor")
    assert "Music supervisor" not in answered(made)
    refused = answered(await supervisor.slash(studio.channel, "board clearance", **clearance))
    assert "Only the music supervisor" in refused
