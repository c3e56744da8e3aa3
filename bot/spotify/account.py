"""Whose Spotify the bot uses, and at which addresses."""

from collections.abc import Callable
from dataclasses import dataclass


def _let_be(refresh_token: str) -> None:
    del refresh_token


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """A Spotify app and an account that authorised it. Never printed.

    Attributes:
        client_id, client_secret: The app's, from Spotify's dashboard.
        refresh_token: What the account's owner agreed to; ends six months after that.
        api_url: Ends in `/v1/`.
        token_url: The whole address of the token endpoint.
        authorize_url: The whole address of the page at which an account's owner agrees.
        renewed: Told of a refresh token that Spotify gives in place of this one, in a thread.
    """

    client_id: str
    client_secret: str
    refresh_token: str
    api_url: str = "https://api.spotify.com/v1/"
    token_url: str = "https://accounts.spotify.com/api/token"  # noqa: S105 (an address)
    authorize_url: str = "https://accounts.spotify.com/authorize"
    renewed: Callable[[str], None] = _let_be
