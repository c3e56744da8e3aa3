"""What refusals, pairs and letters come to: before the vote, on the board, and behind it."""

from copy import deepcopy
from random import Random
from typing import TYPE_CHECKING, Any

from tests.simulation.actions import action, offered
from tests.simulation.clearing import choose, clear, clearing, find, press
from tests.simulation.second_thoughts import schedule
from tests.wire.interactions import Interaction

if TYPE_CHECKING:
    from tests.simulation.crowd import Person
    from tests.simulation.stage import Room, Stage

_SHORTLIST = (
    "SELECT p.song_id FROM proposals p JOIN episodes e ON e.id = p.episode_id WHERE e.room_id = ?"
    " AND p.shortlisted = 1 AND p.withdrawn = 0 ORDER BY p.id"
)


@action(1)
async def refuse_before_the_vote(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have a song refused that is to be voted on, and taken off the ballot by one press or not."""
    await refuse_listed(stage, room, draw)
    asked = await stage.crowd.do(
        room.boss, "round schedule", room.channel, closes="in 2 hours", seats=1
    )
    asked = await take_off(stage, room, asked, draw)
    if draw.random() < 0.5:
        await press(stage, room.boss, asked, "voteschedule:")


async def refuse_listed(stage: "Stage", room: "Room", draw: Random) -> None:
    """Have somebody hear that a song of the shortlist is refused, if there are enough of them."""
    listed = stage.world.rows(_SHORTLIST, stage.id_of(room))
    if len(listed) > 3:
        song_id = draw.choice(listed)["song_id"]
        clears = clearing(stage, room, draw)
        await clear(stage, room, clears, draw, heard=["refused"], song_id=song_id)


async def plan_without_the_refused(
    stage: "Stage", room: "Room", draw: Random, **given: Any
) -> None:
    """Have the showrunner plan a vote, take refused songs off it, and schedule what is left."""
    asked = await stage.crowd.do(room.boss, "round plan", room.channel, **given)
    if find(stage, asked, "votedenied:") is None:
        await schedule(stage, room, "round plan", draw, sure=True, **given)
        return
    await press(stage, room.boss, await take_off(stage, room, asked, draw), "voteschedule:")


async def take_off(
    stage: "Stage", room: "Room", asked: Interaction | None, draw: Random
) -> Interaction | None:
    """Have the showrunner take refused songs off what a preview shows, and maybe put them back."""
    off = await press(stage, room.boss, asked, "votedenied:")
    if draw.random() < 0.15:
        return await press(stage, room.boss, off, "voteback:")
    return off


@action(1)
async def lose_a_song(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have a song of the board refused, by a holder or as a whole; then swap it, or hope."""
    clears = clearing(stage, room, draw)
    song = await offered(stage, room, clears, "board clearance", "song", draw)
    status = draw.choice(("denied", "denied", "denied", "pending", "cleared"))
    note = f"psst, said {draw.randrange(10**9):09}"
    given = {"song": song, "status": status, "note": note}
    await stage.crowd.do(clears, "board clearance", room.channel, **given)
    if draw.random() < 0.5:
        called_up = await offered(stage, room, room.boss, "board swap", "in", draw)
        swap = {"out": song, "in": called_up}
        await stage.crowd.do(room.boss, "board swap", room.channel, **swap)


@action(1.5)
async def pair_songs(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner put two songs into one slot, by command or form; one of them may fall."""
    song = await offered(stage, room, room.boss, "board pair", "song", draw)
    if draw.random() < 0.5:
        other = await offered(stage, room, room.boss, "board pair", "with", draw)
        given = {"song": song, "with": other, "how": "Under the same rain"}
        await stage.crowd.do(room.boss, "board pair", room.channel, **given)
    else:
        form = await stage.crowd.do(room.boss, "board pair", room.channel, song=song)
        await _fill_pair(stage, room, form, draw)
    fate = draw.random()
    if fate < 0.2:
        await stage.crowd.do(room.boss, "board pair", room.channel, song=song, undo=True)
    elif fate < 0.5:
        given = {"song": song, "reason": "It fell"}
        await stage.crowd.do(room.boss, "board remove", room.channel, **given)


async def _fill_pair(stage: "Stage", room: "Room", form: Interaction | None, draw: Random) -> None:
    """Fill in the form for a pair, and send it once or twice, each time otherwise."""
    if form is None or form.modal is None:
        return
    sent = []
    for _ in range(draw.choice((1, 1, 2))):
        typed = {
            "other": draw.choice(_offers(form, "other")),
            "order": draw.choice(_offers(form, "order")),
            "how": draw.choice(("", "One hums", "They meet on the bridge")),
        }
        sending = stage.crowd.fill(room.boss, form, **typed)
        sent.append(stage.world.loop.create_task(sending))
    for one in sent:
        await one


def _offers(form: Interaction, name: str) -> list[str]:
    """Return what a menu of a form offers."""
    assert form.modal is not None
    [menu] = [
        one["component"]
        for one in form.modal["components"]
        if one.get("component", {}).get("custom_id") == name
    ]
    return [one["value"] for one in menu["options"]]


@action(1)
async def write_letters(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have somebody draft letters, and mark them as sent or not: twice, at once or later."""
    clears = clearing(stage, room, draw)
    given = {"by": "in 1 hour"} if draw.random() < 0.4 else {}
    drafts = await stage.crowd.do(clears, "rights letters", room.channel, **given)
    asked = await press(stage, clears, drafts, "letterssent:")
    if asked is None or draw.random() < 0.2:
        return
    if draw.random() < 0.3:  # somebody answers meanwhile
        listed = await stage.crowd.do(clears, "rights show", room.channel)
        page = await choose(stage, clears, listed, "rightssong:", draw)
        holder = await choose(stage, clears, page, "rightsholder:", draw)
        form = await press(stage, clears, holder, "rightsstep:")
        if form is not None:
            await stage.crowd.fill(clears, form, stage="quoted", fee="1,200 USD")
    button = find(stage, asked, "letterssentnow:")
    if button is None or asked.message is None:
        return
    seen = deepcopy(asked.message)  # on another screen it stands as it was
    first = stage.crowd.use(clears, asked.message, button["custom_id"])
    if draw.random() < 0.5:
        task = stage.world.loop.create_task(first)
        await stage.crowd.use(clears, seen, button["custom_id"])
        await task
    else:
        await first
        await stage.world.sleep(5)
        await stage.crowd.use(clears, seen, button["custom_id"])
