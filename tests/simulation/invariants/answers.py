"""What must hold of each answer, at the moment at which somebody sees it."""

import re
from collections.abc import Iterator

from bot.domain.errors import EntrySlips, NotAllowed, RuleError, StorageError
from tests.simulation.deeds import Deed
from tests.simulation.invariants import at_answer
from tests.simulation.stage import Stage
from tests.wire.call import Call
from tests.wire.shapes import text_of, walk
from tests.wire.state import PRIVATE

PERSONAL = re.compile(
    r"(picks|stars|starwhy|abstain|rank|unrank|rankanew|shares|points|tied|seat|castingback|settings|pick|"
    r"pickfill|present|presentnow|roster|forgetme|choose|byhand|connect|abstainnow|emptynow|"
    r"keepballot|closenow|cancelnow|leaveround|voteschedule|votechange|listenturn):"
)
"""Screens that show what is one person's business."""
RECEIPT = re.compile(r"receipt `([0-9A-F]{8})`")
SHOWRUNNERS = (
    "uses /round close", "uses /round cancel", "uses /round pause", "uses /round resume",
    "uses /round extend", "uses /round schedule", "uses /round plan", "uses /round pin",
    "uses /round veto", "uses /shortlist", "uses /board lock", "uses /board swap",
    "uses /episode create", "uses /room settings", "uses /room roster", "uses /playlist sync",
)  # fmt: skip
READ_BY_ALL = ("uses /shortlist show", "uses /shortlist listen-alone")
LEARNED = {
    "facts",
    "known_songs",
    "songs",
    "spotify_calls",
    "spotify_refreshes",
    "outbox",
    "interactions",
}
"""Tables in which a search leaves what it found and took, whatever comes of it."""


@at_answer
def an_answer_comes_after_its_commit(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """Nobody is told of something that a crash at this moment would undo."""
    if any(isinstance(one, RuleError) and not isinstance(one, EntrySlips) for one in deed.errors):
        return  # it was refused, and so will be whatever delivery of it is still at work
    failed = bool(deed.errors) and isinstance(deed.errors[-1], StorageError)
    # Where one process could not save it, another that was told of it too may still do so.
    disk = stage.world.disk
    # Once it is claimed, what it led to is saved: another delivery may still be on its way there.
    writing = disk.writing.get(deed) and deed not in disk.claimed
    if deed.interaction.answered and writing and not failed:
        yield f"{deed!r} was answered while its transaction was under way"


@at_answer
def an_acknowledged_vote_is_kept(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """The receipt on a ballot is in the database, with what the ballot shows as chosen."""
    message = deed.interaction.message
    if message is None or deed.interaction.waiting:
        return
    found = RECEIPT.search(text_of(message))
    menus = [
        one
        for one in walk(message["components"])
        if str(one.get("custom_id", "")).startswith("picks:")
    ]
    if found is None or not menus:
        return
    round_id = int(menus[0]["custom_id"].partition(":")[2])
    kept = stage.world.rows(
        "SELECT l.choices FROM ballot_log l JOIN ballots b ON b.round_id = l.round_id"
        " AND b.voter_id = l.voter_id WHERE l.round_id = ? AND l.voter_id = ? AND b.receipt = ?",
        round_id,
        deed.who.id,
        found[1],
    )
    places = {
        str(row["song_id"]): row["position"]
        for row in stage.world.rows(
            "SELECT song_id, position FROM candidates WHERE round_id = ?", round_id
        )
    }
    shown = {places[one["value"]] for one in menus[0]["options"] if one.get("default")}
    if all(_picked(row["choices"]) != shown for row in kept):
        yield f"{deed.who.name} was shown {sorted(shown)} with receipt {found[1]}: not kept"


def _picked(choices: str) -> set[int]:
    return {int(one.rstrip("*")) for one in choices.split(",") if one.rstrip("*").isdecimal()}


@at_answer
def a_private_answer_is_private(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """Ballots, settings and whatever else is one person's business are shown to nobody else."""
    for message in (deed.interaction.message, *deed.interaction.followups):
        if message is None or message["flags"] & PRIVATE or deed.channel < 700:
            continue
        mine = message.get("interaction_of", deed.interaction.message is message)
        for one in walk(message["components"]):
            if mine and PERSONAL.match(str(one.get("custom_id", ""))):
                yield f"{deed!r} was answered in public with {one['custom_id']}"
        if mine and RECEIPT.search(text_of(message)):
            yield f"{deed!r} was answered in public with a receipt"


@at_answer
def one_thing_done_has_one_answer(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """A person sees one answer to what they did, however often Discord delivered it."""
    if deed.interaction.followups and not deed.errors:
        yield f"{deed!r} was answered {1 + len(deed.interaction.followups)} times"


@at_answer
def the_refused_may_not_act(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """Whoever has no right to something is told so, and nothing comes of it."""
    if not deed.what.startswith(SHOWRUNNERS) or deed.what.startswith(READ_BY_ALL):
        return
    room = stage.room_of(deed.channel)
    if room is None or deed.who.id == room.boss.user.id or not deed.interaction.answered:
        return
    delegates = stage.world.rows(
        "SELECT showrunner_id, delegates_role_id FROM rooms WHERE channel_id = ?", deed.channel
    )
    may = [one for one in delegates if one["showrunner_id"] == deed.who.id or one[1]]
    if not may and not deed.errors:
        yield f"{deed!r} was let do it"


@at_answer
def whoever_may_is_let_do_it(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """Nobody is told that they may not who may: roles are what Discord says of them now."""
    room = stage.room_of(deed.channel)
    if room is None or not deed.errors or not isinstance(deed.errors[-1], NotAllowed):
        return
    error, mine = deed.errors[-1], deed.who.id == room.boss.user.id
    if mine and error.needs in ("showrunner", "manage_server"):
        yield f"the showrunner was refused: {deed!r}: {error!r}"
    row = stage.row(room)
    holds = row is not None and row["writers_role_id"] in deed.who.roles
    if error.needs == "writer" and holds and deed.at > room.settled_at and not error.removed:
        yield f"a writer was refused: {deed!r}: {error!r}"


@at_answer
def what_is_refused_is_not_done(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """Whoever is told no by a rule finds nothing changed."""
    if not isinstance(deed.refused, RuleError):
        return
    if any(isinstance(one, EntrySlips) for one in deed.errors):
        return  # it says that everything else was saved
    if "It can't be scheduled like this" in deed.interaction.text:
        return  # nothing was refused: a preview says what would be
    written = {table for _, tables in deed.commits for table in tables}
    if written - LEARNED - {"spotify_links"}:
        yield f"{deed!r} was refused ({deed.refused!r}), and wrote {sorted(written)}"


@at_answer
def no_room_sees_anothers(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """Nothing that is said in one room is about the songs of another."""
    other = next((one for one in stage.rooms if deed.channel not in one.channels), None)
    if other is None or stage.plan.linked or deed.channel < 700:
        return
    for row in stage.world.rows(
        "SELECT n.text FROM notes n JOIN proposals p ON p.id = n.proposal_id JOIN episodes e"
        " ON e.id = p.episode_id JOIN rooms o ON o.id = e.room_id WHERE o.channel_id = ?",
        other.channel,
    ):
        if row["text"] in deed.interaction.text and row["text"].startswith("Song "):
            yield f"{deed!r} was told what {other.name} says of a song: {row['text']}"
