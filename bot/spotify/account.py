"""Whose Spotify the bot uses, and at which addresses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """The host's Spotify app and the account that authorised it. Never printed.

    Attributes:
        client_id, client_secret: The app's, from Spotify's dashboard.
        refresh_token: What the account's owner agreed to; ends six months after that.
        api_url: Ends in `/v1/`.
        token_url: The whole address of the token endpoint.
    """

    client_id: str
    client_secret: str
    refresh_token: str
    api_url: str = "https://api.spotify.com/v1/"
    token_url: str = "https://accounts.spotify.com/api/token"  # noqa: S105 (an address)
