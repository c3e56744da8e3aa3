"""Lists as people write and paste them: with bullets, numbers, links, lengths, and a heading."""

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.song_files import LeftOut
from bot.songfiles import read

ID = "4uLU6hMCjMI75M1A2tKUQC"
URL = f"https://open.spotify.com/track/{ID}?si=1"
HURT, BLUE = ("Nine Inch Nails", "Hurt"), ("Joni", "Blue")


def songs(text: str) -> list[tuple[str, str]]:
    file = read(text.encode(), "a.txt")
    return [(one.recording.artists[0], one.recording.title) for one in file.songs]


@pytest.mark.parametrize(
    "line",
    [
        "- {}",
        "* {}",
        "\u2022 {}",
        "\u2013 {}",
        "> {}",
        "[ ] {}",
        "- [x] {}",
        "\u2610 {}",
        "1. {}",
        "1) {}",
        "(1) {}",
        "[1] {}",
        "#1 {}",
        "No. 1: {}",
        "01 - {}",
        "1\t{}",
        "* 1. {}",
        "1. [ ] {}",
    ],
)
@pytest.mark.parametrize("heading", ["", "Songs for episode 104\n"])
def test_marks_of_a_list_are_no_part_of_the_artist(line: str, heading: str) -> None:
    first, second = line.format("Nine Inch Nails - Hurt"), line.format("Joni \u2013 Blue")
    text = f"{heading}{first}\n{second.replace('1', '2')}\n"
    assert songs(text) == [HURT, BLUE]


def test_plain_numbers_count_a_list_of_some_length() -> None:
    lines = [f"{n} Singer {n} - Song {n}" for n in range(1, 7)]
    assert songs("\n".join(lines)) == [(f"Singer {n}", f"Song {n}") for n in range(1, 7)]
    few = ("4 Non Blondes - What's Up?", "5 Seconds of Summer - Youngblood")
    assert songs("\n".join(few)) == [tuple(one.split(" - ")) for one in few]
    mixed = "1. Joni - Blue\n2. Nine Inch Nails - Hurt\n50 Cent - In da Club\n"
    assert songs(mixed) == [BLUE, HURT, ("50 Cent", "In da Club")]


@pytest.mark.parametrize(
    "lines",
    [
        ("1 Thing - Amerie", "2 Hearts - Kylie"),
        ("99 Luftballons - Nena", "100 Years - Five for Fighting"),
        ("1999 - Prince", "2000 - Pulp", "2001 - X"),
        ("112 - Cupid", "113 - Princes de la ville"),
        tuple(f"{n} Degrees - Song {n}" for n in range(98, 106)),
    ],
)
def test_numbers_in_names_are_kept_where_no_list_begins(lines: tuple[str, ...]) -> None:
    assert songs("\n".join(lines)) == [tuple(one.split(" - ")) for one in lines]


@pytest.mark.parametrize("lines", ["11 - {}\n12 - {}", "11. {}\n12. {}", "01 {}\n02 {}"])
def test_a_part_of_a_list_may_be_pasted(lines: str) -> None:
    assert songs(lines.format("Nine Inch Nails - Hurt", "Joni - Blue")) == [HURT, BLUE]


def test_numbers_may_begin_again_under_each_heading() -> None:
    text = "Ann\n1. Nine Inch Nails - Hurt\n2. A - B\n\nBo\n1. Joni - Blue\n2. C - D\n"
    assert songs(text) == [HURT, ("A", "B"), BLUE, ("C", "D")]


@pytest.mark.parametrize(
    "line",
    [
        "50 Cent - In da Club",
        "2 Chainz - It's a Vibe",
        "\u201cWeird Al\u201d Yankovic - Eat It",
        "+ - Ed",
        "Jay-Z - 4:44",
        "Blink-182 - Dammit",
        "112 - Cupid",
        "Panic! At The Disco - (I)",
        "Name, Title - Song, by me",
    ],
)
def test_what_only_looks_like_a_mark_stays(line: str) -> None:
    artist, title = line.split(" - ")
    assert songs(f"{line}\nNine Inch Nails - Hurt\n") == [(artist, title), HURT]


def test_a_number_in_an_artist_is_kept_in_a_list_with_numbers() -> None:
    text = "1. Nine Inch Nails - Hurt\n2. Blink 182 - Dammit\n3. 50 Cent - Window Shopper\n"
    assert songs(text)[1:] == [("Blink 182", "Dammit"), ("50 Cent", "Window Shopper")]


@pytest.mark.parametrize(
    "line",
    [
        f"Nine Inch Nails - Hurt {URL}",
        f"{URL} Nine Inch Nails - Hurt",
        f"Nine Inch Nails - Hurt: <{URL}>",
        f"Nine Inch Nails - Hurt ({URL})",
        f"[Nine Inch Nails - Hurt]({URL})",
        f"- Nine Inch Nails - Hurt - spotify:track:{ID}",
    ],
)
def test_a_song_with_its_link_beside_it_keeps_both(line: str) -> None:
    [entry] = read(f"{line}\n".encode(), "a.txt").songs[:1]
    assert (entry.recording.artists, entry.recording.title) == (("Nine Inch Nails",), "Hurt")
    assert entry.recording.uri == f"spotify:track:{ID}"


@pytest.mark.parametrize("link", [URL, "https://youtu.be/dQw4w9WgXcQ", f"Hurt {URL}"])
def test_a_link_without_a_name_is_told(link: str) -> None:
    file = read(f"{link}\nJoni - Blue\n".encode(), "a.txt")
    assert [(one.place, one.text, one.why) for one in file.left_out] == [
        (1, link, LeftOut.LINK_ALONE)
    ]


@pytest.mark.parametrize("line", ["Joni - Blue (3:05)", "Joni - Blue [3:05]", "Joni - Blue - 3:05"])
def test_a_length_behind_a_title_is_its_length(line: str) -> None:
    [entry] = read(line.encode(), "a.txt").songs
    assert (entry.recording.title, entry.recording.duration_ms) == ("Blue", 185_000)


@pytest.mark.parametrize(
    "line", ['"Hurt" by {}', '"Hurt," by {}', '"Hurt" - {}', "\u201cHurt\u201d \u2013 {}"]
)
def test_a_title_in_quotes_may_come_first(line: str) -> None:
    assert songs(line.format("Nine Inch Nails")) == [HURT]


@pytest.mark.parametrize(
    "text",
    [
        "| Artist | Title |\n|---|:---:|\n| Nine Inch Nails | Hurt |\n| Joni | Blue |\n",
        "Artist,Title\nNine Inch Nails,Hurt\nArtist,Title\nJoni,Blue\n",
        "K\u00fcnstler;Titel\nNine Inch Nails;Hurt\nJoni;Blue\n",
        "Titre;Artiste\nHurt;Nine Inch Nails\nBlue;Joni\n",
        "Character,Song,By\nAnn,Hurt,Nine Inch Nails\nBo,Blue,Joni\n",
        "Song title,Artist(s)\nHurt,Nine Inch Nails\nBlue,Joni\n",
        "Character,Song,Scene\nAnn,Nine Inch Nails - Hurt,1\nBo,Joni \u2013 Blue,2\n",
        "Song;Album\nNine Inch Nails - Hurt;TDS\nJoni - Blue;Blue\n",
    ],
)
def test_tables_that_people_write_are_read(text: str) -> None:
    assert songs(text) == [HURT, BLUE]


def test_the_numbers_of_files_are_no_artists() -> None:
    text = "C:\\Music\\03 - Nine Inch Nails - Hurt.mp3\n/music/11. Joni - Blue.flac\n"
    assert songs(f"{text}50 Cent - In da Club.mp3\n") == [HURT, BLUE, ("50 Cent", "In da Club")]


def test_a_playlist_of_another_kind_is_told_for_what_it_is() -> None:
    with pytest.raises(InvalidInput) as refused:
        read(b"[playlist]\nFile1=a.mp3\nTitle1=Joni - Blue\nLength1=185\n", "a.pls")
    assert refused.value.what == "file.unknown"
