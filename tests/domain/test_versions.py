"""Versions of one song: what is stripped from a title, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.folding import fold, fold_loosely
from bot.domain.model import Recording
from bot.domain.versions import base_title, first_artist, same_artist, same_song


@pytest.mark.parametrize(
    "title",
    [
        "Heroes",
        " Heroes ",
        "Heroes - Remastered 2009",
        "Heroes - 2017 Remaster",
        "Heroes - Remaster",
        "Heroes (2011 Remaster)",
        "Heroes (2011 Remastered Version)",
        "Heroes [Remastered]",
        "Heroes - Digitally Remastered",
        "Heroes - Mono / 2009 Remaster",
        "Heroes - Live",
        "Heroes (Live)",
        "Heroes\uff08Live\uff09",
        "Heroes \u3010Live\u3011",
        "Heroes - Live at Wembley",
        "Heroes - Live at Wembley / Remastered 2011",
        "Heroes (Live from Berlin, 1978)",
        "Heroes (Live in Paris - 1978)",
        "Heroes – Live 1978",
        "Heroes (Radio Edit)",
        "Heroes - Radio Edit",
        "Heroes - Single Version",
        "Heroes (Single Version) - 2014 Remaster",
        "Heroes [Acoustic]",
        "Heroes - Acoustic Version",
        "Heroes (Stripped Acoustic)",
        "Heroes (Demo)",
        "Heroes - Early Demo",
        "Heroes (Instrumental)",
        "Heroes (Somebody's Remix)",
        "Heroes - Extended Mix",
        "Heroes (Taylor's Version)",
        "Heroes - Unplugged",
        "Heroes (MTV Unplugged Version)",
        "Heroes - Bonus Track",
        "Heroes - Take 3",
        "Heroes (feat. Her)",
        "Heroes [ft. Her & Him]",
        "Heroes feat. Her",
        "Heroes ft Her",
        "Heroes (feat. Her) - Live",
        'Heroes - From "Christiane F."',
        "Heroes (From “Christiane F.”)",
        "Heroes (Deluxe Edition)",
    ],
)
def test_versions_share_a_base(title: str) -> None:
    assert base_title(title) == "Heroes"


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Live",
        "Demo",
        "(Live)",
        "- Live",
        "Live and Let Die",
        "Live Forever",
        "Something (Live Forever)",
        "(Sittin' On) The Dock of the Bay",
        "Both Sides Now",
        "Marquee Moon (Reprise)",
        "Suite: Judy Blue Eyes",
        "Mix",
        "The Remix",
        "Edit",
        "Ashes to Ashes - Dust to Dust",
        "Live - Forever",
        "Where Is My Mind?",
        "Feat. Nobody",
        "Defeat Her",
        "Long Live",
        "Don't Mix",
        "Twenty-One Mixers",
        "Alive (Again)",
        "Acoustics",
        "(feat. Her)",
    ],
)
def test_what_is_no_version_stays(title: str) -> None:
    assert base_title(title) == title


@pytest.mark.parametrize(
    ("title", "base"),
    [
        ("Suite - Part One - Live", "Suite - Part One"),
        ("Suite - Part One - Live in Paris - 1978", "Suite - Part One"),
        ("Suite - Part One (Demo) - 2014 Remaster", "Suite - Part One"),
        ("Suite (Part One) (Live)", "Suite (Part One)"),
    ],
)
def test_only_what_tells_the_version_is_stripped(title: str, base: str) -> None:
    assert base_title(title) == base


PIECES = st.sampled_from(
    [" - ", "(", ")", "[", "]", "Live", " at ", "Remastered 2009", "feat. ", "Heroes", " ", "Mix"]
)
titles = st.text(max_size=40) | st.lists(PIECES | st.text(max_size=4), max_size=8).map("".join)


@given(titles)
def test_a_title_is_never_stripped_to_nothing_and_once_is_enough(title: str) -> None:
    base = base_title(title)
    assert bool(base) == bool(title.strip())
    assert base_title(base) == base
    assert title.strip().startswith(base)


@given(titles.filter(str.strip), st.sampled_from([" - Live", " (2011 Remaster)", " [Acoustic]"]))
def test_one_more_mark_makes_a_version_of_the_same(title: str, mark: str) -> None:
    one = Recording(title, ("Her",))
    if fold(title).strip() and title.strip()[-1].isalnum():
        assert base_title(title + mark) == base_title(title)
        assert same_song(one, Recording(title + mark, ("HER",)))


@pytest.mark.parametrize(
    ("one", "other", "song", "artist"),
    [
        (("Heroes", "Bowie"), ("HEROES - Live", "bowie"), True, True),
        (("“Heroes”", "Bowie"), ("Heroes (Radio Edit)", "Bowie"), True, True),
        (("Café Bleu", "Ana"), ("Cafe Bleu [Demo]", "Aña"), True, True),
        (("Heroes", "Bowie"), ("Heroes", "Motörhead"), False, False),
        (("Heroes", "Bowie"), ("Low", "Bowie"), False, True),
        (("Heroes", ""), ("Heroes", ""), False, False),
    ],
)
def test_versions_are_of_one_title_and_first_artist(
    one: tuple[str, str], other: tuple[str, str], song: bool, artist: bool
) -> None:
    first, second = (Recording(title, tuple(filter(None, (name,)))) for title, name in (one, other))
    assert same_song(first, second) == same_song(second, first) == song
    assert same_artist(first, second) == artist


def test_only_the_first_artist_counts() -> None:
    duet = Recording("Heroes", ("Bowie", "Somebody"))
    assert first_artist(duet) == "bowie"
    assert same_song(duet, Recording("Heroes", ("Bowie",)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ガラス", "カラス"),
        ("パパ", "ハハ"),
        ("दिल", "दाल"),
        ("दिल", "दल"),
        ("মন", "মান"),
        ("ไม้", "ไม่"),
        ("பூ", "பு"),
        ("កាត់", "កត់"),
        ("אָהֳלִי", "אֹהֶל"),
        ("كُتِبَ", "كَتَبَ"),
        ("مأمن", "مامن"),
        ("мой", "мои"),
        ("її", "іі"),
        ("ўсё", "усё"),
    ],
)
def test_marks_that_make_another_letter_make_another_title(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert not same_song(Recording(one, ("Her",)), Recording(other, ("Her",)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Beyoncé", "beyonce"),
        ("Ángel Ñandú", "angel nandu"),
        ("Ελλάδα", "ελλαδα"),
        ("Ёлка", "елка"),
        ("ꙗ́блоко", "ꙗ́БЛОКО"),
        ("за́мок", "замок"),
        ("ｶﾞﾗｽ", "ガラス"),
        ("क्\u200dष", "क्ष"),
        ("e\ufe0f", "e"),
        ("Wi\u00adfi", "Wifi"),
    ],
)
def test_marks_that_decorate_and_what_nobody_sees_make_none(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("שלום", "שָׁלוֹם"),
        ("محمد", "مُحَمَّد"),
        ("カラス", "ガラス"),
        ("мои", "мой"),
        ("beyonce", "BEYONCÉ"),
    ],
)
def test_a_search_takes_no_notice_of_any_marks(typed: str, title: str) -> None:
    assert fold_loosely(typed) == fold_loosely(title)


@given(st.text())
def test_what_is_folded_stays_as_it_is(words: str) -> None:
    assert fold(fold(words)) == fold(words)
    assert fold_loosely(fold(words)) == fold_loosely(words)
