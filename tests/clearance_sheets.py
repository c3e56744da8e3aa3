"""An ordinary clearance sheet, and random ones with everything people type and catalogues hold."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.domain.board import Clearance
from bot.domain.clearance_sheet import (
    ClearanceSheet,
    SheetHolder,
    SheetSide,
    SheetSong,
    SheetWriter,
    Usage,
)
from bot.domain.model import Recording
from bot.domain.rights import CURRENCIES, MINOR_MAX, WHOLE, Money, Side, Stage
from bot.domain.structs import replace

many = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

SONG = Recording("Blue", ("Joni", "Mitchell"), f"spotify:track:{'a' * 22}", "USX", "Album", 225_000)
DAY = 1_796_000_000
LABEL = SheetHolder("Reprise", None, Stage.ASKED, DAY)
PUBLISHERS = (
    SheetHolder("Crazy Crow Music", 50_00, Stage.CLEARED),
    SheetHolder("Someone Else Music", 16_67, Stage.QUOTED),
)
SHEET = ClearanceSheet(
    show="The Room",
    number="104",
    title="Pilot",
    timezone="America/Los_Angeles",
    made_at=1_796_259_600,
    locked=True,
    songs=(
        SheetSong(
            1,
            SONG,
            "Cold open",
            "Maya",
            "She leaves.\nThe song stays.",
            "The goodbye.",
            Clearance.PENDING,
            since=DAY,
            label="Reprise Records",
            year=1971,
            writers=(SheetWriter("Joni Mitchell", 66_67), SheetWriter("Another")),
            sides=(
                SheetSide(Side.RECORDING, Clearance.PENDING, (LABEL,)),
                SheetSide(Side.SONG, Clearance.PENDING, PUBLISHERS, 33_33),
            ),
            usage=Usage("Background", 45, "Jan 12", "spring 2027"),
        ),
        SheetSong(2, Recording("By hand", ())),
    ),
    runners_up=(SheetSong(1, replace(SONG, title="River"), clearance=Clearance.DENIED, since=DAY),),
)
"""An ordinary one."""


def confidential(sheet: ClearanceSheet = SHEET) -> ClearanceSheet:
    """Return the copy of an ordinary sheet for those who clear."""
    [first, *rest], [other] = sheet.songs, sheet.runners_up
    label = replace(LABEL, contact="sync@reprise.example", note="Asked Ann.")
    crow, someone = PUBLISHERS
    sides = (
        replace(first.sides[0], holders=(label,)),
        replace(
            first.sides[1],
            holders=(
                replace(crow, fee=Money(4_000_00, "USD"), contact="+1 555 0100"),
                replace(
                    someone,
                    fee=Money(1_000_00, "USD"),
                    cost=Money(1_333_60, "USD"),
                    most_favored=True,
                ),
            ),
        ),
    )
    return replace(
        sheet,
        songs=(replace(first, note="Asked the estate.", sides=sides), *rest),
        runners_up=(replace(other, note="The label said no."),),
        confidential=True,
        quoted=(Money(5_333_60, "USD"),),
        unpriced=1,
    )


AWKWARD = (
    "=1+1",
    "  =1+1",
    "\uff1dHYPERLINK(1)",
    "\u3000\uff20A1",
    "\t=1",
    "\r+1",
    "-",
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "</style><style>*{display:none}</style>",
    "]]><!-- --><![CDATA[",
    "\" onclick='x' &amp; &lt;b&gt; &#0;",
    "javascript:alert(1)",
    '#panic() #import "@preview/x:0.1.0" $x$ <label> @ref *bold* `raw` \\u{41}',
    "夜に駆ける 〜東京の夜明けまで走り続けるふたりの物語〜 特別編集版",
    "أغنية طويلة جدًا عن الليل والبحر (1998)",
    "שיר ארוך (Live)",
    "हिन्दी गीत เพลงไทย",
    "🎬🌧️👩‍👩‍👧‍👦",
    "\u202eabc\u202c\u2066",
    "\U00013000\ufdd0\ue000",
    "line\nline\r\n\n  line\u2028line",
    "e\u0301" * 40,
    "W" * 300,
    "花" * 300,
    "あ" + "W" * 300,
    "ع" * 300,
    "-" * 300,
    "\x00\x07\x1b[31m\x7f",
    "\u200b",
    " ",
    "",
)
"""Texts that mean something to a browser, a spreadsheet, a typesetter or a terminal."""

texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(max_size=200),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map(" ".join).map(lambda text: text[:1000]),
)
instants = st.integers(0, 4_000_000_000)
uris = st.one_of(
    st.just(""), st.from_regex(r"spotify:track:[0-9A-Za-z]{22}", fullmatch=True), texts
)
recordings = st.builds(
    Recording,
    title=texts,
    artists=st.lists(texts, max_size=3).map(tuple),
    uri=uris,
    isrc=st.one_of(st.just(""), st.just("USXXX2600001"), texts),
    album=texts,
    duration_ms=st.integers(0, 10_000_000),
)


holders = st.builds(
    SheetHolder,
    name=texts,
    share=st.none() | st.integers(1, WHOLE),
    stage=st.sampled_from(Stage),
    answer_by=st.none() | instants,
    contact=texts,
    fee=st.none() | st.builds(Money, st.integers(0, MINOR_MAX), st.sampled_from([*CURRENCIES])),
    cost=st.none() | st.builds(Money, st.integers(0, MINOR_MAX), st.sampled_from([*CURRENCIES])),
    most_favored=st.booleans(),
    note=texts,
)
sides = st.tuples(
    *(
        st.builds(
            SheetSide,
            side=st.just(side),
            clearance=st.none() | st.sampled_from(Clearance),
            holders=st.lists(holders, max_size=2).map(tuple),
            missing=st.integers(-WHOLE, WHOLE),
        )
        for side in Side
    )
)
songs = st.builds(
    SheetSong,
    slot=st.just(0),
    song=recordings,
    beat=texts,
    character=texts,
    tells=texts,
    lost_without=texts,
    clearance=st.sampled_from(Clearance),
    note=texts,
    since=st.none() | instants,
    label=texts,
    year=st.sampled_from([0, 1971, 2026]),
    writers=st.lists(
        st.builds(SheetWriter, texts, st.none() | st.integers(1, WHOLE)), max_size=2
    ).map(tuple),
    sides=sides,
    usage=st.builds(Usage, texts, st.none() | st.integers(0, 14_400), texts, texts),
)


def _numbered(made: list[SheetSong]) -> tuple[SheetSong, ...]:
    return tuple(replace(entry, slot=slot) for slot, entry in enumerate(made, 1))


sheets = st.builds(
    ClearanceSheet,
    show=texts,
    number=texts,
    title=texts,
    timezone=st.sampled_from(["America/Los_Angeles", "Asia/Kolkata", "UTC"]),
    made_at=instants,
    locked=st.booleans(),
    songs=st.lists(songs, max_size=3).map(_numbered),
    runners_up=st.lists(songs, max_size=2).map(_numbered),
    confidential=st.booleans(),
    quoted=st.just((Money(1, "USD"),)),
)
"""Clearance sheets of all kinds."""


def full(text: str) -> ClearanceSheet:
    """Return a confidential clearance sheet that says a text everywhere."""
    song = Recording(text, (text, text), f"spotify:track:{'a' * 22}", text, text, 200_000)
    holder = SheetHolder(
        text, 50_00, Stage.ASKED, DAY, text, Money(1, "USD"), most_favored=True, note=text
    )
    sides = tuple(SheetSide(side, Clearance.PENDING, (holder,), 50_00) for side in Side)
    known = SheetSong(
        1,
        song,
        clearance=Clearance.PENDING,
        note=text,
        since=DAY,
        label=text,
        year=1971,
        writers=(SheetWriter(text, 50_00), SheetWriter(text)),
        sides=sides,
    )
    on_board = replace(
        known,
        beat=text,
        character=text,
        tells=text,
        lost_without=text,
        added=text,
        usage=Usage(text, 45, text, text),
    )
    return ClearanceSheet(
        show=text,
        number=text,
        title=text,
        timezone="America/Los_Angeles",
        made_at=1_796_259_600,
        locked=False,
        songs=(on_board, SheetSong(2, song)),
        runners_up=(known, SheetSong(2, Recording(text, ()))),
        confidential=True,
    )
