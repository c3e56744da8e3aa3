"""What people do, through the real client, in a simulated Discord."""

from typing import Any

from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.messages import answered, raw, said, walk
from tests.cogs.steps import confirmed, open_round, propose, schedule, set_up

COMMANDS = {
    "room forget-me",
    "room settings",
    "room setup",
    "room roster",
    "room status",
    "episode archive",
    "episode budget",
    "episode create",
    "episode current",
    "episode edit",
    "episode list",
    "episode show",
    "board add",
    "board remove",
    "board clearance",
    "rights show",
    "rights due",
    "board export",
    "rights terms",
    "rights letters",
    "board lock",
    "board pair",
    "board place",
    "board show",
    "board swap",
    "character create",
    "character list",
    "character show",
    "song propose",
    "song second",
    "song take-back",
    "song withdraw",
    "song note",
    "song import",
    "song list",
    "shortlist pick",
    "shortlist add",
    "shortlist fill",
    "shortlist listen",
    "shortlist listen-alone",
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
    "playlist export",
    "playlist link",
    "playlist status",
    "playlist sync",
    "vote",
    "help",
}
"""Those of the design."""


async def test_only_a_server_manager_sets_a_room_up(studio: Studio) -> None:
    result = await studio.writers[0].slash(
        studio.channel, "room setup", title="Mine", timezone="UTC"
    )
    assert "Manage Server" in answered(result)
    result = await studio.writers[0].slash(studio.channel, "room status")
    assert "/room setup" in answered(result)


async def test_setting_a_room_up_says_which_first_steps_are_left(studio: Studio) -> None:
    options = {"title": "Mine", "timezone": "UTC"}
    first = answered(await studio.boss.slash(studio.channel, "room setup", **options))
    assert "Next: `/room roster` names the writers, `/episode create` starts" in first
    await studio.boss.slash(studio.channel, "episode create", number="104")
    again = answered(await studio.boss.slash(studio.channel, "room setup", **options))
    assert "Next: `/room roster` names the writers." in again
    proposed = await studio.writers[0].slash(
        studio.channel, "song propose", song=f"https://open.spotify.com/track/{1:022}"
    )
    assert "Proposed." in answered(proposed)  # and joined the roster by it
    at_last = answered(await studio.boss.slash(studio.channel, "room setup", **options))
    assert "Next: `/room status` says where everything stands." in at_last


async def test_the_commands_are_those_of_the_design(studio: Studio) -> None:
    assert set(studio.boss.available_commands(studio.channel)) == COMMANDS


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
    assert offered == [], "what is typed says more than what could be shown of it"
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
        assert "pisode 104 “Pilot”" in text, command
    assert "hasn't closed" in answered(
        await confirmed(studio, proposer, "song withdraw", song="Song 1")
    )
    text = await ends(studio, "cancel")
    assert "episode 104 “Pilot” is canceled" in text
    await studio.work_off()
    [ballot] = [one for one in studio.channel.history() if "The vote for" in said(one)]
    assert "**Canceled.**" in said(ballot)
    assert not [one for one in walk(raw(ballot)) if one.get("custom_id")]
    text = answered(await confirmed(studio, proposer, "song withdraw", song="Song 1"))
    assert "**Song 1**" in text


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
        ("2020-01-01 17:00", "in the past"),
    ):
        result = await studio.boss.slash(studio.channel, "round schedule", closes=closes, seats=2)
        assert said_back in answered(result)
    result = await studio.boss.slash(studio.channel, "round schedule", closes="in 2 days")
    assert "3 songs for 6 seats" in answered(result)
    result = await schedule(studio, closes="in 2 days", opens="in 1 day", seats=2)
    assert "It opens <t:" in answered(result)
    result = await studio.boss.slash(studio.channel, "round schedule", closes="in 3 days", seats=2)
    assert "has a vote, and it's scheduled" in answered(result)
