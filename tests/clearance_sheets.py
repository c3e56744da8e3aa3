"""An ordinary clearance sheet, and random ones with everything people type and catalogues hold."""

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.domain.board import Clearance
from bot.domain.clearance_sheet import ClearanceSheet, SheetSong
from bot.domain.model import Recording

many = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

SONG = Recording("Blue", ("Joni", "Mitchell"), f"spotify:track:{'a' * 22}", "USX", "Album", 225_000)
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
            "Asked the estate.",
            1_796_000_000,
        ),
        SheetSong(2, Recording("By hand", ())),
    ),
    runners_up=(
        SheetSong(
            1,
            replace(SONG, title="River"),
            clearance=Clearance.DENIED,
            note="The label said no.",
            since=1_796_000_000,
        ),
    ),
)
"""An ordinary one."""

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
    duration_ms=st.integers(0, 10_000_000),
)


@st.composite
def sheets(draw: st.DrawFn) -> ClearanceSheet:
    """Draw a clearance sheet."""
    songs = draw(
        st.lists(
            st.builds(
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
            ),
            max_size=4,
        )
    )
    return ClearanceSheet(
        show=draw(texts),
        number=draw(texts),
        title=draw(texts),
        timezone=draw(st.sampled_from(["America/Los_Angeles", "Asia/Kolkata", "UTC"])),
        made_at=draw(instants),
        locked=draw(st.booleans()),
        songs=tuple(replace(entry, slot=slot) for slot, entry in enumerate(songs, 1)),
        runners_up=tuple(
            SheetSong(place, song, clearance=status, note=note, since=since)
            for place, (song, status, note, since) in enumerate(
                draw(
                    st.lists(
                        st.tuples(
                            recordings,
                            st.sampled_from(Clearance),
                            texts,
                            st.none() | instants,
                        ),
                        max_size=3,
                    )
                ),
                1,
            )
        ),
    )


def full(text: str) -> ClearanceSheet:
    """Return a clearance sheet that says a text everywhere."""
    song = Recording(text, (text, text), f"spotify:track:{'a' * 22}", text, text, 200_000)
    return ClearanceSheet(
        show=text,
        number=text,
        title=text,
        timezone="America/Los_Angeles",
        made_at=1_796_259_600,
        locked=False,
        songs=(
            SheetSong(1, song, text, text, text, text, Clearance.PENDING, text, 1_796_000_000),
            SheetSong(2, song),
        ),
        runners_up=(
            SheetSong(1, song, clearance=Clearance.DENIED, note=text, since=1_796_000_000),
            SheetSong(2, Recording(text, ())),
        ),
    )
