"""What becomes of an effect that failed, by its kind and by what it failed with."""

import inspect
import itertools

import pytest

from bot.domain import errors
from bot.domain.errors import (
    BlockedByAutoMod,
    ChannelGone,
    DirectMessagesClosed,
    DiscordBusy,
    DiscordRefused,
    DiscordUnavailable,
    Lapsed,
    NeedsReconnect,
    NotFound,
    PlaylistBusy,
    PlaylistGone,
    PlaylistNotWritten,
    RateLimited,
    ServerGone,
    SpotifyRefused,
    SpotifyUnavailable,
    StorageError,
)
from bot.domain.model import RoomId
from bot.services.effects.failures import (
    DAY,
    GiveUp,
    TryAgain,
    after_failure,
    name_of,
)
from bot.services.ports.repositories.outbox import Effect, EffectKind

NOW = 1_800_000_000.0
OF_ITS_OWN = (
    DiscordRefused("send", 400, 50035, "Invalid Form Body"),
    BlockedByAutoMod("send", 400, 200000, "Blocked"),
    DirectMessagesClosed(7),
    SpotifyRefused("add", 400, "No"),
    PlaylistGone("p"),
    PlaylistNotWritten("add"),
    ValueError("a bug of ours"),
)
OF_THE_DESTINATION = (
    ChannelGone(7, "forbidden"),
    ServerGone(5),
    DiscordBusy("send"),
    DiscordUnavailable("send"),
    SpotifyUnavailable("sync"),
    PlaylistBusy(),
    NeedsReconnect(),
    RateLimited(NOW + 48_000),
    StorageError("locked"),
)
LAPSING = (
    EffectKind.PREPARE_REMINDERS,
    EffectKind.REMIND,
    EffectKind.SHOW_EVENT,
    EffectKind.OPEN_SHORTLIST_THREAD,
    EffectKind.OPEN_BALLOT_THREAD,
    EffectKind.SAY_NEWS,
    EffectKind.UPDATE_PLAYLIST_DETAILS,
)
ENDING = (EffectKind.IMPORT_SONGS,)
AWAITED = tuple(kind for kind in EffectKind if kind not in (*LAPSING, *ENDING))
faults = pytest.mark.parametrize("fault", [*OF_ITS_OWN, *OF_THE_DESTINATION], ids=name_of)


def effect(kind: EffectKind, attempts: int) -> Effect:
    return Effect(1, kind, "channel:1", 2, RoomId(3), attempts, int(NOW))


@faults
@pytest.mark.parametrize("kind", AWAITED)
@pytest.mark.parametrize("attempts", [1, 8, 9, 1000])
def test_what_people_wait_for_is_never_given_up(
    kind: EffectKind, fault: Exception, attempts: int
) -> None:
    becomes = after_failure(effect(kind, attempts), fault, NOW, 0.5)
    assert isinstance(becomes, TryAgain)
    assert NOW < becomes.at <= NOW + DAY


@faults
@pytest.mark.parametrize("kind", ENDING)
def test_what_ends_is_tried_eight_times_whatever_the_cause_but_an_instant(
    kind: EffectKind, fault: Exception
) -> None:
    assert isinstance(after_failure(effect(kind, 7), fault, NOW, 0.5), TryAgain)
    waits = isinstance(fault, RateLimited)
    becomes = after_failure(effect(kind, 8), fault, NOW, 0.5)
    assert isinstance(becomes, TryAgain if waits else GiveUp)


@pytest.mark.parametrize("kind", LAPSING)
@pytest.mark.parametrize("fault", OF_ITS_OWN, ids=name_of)
def test_what_may_lapse_is_tried_eight_times(kind: EffectKind, fault: Exception) -> None:
    assert isinstance(after_failure(effect(kind, 7), fault, NOW, 0.5), TryAgain)
    assert after_failure(effect(kind, 8), fault, NOW, 0.5) == GiveUp()


@pytest.mark.parametrize("kind", EffectKind)
@pytest.mark.parametrize("fault", [NotFound("round"), Lapsed("late")], ids=name_of)
def test_what_is_of_no_more_use_is_given_up(kind: EffectKind, fault: Exception) -> None:
    assert after_failure(effect(kind, 1), fault, NOW, 0.5) == GiveUp()


@faults
def test_only_what_is_refused_for_its_own_sake_lets_others_pass(fault: Exception) -> None:
    becomes = after_failure(effect(EffectKind.POST_RESULTS, 1), fault, NOW, 0.5)
    assert isinstance(becomes, TryAgain)
    assert becomes.aside is (fault in OF_ITS_OWN)


@pytest.mark.parametrize("fault", [DiscordUnavailable("send"), SpotifyUnavailable("sync")])
def test_so_does_what_fails_for_long(fault: Exception) -> None:
    for attempts, aside in ((7, False), (8, True)):
        becomes = after_failure(effect(EffectKind.POST_RESULTS, attempts), fault, NOW, 0.5)
        assert isinstance(becomes, TryAgain)
        assert becomes.aside is aside


@pytest.mark.parametrize(
    ("fault", "first", "in_a_day"),
    [
        (ValueError("a bug of ours"), 2, 18),
        (DiscordRefused("send", 400, 50035, ""), 2, 18),
        (DiscordUnavailable("send"), 2, 104),
        (SpotifyUnavailable("sync"), 2, 42),
        (PlaylistNotWritten("sync"), 60, 11),
        (SpotifyRefused("sync", 403, ""), 3600, 5),
        (ChannelGone(7, "forbidden"), 3600, 24),
        (PlaylistGone("p"), 3600, 5),
    ],
    ids=name_of,
)
def test_it_is_tried_ever_more_rarely_and_once_a_day_in_the_end(
    fault: Exception, first: int, in_a_day: int
) -> None:
    waits: list[float] = []
    for attempts in range(1, 200):
        becomes = after_failure(effect(EffectKind.POST_RESULTS, attempts), fault, NOW, 0.5)
        assert isinstance(becomes, TryAgain)
        waits.append(becomes.at - NOW)
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (first, DAY)
    assert sum(passed < DAY for passed in itertools.accumulate([0, *waits])) == in_a_day


@pytest.mark.parametrize("fault", [DiscordUnavailable("send"), SpotifyUnavailable("sync")])
def test_what_is_silent_for_a_day_is_heard_again_within_the_hour(fault: Exception) -> None:
    passed, attempts, longest = 0.0, 0, 0.0
    while passed < DAY:
        attempts += 1
        becomes = after_failure(effect(EffectKind.POST_RESULTS, attempts), fault, NOW, 1.0)
        assert isinstance(becomes, TryAgain)
        longest = max(longest, becomes.at - NOW)
        passed += becomes.at - NOW
    assert longest < 3600


def test_what_discord_refused_has_certainly_not_been_made() -> None:
    sure = (DiscordRefused("", 400, 1, ""), DiscordBusy(""), ChannelGone(7, "forbidden"))
    for fault in (*sure, DiscordUnavailable(""), OSError("cut off")):
        becomes = after_failure(effect(EffectKind.POST_RESULTS, 1), fault, NOW, 0.5)
        assert isinstance(becomes, TryAgain)
        assert becomes.unsure is (fault not in sure)


def test_every_error_from_upstream_is_placed() -> None:
    """Whoever adds one decides whether it is the effect's own."""
    upstream = {
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.UpstreamError) and kind is not errors.UpstreamError
    }
    placed = {type(fault) for fault in (*OF_ITS_OWN, *OF_THE_DESTINATION, Lapsed("late"))}
    elsewhere = {  # caught by the effect itself, or never raised by one
        errors.EventsForbidden,
        errors.FilesForbidden,
        errors.ThreadsForbidden,
        errors.AccountNotRead,
        errors.CreditsBusy,
        errors.CreditsOff,
        errors.CreditsUnavailable,
        errors.SpotifyNotConfigured,
    }
    assert upstream == placed - {ValueError, StorageError} | elsewhere
