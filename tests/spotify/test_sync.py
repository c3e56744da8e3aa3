"""Playlists are brought in line whatever happens on the way: nothing lost, nothing doubled."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.catalogue import load
from bot.demo.spotify.faults import Fault, Gate
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import as_json
from bot.domain.errors import (
    NeedsReconnect,
    PlaylistGone,
    RateLimited,
    SpotifyRefused,
    SpotifyUnavailable,
)
from bot.services.ports.spotify import PlaylistIntent, Playlists, SyncReport
from bot.spotify.client import SpotifyClient
from bot.spotify.sync import LOOKS
from tests.fakes import FakeClock
from tests.spotify.conftest import MakeClient, Waits, asked, intent

URIS = tuple({track.isrc: track.uri for track in load()}.values())
SIX, OTHERS = URIS[:6], URIS[6:]
A, B, C, D, E, F = SIX
NOWHERE = "spotify:track:" + "0" * 22
ITEMS = "/playlists/*/items"
READ, ADD, REPLACE, REMOVE = (
    f"{method} /playlists/items" for method in ("GET", "POST", "PUT", "DELETE")
)
LIST, CREATE, STANDS = "GET /me/playlists", "POST /me/playlists", "GET /me/library/contains"


def test_it_is_the_port(client: SpotifyClient) -> None:
    port: Playlists = client
    assert port.configured


# The floor: how many calls it takes.


@pytest.mark.parametrize("there", [0, 1, 44])
@pytest.mark.parametrize(("mode", "write"), [("append", ADD), ("mirror", REPLACE)])
async def test_six_winners_cost_a_read_a_write_and_a_read_back(
    spotify: SimulatedSpotify, client: SpotifyClient, there: int, mode: str, write: str
) -> None:
    playlist = spotify.create_playlist("Shared", OTHERS[:there])
    report = await client.sync(intent(SIX, playlist, mode=mode))
    assert asked(spotify) == [READ, write, READ]
    expected = (*(OTHERS[:there] if mode == "append" else ()), *SIX)
    assert spotify.playlist(playlist).uris == expected
    assert report == SyncReport(
        playlist_id=playlist,
        present=expected,
        added=frozenset(SIX),
        taken_out=(),
        dead=(),
        calls=3,
    )


@pytest.mark.parametrize("mode", ["append", "mirror"])
async def test_an_unchanged_playlist_costs_one_call(
    spotify: SimulatedSpotify, client: SpotifyClient, mode: str
) -> None:
    playlist = spotify.create_playlist("Shared", SIX)
    report = await client.sync(intent(SIX, playlist, mode=mode, added=SIX))
    assert asked(spotify) == [READ]
    assert (report.calls, report.present, report.added) == (1, SIX, frozenset(SIX))


@pytest.mark.parametrize(("there", "pages"), [(50, 1), (51, 2), (100, 2), (120, 3)])
async def test_a_long_playlist_is_read_in_pages_of_fifty(
    spotify: SimulatedSpotify, client: SpotifyClient, there: int, pages: int
) -> None:
    playlist = spotify.create_playlist("Shared", OTHERS[:there])
    wanted = (OTHERS[0], OTHERS[there - 1])
    assert (await client.sync(intent(wanted, playlist))).calls == pages
    assert [one.query["offset"] for one in spotify.requests] == ["0", "50", "100"][:pages]
    assert {one.query["limit"] for one in spotify.requests} == {"50"}
    assert not any("market" in one.query for one in spotify.requests)


async def test_more_than_a_hundred_are_mirrored_in_parts(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Mirror", OTHERS[:2])
    report = await client.sync(intent(URIS[:130], playlist, mode="mirror"))
    assert asked(spotify) == [READ, REPLACE, ADD, READ, READ, READ]
    assert spotify.playlist(playlist).uris == report.present == URIS[:130]


async def test_a_playlist_is_made_once_private_and_found_again(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    report = await client.sync(intent(SIX, mode="mirror"))
    assert asked(spotify) == [LIST, CREATE, REPLACE, READ]
    made = spotify.playlist(report.playlist_id)
    assert (made.uris, made.public, made.collaborative) == (SIX, False, False)
    assert made.name == "The writers' room: the board"
    assert made.description is not None
    assert "needledrop-1" in made.description

    # The id was not kept: the bot crashed before it could.
    again = await client.sync(intent(SIX, mode="mirror"))
    assert again.playlist_id == report.playlist_id
    assert len(spotify.playlists) == 1


async def test_a_playlist_is_found_among_many_and_not_by_half_its_marker(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    twelve = await client.sync(intent(SIX, mode="mirror", marker="needledrop-12"))
    for number in range(60):
        spotify.create_playlist(f"Number {number}")
    one = await client.sync(intent(SIX, mode="mirror", marker="needledrop-1"))
    assert one.playlist_id != twelve.playlist_id
    found = await client.sync(intent(SIX, mode="mirror", marker="needledrop-12"))
    assert found.playlist_id == twelve.playlist_id
    assert len(spotify.playlists) == 62


async def test_a_playlist_made_for_nothing_is_empty(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    report = await client.sync(intent((), mode="mirror"))
    assert report.present == ()
    assert asked(spotify) == [LIST, CREATE]


# Append: people edit it too.


async def test_what_people_do_stays(spotify: SimulatedSpotify, client: SpotifyClient) -> None:
    playlist = spotify.create_playlist("Shared", OTHERS[:3])
    first = await client.sync(intent(SIX, playlist))
    spotify.human_removes(playlist, C)
    spotify.human_adds(playlist, OTHERS[9], 0)
    now = (OTHERS[9], F, E, D, B, A, *OTHERS[:3])
    spotify.human_reorders(playlist, now)
    report = await client.sync(intent((*SIX, OTHERS[5]), playlist, added=first.added))
    assert report.present == spotify.playlist(playlist).uris == (*now, OTHERS[5])
    assert report.taken_out == (C,)
    # Known for good: the song stays out next time too.
    again = await client.sync(intent((*SIX, OTHERS[5]), playlist, added=report.added))
    assert (again.taken_out, again.calls) == ((C,), 1)


async def test_a_song_that_fell_off_the_board_goes_if_the_bot_had_added_it(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared", [D])
    first = await client.sync(intent([A, B, D], playlist))
    assert first.added == {A, B}
    report = await client.sync(intent([A, C], playlist, added=first.added))
    assert report.present == spotify.playlist(playlist).uris == (D, A, C)
    assert report.added == {A, C}


async def test_a_recording_is_not_added_under_a_second_uri(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    by_isrc: dict[str, list[str]] = {}
    for track in load():
        by_isrc.setdefault(track.isrc, []).append(track.uri)
    one, twin = next(uris for uris in by_isrc.values() if len(uris) == 2)
    playlist = spotify.create_playlist("Shared", [one])
    report = await client.sync(intent([twin, A], playlist))
    assert report.present == spotify.playlist(playlist).uris == (one, A)
    assert (report.added, report.taken_out, report.dead) == (frozenset({A}), (), ())


# Answers that are lost.

LOSSES = {
    "5xx before": faults.broken(502),
    "5xx after": faults.broken(503, effect=True),
    "dropped before": faults.dropped(),
    "dropped after": faults.dropped(effect=True),
    "page before": faults.html(),
    "page after": faults.html(effect=True),
    "nothing before": faults.empty(),
    "nothing after": faults.empty(effect=True),
    "words before": faults.text_error(502),
}
lost = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())


@dataclass(frozen=True)
class Case:
    """A sync that makes one write of each kind it is about."""

    there: tuple[str, ...]
    goal: Callable[[str], PlaylistIntent]
    after: tuple[str, ...]


CASES = {
    "add": Case(OTHERS[:2], lambda p: intent(SIX, p), (*OTHERS[:2], *SIX)),
    "remove": Case((A, D, B), lambda p: intent([A], p, added=[A, B]), (A, D)),
    "swap": Case((A, D, B), lambda p: intent([A, C], p, added=[A, B]), (A, D, C)),
    "replace": Case((B, A), lambda p: intent(SIX, p, mode="mirror"), SIX),
    "replace many": Case((B, A), lambda p: intent(URIS[:130], p, mode="mirror"), URIS[:130]),
    "add many": Case(OTHERS[-1:], lambda p: intent(URIS[:130], p), (*OTHERS[-1:], *URIS[:130])),
}
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
MAKE = Case((), lambda _: intent(SIX, mode="mirror"), SIX)


@every_case
@lost
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_a_lost_answer_loses_and_doubles_nothing(
    spotify: SimulatedSpotify, client: SpotifyClient, case: Case, loss: Fault, method: str
) -> None:
    playlist = spotify.create_playlist("Shared", case.there)
    spotify.faults.add(method, ITEMS, loss)
    report = await client.sync(case.goal(playlist))
    assert report.present == spotify.playlist(playlist).uris == case.after
    assert report.taken_out == ()
    again = await client.sync(case.goal(playlist))
    assert again.present == case.after


@lost
async def test_the_second_part_of_an_addition_may_be_lost_too(
    spotify: SimulatedSpotify, client: SpotifyClient, loss: Fault
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("POST", ITEMS, loss, skip=1)
    report = await client.sync(intent(URIS[:130], playlist))
    assert report.present == spotify.playlist(playlist).uris == URIS[:130]


@lost
async def test_a_playlist_whose_making_was_not_answered_is_not_made_twice(
    spotify: SimulatedSpotify, client: SpotifyClient, loss: Fault
) -> None:
    spotify.faults.add("POST", "/me/playlists", loss)
    report = await client.sync(intent(SIX, mode="mirror"))
    (made,) = spotify.playlists
    assert (made.id, made.uris) == (report.playlist_id, SIX)


async def test_after_a_lost_addition_it_looks_for_it_before_adding_again(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("POST", ITEMS, faults.broken())
    await client.sync(intent(SIX, playlist))
    assert asked(spotify) == [READ, ADD, READ, READ, READ, ADD, READ]
    assert tuple(waits.seconds) == LOOKS == (2, 10, 30)


async def test_an_addition_that_takes_effect_late_is_not_repeated(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("POST", ITEMS, faults.broken(504))

    def arrive() -> None:
        if len(waits.seconds) == 2:
            for uri in SIX:
                spotify.human_adds(playlist, uri)

    waits.then = arrive
    report = await client.sync(intent(SIX, playlist))
    assert asked(spotify).count(ADD) == 1
    assert spotify.playlist(playlist).uris == SIX
    assert report.added == frozenset(SIX)


async def test_an_addition_shows_though_somebody_took_a_song_out_of_it(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("POST", ITEMS, faults.broken(effect=True))
    waits.then = lambda: spotify.human_removes(playlist, C)
    report = await client.sync(intent(SIX, playlist))
    assert report.present == spotify.playlist(playlist).uris == (A, B, D, E, F)
    assert report.taken_out == (C,)
    assert asked(spotify).count(ADD) == 1


@pytest.mark.parametrize(
    ("path", "method", "mode"),
    [(ITEMS, "POST", "append"), (ITEMS, "PUT", "mirror"), ("/me/playlists", "POST", "mirror")],
)
async def test_a_spotify_that_takes_nothing_is_left_for_later(
    spotify: SimulatedSpotify, client: SpotifyClient, path: str, method: str, mode: str
) -> None:
    playlist = "" if "me" in path else spotify.create_playlist("Shared")
    spotify.faults.add(method, path, faults.broken(503), times=99)
    with pytest.raises(SpotifyUnavailable):
        await client.sync(intent(SIX, playlist, mode=mode))
    assert len([one for one in spotify.requests if one.method == method]) == 2
    spotify.faults.clear()
    report = await client.sync(intent(SIX, playlist, mode=mode))
    assert spotify.playlist(report.playlist_id).uris == SIX
    assert len(spotify.playlists) == 1


async def test_a_spotify_that_is_down_is_not_written_to(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.down(503)
    with pytest.raises(SpotifyUnavailable):
        await client.sync(intent(SIX, playlist))
    spotify.up()
    assert (await client.sync(intent(SIX, playlist))).present == SIX


# Crashes.

CALLS = {"add": 3, "replace": 3, "replace many": 6, "swap": 4, "make": 4}


@pytest.mark.parametrize(
    ("name", "call"), [(name, call) for name, count in CALLS.items() for call in range(count)]
)
@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_crash_at_any_call_loses_and_doubles_nothing(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    make_client: MakeClient,
    name: str,
    call: int,
    moment: str,
) -> None:
    case = CASES.get(name, MAKE)
    playlist = "" if case is MAKE else spotify.create_playlist("Shared", case.there)
    goal = case.goal(playlist)
    crashing = asyncio.create_task(client.sync(goal))

    def crash() -> None:
        crashing.cancel()

    fault = Fault(before=crash) if moment == "before" else Fault(after=crash)
    spotify.faults.add("*", "/v1/*", fault, skip=call)
    with pytest.raises(asyncio.CancelledError):
        await crashing
    assert len(spotify.requests) == call + 1

    spotify.faults.clear()
    report = await make_client().sync(goal)
    assert spotify.playlist(report.playlist_id).uris == report.present == case.after
    assert len(spotify.playlists) == 1


async def test_a_cancelled_sync_stays_until_its_write_is_over(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    gate = Gate()
    spotify.faults.add("POST", ITEMS, Fault(before=gate.passage))
    crashing = asyncio.create_task(client.sync(intent(SIX, playlist)))
    await gate.reached()
    crashing.cancel()
    following = asyncio.create_task(client.sync(intent(SIX, playlist)))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not crashing.done()
    gate.open()
    with pytest.raises(asyncio.CancelledError):
        await crashing
    # Had it gone at once, the next one could not have seen what was still in the air.
    assert (await following).present == spotify.playlist(playlist).uris == SIX
    assert asked(spotify) == [READ, ADD, READ]


async def test_syncs_at_the_same_time_take_turns(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    await asyncio.gather(*(client.sync(intent(SIX, playlist)) for _ in range(4)))
    assert spotify.playlist(playlist).uris == SIX
    assert asked(spotify).count(ADD) == 1


# People at work at the same time.


@pytest.mark.parametrize("call", range(3))
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("edit", ["adds", "removes", "reorders"])
async def test_an_edit_in_between_is_never_undone(
    spotify: SimulatedSpotify, client: SpotifyClient, call: int, moment: str, edit: str
) -> None:
    there = OTHERS[:3]
    playlist = spotify.create_playlist("Shared", there)

    def meddle() -> None:
        match edit:
            case "adds":
                spotify.human_adds(playlist, OTHERS[7], 0)
            case "removes":
                spotify.human_removes(playlist, there[0])
            case _:
                spotify.human_reorders(playlist, spotify.playlist(playlist).uris[::-1])

    fault = Fault(before=meddle) if moment == "before" else Fault(after=meddle)
    spotify.faults.add("*", ITEMS, fault, skip=call)
    await client.sync(intent(SIX, playlist))
    uris = spotify.playlist(playlist).uris
    people = {"adds": {*there, OTHERS[7]}, "removes": {*there[1:]}}.get(edit, {*there})
    assert sorted(uris) == sorted((*people, *SIX))


async def test_a_winner_taken_out_at_once_stays_out(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    out = faults.meanwhile(after=lambda: spotify.human_removes(playlist, B))
    spotify.faults.add("POST", ITEMS, out)
    report = await client.sync(intent(SIX, playlist))
    assert spotify.playlist(playlist).uris == (A, C, D, E, F)
    assert report.taken_out == (B,)
    assert asked(spotify).count(ADD) == 1


@pytest.mark.parametrize(
    "edit",
    [
        lambda spotify, p: spotify.human_removes(p, OTHERS[0]),
        lambda spotify, p: spotify.human_adds(p, OTHERS[70], 0),
        lambda spotify, p: spotify.human_reorders(p, (*OTHERS[1:60], OTHERS[0])),
        lambda spotify, p: spotify.human_reorders(p, (OTHERS[59], *OTHERS[:59])),
    ],
    ids=["removes", "adds", "moves down", "moves up"],
)
async def test_a_song_that_moved_past_the_reader_is_not_doubled(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    edit: Callable[[SimulatedSpotify, str], None],
) -> None:
    playlist = spotify.create_playlist("Shared", OTHERS[:60])
    spotify.faults.add("GET", ITEMS, faults.meanwhile(after=lambda: edit(spotify, playlist)))
    wanted = (*OTHERS[45:60], A)
    await client.sync(intent(wanted, playlist))
    uris = spotify.playlist(playlist).uris
    assert len(set(uris)) == len(uris)
    assert set(wanted) <= set(uris)


async def test_a_song_that_stands_twice_on_two_pages_is_read_to_an_end(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared", (*OTHERS[:60], OTHERS[0]))
    report = await client.sync(intent([OTHERS[0]], playlist))
    assert report.present == spotify.playlist(playlist).uris
    assert report.calls == 4


async def test_a_mirror_is_put_right_though_somebody_edits_it_meanwhile(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Mirror")
    edit = faults.meanwhile(after=lambda: spotify.human_adds(playlist, OTHERS[0], 2))
    spotify.faults.add("PUT", ITEMS, edit)
    report = await client.sync(intent(SIX, playlist, mode="mirror"))
    assert report.present == spotify.playlist(playlist).uris == SIX


async def test_a_mirror_that_somebody_keeps_editing_is_left_for_later(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Mirror")
    edit = faults.meanwhile(after=lambda: spotify.human_adds(playlist, OTHERS[0]))
    spotify.faults.add("PUT", ITEMS, edit, times=99)
    with pytest.raises(SpotifyUnavailable):
        await client.sync(intent(SIX, playlist, mode="mirror"))


# Songs that Spotify no longer has.


@pytest.mark.parametrize("mode", ["append", "mirror"])
async def test_a_dead_song_is_skipped_and_reported(
    spotify: SimulatedSpotify, client: SpotifyClient, mode: str
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.withdraw_track(C)
    goal = intent((A, NOWHERE, C, "spotify:track:odd", D), playlist, mode=mode)
    report = await client.sync(goal)
    assert report.present == spotify.playlist(playlist).uris == (A, D)
    assert report.dead == (NOWHERE, C, "spotify:track:odd")
    assert (report.taken_out, report.added) == ((), frozenset({A, D}))


async def test_a_refusal_that_no_song_explains_is_told(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("POST", ITEMS, faults.refused(400, "Playlist is full"), skip=1)
    with pytest.raises(SpotifyRefused) as raised:
        await client.sync(intent([A, NOWHERE, B], playlist))
    assert asked(spotify).count("GET /tracks") == 3  # Each once, in both refusals together.
    assert (raised.value.status, raised.value.reason) == (400, "Playlist is full")


async def test_a_playlist_of_somebody_else_is_refused_without_looking_at_songs(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Theirs", owner="somebody")
    with pytest.raises(SpotifyRefused) as raised:
        await client.sync(intent(SIX, playlist))
    assert raised.value.status == 403
    assert asked(spotify) == [READ]


@pytest.mark.parametrize("mode", ["append", "mirror"])
async def test_a_song_that_died_in_the_playlist_was_not_taken_out(
    spotify: SimulatedSpotify, client: SpotifyClient, mode: str
) -> None:
    playlist = spotify.create_playlist("Shared", SIX)
    spotify.withdraw_track(C)
    report = await client.sync(intent(SIX, playlist, mode=mode, added=SIX))
    assert (report.dead, report.taken_out) == ((C,), ())
    assert report.present == (A, B, D, E, F)
    assert not {ADD, REPLACE} & {*asked(spotify)}


@pytest.mark.parametrize("added", [(), SIX])
@pytest.mark.parametrize("mode", ["append", "mirror"])
@pytest.mark.parametrize("reading", [0, 1])
async def test_a_place_that_reads_as_null_once_does_no_harm(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    mode: str,
    added: tuple[str, ...],
    reading: int,
) -> None:
    playlist = spotify.create_playlist("Shared", SIX[:5])
    spotify.faults.add("GET", ITEMS, faults.null_item(4), skip=reading)
    report = await client.sync(intent(SIX, playlist, mode=mode, added=added[:5]))
    assert report.present == spotify.playlist(playlist).uris == SIX
    assert (report.dead, report.taken_out) == ((), ())


async def test_places_without_a_song_do_not_matter(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared", (OTHERS[0], *SIX))
    spotify.withdraw_track(OTHERS[0])
    report = await client.sync(intent(SIX, playlist, added=SIX))
    assert (report.present, report.calls) == (SIX, 1)


# Playlists that are gone.


def _nowhere(spotify: SimulatedSpotify, playlist: str, method: str) -> None:
    spotify.faults.add(method, ITEMS, faults.refused(404, "Resource not found"))


def _unseen(spotify: SimulatedSpotify, playlist: str, method: str) -> None:
    answer = as_json(201, {"snapshot_id": "x"})
    spotify.faults.add(method, ITEMS, Fault(effect=False, answer=answer), times=9)


@pytest.mark.parametrize("mode", ["append", "mirror"])
@pytest.mark.parametrize(("sign", "method"), [(_nowhere, "GET"), (_nowhere, ""), (_unseen, "")])
async def test_a_playlist_that_is_gone_is_told_and_not_made_anew(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    mode: str,
    sign: Callable[[SimulatedSpotify, str, str], None],
    method: str,
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.delete_playlist(playlist)
    sign(spotify, playlist, method or {"append": "POST", "mirror": "PUT"}[mode])
    with pytest.raises(PlaylistGone) as raised:
        await client.sync(intent(SIX, playlist, mode=mode))
    assert raised.value.playlist_id == playlist
    assert asked(spotify)[-1] == STANDS
    assert len(spotify.playlists) == 1


async def test_a_playlist_that_never_was_is_gone(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    with pytest.raises(PlaylistGone):
        await client.sync(intent(SIX, "p" * 22))
    assert not await client.stands("p" * 22)


async def test_one_can_ask_whether_a_playlist_stands(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    assert await client.stands(playlist)
    spotify.delete_playlist(playlist)
    assert not await client.stands(playlist)
    spotify.faults.add("GET", "/me/library/contains", Fault(answer=as_json(200, {})), times=3)
    with pytest.raises(SpotifyUnavailable):
        await client.stands(playlist)


async def test_a_playlist_that_stands_though_it_is_not_found_is_asked_again_later(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("GET", ITEMS, faults.refused(404))
    with pytest.raises(SpotifyUnavailable):
        await client.sync(intent(SIX, playlist))
    assert (await client.sync(intent(SIX, playlist))).present == SIX


async def test_what_shows_late_is_waited_for(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits
) -> None:
    playlist = spotify.create_playlist("Shared")
    empty = as_json(200, {"items": [], "total": 0})
    spotify.faults.add("GET", ITEMS, Fault(answer=empty), skip=1, times=2)
    report = await client.sync(intent(SIX, playlist))
    assert asked(spotify) == [READ, ADD, READ, STANDS, READ, READ]
    assert report.present == spotify.playlist(playlist).uris == SIX


# Limits and grants.


@pytest.mark.parametrize("call", range(3))
async def test_a_long_wait_is_kept_and_nothing_doubled_after_it(
    spotify: SimulatedSpotify,
    make_client: MakeClient,
    clock: FakeClock,
    call: int,
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("*", ITEMS, faults.too_many(48_925, quota=True), skip=call)
    until = clock.now() + 48_925
    with pytest.raises(RateLimited) as raised:
        await make_client().sync(intent(SIX, playlist))
    assert raised.value.until == until
    made = len(spotify.requests)

    restarted = make_client()
    with pytest.raises(RateLimited):
        await restarted.sync(intent(SIX, playlist))
    assert len(spotify.requests) == made
    clock.instant = until
    assert (await restarted.sync(intent(SIX, playlist))).present == SIX


async def test_a_grant_that_is_gone_keeps_the_work_for_later(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.revoke()
    for _ in range(2):
        with pytest.raises(NeedsReconnect):
            await client.sync(intent(SIX, playlist))
    assert len(spotify.token_requests) == 1
    assert not spotify.requests


async def test_tokens_that_end_in_the_middle_are_renewed(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("GET", ITEMS, faults.meanwhile(after=spotify.expire_access_tokens))
    report = await client.sync(intent(SIX, playlist))
    assert report.present == spotify.playlist(playlist).uris == SIX
    assert asked(spotify) == [READ, ADD, ADD, READ]
    assert [one.status for one in spotify.requests] == [200, 401, 201, 200]


async def test_searching_meanwhile_does_not_count_as_syncing(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    report, _ = await asyncio.gather(
        client.sync(intent(SIX, playlist)),
        asyncio.gather(*(client.search("hurt") for _ in range(5))),
    )
    assert report.calls == 3
    assert len(spotify.requests) == 8
