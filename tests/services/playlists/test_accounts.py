"""Connecting a room with a Spotify account."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import addresses
from bot.domain.errors import (
    AccountNotRead,
    Cause,
    InvalidInput,
    NeedsReconnect,
    NotAllowed,
    NotFound,
    SpotifyNotConfigured,
    SpotifyRefused,
)
from bot.domain.model import ChannelId, GuildId
from bot.services.playlists.authorization import LINK_SECONDS
from bot.services.ports.repositories.spotify import AccountState
from bot.services.ports.spotify import Grant, SpotifyApp
from tests.builders import person
from tests.services.conftest import House
from tests.services.playlists.connected import APP, account_of, connect, landed, present
from tests.services.rounds.timed import closes


async def test_who_agreed_is_told_and_kept_sealed(house: House) -> None:
    done = await connect(house)
    assert (done.owner_name, done.new_playlist) == ("Dana", False)
    account = await account_of(house)
    assert (account.owner_id, account.state) == ("owner-1", AccountState.CONNECTED)
    assert account.authorized_at == house.clock.now()
    kept = await house.services.accounts.credentials(account.id)
    assert kept is not None
    assert (kept.app, kept.refresh_token) == (None, "refresh-1")
    everything = await house.rows("SELECT sealed_refresh_token FROM spotify_accounts")
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


@pytest.mark.parametrize("wrap", ["{}", "Client ID: {}", "“{}”", "`{}`", "{}\n", "<{}>,"])
async def test_what_an_app_is_known_by_is_found_in_what_was_pasted(house: House, wrap: str) -> None:
    typed = SpotifyApp(wrap.format(APP.client_id), wrap.format(APP.client_secret))
    await connect(house, app=typed)
    kept = await house.services.accounts.credentials((await account_of(house)).id)
    assert kept is not None
    assert kept.app == APP


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
        (lambda a: a.replace("code=AQD-code", "error=server_error"), "connect.failed"),
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


@pytest.mark.parametrize(
    "refusal",
    [
        InvalidInput("connect.code"),
        AccountNotRead("connect the account"),
        SpotifyRefused("connect the account", 403, "not registered", Cause.USER),
    ],
)
async def test_what_did_not_connect_leaves_the_link_good(house: House, refusal: Exception) -> None:
    house.spotify.refusal = refusal
    pasted = await landed(house)
    for _ in range(2):
        with pytest.raises(type(refusal)):
            await house.services.authorization.finish(house.boss, house.room, pasted)
    house.spotify.refusal = None
    done = await house.services.authorization.finish(house.boss, house.room, pasted)
    assert done.owner_name == "Dana"


@pytest.mark.parametrize("own", [True, False])
async def test_whose_secret_is_wrong_is_told_apart(house: House, own: bool) -> None:
    house.spotify.refusal = SpotifyRefused("connect the account", 401, "", Cause.SECRET)
    pasted = await landed(house, app=APP if own else None)
    with pytest.raises(InvalidInput if own else SpotifyRefused):
        await house.services.authorization.finish(house.boss, house.room, pasted)


async def test_an_address_that_was_broken_into_lines_is_one(house: House) -> None:
    pasted = (await landed(house)).replace("-code", "-\n  code").replace("&state=", "\n&state=")
    await house.services.authorization.finish(house.boss, house.room, f"{pasted}\n")
    assert house.spotify.exchanged == ["AQD-code"]


@pytest.mark.parametrize(
    ("breaks", "around"),
    [
        ((-1,), "{}"),
        ((-20,), "It went here:\n{}\n"),
        ((-20,), "{}\nThanks, Dana"),
        ((-30, -9), "{} is what it says."),
        ((-52, -20, -5), "Here you are\n\n<{}>"),
    ],
)
async def test_an_address_that_was_broken_within_its_state_is_one(
    house: House, breaks: tuple[int, ...], around: str
) -> None:
    pasted = await landed(house)
    for place in reversed(breaks):
        pasted = f"{pasted[:place]}\n{pasted[place:]}"
    await house.services.authorization.finish(house.boss, house.room, around.format(pasted))
    assert house.spotify.exchanged == ["AQD-code"]


async def test_an_address_pasted_twice_at_once_connects_once(house: House) -> None:
    pasted = await landed(house)
    finish = house.services.authorization.finish
    done = await asyncio.gather(
        *(finish(house.boss, house.room, pasted) for _ in range(2)), return_exceptions=True
    )
    assert [type(one) for one in done].count(InvalidInput) == 1
    [(accounts,)] = await house.rows("SELECT count(*) FROM spotify_accounts")
    assert accounts == 1


@pytest.mark.parametrize(
    "wrap",
    [
        "“{}”", "‘{}’", "«{}»", "`{}`", "```\n{}\n```", "<{}>", "({})", "**{}**", "{}.", " {}\n",
        "it went to {} and then?", "\u200b{}\ufeff", "[{}]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("amp", ["&", "&amp;"])
@pytest.mark.parametrize("scheme", ["http://", ""])
async def test_the_address_is_found_in_what_was_pasted(
    house: House, wrap: str, amp: str, scheme: str
) -> None:
    address = (await landed(house)).replace("&", amp).replace("http://", scheme)
    done = await house.services.authorization.finish(house.boss, house.room, wrap.format(address))
    assert done.owner_name == "Dana"


@given(st.text(max_size=60), st.text(max_size=60))
def test_an_address_with_anything_around_it_raises_nothing_unforeseen(
    before: str, after: str
) -> None:
    found = list(
        addresses(f"{before} http://127.0.0.1:8888/callback?code=a&state=b {after}", bare=True)
    )
    assert "code=a&state=b" in [one.query for one in found]


async def test_a_state_of_other_letters_belongs_to_another_link(house: House) -> None:
    pasted = (await landed(house)) + "%C3%A4"
    with pytest.raises(InvalidInput) as refusal:
        await house.services.authorization.finish(house.boss, house.room, pasted)
    assert refusal.value.what == "connect.state"


async def closed(house: House) -> None:
    _, round_id = await house.opened()
    await house.vote(round_id, 1, 2, 3)
    await house.vote(round_id, 4, 2)
    await closes(house)
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
    done = await house.services.authorization.disconnect(house.boss, house.room)
    assert (done.owner_name, done.hosts_goes_on) == ("Dana", True)
    assert (await present(house)).spotify_account is None
    assert await house.services.accounts.credentials(account.id) is None
    [(token,)] = await house.rows("SELECT sealed_refresh_token FROM spotify_accounts")
    assert token == ""
