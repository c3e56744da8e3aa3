"""Connecting a room with a Spotify account."""

from collections.abc import Callable

import pytest

from bot.domain.errors import (
    InvalidInput,
    NeedsReconnect,
    NotAllowed,
    NotFound,
    SpotifyNotConfigured,
)
from bot.domain.model import ChannelId, GuildId
from bot.services.playlists.authorization import LINK_SECONDS
from bot.services.ports.repositories.spotify import AccountState
from bot.services.ports.spotify import Grant, SpotifyApp
from tests.builders import person
from tests.services.conftest import House
from tests.services.playlists.connected import APP, account_of, connect, landed, present


async def test_who_agreed_is_told_and_kept_sealed(house: House) -> None:
    done = await connect(house)
    assert (done.owner_name, done.new_playlist) == ("Dana", False)
    account = await account_of(house)
    assert (account.owner_id, account.state) == ("owner-1", AccountState.CONNECTED)
    assert account.authorized_at == house.clock.now()
    kept = await house.services.accounts.credentials(account.id)
    assert kept is not None
    assert (kept.app, kept.refresh_token) == (None, "refresh-1")
    [(everything,)] = await house.rows(
        "SELECT group_concat(sealed_refresh_token) FROM spotify_accounts"
    )
    assert "refresh-1" not in str(everything)
    assert house.spotify.exchanged == ["AQD-code"]


async def test_a_room_brings_its_own_app(house: House) -> None:
    house.spotify.has_app = False
    with pytest.raises(SpotifyNotConfigured):
        await house.services.authorization.invite(house.boss, house.room)
    await connect(house, app=APP)
    kept = await house.services.accounts.credentials((await account_of(house)).id)
    assert kept is not None
    assert kept.app == APP
    [(secret,)] = await house.rows("SELECT sealed_client_secret FROM spotify_accounts")
    assert APP.client_secret not in str(secret)


@pytest.mark.parametrize(
    "app", [SpotifyApp("", ""), SpotifyApp("c" * 31, "s" * 32), SpotifyApp("c" * 32, "ß" * 32)]
)
async def test_what_is_no_app_is_refused_at_once(house: House, app: SpotifyApp) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await house.services.authorization.invite(house.boss, house.room, app)
    assert refusal.value.what == "connect.app"


async def test_only_who_manages_the_server_connects(house: House) -> None:
    pasted = await landed(house)
    authorization = house.services.authorization
    for attempt in (
        authorization.invite(person(101), house.room),
        authorization.finish(person(101), house.room, pasted),
        authorization.disconnect(person(101), house.room),
    ):
        with pytest.raises(NotAllowed):
            await attempt


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda _: "", "connect.address"),
        (lambda _: "AQD-code", "connect.address"),
        (lambda a: a.replace("code=AQD-code&", ""), "connect.address"),
        (lambda a: a.replace("code=AQD-code", "error=access_denied"), "connect.denied"),
        (lambda a: f"{a}x", "connect.state"),
        (lambda a: a.partition("&state=")[0] + "&state=" + "n" * 32, "connect.state"),
    ],
)
async def test_what_does_not_follow_from_agreeing_connects_nothing(
    house: House, change: Callable[[str], str], what: str
) -> None:
    pasted = change(await landed(house))
    with pytest.raises(InvalidInput) as refusal:
        await house.services.authorization.finish(house.boss, house.room, pasted)
    assert (refusal.value.what, refusal.value.given) == (what, "")
    assert await house.services.accounts.account(house.room) is None
    assert house.spotify.exchanged == []


async def test_a_link_is_for_one_person_one_room_ten_minutes_and_one_use(house: House) -> None:
    accounts, finish = house.services.accounts, house.services.authorization.finish
    other = await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(11), title="Other", timezone="UTC"
    )
    pasted = await landed(house)
    for who, room in ((person(2, manages=True), house.room), (house.boss, other)):
        with pytest.raises(InvalidInput):
            await finish(who, room, pasted)
    house.clock.move(LINK_SECONDS)
    with pytest.raises(InvalidInput) as refusal:
        await finish(house.boss, house.room, pasted)
    assert refusal.value.what == "connect.expired"
    pasted = await landed(house)
    await finish(house.boss, house.room, pasted)
    with pytest.raises(InvalidInput):
        await finish(house.boss, house.room, pasted)
    assert await accounts.account(other) is None


async def test_a_code_spotify_does_not_take_uses_the_link_up(house: House) -> None:
    house.spotify.refusal = InvalidInput("connect.code")
    pasted = await landed(house)
    for expected in ("connect.code", "connect.state"):
        with pytest.raises(InvalidInput) as refusal:
            await house.services.authorization.finish(house.boss, house.room, pasted)
        assert refusal.value.what == expected


async def closed(house: House) -> None:
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 2, 3)
    await house.vote(round_id, 4, 2)
    await house.services.control.close(house.boss, house.room, episode)
    await house.work_off()


async def test_what_waits_goes_on_in_the_account_that_is_connected(house: House) -> None:
    house.playlists.trouble = NeedsReconnect()
    await closed(house)
    other = await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(11), title="Other", timezone="UTC"
    )
    house.playlists.trouble = None
    await connect(house, other)
    await house.work_off()
    assert len(house.playlists.boards) == 1, "another room's account does not do this one's work"
    await connect(house)
    await house.work_off()
    assert len(house.playlists.boards) == 2
    account = await account_of(house)
    assert house.spotify.asked_for[-1] == account.id


async def test_a_playlist_stays_in_its_account_and_another_is_made(house: House) -> None:
    await closed(house)
    done = await connect(house)
    assert done.new_playlist
    house.spotify.grant = Grant("refresh-2", "owner-1", "Dana")
    before = await account_of(house)
    await house.services.playlists.request_sync(
        house.boss, await present(house), await house.services.episodes.find(house.room)
    )
    await house.work_off()
    assert house.playlists.boards[-1].playlist_id == ""
    assert not (await connect(house)).new_playlist, "the same account again keeps its playlist"
    assert house.spotify.forgotten == [before.id]
    kept = await house.services.accounts.credentials(before.id)
    assert kept is None


async def test_disconnecting_forgets_the_grant(house: House) -> None:
    with pytest.raises(NotFound):
        await house.services.authorization.disconnect(house.boss, house.room)
    await connect(house)
    account = await account_of(house)
    assert await house.services.authorization.disconnect(house.boss, house.room) == "Dana"
    assert (await present(house)).spotify_account is None
    assert await house.services.accounts.credentials(account.id) is None
    [(token,)] = await house.rows("SELECT sealed_refresh_token FROM spotify_accounts")
    assert token == ""
