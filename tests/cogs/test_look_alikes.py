"""Songs of one name are told apart by what differs, and by nothing more."""

import pytest

from bot.domain.model import ChannelId, GuildId, Recording, Room, RoomId, Song, SongId, UserId
from bot.domain.structs import replace
from bot.services.ports.statuses import PlaylistStatus
from cogs.ui.kit.look_alikes import told_apart
from cogs.ui.kit.song_lists import Measure, song_names
from cogs.ui.playlists.status import playlist_status
from cogs.ui.rounds.rulings import pin_reply
from tests.cogs.own_ballots import EPISODE, round_of

COHEN = Recording("Hallelujah", ("Leonard Cohen",), album="Various Positions", year=1984)
BUCKLEY = Recording("Hallelujah", ("Jeff Buckley",), album="Grace", duration_ms=413_000, year=1994)


def stored(*recordings: Recording) -> list[Song]:
    return [Song(SongId(n), one) for n, one in enumerate(recordings, 1)]


def variant(**facts: object) -> Recording:
    return Recording("WAP", ("Cardi B",), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("recordings", "facts"),
    [
        ((COHEN, BUCKLEY), ("", "")),
        ((variant(explicit=True), variant(explicit=False)), ("explicit", "clean")),
        ((variant(explicit=True, year=2020), variant(year=2020)), ("explicit", "")),
        ((variant(year=2020), variant(year=2021)), ("2020", "2021")),
        ((variant(duration_ms=61_000), variant(duration_ms=62_000)), ("1:01", "1:02")),
        ((variant(album="A", year=2020), variant(album="B", year=2020)), ("A", "B")),
        (
            (variant(explicit=True), variant(explicit=False), variant(explicit=False, year=2021)),
            ("explicit", "clean", "clean, 2021"),
        ),
        ((variant(), variant()), ("", "")),
    ],
)
def test_the_facts_that_differ_are_given(
    recordings: tuple[Recording, ...], facts: tuple[str, ...]
) -> None:
    assert tuple(told_apart(stored(*recordings)).values()) == facts


def test_where_no_artists_are_shown_they_tell_songs_apart() -> None:
    apart = told_apart(stored(COHEN, BUCKLEY, variant()), artists_shown=False)
    assert tuple(apart.values()) == ("Leonard Cohen", "Jeff Buckley", "")


def test_one_song_twice_in_a_list_is_one_song() -> None:
    [song] = stored(COHEN)
    assert told_apart([song, song]) == {song.id: ""}


def test_a_sentence_names_no_two_songs_alike() -> None:
    songs = stored(variant(explicit=True), variant(explicit=False))
    named = song_names(songs, Measure(40, 40, 0))
    assert named.replace("*", "") == "WAP – Cardi B (explicit) and WAP – Cardi B (clean)"
    short = song_names(stored(COHEN, BUCKLEY), Measure(40, 0, 0))
    assert "(Leonard Cohen)" in short
    assert "(Jeff Buckley)" in short


def test_two_editions_in_the_lists_of_a_status_are_told_apart() -> None:
    view = PlaylistStatus(
        Room(RoomId(1), GuildId(1), ChannelId(1), "Soundtrack", "UTC", UserId(1)),
        "A" * 22,
        (),
        missing=((variant(uri="spotify:track:" + "a" * 22, explicit=True), ""),),
        extra=(variant(uri="spotify:track:" + "b" * 22, explicit=False),),
    )
    screen = playlist_status(view)
    shown = "\n".join(getattr(one, "content", "") for one in screen.walk_children())
    assert "- WAP – Cardi B (explicit): the next sync brings it" in shown
    assert "- WAP – Cardi B (clean)" in shown


def test_a_pin_says_which_of_two_it_is() -> None:
    over = round_of("approval", songs=2)
    editions = [
        replace(one, song=Song(one.song.id, variant(explicit=explicit)))
        for one, explicit in zip(over.candidates, (True, False), strict=True)
    ]
    pinned = replace(over, candidates=tuple(editions), pinned={editions[1].song.id: ""})
    screen = pin_reply(EPISODE, pinned, editions[1].song.id)
    shown = "\n".join(getattr(one, "content", "") for one in screen.walk_children())
    assert "**WAP** – Cardi B (clean) is pinned" in shown
