"""Files of songs as services, players and people write them."""

from pathlib import Path

import pytest

from bot.domain.model import Recording
from bot.domain.song_files import FileKind, LeftOut, SongFile
from bot.songfiles import read

FILES = Path(__file__).parents[1] / "data" / "song_files"
FOUR = ("Marquee Moon", "7/11", 'A "quiet" night', "September")
ISRCS = ("USEE10001234", "USSM11409094", "GBUM71600001", "USSM17800845")
URIS = tuple(f"spotify:track:{n:022}" for n in range(1, 5))
LENGTHS = (642_000, 213_000, 200_000, 215_000)


def read_file(name: str) -> SongFile:
    return read((FILES / name).read_bytes(), name)


def songs_of(file: SongFile) -> list[Recording]:
    return [one.recording for one in file.songs]


@pytest.mark.parametrize(
    ("name", "kind", "codes", "links", "lengths"),
    [
        ("exportify.csv", FileKind.CSV, True, True, True),
        ("tunemymusic.csv", FileKind.CSV, True, True, False),
        ("soundiiz.csv", FileKind.CSV, True, False, False),
        ("spotify.m3u8", FileKind.M3U8, True, True, True),
        ("vlc.xspf", FileKind.XSPF, True, True, True),
        ("listenbrainz.jspf", FileKind.JSPF, True, True, True),
        ("lines.txt", FileKind.TEXT, False, False, False),
    ],
)
def test_every_kind_is_read_with_all_it_says(
    name: str, kind: FileKind, codes: bool, links: bool, lengths: bool
) -> None:
    file = read_file(name)
    songs = songs_of(file)
    assert file.kind is kind
    assert not file.guessed
    assert tuple(song.title for song in songs) == FOUR
    artists = [" ".join(song.artists).replace(",", "") for song in songs]
    assert artists == ["Television", "Beyoncé", "One Two", "Earth Wind & Fire"]
    assert tuple(song.isrc for song in songs) == (ISRCS if codes else ("",) * 4)
    assert tuple(song.uri for song in songs) == (URIS if links else ("",) * 4)
    assert tuple(song.duration_ms for song in songs) == (LENGTHS if lengths else (0,) * 4)


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_the_name_of_a_file_says_nothing_about_its_kind(name: str) -> None:
    content = (FILES / name).read_bytes()
    assert read(content, "song.mp3") == read(content, name)


def test_a_song_without_its_artist_is_left_out_and_named() -> None:
    [omission] = read_file("exportify.csv").left_out
    assert (omission.place, omission.text, omission.why) == (6, "Home Tape", LeftOut.NO_ARTIST)


def test_doubles_and_what_is_no_song_are_told_with_their_lines() -> None:
    left_out = read_file("lines.txt").left_out
    assert [(one.place, one.text, one.why) for one in left_out] == [
        (5, "television - MARQUEE MOON", LeftOut.DOUBLE),
        (6, "No separator here", LeftOut.NO_ARTIST),
    ]


def test_players_name_songs_by_information_or_by_files() -> None:
    player, bare = read_file("player.m3u"), read_file("bare.m3u")
    assert [(one.artists, one.title) for one in songs_of(player)] == [
        (("Television",), "Marquee Moon"),
        (("Beyoncé",), "Déjà vu"),
    ]
    assert player.guessed
    assert [(one.artists, one.title) for one in songs_of(bare)] == [
        (("Television",), "Marquee Moon"),
        (("Earth, Wind & Fire",), "September"),
    ]


def test_western_letters_are_read_and_said_to_be_guessed() -> None:
    file = read_file("tab-latin1.tsv")
    assert file.guessed
    assert [(one.title, one.duration_ms) for one in songs_of(file)] == [
        ("Marquee Moon", 642_000),
        ("Déjà vu", 241_000),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_unicode_encoding_is_found(encoding: str) -> None:
    text = "Sigur Rós - Hoppípolla\nEartheater - ガラス\nMerry Clayton - Gimme Shelter\n"
    file = read(text.encode(encoding), "a.txt")
    assert [one.title for one in songs_of(file)] == ["Hoppípolla", "ガラス", "Gimme Shelter"]
    assert not file.guessed


def test_a_file_of_two_encodings_is_read_line_by_line() -> None:
    content = "Sigur Rós - Hoppípolla\n".encode() + "Beyoncé - Déjà vu\n".encode("cp1252")
    file = read(content, "a.txt")
    assert [one.title for one in songs_of(file)] == ["Hoppípolla", "Déjà vu"]
    assert file.guessed


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Song,Artist", "Blue,Joni"),
        ("artist;TITLE", "Joni;Blue"),
        ("sep=;\nArtist;Title", "Joni;Blue"),
        ("My playlist\n\nTitle|Performer", "Blue|Joni"),
        ("#\tName\tCreator", "1\tBlue\tJoni"),
        ("ISRC,Artist Name(s),Track Name,Explicit", "x,Joni,Blue,true"),
    ],
)
def test_columns_are_found_by_their_heads(head: str, row: str) -> None:
    file = read(f"{head}\n{row}\n".encode(), "a.csv")
    assert file.kind is FileKind.CSV
    assert [(one.artists, one.title) for one in songs_of(file)] == [(("Joni",), "Blue")]


def test_a_quotation_mark_that_is_not_closed_costs_no_other_line() -> None:
    rows = ["Title,Artist", 'Blue,"Joni', *(f"Song {n},Singer" for n in range(40))]
    file = read("\n".join(rows).encode(), "a.csv")
    assert len(file.songs) == 41
    assert songs_of(file)[0] == Recording("Blue", ("Joni",))


@pytest.mark.parametrize(
    ("typed", "length"),
    {
        "3:45": 225_000,
        "1:02:03": 3_723_000,
        "225": 225_000,
        "225000": 225_000,
        **dict.fromkeys(["", "-1", "inf", "9" * 400, "99:99:99:99", "1e9"], 0),
    }.items(),
)
def test_lengths_are_read_as_they_are_written(typed: str, length: int) -> None:
    file = read(f"Title,Artist,Duration\nBlue,Joni,{typed}\n".encode(), "a.csv")
    assert songs_of(file)[0].duration_ms == length


@pytest.mark.parametrize(
    ("typed", "isrc"),
    [
        ("gb-um7-16-00001", "gb-um7-16-00001"),
        ("ISRC:GBUM71600001", "GBUM71600001"),
        ("ISRC GB-UM7-16-00001", "GB-UM7-16-00001"),
        ("1.10", ""),
    ],
)
def test_codes_stay_as_they_are_written(typed: str, isrc: str) -> None:
    file = read(f"Title,Artist,ISRC\nBlue,Joni,{typed}\n".encode(), "a.csv")
    assert songs_of(file)[0].isrc == isrc


def test_the_same_song_is_found_by_link_then_code_then_name() -> None:
    one, other = f"{1:022}", f"{2:022}"
    rows = [
        f"Blue,Joni,GBUM71600001,{one}",
        f"Blue (Live),Joni,GBUM71600001,{one}",
        f"Blue,Joni,GBUM71600001,{other}",
        "Blue,Joni Mitchell,GBUM71600001,",
        "blue,JONI,,",
        "Blue,Joni,GBUM71600002,",
        "River,Joni,GBUM71600001,",
    ]
    file = read(("Title,Artist,ISRC,Spotify ID\n" + "\n".join(rows)).encode(), "a.csv")
    assert [one.place for one in file.songs] == [2, 4, 7, 8]
    assert {one.place for one in file.left_out} == {3, 5, 6}
