"""Files in the encodings that spreadsheets write where nobody asks for UTF-8."""

import pytest

from bot.domain.errors import InvalidInput
from bot.songfiles import read

SONGS = {
    "cp1252": ("Beyoncé", "Déjà Vu", "Édith Piaf", "Non, je ne regrette rien’s"),
    "mac_roman": ("Beyoncé", "Déjà Vu", "Mötley Crüe", "Señorita"),
    "cp1250": ("Myslovitz", "Długość dźwięku samotności", "Kult", "Gdy nie ma dzieci"),
    "latin-1": ("Sigur Rós", "Hoppípolla", "Mägo de Oz", "Fiesta pagana"),
}
OTHERS = {
    "cp1251": "Кино;Группа крови\nАквариум;Город золотой\n",
    "koi8-r": "Кино;Группа крови\n",
    "cp1253": "Μάνος Χατζιδάκις;Χάρτινο το φεγγαράκι\n",
    "shift_jis": "YOASOBI;夜に駆ける\n",
    "euc-jp": "YOASOBI;夜に駆ける\n",
    "gbk": "邓丽君;月亮代表我的心\n",
    "big5": "鄧麗君;月亮代表我的心\n",
    "euc-kr": "아이유;밤편지\n",
}


@pytest.mark.parametrize("encoding", SONGS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_latin_letters_are_read_in_older_encodings(encoding: str, end: str) -> None:
    one, first, other, second = SONGS[encoding]
    rows = ["Artist;Title", f"{one};{first}", f"{other};{second}", ""]
    file = read(end.join(rows).encode(encoding), "a.csv")
    found = [(song.recording.artists[0], song.recording.title) for song in file.songs]
    assert found == [(one, first), (other, second)]
    assert file.guessed


@pytest.mark.parametrize(
    "rows",
    [
        ("Piñata;Señorita", "Alt³;Blue"),
        ("Beyoncé;Déjà Vu", "Joni;Blue³"),
        ("Sigur Rós;Hoppípolla", "Field¹;Blue"),
        ("Mägo de Oz;Fiesta", "Mø;Kind³"),
    ],
)
def test_a_sign_behind_a_small_letter_makes_no_file_polish(rows: tuple[str, ...]) -> None:
    file = read("\n".join(("Artist;Title", *rows)).encode("cp1252"), "a.csv")
    found = [";".join((*one.recording.artists, one.recording.title)) for one in file.songs]
    assert found == list(rows)


def test_a_polish_list_may_hold_songs_from_elsewhere() -> None:
    rows = ("Myslovitz;Długość dźwięku samotności", "Mela;Mówią, że są łzy", "Beyoncé;Halo")
    file = read("\n".join(("Artist;Title", *rows)).encode("cp1250"), "a.csv")
    found = [";".join((*one.recording.artists, one.recording.title)) for one in file.songs]
    assert found == list(rows)


@pytest.mark.parametrize("encoding", OTHERS)
def test_other_letters_are_not_guessed_at(encoding: str) -> None:
    content = f"Artist;Title\n{OTHERS[encoding]}".encode(encoding)
    with pytest.raises(InvalidInput) as refused:
        read(content, "a.csv")
    assert refused.value.what == "file.letters"


@pytest.mark.parametrize(
    ("artist", "title", "cut"),
    [
        ("YOASOBI", "夜に駆ける", 1),
        ("YOASOBI", "夜に駆ける", 2),
        ("Кино", "Группа крови", 1),
        ("Rosalía", "Sé más que tú, corazón, canción, Perú", 1),
    ],
)
@pytest.mark.parametrize("good", [0, 30])
def test_a_line_that_was_cut_within_a_letter_costs_that_letter_alone(
    artist: str, title: str, cut: int, good: int
) -> None:
    """Programs that cut to a number of bytes leave a part of the last letter."""
    whole = f"{artist} - {title}\n".encode()
    file = read(whole * good + whole[: -1 - cut] + b"\nJoni - Blue\n", "a.txt")
    *songs, last = [(one.recording.artists[0], one.recording.title) for one in file.songs]
    assert (last, file.guessed) == (("Joni", "Blue"), True)
    assert (songs[-1][0], songs[-1][1][:-1]) == (artist, title[:-1])
    assert set(songs[:-1]) <= {(artist, title)}


def test_parts_of_letters_alone_do_not_keep_a_file_from_being_read() -> None:
    """None of these lines says by itself that it is UTF-8."""
    cut = b"".join(b"Singer %d - Song \xe5\xa4\n" % n for n in range(9))
    file = read("YOASOBI - 夜に駆ける、夜に駆ける\n".encode() + cut, "a.txt")
    assert [one.recording.artists[0] for one in file.songs][1:] == [f"Singer {n}" for n in range(9)]


def test_a_document_is_told_for_what_it_is() -> None:
    with pytest.raises(InvalidInput) as refused:
        read(rb"{\rtf1\ansi Joni Mitchell - Blue\par}", "a.rtf")
    assert refused.value.what == "file.binary"
