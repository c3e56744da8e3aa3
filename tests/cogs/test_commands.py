"""What people do, through the real client, in a simulated Discord."""

from collections.abc import Iterator
from typing import Any

import discord
import simcord

from bot.domain.errors import SpotifyUnavailable
from tests.builders import recording
from tests.cogs.conftest import Studio

SPEECH = dict[str, Any]


def walk(components: list[SPEECH]) -> Iterator[SPEECH]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def raw(message: discord.Message | simcord.ResponseMessage) -> list[SPEECH]:
    if isinstance(message, simcord.ResponseMessage):
        return message.components
    return [component.to_dict() for component in message.components]  # type: ignore[misc]


def said(message: discord.Message | simcord.ResponseMessage | None) -> str:
    assert message is not None
    return "\n".join(one["content"] for one in walk(raw(message)) if "content" in one)


def answered(result: simcord.InteractionResult) -> str:
    """Return what was answered, privately; it must have been."""
    message = result.followups[-1] if result.followups else result.response
    assert message is not None
    assert message.ephemeral
    return said(message)


def menu(message: simcord.ResponseMessage | discord.Message, custom_id: str) -> SPEECH:
    [found] = [one for one in walk(raw(message)) if one.get("custom_id", "").startswith(custom_id)]
    return found


def ticked(found: SPEECH) -> list[str]:
    return [option["label"] for option in found["options"] if option.get("default")]


def values(found: SPEECH, *labels: str) -> list[str]:
    return [option["value"] for option in found["options"] if option["label"] in labels]


async def set_up(studio: Studio) -> None:
    result = await studio.boss.slash(
        studio.channel, "room setup", title="Soundtrack", timezone="America/Los_Angeles"
    )
    assert "**Soundtrack** is set up" in answered(result)
    result = await studio.boss.slash(studio.channel, "episode create", number="104", title="Pilot")
    assert "episode 104 “Pilot”" in answered(result)


async def propose(studio: Studio, count: int) -> None:
    for number in range(1, count + 1):
        writer = studio.writers[number % len(studio.writers)]
        result = await writer.slash(
            studio.channel,
            "song propose",
            song=f"https://open.spotify.com/track/{number:022}",
            why=f"It is about number {number}.",
        )
        assert "Proposed." in answered(result)
    await studio.work_off()


async def open_round(
    studio: Studio, songs: int = 4, seats: int = 2, method: str = "approval"
) -> discord.Message:
    await set_up(studio)
    await propose(studio, songs)
    result = await studio.boss.slash(studio.channel, "shortlist fill", size=songs)
    assert "Added to the shortlist of episode 104" in answered(result)
    result = await studio.boss.slash(
        studio.channel, "round schedule", closes="in 36 hours", seats=seats, method=method
    )
    assert "It is open now" in answered(result)
    await studio.work_off()
    return newest(studio)


def newest(studio: Studio) -> discord.Message:
    """Return the newest message of the bot's; Discord's own word of a thread is none."""
    return [one for one in studio.channel.history() if one.components][-1]


async def test_only_a_server_manager_sets_a_room_up(studio: Studio) -> None:
    result = await studio.writers[0].slash(
        studio.channel, "room setup", title="Mine", timezone="UTC"
    )
    assert "Manage Server" in answered(result)
    result = await studio.writers[0].slash(studio.channel, "room status")
    assert "/room setup" in answered(result)


async def test_the_commands_are_those_of_the_design(studio: Studio) -> None:
    assert set(studio.boss.available_commands(studio.channel)) == {
        "room forget-me",
        "room settings",
        "room setup",
        "room roster",
        "room status",
        "episode archive",
        "episode create",
        "episode edit",
        "episode list",
        "episode show",
        "board clearance",
        "board export",
        "board lock",
        "board place",
        "board show",
        "board swap",
        "character create",
        "character list",
        "character show",
        "song propose",
        "song second",
        "song withdraw",
        "song note",
        "song import",
        "song list",
        "shortlist pick",
        "shortlist fill",
        "shortlist show",
        "round schedule",
        "round close",
        "round cancel",
        "round extend",
        "round pause",
        "round plan",
        "round resume",
        "round status",
        "round results",
        "round pin",
        "round veto",
        "round cast",
        "round record",
        "playlist connect",
        "playlist disconnect",
        "playlist link",
        "playlist status",
        "playlist sync",
        "vote",
        "help",
    }


async def test_a_proposal_gets_a_card_that_can_be_seconded_and_added_to(studio: Studio) -> None:
    await set_up(studio)
    proposer, other = studio.writers[:2]
    result = await proposer.slash(
        studio.channel, "song propose", song=f"https://open.spotify.com/track/{7:022}"
    )
    assert "Song 7" in answered(result)
    assert result.response is not None
    form = await proposer.click(result.response, label="Add what it tells us")
    await proposer.submit_modal(form, {"note": "She *leaves* @everyone"})
    await studio.work_off()
    card = studio.channel.last_message
    assert card is not None
    assert "She \\*leaves\\* @\u200beveryone" in said(card)
    assert "seconded by 1 writer" in answered(await other.click(card, label="Second"))
    assert "yourself" in answered(await proposer.click(card, label="Second"))
    await studio.work_off()
    assert "Seconded by 1 writer" in said(studio.channel.last_message)


async def test_words_lead_to_matches_and_what_was_said_is_kept_over_a_restart(
    studio: Studio,
) -> None:
    await set_up(studio)
    writer = studio.writers[0]
    why = "It's *raining* in [her] (old) house, 1. and 2."
    result = await writer.slash(studio.channel, "song propose", song="Song 1", why=why)
    assert "Which one do you propose for episode 104" in answered(result)
    assert result.response is not None
    shown = result.response
    await studio.restart()
    value = values(menu(shown, "choose:"), "Song 11")
    result = await writer.select(shown, value)
    assert "Proposed." in said(shown)
    [proposal] = await longlist(studio)
    assert (proposal.song.title, proposal.note) == ("Song 11", why)


async def longlist(studio: Studio) -> Any:
    services = studio.now.services
    room = await services.rooms.at(studio.channel.id)  # type: ignore[arg-type]
    return await services.proposals.longlist(room, await services.episodes.find(room))


async def test_while_spotify_is_down_a_song_is_entered_by_hand(studio: Studio) -> None:
    await set_up(studio)
    writer = studio.writers[0]
    studio.house.catalogue.trouble = SpotifyUnavailable("search")
    result = await writer.slash(studio.channel, "song propose", song="Blue (live)", why="Tears.")
    assert "Spotify is not answering" in answered(result)
    assert result.response is not None
    form = await writer.click(result.response, label="Enter it by hand")
    assert form.modal is not None
    fields = [one for one in walk(form.modal["components"]) if "component" in one]
    filled = [one["component"].get("value") for one in fields]
    assert filled == ["Blue (live)", None, "Tears."]
    await writer.submit_modal(
        form, {"title": "Blue (live)", "artist": "Somebody", "note": "Tears."}
    )
    [proposal] = await longlist(studio)
    assert (proposal.song.title, proposal.song.artist, proposal.note) == (
        "Blue (live)",
        "Somebody",
        "Tears.",
    )


async def test_a_song_proposed_before_is_offered_to_be_seconded(studio: Studio) -> None:
    await set_up(studio)
    link = f"https://open.spotify.com/track/{7:022}"
    await studio.writers[0].slash(studio.channel, "song propose", song=link)
    result = await studio.writers[1].slash(
        studio.channel, "song propose", song=link, why="Mine is better."
    )
    text = answered(result)
    assert f"<@{studio.writers[0].id}>" in text
    assert "Mine is better." in text
    assert result.response is not None
    assert "You seconded" in answered(
        await studio.writers[1].click(result.response, label="Second")
    )


async def test_a_vote_is_saved_with_every_change_and_shown_in_the_turnout(studio: Studio) -> None:
    ballot = await open_round(studio)
    assert "0 of 4 have voted" in said(ballot)
    writer = studio.writers[1]
    mine = (await writer.click(ballot, label="Vote")).response
    assert mine is not None
    assert mine.ephemeral
    assert "Left out, because you proposed it: **Song 1**" in said(mine)
    picks = menu(mine, "picks:")
    assert [option["label"] for option in picks["options"]] == ["Song 2", "Song 3", "Song 4"]
    await writer.select(mine, values(picks, "Song 2", "Song 4"), custom_id=picks["custom_id"])
    assert ticked(menu(mine, "picks:")) == ["Song 2", "Song 4"]
    stars = menu(mine, "stars:")
    await writer.select(mine, values(stars, "Song 4"), custom_id=stars["custom_id"])
    assert "**Song 4** \u2013 Artist 4 (starred)" in said(mine)
    assert "receipt" in said(mine)
    picks = menu(mine, "picks:")
    await writer.select(mine, values(picks, "Song 2"), custom_id=picks["custom_id"])
    assert "starred" not in said(mine)
    await studio.env.advance_time(2)
    assert "1 of 4 have voted" in said(newest(studio))
    await writer.click(mine, label="Abstain")
    assert "You abstain." in said(mine)


async def test_a_vote_works_after_a_restart_and_is_refused_after_the_close(studio: Studio) -> None:
    ballot = await open_round(studio)
    writer = studio.writers[1]
    mine = (await writer.click(ballot, label="Vote")).response
    assert mine is not None
    await studio.restart()
    picks = menu(mine, "picks:")
    await writer.select(mine, values(picks, "Song 2"), custom_id=picks["custom_id"])
    assert "receipt" in said(mine)
    await studio.boss.slash(studio.channel, "round close")
    picks = menu(mine, "picks:")
    refused = await writer.select(mine, values(picks, "Song 3"), custom_id=picks["custom_id"])
    assert "The vote for episode 104 has closed" in answered(refused)
    await studio.work_off()
    messages = studio.channel.history()
    [results] = [message for message in messages if "The cut for" in said(message)]
    assert "1\\. **[Song 2]" in said(results)
    assert "1 ballot" in said(results)
    mine = (await writer.slash(studio.channel, "vote")).response
    assert "**Song 2**" in said(mine)
    assert "closed" in said(mine)
    assert mine is not None
    assert not [one for one in walk(raw(mine)) if one.get("custom_id")]
    [public] = [message for message in messages if "The vote for" in said(message)]
    assert "**Closed**" in said(public)
    result = await writer.slash(studio.channel, "round results")
    assert "1\\. **[Song 2]" in answered(result)


async def test_round_status_names_the_awaited_to_the_showrunner_only(studio: Studio) -> None:
    await open_round(studio)
    assert "4 writers awaited" in answered(
        await studio.writers[0].slash(studio.channel, "round status")
    )
    text = answered(await studio.boss.slash(studio.channel, "round status"))
    assert f"<@{studio.writers[0].id}>" in text


async def test_the_roster_is_picked(studio: Studio) -> None:
    await set_up(studio)
    shown = (await studio.boss.slash(studio.channel, "room roster")).response
    assert shown is not None
    await studio.boss.select(shown, studio.writers[:2])
    assert "2 writers" in said(shown)
    await studio.boss.select(shown, studio.writers[1:3])
    room = await studio.now.services.rooms.at(studio.channel.id)  # type: ignore[arg-type]
    roster = await studio.now.services.rooms.roster(room)
    assert set(roster) == {studio.writers[1].id, studio.writers[2].id}
    assert "taken off" in answered(
        await studio.writers[0].slash(
            studio.channel, "song propose", song=f"https://open.spotify.com/track/{1:022}"
        )
    )


async def test_autocomplete_offers_and_never_fails(studio: Studio) -> None:
    writer = studio.writers[0]
    offered = await writer.autocomplete(studio.channel, "song propose", "song", "rain")
    assert offered == []
    zones = await studio.boss.autocomplete(studio.channel, "room setup", "timezone", "los ang")
    assert [zone["value"] for zone in zones] == ["America/Los_Angeles"]
    await set_up(studio)
    await propose(studio, 3)
    studio.house.catalogue.asked.clear()
    offered = await writer.autocomplete(studio.channel, "song propose", "song", "Song")
    assert [choice["name"] for choice in offered][-1] == "Search Spotify for “Song”"
    assert offered[-1]["value"] == "search:Song"
    assert all(choice["value"].startswith("song:") for choice in offered[:-1])
    assert len(offered) == 4
    offered = await writer.autocomplete(studio.channel, "song propose", "song", "x" * 500)
    assert len(offered[-1]["value"]) == 100
    assert studio.house.catalogue.asked == []
    offered = await writer.autocomplete(studio.channel, "song second", "song", "2")
    assert [choice["name"] for choice in offered] == ["Song 2 \u2013 Artist 2"]
    offered = await studio.boss.autocomplete(
        studio.channel, "round schedule", "closes", "in 36 hours"
    )
    assert "in 36 hours" in offered[0]["name"] or "tomorrow" in offered[0]["name"]
    assert offered[0]["value"] == "in 36 hours"
    offered = await studio.boss.autocomplete(studio.channel, "round schedule", "closes", "blah")
    assert "can't be read" in offered[0]["name"]
    offered = await writer.autocomplete(studio.channel, "song list", "episode", "pil")
    assert [choice["value"] for choice in offered] == ["104"]


async def test_what_nobody_foresaw_gets_a_reference(
    studio: Studio, caplog: Any, monkeypatch: Any
) -> None:
    await set_up(studio)

    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(studio.now.services.rooms), "status", broken)
    text = answered(await studio.writers[0].slash(studio.channel, "room status"))
    reference = text.split("`")[1]
    assert reference in caplog.text
    assert "ZeroDivisionError" not in text


async def test_every_answer_is_private_and_names_the_episode(studio: Studio) -> None:
    await open_round(studio, songs=11)
    writer, proposer = studio.writers[0], studio.writers[1]
    for command, options in (
        ("episode show", {}),
        ("episode list", {}),
        ("room status", {}),
        ("song list", {"episode": "104"}),
        ("song second", {"song": "Song 2"}),
        ("shortlist show", {}),
        ("round status", {}),
        ("vote", {}),
    ):
        text = answered(await writer.slash(studio.channel, command, **options))
        assert "episode 104 “Pilot”" in text, command
    assert "not over" in answered(
        await proposer.slash(studio.channel, "song withdraw", song="Song 1")
    )
    text = answered(await studio.boss.slash(studio.channel, "round cancel"))
    assert "episode 104 “Pilot” is cancelled" in text
    await studio.work_off()
    [ballot] = [one for one in studio.channel.history() if "The vote for" in said(one)]
    assert "**Cancelled.**" in said(ballot)
    assert not [one for one in walk(raw(ballot)) if one.get("custom_id")]
    text = answered(await proposer.slash(studio.channel, "song withdraw", song="Song 1"))
    assert "**Song 1**" in text


async def propose_one(studio: Studio, number: int) -> None:
    link = f"https://open.spotify.com/track/{number:022}"
    answered(await studio.writers[0].slash(studio.channel, "song propose", song=link))


async def test_the_note_command_opens_the_form(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 1)
    form = await studio.writers[2].slash(studio.channel, "song note", song="song 1")
    result = await studio.writers[2].submit_modal(form, {"note": "Home."})
    assert "Saved with **Song 1**" in answered(result)
    [proposal] = await longlist(studio)
    assert [note.text for note in proposal.notes] == ["It is about number 1.", "Home."]
    assert "no such song" in answered(
        await studio.writers[2].slash(studio.channel, "song note", song="nothing")
    )


async def test_a_thread_belongs_to_its_room(studio: Studio) -> None:
    await set_up(studio)
    message = await studio.boss.send(studio.channel, "Talk")
    client = studio.now.client
    await client.http.start_thread_with_message(
        studio.channel.id, message.id, name="Talk", auto_archive_duration=60
    )
    await studio.env.settle()
    [thread] = studio.channel.threads
    assert "**Soundtrack**" not in answered(await studio.boss.slash(thread, "episode list"))
    assert "## Soundtrack" in answered(await studio.boss.slash(thread, "room status"))


async def test_times_are_asked_about_and_never_guessed(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 3)
    await studio.boss.slash(studio.channel, "shortlist fill", size=3)
    for closes, said_back in (
        ("gibberish", "can't read “gibberish”"),
        ("2020-01-01 17:00", "over already"),
    ):
        result = await studio.boss.slash(studio.channel, "round schedule", closes=closes, seats=2)
        assert said_back in answered(result)
    result = await studio.boss.slash(studio.channel, "round schedule", closes="in 2 days")
    assert "3 songs for 6 seats" in answered(result)
    result = await studio.boss.slash(
        studio.channel, "round schedule", closes="in 2 days", opens="in 1 day", seats=2
    )
    assert "It opens <t:" in answered(result)
    result = await studio.boss.slash(studio.channel, "round schedule", closes="in 3 days", seats=2)
    assert "has a round already; it is scheduled" in answered(result)


async def test_another_version_is_pointed_out_to_its_proposer_only(studio: Studio) -> None:
    await set_up(studio)
    blue = recording(1, title="Blue", artists=("Joni",))
    live = recording(2, title="Blue - Live at *home*", artists=("Joni",))
    studio.house.catalogue.recordings = [blue, live, recording(3, artists=("Joni",))]
    replies = [
        answered(
            await studio.writers[0].slash(
                studio.channel, "song propose", song=f"https://open.spotify.com/track/{n:022}"
            )
        )
        for n in (2, 1, 3)
    ]
    assert "too; both can stand" not in replies[0]
    assert (
        "Blue is on the longlist as **Blue - Live at \\*home\\***, too; both can stand"
        in (replies[1])
    )
    assert (
        "By the same artist there already: **Blue - Live at \\*home\\*** and **Blue**."
        in (replies[2])
    )
    await studio.work_off()
    assert not any("can stand" in said(one) for one in studio.channel.history())
    assert len(studio.channel.history()) == 3
