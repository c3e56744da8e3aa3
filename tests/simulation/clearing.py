"""How people clear songs: who holds them, what they ask for, until when they are to answer."""

import json
from random import Random
from typing import TYPE_CHECKING, Any

from tests.simulation.actions import SILLY, action, offered
from tests.wire.interactions import Interaction

if TYPE_CHECKING:
    from tests.simulation.crowd import Person
    from tests.simulation.stage import Room, Stage

SECRET = "psst"
"""In every contact and note that is typed here: only those who clear songs read it."""
NOTE = f"{SECRET}, said"
"""How every note on a step begins."""
SIDES = ("recording", "song", "song")
HEARD = ("asked", "asked", "quoted", "quoted", "cleared", "cleared", "cleared", "refused", "to_ask")
PRIVATE = ("rights show", "rights due", "rights letters", "episode budget", "board export")
"""What tells of holders and amounts; a sheet does if it is to be confidential."""
DATES = ("in 10 minutes", "in 30 minutes", "in 2 hours", "")


def clearing(stage: "Stage", room: "Room", draw: Random) -> "Person":
    """Return somebody who clears a room's songs: its supervisor or its showrunner."""
    named = supervisor_of(stage, room)
    return stage.crowd.people[named] if named and draw.random() < 0.6 else room.boss


def supervisor_of(stage: "Stage", room: "Room") -> int:
    """Return the id of a room's music supervisor; 0 where it has none."""
    row = stage.row(room)
    return 0 if row is None else int(json.loads(row["settings"]).get("supervisor_id") or 0)


@action(2.5)
async def clear_a_song(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have somebody say who holds a song, and how far asking them has come."""
    clears = clearing(stage, room, draw)
    await clear(stage, room, clears, draw, heard=draw.choices(HEARD, k=draw.choice((1, 2, 3))))


@action(2)
async def hear_from_holders(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have somebody look at who has yet to answer, and say what they said; or nothing new."""
    clears = clearing(stage, room, draw)
    for _ in range(draw.choice((1, 2))):
        listed = await stage.crowd.do(clears, "rights due", room.channel)
        late = _brought_up(stage, room, draw)
        holder = await choose(stage, clears, listed, "rightsawaited", draw, late)
        form = await press(stage, clears, holder, "rightsstep:")
        if form is not None:
            same = {"stage": "asked", "answer_by": "", "note": a_note(draw)}
            said = same if draw.random() < 0.4 else heard_from(draw, draw.choice(HEARD))
            await stage.crowd.fill(clears, form, **said)


def _brought_up(stage: "Stage", room: "Room", draw: Random) -> int | None:
    """Return a holder who has not answered by a date that was brought up, if there is any."""
    row = stage.row(room)
    late = stage.world.rows(
        "SELECT h.id FROM rights_holders h JOIN rights_steps t ON t.id = h.last_step"
        " WHERE h.room_id = ? AND t.answer_by = h.reminded_of ORDER BY h.id",
        row["id"] if row else 0,
    )
    return int(draw.choice(late)["id"]) if late else None


@action(1.5)
async def clear_at_once(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have two people open the same form on a holder and both send it, each with other words."""
    both = [room.boss, clearing(stage, room, draw)]
    first = await open_holder(stage, room, both[0], draw)
    if first is None or first.message is None:
        return
    what = draw.choice(("rightsstep:", "rightsedit:"))
    forms = [await press(stage, one, first, what) for one in both]
    sent = [
        stage.world.loop.create_task(stage.crowd.fill(one, form, **_typed(draw, what)))
        for one, form in zip(both, forms, strict=True)
        if form is not None
    ]
    for one in sent:
        await one


def _typed(draw: Random, what: str) -> dict[str, str]:
    if what == "rightsstep:":
        return heard_from(draw, draw.choice(HEARD))
    new = {"name": a_name(draw), "contact": a_contact(draw), "share": draw.choice(("20%", "50%"))}
    return {name: new[name] for name in draw.sample(sorted(new), draw.choice((1, 1, 2)))}


@action(0.5)
async def drop_a_holder(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have somebody delete a holder, once or twice at once, or think better of it."""
    clears = clearing(stage, room, draw)
    asked = await press(stage, clears, await open_holder(stage, room, clears, draw), "rightsdrop:")
    if draw.random() < 0.2:
        await press(stage, clears, asked, "rightsback:")
        return
    if draw.random() < 0.3:
        other = press(stage, clears, asked, "rightsdelete:")
        task = stage.world.loop.create_task(other)
        await press(stage, clears, asked, "rightsdelete:")
        await task
    else:
        await press(stage, clears, asked, "rightsdelete:")


@action(0.5)
async def say_who_is_left(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have somebody say that a side has no other holders, or that it may have."""
    clears = clearing(stage, room, draw)
    page = await open_song(stage, room, clears, draw)
    for _ in range(draw.choice((1, 2))):
        page = await press(stage, clears, page, "rightswhole:")


@action(0.5)
async def set_a_budget(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have somebody set what an episode's songs may cost, look at it, or take it away."""
    clears = clearing(stage, room, draw)
    given: dict[str, Any] = draw.choice(
        ({"amount": "9,500,000 USD"}, {"amount": "20 EUR"}, {}, {"undo": True})
    )
    if draw.random() < 0.1:
        given = {"amount": draw.choice(SILLY)}
    await stage.crowd.do(clears, "episode budget", room.channel, **given)


@action(0.7)
async def name_a_supervisor(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner name a music supervisor, another one, or none any more."""
    row = stage.row(room)
    if row is None:
        return
    given: dict[str, Any] = {"without": "supervisor"}
    if draw.random() < 0.8:
        given = {"supervisor": draw.choice([*stage.supervisors, *room.writers]).user}
    await stage.crowd.do(
        room.boss, "room setup", room.channel, title=row["title"], timezone=row["timezone"], **given
    )


@action(1)
async def pry(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have somebody look at what only those who clear songs may see."""
    curious = draw.choice([stage.outsider, *room.writers, *stage.supervisors])
    name = draw.choice(PRIVATE)
    given = {"confidential": True} if name == "board export" else {}
    await stage.crowd.do(curious, name, room.channel, **given)


async def clear(
    stage: "Stage",
    room: "Room",
    who: "Person",
    draw: Random,
    *,
    heard: list[str],
    song_id: int | None = None,
) -> None:
    """Have somebody put a holder of a song on file, if nobody is or now and then; then hear them.

    Args:
        stage: The stage.
        room: The room.
        who: Somebody who clears its songs.
        draw: Chance.
        heard: How far asking has come, a step each, with any of the song's holders.
        song_id: Which song, if it is offered.
    """
    page = await open_song(stage, room, who, draw, song_id)
    if find(stage, page, "rightsholder:") is None or draw.random() < 0.5:
        form = await press(stage, who, page, "rightsadd:", draw.choice(SIDES))
        if form is None:
            return
        new = {"name": a_name(draw), "contact": a_contact(draw)}
        new["share"] = draw.choice(("", "", "100%", "50%", "40"))
        page = await stage.crowd.fill(who, form, favored=draw.choice(("no", "no", "yes")), **new)
    for one in heard:
        holder = await choose(stage, who, page, "rightsholder:", draw)
        form = await press(stage, who, holder, "rightsstep:")
        if form is None:
            return
        page = await stage.crowd.fill(who, form, **heard_from(draw, one))


async def open_song(
    stage: "Stage", room: "Room", who: "Person", draw: Random, song_id: int | None = None
) -> Interaction | None:
    """Have somebody open the rights to a song; None where there is nothing to open."""
    if song_id is None and draw.random() < 0.5:
        song = await offered(stage, room, who, "rights show", "song", draw)
        return await stage.crowd.do(who, "rights show", room.channel, song=song)
    listed = await stage.crowd.do(who, "rights show", room.channel)
    return await choose(stage, who, listed, "rightssong:", draw, song_id)


async def open_holder(
    stage: "Stage", room: "Room", who: "Person", draw: Random
) -> Interaction | None:
    """Have somebody open one holder of a song that has some."""
    row = stage.row(room)
    songs = stage.world.rows(
        "SELECT DISTINCT song_id FROM rights_holders WHERE room_id = ?", row["id"] if row else 0
    )
    if not songs:
        return None
    page = await open_song(stage, room, who, draw, draw.choice(songs)["song_id"])
    return await choose(stage, who, page, "rightsholder:", draw)


def find(stage: "Stage", shown: Interaction | None, name: str, behind: str = "") -> Any | None:
    """Return the first thing on an answer to press or choose from whose name begins and ends so."""
    if shown is None or shown.message is None:
        return None
    there = stage.crowd.pressables(shown.message)
    named = [one for one in there if one["custom_id"].startswith(name)]
    return next((one for one in named if one["custom_id"].endswith(behind)), None)


async def press(
    stage: "Stage", who: "Person", shown: Interaction | None, name: str, behind: str = ""
) -> Interaction | None:
    """Have somebody press a button of an answer; None where it has none of that name."""
    found = find(stage, shown, name, behind)
    if found is None or shown is None or shown.message is None:
        return None
    return await stage.crowd.use(who, shown.message, found["custom_id"])


async def choose(
    stage: "Stage",
    who: "Person",
    shown: Interaction | None,
    name: str,
    draw: Random,
    value: int | None = None,
) -> Interaction | None:
    """Have somebody choose in a menu of an answer: a value if it is offered, or any."""
    found = find(stage, shown, name)
    if found is None or shown is None or shown.message is None:
        return None
    values = [one["value"] for one in found["options"]]
    chosen = str(value) if str(value) in values else draw.choice(values)
    return await stage.crowd.use(who, shown.message, found["custom_id"], [chosen])


def heard_from(draw: Random, stood: str) -> dict[str, str]:
    """Return what is typed into the form for a step."""
    typed = {"stage": stood, "note": a_note(draw), "fee": "", "answer_by": ""}
    if stood == "asked":
        typed["answer_by"] = draw.choice(DATES)
    if stood in ("quoted", "cleared") or draw.random() < 0.1:
        typed["fee"] = "" if draw.random() < 0.2 else a_fee(draw)
    if draw.random() < 0.1:
        typed[draw.choice(("fee", "answer_by"))] = draw.choice(SILLY)[:40]
    return typed


def a_name(draw: Random) -> str:
    """Return a holder's name; no two are alike."""
    return f"Label {draw.randrange(10**9):09}"


def a_contact(draw: Random) -> str:
    """Return how a holder is reached, which is nobody else's business."""
    return f"{SECRET}-{draw.randrange(10**9):09}@label.example"


def a_note(draw: Random) -> str:
    """Return what somebody said, which is nobody else's business."""
    return f"{NOTE} {draw.randrange(10**9):09}"


def a_fee(draw: Random) -> str:
    """Return an amount."""
    number = draw.randrange(1000), draw.randrange(1000)
    return f"{number[0] + 1},{number[1]:03} {draw.choice(('USD', 'USD', 'USD', 'EUR'))}"
