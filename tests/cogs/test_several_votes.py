"""Two episodes voted on at once, and which one is meant."""

from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.messages import answered, raw, said, walk
from tests.cogs.rounds import asks, passes, room_of, shortlisted
from tests.cogs.test_methods import own


async def another_vote(studio: Studio, number: str = "105") -> None:
    """Make another episode, which becomes the current one, and open a vote on it."""
    await asks(studio, "episode create", number=number)
    for song in range(1, 4):
        link = f"https://open.spotify.com/track/{song:022}"
        answered(await studio.boss.slash(studio.channel, "song propose", song=link))
    await studio.boss.slash(studio.channel, "shortlist fill", size=3)
    await asks(studio, "round schedule", closes="in 2 days", seats=1)


async def two_votes(studio: Studio) -> None:
    await shortlisted(studio)
    await asks(studio, "round schedule", closes="in 1 day", seats=2)
    await another_vote(studio)


async def test_all_live_votes_are_listed(studio: Studio) -> None:
    await two_votes(studio)
    writer = studio.writers[0]
    for command in ("room status", "help"):
        told = await asks(studio, command, writer)
        assert "Current: episode 105" in told
        assert "The vote for episode 104 “Pilot”: **Open.**" in told
        assert told.count("**Open.**") == 2


async def test_a_ballot_asks_which_vote_is_meant_and_opens_the_only_open_one(
    studio: Studio,
) -> None:
    await two_votes(studio)
    shown = await own(studio, studio.writers[0])
    assert "More than one vote is going on." in said(shown)
    [pressed] = [one for one in walk(raw(shown)) if one.get("label") == "Episode 104"]
    mine = await studio.writers[0].click(shown, custom_id=pressed["custom_id"])
    assert "Your ballot for episode 104" in answered(mine)
    named = await studio.writers[0].slash(studio.channel, "vote", episode="105")
    assert "Your ballot for episode 105" in answered(named)
    await ends(studio, "cancel")  # of the current episode
    assert "Your ballot for episode 104" in said(await own(studio, studio.writers[0]))
    assert "`/vote`" in await asks(studio, "help", studio.writers[0])


async def test_without_an_open_vote_the_current_episodes_last_ballot_is_shown(
    studio: Studio,
) -> None:
    await two_votes(studio)
    await passes(studio, 5 * 24 * 3600)
    await ends(studio, "close")
    shown = said(await own(studio, studio.writers[0]))
    assert "episode 104" in shown  # which is held, and not over


async def test_the_current_episode_can_be_chosen_and_chosen_again(studio: Studio) -> None:
    await two_votes(studio)
    assert "Only the showrunner" in answered(
        await studio.writers[0].slash(studio.channel, "episode current", episode="104")
    )
    told = await asks(studio, "episode current", episode="104")
    assert "Episode 104 “Pilot” is now the current episode" in told
    assert "Current: episode 104" in await asks(studio, "room status")
    assert "The vote for episode 104" in await asks(studio, "round status")
    room = await room_of(studio)
    assert (await studio.now.services.episodes.find(room)).number == "104"
    await asks(studio, "episode current", episode="105")
    assert "Current: episode 105" in await asks(studio, "room status")


async def test_a_new_episode_becomes_the_current_one_and_an_archived_one_is_none(
    studio: Studio,
) -> None:
    await shortlisted(studio)
    await asks(studio, "episode create", number="105")
    await asks(studio, "episode current", episode="104")
    await asks(studio, "episode archive")
    assert "Current: episode 105" in await asks(studio, "room status")
    assert "archived" in await asks(studio, "episode current", episode="104")
    await asks(studio, "episode current", episode="105")
    await asks(studio, "episode create", number="106")
    assert "Current: episode 106" in await asks(studio, "room status")
