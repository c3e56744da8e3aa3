"""Proposing out of messages, and from links of other services, through the real client."""

from typing import Any

import discord
import pytest
import simcord

from bot.domain.errors import SpotifyUnavailable
from bot.domain.model import UserId
from cogs.ui.songs.from_message import context_menu
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, menu, said, values, walk
from tests.cogs.steps import longlist, set_up

NAME = "Propose for the current episode"
YOUTUBE = "https://youtu.be/dQw4w9WgXcQ"
APPLE = "https://music.apple.com/us/album/song-12/1440?i=1441"


def track(number: int) -> str:
    return f"https://open.spotify.com/track/{number:022}"


def filled(result: simcord.InteractionResult) -> list[str | None]:
    """Return what stands in the fields of the form that was opened."""
    assert result.modal is not None
    fields = [one for one in walk(result.modal["components"]) if "component" in one]
    return [one["component"].get("value") for one in fields]


async def proposing(
    studio: Studio, content: str, embeds: list[discord.Embed] | None = None
) -> simcord.InteractionResult:
    """Have a writer say something, and another propose out of it."""
    message: Any
    if embeds:
        hook = studio.guild.create_webhook(studio.channel, name="A writer elsewhere")
        message = await hook.send(content, embeds=embeds)
    else:
        message = await studio.writers[1].send(studio.channel, content)
    return await studio.writers[0].context_menu(studio.channel, NAME, message)


def embed(url: str, title: str, author: str = "", description: str = "") -> discord.Embed:
    made = discord.Embed(url=url, title=title, description=description or None)
    return made.set_author(name=author) if author else made


def test_its_name_fits() -> None:
    described = context_menu()
    assert described.name == NAME
    assert len(NAME) <= 32
    assert described.guild_only or described.allowed_contexts


async def test_the_one_song_of_a_message_is_proposed(studio: Studio) -> None:
    await set_up(studio)
    result = await proposing(studio, f"listen to <{track(7)}?si=x>!")
    assert "Proposed. **Song 7**" in answered(result)
    [proposal] = await longlist(studio)
    assert (proposal.song.title, proposal.proposer_id) == ("Song 7", studio.writers[0].id)


async def test_of_several_songs_the_writer_chooses(studio: Studio) -> None:
    await set_up(studio)
    await studio.writers[2].slash(studio.channel, "song propose", song=track(8), episode="104")
    content = f"{track(7)} {track(8)}\nNina Simone - Sinnerman {YOUTUBE}\n{APPLE} {track(7)}"
    result = await proposing(studio, content)
    assert "links to 4 songs" in answered(result)
    shown = result.response
    assert shown is not None
    options = menu(shown, "linked:")["options"]
    assert [option["label"] for option in options] == [
        "A link to Spotify",
        "Song 8",
        "Sinnerman",
        "Song 12",
    ]
    assert [option["description"] for option in options] == [
        "Link 1 of them",
        "Artist 8 · Spotify",
        "Nina Simone · YouTube",
        "Link 4 of them",
    ]
    await studio.restart()
    chosen = await studio.writers[0].select(shown, [options[0]["value"]])
    assert "Proposed. **Song 7**" in answered(chosen)
    asks = await studio.writers[0].select(shown, values(menu(shown, "linked:"), "Sinnerman"))
    assert filled(asks) == ["Sinnerman", "Nina Simone", None]


async def test_a_link_of_another_service_is_searched_for_and_confirmed(studio: Studio) -> None:
    await set_up(studio)
    page = embed(YOUTUBE, "Artist 12 - Song 12 (Official Video)", "Artist12VEVO")
    asks = await proposing(studio, YOUTUBE, [page])
    assert filled(asks) == ["Song 12", "Artist 12", None]
    form = {"title": "Song 12", "artist": "Artist 12", "note": "Rain."}
    result = await studio.writers[0].submit_modal(asks, form)
    assert "Which one do you propose for episode 104" in answered(result)
    assert result.response is not None
    found = menu(result.response, "choose:")
    await studio.writers[0].select(result.response, values(found, "Song 12"))
    [proposal] = await longlist(studio)
    assert (proposal.song.title, proposal.note) == ("Song 12", "Rain.")
    assert proposal.song.recording.uri


@pytest.mark.parametrize(
    ("typed", "service", "title", "artist"),
    [
        (APPLE, "Apple Music", "Song 12", None),
        (YOUTUBE, "YouTube", None, None),
        ("https://music.youtube.com/watch?v=dQw4w9WgXcQ&si=x", "YouTube", None, None),
        ("https://www.deezer.com/track/3135556", "Deezer", None, None),
        ("https://tidal.com/browse/track/1", "Tidal", None, None),
        ("https://soundcloud.com/nina-simone/sinnerman", "SoundCloud", "Sinnerman", "Nina Simone"),
    ],
)
async def test_such_a_link_may_be_typed(
    studio: Studio, typed: str, service: str, title: str | None, artist: str | None
) -> None:
    await set_up(studio)
    result = await studio.writers[0].slash(
        studio.channel, "song propose", song=typed, why="It *rains*."
    )
    text = answered(result)
    assert f"leads to {service}" in text
    assert "episode 104" in text
    assert result.response is not None
    await studio.restart()
    asks = await studio.writers[0].click(result.response, label="Say which song it is")
    assert filled(asks) == [title, artist, "It *rains*."]
    assert studio.house.catalogue.asked == []


async def test_while_spotify_is_down_the_song_can_be_entered_by_hand(studio: Studio) -> None:
    await set_up(studio)
    studio.house.catalogue.trouble = SpotifyUnavailable("search")
    asks = await proposing(studio, YOUTUBE)
    result = await studio.writers[0].submit_modal(
        asks, {"title": "Blue", "artist": "Joni Mitchell", "note": "Tears."}
    )
    assert "Spotify isn't answering" in answered(result)
    assert result.response is not None
    by_hand = await studio.writers[0].click(result.response, label="Enter it by hand")
    assert filled(by_hand) == ["Blue Joni Mitchell", None, "Tears."]


async def test_what_the_bot_itself_posted_can_be_proposed_for_another_episode(
    studio: Studio,
) -> None:
    await set_up(studio)
    await studio.writers[0].slash(studio.channel, "song propose", song=track(7))
    await studio.work_off()
    card = studio.channel.last_message
    assert card is not None
    assert "Song 7" in said(card)
    await studio.boss.slash(studio.channel, "episode create", number="105")
    result = await studio.writers[1].context_menu(studio.channel, NAME, card)
    assert "on the longlist of episode 105" in answered(result)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("nothing here", "no link to a song"),
        ("https://open.spotify.com/album/" + "a" * 22, "is a whole album"),
        ("https://www.youtube.com/playlist?list=PL1", "doesn't lead to one song"),
        ("https://spotify.link/AbC", "only redirects to another one"),
        ("https://example.org", "a link to \u201cexample.org\u201d"),
    ],
)
async def test_a_message_without_songs_says_so(studio: Studio, content: str, says: str) -> None:
    await set_up(studio)
    text = answered(await proposing(studio, content))
    assert says in text
    assert content in text


async def test_who_may_not_propose_is_told_before_filling_in_a_form(studio: Studio) -> None:
    await set_up(studio)
    room = await studio.now.services.rooms.at(studio.channel.id)  # type: ignore[arg-type]
    removed = [UserId(studio.writers[0].id)]
    async with studio.house.store.transaction(None) as unit:
        await unit.rooms.set_on_roster(room.id, removed[0], False, 1)
    assert "taken off this room's roster" in answered(await proposing(studio, YOUTUBE))


async def test_where_there_is_no_room_it_says_so(studio: Studio) -> None:
    assert "/room setup" in answered(await proposing(studio, track(7)))


async def test_forty_songs_are_more_than_a_menu_holds(studio: Studio) -> None:
    await set_up(studio)
    result = await proposing(studio, "\n".join(track(number) for number in range(1, 31)))
    assert "The first 25 are in the menu" in answered(result)
    assert result.response is not None
    assert len(menu(result.response, "linked:")["options"]) == 25


async def test_halves_of_letters_and_nulls_in_a_message_cost_nothing(studio: Studio) -> None:
    await set_up(studio)
    result = await proposing(studio, f"Her - Smi\x00le \ud83d {YOUTUBE}")
    assert filled(result)[:2] == ["Smile", "Her"]
