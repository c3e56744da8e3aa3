"""How much there can be of each thing: far more than a room that means well ever needs.

Without bounds, one person could fill a room's channel, and the database, for everybody.
"""

from bot.domain.errors import InvalidInput

BOUNDS = {
    "proposals": 100,
    "notes": 25,
    "characters": 200,
    "episodes": 500,
    "roster": 1000,
    "holders": 40,
    "credits": 25,
    "import": 10_000,
    "imports": 30,
}
"""The most there can be, by what it is.

`proposals` are one writer's for an episode, withdrawn ones too; `notes` one writer's on a song;
`characters`, `episodes` and `roster` a room's; `holders` a song's, of both sides, and `credits`
those of a song that are confirmed; `import` is how many songs one playlist brings, and `imports`
how many a room begins within an hour.
"""


def require_below(what: str, number: int, given: str = "") -> None:
    """Refuse one more where there are so many already.

    Args:
        what: A key of `BOUNDS`.
        number: How many there are.
        given: What the person typed, so that it is not lost.

    Raises:
        InvalidInput: There are as many as there can be (`many.proposals`, …).
    """
    if number >= BOUNDS[what]:
        raise InvalidInput(f"many.{what}", given, {"limit": BOUNDS[what]})
