"""What those who clear songs write in the demo: terms, contacts, fees, and what holders answer.

The labels and publishers are made up, and so is all they say.
"""

from msgspec import Struct

PRODUCTION = {
    "company": "Encore Lane Pictures, LLC",
    "signer": "Odile Marsh\nShowrunner\nodile@encorelane.example",
    "production": "Scripted television series, one hour",
}
LICENSE = {
    "media": "All television and streaming",
    "territory": "Worldwide",
    "term": "In perpetuity",
    "use": "Featured, from a source on camera",
    "options": "Trailers and promos, 12 months",
}
"""The terms of the room, as its two forms take them."""

BY_HAND = {"writers": "Corin Maybury", "label": "Lanternfield Recordings", "year": ""}
"""What the supervisor finds out by herself about a song that MusicBrainz does not know."""

BUDGET = "45,000 USD"
HOW_THEY_MEET = "The last chord on the stage is the first one from the jukebox."
"""How the two songs in one slot meet."""


class Answer(Struct, frozen=True):
    """What a holder says, as the form takes it; `stage` is where it stands then."""

    stage: str
    note: str = ""
    fee: str = ""
    favored: bool = False
    answer_by: str = ""

    @property
    def values(self) -> dict[str, str | list[str]]:
        """What is typed and chosen in the form."""
        return {
            "stage": [self.stage],
            "fee": self.fee,
            "favored": ["yes" if self.favored else "no"],
            "answer_by": self.answer_by,
            "note": self.note,
        }


REFUSED_EARLY = Answer("refused", "They license it to no series this year.")
ASKED_EARLY = Answer("asked", "Called; they look at the scene.", answer_by="fri 17:00")
"""What comes of two songs that the supervisor asks for before the vote."""

CLEARED = Answer("cleared", "Signed.", "6,250 USD")
QUOTED = Answer("quoted", "For the whole recording.", "12,500.50 USD")
FAVORED = Answer("quoted", "No less than the label gets.", "9,000 USD", favored=True)
ABROAD = Answer("quoted", "Their London office quotes in pounds.", "3,250 GBP")
REFUSED_LATE = Answer("refused", "The family wants it in no drama.")
"""What comes of the letters."""


def contact_of(holder: str) -> str:
    """Return how a holder of that name is reached."""
    word = "".join(one for one in holder.lower() if one.isalpha())
    return f"sync@{word}.example"
