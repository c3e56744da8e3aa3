"""Whether what came of something is what the table says; a sentence for each thing that is not."""

from collections.abc import Iterator

from bot.domain.errors import NotAllowed, RoomError
from tests.authorization.acting import act
from tests.authorization.conftest import Scene
from tests.authorization.kept import Dump
from tests.authorization.lines import (
    ASKS,
    CHANGES,
    EITHER,
    IN_THE_ROOM,
    PEOPLE,
    RIGHTS_EDITORS,
    SHOWS,
    Line,
)
from tests.authorization.privy import privy_in
from tests.authorization.starring import STAR_LINE
from tests.authorization.world import ELSEWHERE
from tests.wire.house import CHANNEL
from tests.wire.interactions import Interaction
from tests.wire.shapes import text_of
from tests.wire.state import PRIVATE

DIRECTLY = "directly"


def places() -> Iterator[tuple[str, str]]:
    """Yield each kind of person, with where they try it."""
    for name in IN_THE_ROOM:
        yield name, "channel"
        yield name, "thread"
    yield "stranger", "elsewhere"


def direct() -> Iterator[tuple[str, str]]:
    """Yield everybody, in direct messages: those who have left can press there only."""
    for name in PEOPLE:
        yield name, DIRECTLY


async def problems(scene: Scene, line: Line, name: str, where: str) -> list[str]:
    """Have somebody do it somewhere; return what came of it that should not have."""
    world, kept = scene.world, scene.kept
    user = world.people[name]
    if where == DIRECTLY:
        channel = int(world.house.discord.state.direct(user.id)["id"])
    else:
        channel = {"channel": CHANNEL, "thread": world.thread, "elsewhere": ELSEWHERE}[where]
    scene.errors.clear()
    before = kept.posts()
    made = await act(world, line.way, user, channel)
    after = kept.now()
    changed = after != kept.first
    if changed:
        await world.house.bot.settled()
    found = [*_judged(scene, line, name, where, made, after)]
    if not _may(line, name, where) and name != "stranger" and kept.posts() != before:
        found.append("something was posted")
    found += _seen_by_all(line, made, where)
    if name not in RIGHTS_EDITORS.people:
        found += [f"read {one}" for one in privy_in(f"{made.text}\n{made.message}")]
    if name != "writer" and STAR_LINE in f"{made.text}\n{made.message}\n{made.modal}":
        found.append("read why somebody starred a song")
    found += [
        f"read the receipt of {voter}"
        for voter, receipts in kept.receipts.items()
        if voter != user.id and any(receipt in made.text for receipt in receipts)
    ]
    if changed:
        await kept.bring_back()
    return [f"{name}, {where}: {one}" for one in found]


def _may(line: Line, name: str, where: str) -> bool:
    if name in line.but or (where == DIRECTLY and not line.direct):
        return False
    return name in line.who.people


def _judged(
    scene: Scene, line: Line, name: str, where: str, made: Interaction, after: Dump
) -> Iterator[str]:
    error = scene.errors[-1] if scene.errors else None
    if error is not None and not isinstance(error, RoomError):
        yield f"an unforeseen error: {error!r}"
    changed = [table for table, rows in after.items() if rows != scene.kept.first[table]]
    if where == "elsewhere":
        yield from _judged_elsewhere(scene, line, made, error, after)
    elif _may(line, name, where):
        yield from _judged_of_those_who_may(line, made, error, changed)
    else:
        if made.modal is not None:
            yield "was asked by a form"
        if changed:
            yield f"changed {changed}"
        yield from _refused_rightly(line, name, where, error)


def _judged_of_those_who_may(
    line: Line, made: Interaction, error: Exception | None, changed: list[str]
) -> Iterator[str]:
    if error is not None:
        yield f"was refused: {error!r}"
    elif line.does is CHANGES and not changed:
        yield f"changed nothing: {made.text}"
    elif line.does in (SHOWS, ASKS) and changed:
        yield f"changed {changed}"
    elif (made.modal is not None) is not (line.does is ASKS):
        yield "was asked by a form, or not"
    elif line.does in (SHOWS, EITHER) and not made.text:
        yield "was shown nothing"


def _refused_rightly(line: Line, name: str, where: str, error: Exception | None) -> Iterator[str]:
    told = type(error).__name__
    if name in line.but and name in line.who.people and where != DIRECTLY:
        right = told == line.but[name]
    elif where == DIRECTLY and not line.direct:
        right = told == line.alone
    else:
        needs = "member" if name == "left" else line.who.needs
        right = isinstance(error, NotAllowed) and error.needs == needs
        if right and needs in ("writer", "roster"):
            right = error.removed is (name == "struck")  # type: ignore[union-attr]
    if not right:
        yield f"was told {error!r}"


def _judged_elsewhere(
    scene: Scene, line: Line, made: Interaction, error: Exception | None, after: Dump
) -> Iterator[str]:
    """A showrunner has the rights of one in their own room, and finds nothing of this one there."""
    if line.names and error is None:
        yield "was not refused"
    if made.modal is not None and line.names:
        yield "was asked by a form"
    if touched := scene.kept.touched(after):
        yield f"changed {touched}"
    read = [one for one in scene.world.secrets if one in made.text]
    if read:
        yield f"read {read}"


def _seen_by_all(line: Line, made: Interaction, where: str) -> Iterator[str]:
    answers = [one for one in (made.message, *made.followups) if one is not None]
    if where == DIRECTLY or not answers:
        return
    public = [text_of(one) for one in answers if not one["flags"] & PRIVATE]
    if public and not line.public:
        yield f"was answered publicly: {public}"
    yield from (f"showed {one} to all" for one in privy_in(str(public)))
