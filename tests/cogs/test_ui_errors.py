"""Every error has a text of its own that says what to do next, and nothing of the inside leaks."""

import logging
import re
from collections.abc import Iterator

import pytest
from discord import ui

from bot.domain import errors as e
from bot.domain.allowance import Limit
from bot.domain.links import LinkKind
from bot.domain.model import RoundState
from cogs.ui.kit import error_texts, input_error_texts, permission_error_texts
from cogs.ui.kit.error_responses import error_message
from cogs.ui.kit.errors import error_text
from cogs.ui.songs.seconds import SecondingButton

SAMPLES: list[e.RoomError] = [
    e.StorageError("disk I/O error"),
    e.WrongKey(),
    e.Redelivered(7),
    e.CameLate(7),
    e.ConfigError(["DISCORD_TOKEN is missing: set it."]),
    *(e.NotAllowed(needs) for needs in (*permission_error_texts.NOT_ALLOWED, "other")),
    *(e.NotAllowed(needs, removed=True) for needs in ("writer", "roster")),
    e.NotAllowed("writer", clears=True),
    e.NoRoom(),
    *(e.RoleGone(needs) for needs in ("showrunner", "writer")),
    e.RoomElsewhere(5, 7, "@everyone"),
    e.ChannelTaken("@everyone"),
    e.UnfitChannel(7),
    e.ServerGone(5),
    *(
        e.NotFound(what, name)
        for what in (*error_texts.NOT_FOUND, "room", "other")
        for name in ("", "104", "@everyone")
    ),
    *(
        e.SeveralFound(what, name, ("104 Pilot", "105 Pilot"))
        for what in (*error_texts.SEVERAL, "other")
        for name in ("Pilot", "@everyone")
    ),
    *(
        e.InvalidInput(what, "What [I](x) typed", {"limit": 300, "service": "youtube"})
        for what in (*input_error_texts.INVALID, "other")
    ),
    *(e.InvalidInput(what) for what in input_error_texts.INVALID),
    e.DuplicateCharacter("Maya"),
    e.DuplicateEpisode("104"),
    e.EpisodeLocked("104"),
    e.EpisodeArchived("104"),
    *(e.CannotForget(why) for why in (*error_texts.FORGET, "other")),
    e.EntrySlips(
        5, 7, (e.NotFound("character", "@everyone"), e.BoardChanged(5, 7, (("beat", "x"),)))
    ),
    e.BoardChanged(5, 7, (("beat", "@everyone, the cold open"), ("note", ""))),
    e.DuplicateProposal(5, "Blue", 7, yours=False),
    e.DuplicateProposal(5, "Blue", None, yours=False),
    e.DuplicateProposal(5, "Blue", 7, yours=True),
    e.SongFrozen("Blue"),
    *(e.IllegalMove("close", state.value, ("cancel", "extend")) for state in RoundState),
    e.IllegalMove("close", "closed", ()),
    *(e.RoundClosed(state.value, "104") for state in RoundState),
    *(e.RoundLive("104", state.value) for state in RoundState),
    e.RoundMoved(),
    e.RoundReplaced("104"),
    e.RoundReplaced("104", "Blue @everyone"),
    *(e.RoundTooSmall(songs, seats) for songs, seats in ((0, 6), (1, 6), (6, 6), (26, 6), (30, 0))),
    *(e.InvalidBallot(rule, 6) for rule in (*error_texts.BALLOT, "other")),
    *(
        e.InvalidRuling(rule, title, 6)
        for rule in (*error_texts.RULING, "other")
        for title in ("Blue", "@everyone", "")
    ),
    *(e.InvalidCasting(seats, tied) for seats, tied in ((1, 2), (3, 4), (24, 25))),
    e.BadRecord("ballot 7F3A91C2", "a pick is repeated"),
    *(e.NeedsTime(why, "fri 2:30", (1, 3601)) for why in (*error_texts.TIME, "other")),
    *(e.NeedsTime(why, "fri 2:30") for why in error_texts.TIME),
    e.SpotifyUnavailable("search", 503),
    *(
        e.SpotifyRefused(doing, 403, "Forbidden", cause, since)
        for doing in ("search for songs", "read a playlist")
        for cause in e.Cause
        for since in (0, 1_790_000_000)
    ),
    e.AccountNotRead("connect the account"),
    e.RateLimited(2_000_000_000.5),
    *(e.RateLimited(2_000_000_000.5, why) for why in Limit),
    e.PlaylistBusy(),
    e.PlaylistNotWritten("add"),
    e.NeedsReconnect(),
    e.SpotifyNotConfigured(),
    e.PlaylistGone("p" * 22),
    e.ChannelGone(5, "deleted"),
    e.ChannelGone(5, "forbidden"),
    e.DiscordUnavailable("sending"),
    e.DiscordBusy("sending"),
    e.DiscordRefused("sending", 400, 50035, "Invalid Form Body"),
    e.DiscordRefused("sending", 403, 0, ""),
    e.BlockedByAutoMod("sending", 400, 200000, "Blocked"),
    e.DirectMessagesClosed(7),
    e.Lapsed("late"),
    e.EventsForbidden(),
    e.ThreadsForbidden(),
    e.FilesForbidden(),
    e.CreditsOff(),
    e.CreditsBusy(2_000_000_000.5),
    e.CreditsUnavailable(500),
    e.Restarting(),
    e.DatabaseGone("needledrop.db is gone"),
]

NEXT = re.compile(
    r"`/|try|ask|tell|press|give|say|wait|pick|choose|change|check|shorten|enter|paste|type|take"
    r"|see|vote|meant?|later|attach|import|save|write|songs are entered",
    re.IGNORECASE,
)


def classes(base: type[Exception]) -> Iterator[type[Exception]]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith(f"{e.__name__}."):
            yield kind
            yield from classes(kind)


def test_the_samples_leave_out_no_class() -> None:
    abstract = {e.RuleError, e.UpstreamError}
    assert {type(sample) for sample in SAMPLES} == set(classes(e.RoomError)) - abstract


@pytest.mark.parametrize("error", SAMPLES, ids=repr)
def test_every_error_says_what_to_do_and_leaks_nothing(
    error: e.RoomError, caplog: pytest.LogCaptureFixture
) -> None:
    text = error_text(error)
    assert text.strip()
    assert NEXT.search(text), text
    names = {kind.__name__ for kind in classes(Exception)}
    assert not any(name in text for name in names)
    assert "{" not in text
    assert "None" not in text
    assert "@everyone" not in text
    assert caplog.text == ""


def test_what_could_not_be_saved_of_a_form_does_not_deny_that_the_rest_was() -> None:
    text = error_text(e.EntrySlips(5, 7, (e.NotFound("character", "Nobody"),)))
    assert "Nobody" in text
    assert "nothing is saved" not in text
    assert "Everything else is saved" in text


@pytest.mark.parametrize("kind", [kind for kind in LinkKind if kind is not LinkKind.TRACK])
def test_every_kind_of_wrong_link_is_told_apart(kind: LinkKind) -> None:
    assert f"link.{kind}" in input_error_texts.INVALID


# What is typed to connect an account is secret, so it is not shown again; where a button was
# pressed or an option left out, nothing was typed.
TYPED = [
    key
    for key in input_error_texts.INVALID
    if not key.endswith(".empty")
    and not key.startswith("connect.")
    and not key.startswith("scrutineers.")
    and key not in {"listening.ended", "listening.first", "listening.moved"}
    and key
    not in {"character.no_spotify", "import.nothing", "export.season", "menu.stale", "many.roster"}
]


@pytest.mark.parametrize("what", TYPED)
def test_what_was_typed_is_given_back(what: str) -> None:
    assert "Blue by Joni" in error_text(e.InvalidInput(what, "Blue by Joni"))


@pytest.mark.parametrize("error", [ValueError("secret"), RuntimeError("secret")])
def test_the_unforeseen_is_logged_under_a_reference(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        text = error_text(error)
    [reference] = re.findall(r"`([0-9A-F]{6})`", text)
    assert reference in caplog.text
    assert "secret" in caplog.text
    assert "secret" not in text


def contents(view: ui.LayoutView) -> str:
    return "\n".join(i.content for i in view.walk_children() if isinstance(i, ui.TextDisplay))


def test_a_form_that_cannot_be_used_comes_back_with_what_was_typed() -> None:
    view = error_message(e.NotAllowed("writer"), {"Title": "Blue", "Artist": "", "Why": "Rain."})
    blocks = "Title:\n```\nBlue\n```\nWhy:\n```\nRain.\n```"
    assert contents(view).endswith(f"You typed:\n{blocks}")


@pytest.mark.parametrize("length", [10, 1000, 5000])
def test_a_long_form_still_fits(length: int) -> None:
    error = e.InvalidInput("title.too_long", "*" * length, {"limit": 300})
    view = error_message(error, dict.fromkeys(("Title", "Artist", "Why"), "*" * length))
    assert view.content_length() <= 4000
    assert contents(view).count("Artist:\n```") == 1


@pytest.mark.parametrize("yours", [True, False])
def test_only_somebody_elses_song_can_be_seconded(yours: bool) -> None:
    view = error_message(e.DuplicateProposal(5, "Blue", 7, yours), {})
    buttons = [item for item in view.walk_children() if isinstance(item, SecondingButton)]
    assert [button.custom_id for button in buttons] == ([] if yours else ["seconding:5:1"])
