"""Finding a song by a few letters."""

import pytest

from bot.domain.model import Recording, Song, SongId
from bot.domain.search import best_matches, folded

SONGS = {
    n: Song(SongId(n), Recording(title, artists))
    for n, (title, artists) in enumerate(
        [
            ("Heroes", ("David Bowie",)),
            ("Café del Mar", ("Energy 52",)),
            ("Ægir's Hall", ("Björk", "Sigur Rós")),
            ("The Hero", ("Amon Amarth",)),
            ("Superheroes", ("The Script",)),
            ("Déjà Vu", ("Beyoncé", "JAY-Z")),
            ("99 Luftballons", ("Nena",)),
            ("99%", ("Someone",)),
            ("بنت الشلبية", ("فيروز",)),
            ("???", ("!!!",)),
        ]
    )
}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("her", ["Heroes", "The Hero", "Superheroes"]),
        ("bow her", ["Heroes"]),
        ("HEROES bowie", ["Heroes"]),
        ("cafe", ["Café del Mar"]),
        ("CAFÉ", ["Café del Mar"]),
        ("ros bjork", ["Ægir's Hall"]),
        ("jay-z deja", ["Déjà Vu"]),
        ("vu beyonce", ["Déjà Vu"]),
        ("99", ["99 Luftballons", "99%"]),
        ("فيروز", ["بنت الشلبية"]),
        ("???", ["???"]),
        ("bowie björk", []),
    ],
)
def test_words_in_any_order_without_accents_or_case(typed: str, found: list[str]) -> None:
    things = [(folded(song), song) for song in SONGS.values()]
    assert [song.title for song in best_matches(typed, things, 25)] == found


def test_without_words_the_first_come() -> None:
    things = [(folded(song), number) for number, song in SONGS.items()]
    assert best_matches("  ", things, 3) == (0, 1, 2)
