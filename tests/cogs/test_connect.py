"""`/playlist connect` and `disconnect`: three steps, each explained, nothing secret shown again."""

from urllib.parse import parse_qs, urlsplit

import pytest
import simcord

from bot.domain.errors import SpotifyUnavailable
from bot.domain.model import ChannelId, GuildId, Room, RoomId, UserId
from bot.services.ports.announcements import Delivery, ReconnectNotice
from cogs.ui.playlists import connect
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, raw, said, walk
from tests.cogs.steps import set_up

SECRET = "0123456789abcdef" * 2


async def offered(
    studio: Studio, who: simcord.MemberActor | None = None
) -> simcord.ResponseMessage:
    shown = (await (who or studio.boss).slash(studio.channel, "playlist connect")).response
    assert shown is not None
    return shown


def address(shown: simcord.ResponseMessage) -> str:
    """Return what the link leads to."""
    [url] = [one["url"] for one in walk(raw(shown)) if one.get("url")]
    return str(url)


async def paste(
    studio: Studio, shown: simcord.ResponseMessage, text: str
) -> simcord.InteractionResult:
    form = await studio.boss.click(shown, label="Paste the address")
    assert form.modal is not None
    return await studio.boss.submit_modal(form, {"address": text})


def landed(shown: simcord.ResponseMessage) -> str:
    nonce = parse_qs(urlsplit(address(shown)).query)["state"][0]
    return f"http://127.0.0.1:8888/callback?code=AQD-code&state={nonce}"


@pytest.mark.parametrize(
    ("hosts", "told"),
    [(True, "I use the Spotify account of whoever hosts me"), (False, "songs are entered by hand")],
)
async def test_without_its_account_a_room_is_told_what_is_used(
    studio: Studio, hosts: bool, told: str
) -> None:
    await set_up(studio)
    shown = await offered(studio)
    await paste(studio, shown, landed(shown))
    studio.house.catalogue.configured = hosts
    assert told in answered(await studio.boss.slash(studio.channel, "playlist disconnect"))


async def test_from_the_command_to_whose_account_it_is(studio: Studio) -> None:
    await set_up(studio)
    shown = await offered(studio)
    assert "good until" in said(shown)
    assert "exactly `http://127.0.0.1:8888/callback` under *Redirect URIs*" in said(shown)
    text = answered(await paste(studio, shown, landed(shown)))
    assert "now uses the Spotify account of **Dana**" in text
    again = await offered(studio)
    assert "The account of Dana is connected now" in said(again)
    text = answered(await studio.boss.slash(studio.channel, "playlist disconnect"))
    assert "no longer uses the Spotify account of Dana" in text
    text = answered(await studio.boss.slash(studio.channel, "playlist disconnect"))
    assert "has no Spotify account of its own connected" in text


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("AQD-only-the-code", "copy its whole address"),
        ("http://127.0.0.1:8888/callback?code=AQD-secret&state=other", "belongs to another link"),
        ("http://127.0.0.1:8888/callback?error=access_denied&state=x", "pressed *Cancel*"),
        ("http://127.0.0.1:8888/callback?error=server_error&state=x", "problem of its own"),
    ],
)
async def test_what_cannot_be_used_is_explained_and_not_shown_again(
    studio: Studio, pasted: str, says: str
) -> None:
    await set_up(studio)
    text = answered(await paste(studio, await offered(studio), pasted))
    assert says in text
    assert "AQD" not in text


async def test_a_spotify_that_is_away_is_told(studio: Studio) -> None:
    await set_up(studio)
    studio.house.spotify.refusal = SpotifyUnavailable("connect")
    shown = await offered(studio)
    assert "Spotify isn't answering" in answered(await paste(studio, shown, landed(shown)))


async def test_a_room_brings_its_own_app_where_the_host_has_none(studio: Studio) -> None:
    await set_up(studio)
    studio.house.spotify.has_app = False
    shown = await offered(studio)
    assert "needs one of its own" in said(shown)
    form = await studio.boss.click(shown, label="Use our own Spotify app")
    wrong = await studio.boss.submit_modal(form, {"client_id": "x", "client_secret": "hush"})
    assert "Spotify doesn't know that app" in answered(wrong)
    assert "hush" not in answered(wrong)
    form = await studio.boss.click(shown, label="Use our own Spotify app")
    result = await studio.boss.submit_modal(form, {"client_id": "c" * 32, "client_secret": SECRET})
    shown = result.response or result.followups[0]
    assert f"client={'c' * 32}" in address(shown)
    assert SECRET not in str(raw(shown))
    assert "Dana" in answered(await paste(studio, shown, landed(shown)))


async def test_only_who_manages_the_server_is_given_a_link(studio: Studio) -> None:
    await set_up(studio)
    writer = studio.writers[0]
    assert "Manage Server" in said(await offered(studio, writer))
    result = await writer.slash(studio.channel, "playlist disconnect")
    assert "Manage Server" in answered(result)


@pytest.mark.parametrize(
    ("left", "says"), [(30, "ends in 30 days"), (1, "1 day"), (0, "has ended")]
)
def test_the_end_of_a_connection_says_what_to_do(left: int, says: str) -> None:
    room = Room(RoomId(1), GuildId(1), ChannelId(1), "*Soundtrack*", "UTC", UserId(1))
    screen = connect.reconnect_message(room, left)
    text = "\n".join(getattr(one, "content", "") for one in screen.walk_children())
    assert says in text
    assert "`/playlist connect`" in text


async def test_whoever_connected_it_is_told_by_a_direct_message(studio: Studio) -> None:
    await set_up(studio)
    room = await studio.now.services.rooms.at(ChannelId(studio.channel.id))
    notice, boss = ReconnectNotice(room, 15), UserId(studio.boss.user.id)
    await studio.now.ports.announcer.tell(boss, notice, Delivery(7, retry=False))
    [message] = studio.boss.user.dm_channel.history()
    assert "ends in 15 days" in said(message)
