"""Random songs and rounds for the renderers' tests, with everything people type."""

from hypothesis import strategies as st

from bot.domain.counting import METHODS
from bot.domain.model import (
    REASON_MAX,
    Candidate,
    Cause,
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    MessageId,
    Note,
    Proposal,
    ProposalId,
    Recording,
    Room,
    RoomId,
    RoomSettings,
    Round,
    RoundId,
    RoundState,
    Rules,
    Song,
    SongId,
    UserId,
)

ID = 2**62 - 1
"""About the longest id there is."""
NASTY = [
    "@everyone",
    "@here",
    "<@123456789012345678>",
    "<@&123456789012345678>",
    "<#123456789012345678>",
    "</vote:123456789012345678>",
    "<t:0:R>",
    "[free](https://evil.example)",
    "](https://evil.example)",
    "https://evil.example/@everyone",
    "https://evil.example/a_b_c](https://evil.example)",
    "<https://evil.example>",
    "**bold** __under__ ~~gone~~ ||secret|| `code` ```block```",
    "# Heading",
    "- list",
    "1. list",
    "> quote",
    "line\nline\r\n\nline",
    "مرحبا بالعالم",
    "\u202eabc\u202c",
    "👩‍👩‍👧‍👦👍🏽🇺🇳",
    "e\u0301\u0301\u0301" * 30,
    "*" * 300,
    "_" * 300,
    "(" * 300,
    "🎵" * 300,
    "\\",
    "\\" * 299,
    "\u200b",
    "",
    " ",
]

anything = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=300),
    st.lists(st.sampled_from(NASTY), max_size=6).map(" ".join),
)
notes = st.one_of(anything, st.lists(anything, max_size=8).map(" ".join)).map(lambda t: t[:1000])
titles = anything.map(lambda text: text[:300])
uris = st.sampled_from(["", "spotify:track:0123456789abcdefghijAB", "spotify:track:[x](y)"])
covers = st.sampled_from(["", "https://i.scdn.co/image/abc", "javascript:alert(1)"])


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    return Recording(
        title=draw(titles),
        artists=tuple(draw(st.lists(titles, max_size=2))),
        uri=draw(uris),
        album=draw(titles),
        duration_ms=draw(st.integers(0, 9_000_000)),
        cover_url=draw(covers),
    )


@st.composite
def songs(draw: st.DrawFn, number: int = 0) -> Song:
    return Song(SongId(ID - number), draw(recordings()))


def song_lists(least: int = 2, most: int = 25) -> st.SearchStrategy[list[Song]]:
    """Lists of songs of different ids, of any length between the two."""
    return st.integers(least, most).flatmap(
        lambda size: st.tuples(*(songs(number) for number in range(size))).map(list)
    )


@st.composite
def rooms(draw: st.DrawFn) -> Room:
    return Room(
        RoomId(ID),
        GuildId(ID),
        ChannelId(ID),
        draw(titles),
        "America/Los_Angeles",
        UserId(ID),
        settings=RoomSettings(proposers_hidden=draw(st.booleans()), events=draw(st.booleans())),
        channel_trouble=draw(st.sampled_from(["", "deleted", "forbidden"])),
        event_trouble=draw(st.sampled_from(["", "forbidden"])),
    )


@st.composite
def episodes(draw: st.DrawFn) -> Episode:
    number, title = draw(titles)[:20] or "1", draw(titles)[:100]
    return Episode(EpisodeId(ID), RoomId(ID), number, title, EpisodeState.ACTIVE, 0)


@st.composite
def proposals(draw: st.DrawFn, song: Song) -> Proposal:
    number = ID - song.id
    return Proposal(
        id=ProposalId(ID - number),
        episode_id=EpisodeId(ID),
        song=song,
        proposer_id=UserId(ID),
        proposed_at=0,
        seconds=draw(st.integers(0, 99)),
        shortlisted=draw(st.booleans()),
        withdrawn=draw(st.booleans()),
        notes=tuple(Note(UserId(ID), text, 0) for text in draw(st.lists(notes, max_size=2))),
    )


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    chosen = draw(song_lists())
    seats = draw(st.integers(1, max(1, len(chosen) - 1)))
    pins, vetoes = draw(st.integers(0, seats)), draw(st.integers(0, len(chosen)))
    ruled = draw(st.permutations([song.id for song in chosen]))
    return Round(
        id=RoundId(ID),
        episode_id=EpisodeId(ID),
        room_id=RoomId(ID),
        state=draw(st.sampled_from(RoundState)),
        rules=Rules(
            method=draw(st.sampled_from(list(METHODS))),
            seats=seats,
            max_picks=seats,
            max_stars=draw(st.integers(0, 2)),
        ),
        opens_at=2_000_000_000,
        closes_at=2_000_000_000,
        closes_wall="2026-12-04 17:00",
        timezone="America/Los_Angeles",
        candidates=tuple(Candidate(song, UserId(ID), draw(notes)) for song in chosen),
        scheduled_by=UserId(ID),
        seed=draw(st.sampled_from(["", "0123456789abcdef" * 2])),
        message_id=MessageId(ID),
        pinned={song: draw(notes)[:REASON_MAX] for song in ruled[:pins]},
        vetoed={song: draw(notes)[:REASON_MAX] for song in ruled[pins : pins + vetoes]},
        casting_until=2_000_000_000,
        cause=draw(st.sampled_from(Cause)),
        time_left=draw(st.sampled_from([None, 0, 59, 8 * 86_400 + 3_660])),
    )
