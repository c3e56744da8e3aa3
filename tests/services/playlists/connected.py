"""A room, connected with a Spotify account."""

from urllib.parse import parse_qs, urlsplit

from bot.domain.model import Room
from bot.services.playlists.authorization import Connected
from bot.services.ports.repositories.spotify import SpotifyAccount
from bot.services.ports.spotify import SpotifyApp
from tests.services.conftest import House

APP = SpotifyApp("c" * 32, "0123456789abcdef" * 2)


async def landed(house: House, room: Room | None = None, app: SpotifyApp | None = None) -> str:
    """Return the address at which a browser lands whose person agreed."""
    invitation = await house.services.authorization.invite(house.boss, room or house.room, app)
    nonce = parse_qs(urlsplit(invitation.address).query)["state"][0]
    return f"http://127.0.0.1:8888/callback?code=AQD-code&state={nonce}"


async def connect(
    house: House, room: Room | None = None, app: SpotifyApp | None = None
) -> Connected:
    where = room or house.room
    return await house.services.authorization.finish(
        house.boss, where, await landed(house, where, app)
    )


async def account_of(house: House) -> SpotifyAccount:
    account = await house.services.accounts.account(house.room)
    assert account is not None
    return account


async def present(house: House) -> Room:
    return await house.services.rooms.at(house.room.channel_id)
