"""The texts of errors of Spotify: for each cause of a refusal, what is wrong and what to do."""

from collections.abc import Callable
from typing import Any

from bot.domain import errors as e
from bot.domain.allowance import Limit
from bot.domain.errors import Cause
from cogs.ui.kit import texts

BY_HAND = "or enter the song by hand"
_DASHBOARD = "developer.spotify.com/dashboard"

WRONG = {
    Cause.USER: (
        "Spotify doesn't let the connected account use the app: it isn't on the app's list of users"
    ),
    Cause.PREMIUM: "Spotify refuses everything, because the app's owner has no Premium",
    Cause.SECRET: "Spotify doesn't accept the app's Client ID with its Client secret",
    Cause.SCOPES: "the account's owner has not agreed to all that I need at Spotify",
    Cause.OWNER: (
        "the playlist belongs to another account, which doesn't let the connected one use it"
    ),
    Cause.READING: (
        "Spotify does not let the app read a playlist, although the connected account owns it"
    ),
    Cause.FULL: "the playlist is full",
    Cause.PUBLIC: (
        "the playlist is public, and Spotify does not keep it private, so I don't put songs in"
    ),
    Cause.OTHER: "Spotify refused it; the host finds its reason in the log",
}
"""What is wrong, for each cause."""

TO_DO = {
    Cause.USER: (
        f"Whoever owns the app adds it at {_DASHBOARD}, under *User Management*: the email address"
        " is the one at spotify.com/account, seen by whoever is logged in with that account. Then"
        " try again."
    ),
    Cause.PREMIUM: (
        "Ask the app's owner to subscribe to Premium again. Spotify may take hours to notice; then"
        " everything resumes automatically."
    ),
    Cause.SECRET: (
        f"Copy both again from the app's page at {_DASHBOARD}: whoever hosts this bot into its"
        " settings, or for an app of the room's own, a server admin with `/playlist connect`."
    ),
    Cause.SCOPES: (
        "A server admin connects the account again with `/playlist connect`; where the host's"
        " account is used, whoever hosts this bot makes a new token, as the guide for hosts says."
    ),
    Cause.OWNER: (
        "Ask its owner to make the connected account a collaborator, or link another playlist with"
        " `/playlist link`."
    ),
    Cause.READING: (
        "Whoever hosts this bot runs its doctor, which reads one such playlist and says what to do."
    ),
    Cause.FULL: "Take songs out in Spotify, or link another playlist with `/playlist link`.",
    Cause.PUBLIC: (
        "In Spotify, its owner opens the playlist's menu (the three dots) and makes it private."
        " Then use `/playlist sync`."
    ),
    Cause.OTHER: "Tell whoever hosts this bot: Spotify's own words are in the log.",
}
"""What to do about each cause."""

DELAYS = {
    "AccountNotRead": "Spotify isn't answering",
    "NeedsReconnect": (
        "Spotify has to be connected again; a server admin does that with `/playlist connect`"
    ),
    "PlaylistBusy": "another room that shares the playlist comes first",
    "PlaylistGone": "the playlist was deleted; its owner can recover it in their Spotify account",
    "PlaylistNotWritten": (
        "Spotify doesn't accept the songs. The playlist may be full: check it, and use"
        " `/playlist sync` once there is room"
    ),
    "RateLimited": "Spotify allows no more calls until then",
    "SpotifyNotConfigured": "Spotify is no longer set up here",
    "SpotifyRefused": WRONG[Cause.OTHER],
    **{
        f"SpotifyRefused {cause}": f"{wrong}. {TO_DO[cause]}".rstrip(".")
        for cause, wrong in WRONG.items()
        if cause is not Cause.OTHER
    },
    "SpotifyUnavailable": "Spotify isn't answering",
}
"""Why an effect is delayed, by the name of the error."""

_LOOKING_UP = ("search for songs", "look up a song")
"""What a song entered by hand takes the place of."""


def state_text(state: str) -> str:
    """Return what is wrong and since when, for a state that is the cause of a refusal."""
    name, _, since = state.partition(" ")
    if name not in set(Cause):
        return ""
    cause = Cause(name)
    return f"{WRONG[cause]}{_since(int(since or 0))}. {TO_DO[cause]}"


def _refused(error: e.SpotifyRefused) -> str:
    wrong = "Spotify refused that" if error.cause is Cause.OTHER else WRONG[error.cause]
    text = f"{wrong[:1].upper()}{wrong[1:]}{_since(error.since)}. {TO_DO[error.cause]}"
    if error.doing in _LOOKING_UP:
        text += " Meanwhile, enter the song by hand: title and artist."
    return text


def _since(instant: int) -> str:
    return f" (since {texts.instant(instant)})" if instant else ""


LIMITS = {
    Limit.SPOTIFY: "Spotify asks us to wait until {until}. Try again then, {by_hand} meanwhile.",
    Limit.LOOKUPS: (
        "Spotify allows no more searches until {until}. Songs still go into the playlists."
        " Search again then, {by_hand} meanwhile."
    ),
    Limit.DAY: (
        "This bot's searches for 24 hours are used up; there are more at {until}. Search"
        " again then, {by_hand} meanwhile."
    ),
    Limit.ROOM: (
        "This room has used its share of the bot's searches for 24 hours; there are more at"
        " {until}. Search again then, {by_hand} meanwhile."
    ),
    Limit.PERSON: (
        "You have used your share of this room's searches for 24 hours; there are more at {until}."
        " Search again then, {by_hand} meanwhile."
    ),
}
"""What is used up, and what to do."""


def _limited(error: e.RateLimited) -> str:
    return LIMITS[error.why].format(until=texts.instant(int(error.until)), by_hand=BY_HAND)


def _always(text: str) -> Callable[[Any], str]:
    return lambda _error: text


TEXTS: dict[type, Callable[[Any], str]] = {
    e.SpotifyUnavailable: _always(f"Spotify isn't answering. Try again in a minute, {BY_HAND}."),
    e.AccountNotRead: _always(
        "Spotify isn't answering, so the account is not connected yet. Paste the same address"
        " again in a minute; if ten minutes pass, use `/playlist connect` again."
    ),
    e.SpotifyRefused: _refused,
    e.RateLimited: _limited,
    e.NeedsReconnect: _always(
        "Spotify has to be connected again. A server admin does that with `/playlist connect`;"
        " until then, you can enter songs by hand."
    ),
    e.SpotifyNotConfigured: _always(
        "Spotify is not connected here, so songs are entered by hand: title and artist."
    ),
    e.PlaylistNotWritten: _always(
        "Spotify doesn't accept the songs. The playlist may be full: check it, and use"
        " `/playlist sync` once there is room."
    ),
    e.PlaylistBusy: _always(
        "Another room that shares this playlist is syncing it now. Try again in a minute."
    ),
    e.PlaylistGone: _always(
        "The shared playlist is gone from Spotify. Ask its owner to recover it in their Spotify"
        " account; the songs then follow automatically."
    ),
}
