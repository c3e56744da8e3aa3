"""Two episodes voted on at once, and which one is meant."""

import pytest
import simcord

from tests.cogs.conftest import Studio
from tests.cogs.endings import ends, says_yes
from tests.cogs.messages import answered, labels, raw, said, walk
from tests.cogs.rounds import asks, passes, room_of, shortlisted, view_of
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
    assert "More than one vote is open." in said(shown)
    [pressed] = [one for one in walk(raw(shown)) if one.get("label") == "Episode 104"]
    mine = await studio.writers[0].click(shown, custom_id=pressed["custom_id"])
    assert "Your ballot for episode 104" in answered(mine)
    named = await studio.writers[0].slash(studio.channel, "vote", episode="105")
    assert "Your ballot for episode 105" in answered(named)
    await ends(studio, "cancel", episode="105")
    assert "Your ballot for episode 104" in said(await own(studio, studio.writers[0]))
    assert "`/vote`" in await asks(studio, "help", studio.writers[0])


async def test_without_an_open_vote_the_current_episodes_last_ballot_is_shown(
    studio: Studio,
) -> None:
    await two_votes(studio)
    await passes(studio, 5 * 24 * 3600)
    await ends(studio, "close", episode="105")
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


def buttons_of(message: simcord.ResponseMessage | None) -> list[str]:
    assert message is not None
    return labels(message)


@pytest.mark.parametrize(
    ("command", "given", "told"),
    [
        ("round status", {}, "The vote for episode 104"),
        ("round extend", {"closes": "in 3 days"}, "now closes"),
        ("round pause", {}, "The vote for episode 104 “Pilot” is paused"),
        ("round pin", {"song": "Song 2", "reason": "The *finale*"}, "The \\*finale\\*"),
        ("round veto", {"song": "Song 2", "reason": "Too dear"}, "Too dear"),
        ("round close", {}, "episode 104"),
        ("round cancel", {}, "episode 104"),
    ],
)
async def test_a_command_asks_which_of_two_votes_is_meant(
    studio: Studio, command: str, given: dict[str, str], told: str
) -> None:
    await two_votes(studio)
    asked = await studio.boss.slash(studio.channel, command, **given)
    text = answered(asked)
    assert "More than one vote is open. Which one do you mean?" in text
    assert buttons_of(asked.response) == ["Episode 104", "Episode 105"]
    for each in given:
        assert f"{each}: " in text
    await studio.restart()
    assert asked.response is not None
    done = answered(await studio.boss.click(asked.response, label="Episode 104"))
    assert told in done
    assert "105" not in done


async def test_a_song_of_one_vote_alone_says_which_is_meant(studio: Studio) -> None:
    await two_votes(studio)
    offered = await studio.boss.autocomplete(studio.channel, "round pin", "song", "song 5")
    told = await asks(studio, "round pin", song=offered[0]["value"])
    assert "The vote for episode 104" in told
    assert "**Song 5**" in told
    told = await asks(studio, "round pin", song="Song 5", undo=True)
    assert "no longer pinned" in told


async def test_what_a_pin_was_given_is_kept_while_it_is_asked(studio: Studio) -> None:
    await two_votes(studio)
    await asks(studio, "round veto", song="Song 2", reason="Too dear", episode="104")
    await asks(studio, "round veto", song="Song 2", reason="Too dear", episode="105")
    song = next(
        str(one.song.id)
        for one in (await view_of(studio)).round.candidates
        if one.song.title == "Song 2"
    )
    asked = await studio.boss.slash(studio.channel, "round veto", song=song, undo=True)
    assert "song: Song 2" in answered(asked)
    assert asked.response is not None
    done = answered(await studio.boss.click(asked.response, label="Episode 105"))
    assert "The vote for episode 105" in done
    assert "no longer vetoed" in done


async def test_the_only_vote_a_command_fits_is_meant(studio: Studio) -> None:
    await two_votes(studio)
    await asks(studio, "round pause", episode="104")
    assert "episode 104 “Pilot” is open again" in await asks(studio, "round resume")
    await ends(studio, "cancel", episode="105")
    assert "episode 104 “Pilot” is paused" in await asks(studio, "round pause")
    told = await asks(studio, "round pause")  # which fits no vote, but there is only one
    assert "paused" in told
    assert "no round" not in told


async def test_a_vote_that_was_ended_is_meant_where_it_can_come_back(studio: Studio) -> None:
    await two_votes(studio)
    await says_yes(studio, "close", episode="104")
    assert "episode 104 “Pilot” is open again" in await asks(studio, "round resume")
    await ends(studio, "cancel", episode="105")
    assert "episode 105 is open again" in await asks(studio, "round resume")


async def test_which_of_several_stopped_votes_goes_on_is_asked(studio: Studio) -> None:
    await two_votes(studio)
    await asks(studio, "round pause", episode="104")
    await ends(studio, "cancel", episode="105")
    asked = await studio.boss.slash(studio.channel, "round resume")
    assert "Its ballots don't count." in answered(asked)
    assert buttons_of(asked.response) == ["Episode 104", "Episode 105"]
    assert asked.response is not None
    done = answered(await studio.boss.click(asked.response, label="Episode 105"))
    assert "episode 105 is open again" in done


async def test_an_ended_vote_of_a_locked_episode_is_not_meant(studio: Studio) -> None:
    await two_votes(studio)
    await ends(studio, "cancel", episode="105")
    await asks(studio, "episode archive", episode="105")
    await asks(studio, "round pause")
    assert "episode 104 “Pilot” is open again" in await asks(studio, "round resume")


async def test_results_are_those_of_the_newest_episode_that_has_some(studio: Studio) -> None:
    await two_votes(studio)
    assert "105" in await asks(studio, "round results")  # which has none yet
    await ends(studio, "close", episode="104")
    await passes(studio, 24 * 3600)
    for command in ("round results", "round record"):
        assert "episode 104" in await asks(studio, command)
    assert "105" in await asks(studio, "round results", episode="105")
