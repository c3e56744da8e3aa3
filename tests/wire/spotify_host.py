"""The host's app and account at a simulated Spotify."""

from bot.demo.spotify import SimulatedSpotify
from bot.settings import SpotifySettings
from bot.spotify.account import Account


def host(spotify: SimulatedSpotify) -> SpotifySettings:
    """Return the settings of a host whose app and account are at a simulated Spotify."""
    return SpotifySettings(spotify.client_id, spotify.client_secret, spotify.refresh_token)


def account_at(spotify: SimulatedSpotify, settings: SpotifySettings) -> Account:
    """Return an account at a simulated Spotify."""
    return Account(
        settings.client_id,
        settings.client_secret,
        settings.refresh_token,
        spotify.api_url,
        spotify.token_url,
        spotify.authorize_url,
    )
