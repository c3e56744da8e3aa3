"""Ordinary letters, and letters that say a text everywhere."""

from bot.domain.model import Recording, Song, SongId
from bot.domain.rights import Holder, HolderId, Letter, Money, Side, Terms, Why

SONG = Song(
    SongId(1),
    Recording("Blue", ("Joni", "Mitchell"), "", "USRE17100001", "Kind of", 184_000, year=1971),
)
TERMS = Terms(
    company="Harbor Street Pictures, Inc.",
    signer="Ana Ruiz\nMusic Supervisor\nana@harbor.example",
    production="Scripted television series, one hour",
    media="All television and streaming",
    territory="Worldwide",
    term="In perpetuity",
    use="Featured, from a radio on camera",
    options="Trailers, 12 months",
    seconds="45",
    shooting="Week of January 11, 2027",
    airing="Fall 2027",
)
WHY = Why(
    "Cold open: Maya packs the car.",
    "Maya",
    ("She has already left.", "Nobody turns the radio off.\nThat is the whole marriage."),
    "The goodbye nobody says.",
)
PUBLISHER = Holder(
    HolderId(1), SONG, Side.SONG, "Quiet Music", "sync@quiet.example", share=33_33, step=5
)
LABEL = Holder(HolderId(2), SONG, Side.RECORDING, "Loud Records", "Floor 3", step=6)


def letter(
    *holders: Holder,
    why: Why = WHY,
    terms: Terms = TERMS,
    answer_by: int | None = 1_797_200_000,
    offers: tuple[Money | None, ...] = (),
) -> Letter:
    """Return a letter to holders, by default to the publisher."""
    to = holders or (PUBLISHER,)
    return Letter(
        holders=to,
        song=to[0].song.recording,
        show="The Room",
        number="104",
        title="Pilot",
        why=why,
        terms=terms,
        made_at=1_796_259_600,
        timezone="America/Los_Angeles",
        answer_by=answer_by,
        offers=offers or (None,) * len(to),
    )


def saying(text: str) -> Letter:
    """Return a letter that says a text everywhere."""
    song = Song(SongId(1), Recording(text, (text, text), text, text, text, 200_000, year=1971))
    return Letter(
        holders=(Holder(HolderId(1), song, Side.SONG, text, text),),
        song=song.recording,
        show=text,
        number=text,
        title=text,
        why=Why(text, text, (text, text), text),
        terms=Terms(**dict.fromkeys(Terms.__struct_fields__, text)),
        made_at=1_796_259_600,
        timezone="America/Los_Angeles",
        offers=(None,),
    )
