"""What links of other services, and the words beside them, say of a song."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hints import Hint, of_link, of_page, of_words
from bot.domain.links import parse
from bot.domain.typed_text import one_line


@pytest.mark.parametrize(
    ("pasted", "title", "artist"),
    [
        ("https://music.apple.com/us/album/both-sides-now/1440?i=1441", "Both Sides Now", ""),
        ("https://music.apple.com/us/song/both-sides-now/1441", "Both Sides Now", ""),
        ("https://music.apple.com/fr/album/caf%C3%A9-bleu/1?i=2", "Café Bleu", ""),
        ("https://music.apple.com/us/album/1440?i=1441", "", ""),
        ("https://soundcloud.com/nina-simone/sinnerman", "Sinnerman", "Nina Simone"),
        ("https://on.soundcloud.com/abc", "", ""),
        ("https://youtu.be/dQw4w9WgXcQ", "", ""),
        ("https://tidal.com/browse/track/1", "", ""),
        ("https://www.deezer.com/track/3135556", "", ""),
    ],
)
def test_some_addresses_name_the_song(pasted: str, title: str, artist: str) -> None:
    link = parse(pasted)
    assert link is not None
    assert of_link(link) == Hint(title, artist)


@pytest.mark.parametrize(
    ("page", "author", "hint"),
    [
        ("Nina Simone - Sinnerman (Official Video)", "", Hint("Sinnerman", "Nina Simone")),
        ("Nina Simone – Sinnerman [Official Audio] [HD]", "", Hint("Sinnerman", "Nina Simone")),
        ("Nina Simone - Sinnerman (Lyrics)", "Lyrics Hub", Hint("Sinnerman", "Nina Simone")),
        ("Nina Simone - Sinnerman | Official Video", "", Hint("Sinnerman", "Nina Simone")),
        ("Nina Simone - Sinnerman - YouTube", "", Hint("Sinnerman", "Nina Simone")),
        ('Nina Simone - "Sinnerman"', "", Hint("Sinnerman", "Nina Simone")),
        ("Nina Simone \u2212 Sinnerman", "", Hint("Sinnerman", "Nina Simone")),
        ("Sinnerman - Nina Simone", "Nina Simone", Hint("Sinnerman", "Nina Simone")),
        ("Sinnerman", "Nina Simone - Topic", Hint("Sinnerman", "Nina Simone")),
        ("Sinnerman", "NinaSimoneVEVO", Hint("Sinnerman", "NinaSimone")),
        ("Sinnerman by Nina Simone on Apple Music", "", Hint("Sinnerman", "Nina Simone")),
        ("Hallelujah (Official Live Video)", "", Hint("Hallelujah (Official Live Video)", "")),
        ("Blue (Acoustic)", "Joni", Hint("Blue (Acoustic)", "Joni")),
        ("Twenty-One", "X", Hint("Twenty-One", "X")),
        ("(Official Video)", "X", Hint("(Official Video)", "X")),
        ("", "X", Hint("", "X")),
    ],
)
def test_the_title_of_a_page_is_taken_apart(page: str, author: str, hint: Hint) -> None:
    assert of_page(page, author) == hint


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("Nina Simone - Sinnerman https://youtu.be/dQw4w9WgXcQ", Hint("Sinnerman", "Nina Simone")),
        ("**Nina Simone – Sinnerman** <https://youtu.be/x>", Hint("Sinnerman", "Nina Simone")),
        ("Sinnerman by Nina Simone: youtu.be/x", Hint("Sinnerman", "Nina Simone")),
        ("this one!! https://youtu.be/x", Hint()),
        ("https://youtu.be/x", Hint()),
        ("", Hint()),
    ],
)
def test_the_words_beside_a_link_may_say_it(line: str, hint: Hint) -> None:
    assert of_words(line) == hint


def test_a_hint_without_a_title_gives_way() -> None:
    assert Hint("", "A").or_else(Hint("B")) == Hint("B")
    assert Hint("C").or_else(Hint("B")) == Hint("C")


PIECES = st.sampled_from(
    [
        " - ",
        "–",
        "(Official Video)",
        " by ",
        " on Apple Music",
        "[HD]",
        "(",
        ")",
        "'",
        "\n",
        "https://a.b/c",
    ]
)


@given(st.lists(PIECES | st.text(max_size=6)).map("".join), st.text(max_size=20))
def test_nothing_raises_and_no_title_is_lost(text: str, author: str) -> None:
    hint = of_page(text, author)
    of_words(text)
    assert bool(hint.title) == bool(one_line(text))
    assert "\n" not in hint.title + hint.artist
