"""Playlists that people edit, before a sync and in the middle of one."""

from collections.abc import Callable

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.catalogue import load
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.errors import SpotifyUnavailable
from bot.spotify.client import SpotifyClient
from tests.spotify.calls import ADD, ITEMS
from tests.spotify.conftest import asked, intent
from tests.spotify.songs import OTHERS, SIX, A, B, C, D, E, F

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
