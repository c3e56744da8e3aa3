"""What must hold in the quiet of songs' rights: what is told is what the steps come to."""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.simulation.clearing import NOTE
from tests.simulation.deeds import Deed
from tests.simulation.glance import DENIED, Glance
from tests.simulation.invariants import at_answer, in_quiet
from tests.simulation.invariants.clearing import HUSHED
from tests.simulation.invariants.stories import board, letters
from tests.simulation.stage import Stage
from tests.simulation.told import told_of
from tests.wire.call import Call
from tests.wire.shapes import text_of

BROUGHT_UP_WITHIN = 3600
"""So many seconds after it has passed in the quiet, a date has been brought up."""
NOT_TOLD = "Lapsed"
"""Why a message may be given up: one may have been sent before."""
LETTERS_KEPT = 5
"""So many archives of a seed are looked into."""
_LISTED = re.compile(
    r"^[0-9]+\\\. (.*?)(?: \(in one slot with .*\))?"
    r" · ([a-z ]+?)(?: for episodes? [^()]*)?(?: \(.*\))?$",
    re.MULTILINE,
)
_LATE = re.compile(r"^- \*\*(Label [0-9]+)\*\* .* wanted by <t:([0-9]+):", re.MULTILINE)
_COSTS = re.compile(r"Quotes so far: ([0-9,.]+) ([A-Z]{3})")
_NEXT = re.compile(r"^Rights denied(?:\. Next in line: (.*)|, and no )", re.MULTILINE)
_VOTES = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|ballots?|runners?-up|picked|shortlist)\b", re.IGNORECASE
)


@in_quiet
def rights_are_what_the_steps_come_to(stage: Stage) -> Iterator[str]:
    """The list of an episode's rights, and its sheet, say of each song what its steps come to."""
    for room in stage.rooms:
        told, glance = told_of(stage, room), Glance(stage, stage.id_of(room))
        for episode, (page, _) in told.rights.items():
            known = {letters(_named(one)): one["id"] for one in glance.songs.values()}
            for name, said in _LISTED.findall(page):
                song = known.get(letters(name))
                if song is None:
                    continue  # a long title is cut
                stands = glance.of(song, episode).replace("_", " ")
                if said != stands and (said, stands) != ("nothing on file", "to clear"):
                    yield f"{name} is told as {said}, and its steps come to {stands}"
            for song, said in _exported(stage, episode, told.boards[episode][1]):
                if said != glance.of(song, episode):
                    stands = glance.of(song, episode)
                    yield f"song {song} is exported as {said}; its steps: {stands}"


def _named(song: Any) -> str:
    return f"{song['title']}{', '.join(json.loads(song['artists']))}"


def _exported(stage: Stage, episode: int, files: list[bytes]) -> Iterator[tuple[int, str]]:
    """Yield where the rights to the songs of a board stand, as its sheet says."""
    listed = json.loads(files[1])["songs"] if len(files) > 1 else []
    songs = board(stage, episode)
    if len(songs) == len(listed):  # that they are the same is looked at elsewhere
        for song, told in zip(songs, listed, strict=True):
            yield song["id"], told["rights"]["status"]


@in_quiet
def a_refused_song_has_who_steps_in(stage: Stage) -> Iterator[str]:
    """The board says of each denied song which other one is next, or that none is."""
    for room in stage.rooms:
        glance = Glance(stage, stage.id_of(room))
        for episode, (page, _) in told_of(stage, room).boards.items():
            there = board(stage, episode)
            denied = [one["title"] for one in there if glance.of(one["id"], episode) == DENIED]
            said = _NEXT.findall(page)
            if there and len(said) != len(denied):
                yield f"episode {episode}: {denied} are denied, and the board says {said}"
            named = [letters(one) for one in said if one]
            off = {one["id"] for one in glance.songs.values()} - {one["id"] for one in there}
            fit = {
                letters(glance.songs[one]["title"])
                for one in off
                if glance.of(one, episode) != DENIED
            }
            # Several songs may have one title.
            unfit = [one for one in named if one not in fit]
            if len(set(named)) < len(named) or len(unfit) > 0:
                yield f"episode {episode}: {said} are to step in; {unfit} cannot"


@in_quiet
def costs_add_up(stage: Stage) -> Iterator[str]:
    """What a board's songs are said to cost is what the quotes come to."""
    for room in stage.rooms:
        glance = Glance(stage, stage.id_of(room))
        for episode, (_, page) in told_of(stage, room).rights.items():
            songs = [one["id"] for one in board(stage, episode)]
            for amount, currency in _COSTS.findall(page) if songs else ():
                told = int(Decimal(amount.replace(",", "")) * 100)
                wanted = glance.costs(songs, currency, episode)
                if told != wanted:
                    yield f"episode {episode} costs {wanted}, told: {told}"


@in_quiet
def a_date_that_passed_is_brought_up_once(stage: Stage) -> Iterator[str]:
    """Each date by which a holder was to answer is brought up once, to whoever clears songs.

    Where another one does so by then, both may hear of it: the answer about the first may be lost.
    """
    said: Counter[tuple[int, str, int]] = Counter()
    long = False
    for channel in stage.world.discord.held.channels.values():
        if channel["type"] != 1:
            continue
        for message in stage.world.discord.held.messages.get(int(channel["id"]), {}).values():
            text = text_of(message)
            reader = int(channel["recipients"][0]["id"])
            found = [(reader, name, int(at)) for name, at in _LATE.findall(text)]
            said.update(found)
            long = long or bool(found and re.search(r"^and [0-9]+ more\.$", text, re.MULTILINE))
            if found and not any(reader in one for one in stage.memory["clearing"].values()):
                yield f"{reader} was told of {found}"
    for (reader, name, at), times in said.items():
        if times > 1:
            yield f"{reader} was told {times} times that {name} has not answered by {at}"
    dates = {at for _, _, at in said}  # whatever the holder was called then
    now = stage.world.clock.now()
    for row in stage.world.rows(
        "SELECT h.name, h.reminded_of, t.answer_by, o.last_error, o.state FROM rights_holders h"
        " JOIN rights_steps t ON t.id = h.last_step"
        " LEFT JOIN outbox o ON o.subject_id = h.reminded_in AND o.kind = 'rights.remind'"
        " WHERE t.status = 'asked' AND t.answer_by < ?",
        now - BROUGHT_UP_WITHIN,
    ):
        excused = row["state"] == "waiting" or str(row["last_error"]).startswith(NOT_TOLD)
        if not (
            row["answer_by"] in dates or excused or long or not row["name"].startswith("Label ")
        ):
            yield f"nobody was told that {row['name']} has not answered by {row['answer_by']}"


@in_quiet
def a_deleted_holder_leaves_nothing(stage: Stage) -> Iterator[str]:
    """Whoever is deleted is in no step any more."""
    for row in stage.world.rows(
        "SELECT id, holder_id FROM rights_steps WHERE holder_id IS NOT NULL"
        " AND holder_id NOT IN (SELECT id FROM rights_holders)"
    ):
        yield f"step {row['id']} is with holder {row['holder_id']}, who was deleted"


@in_quiet
def a_pair_stays_together(stage: Stage) -> Iterator[str]:
    """Two songs of one slot follow each other on the board, under one number, whoever reads it."""
    for room in stage.rooms:
        for episode, (_, files) in told_of(stage, room).boards.items():
            order = [one["id"] for one in board(stage, episode)]
            listed = json.loads(files[1])["songs"] if len(files) > 1 else []
            if len(order) != len(listed):
                continue
            told = [one["slot"] for one in listed]
            wanted, slot = [], 0
            behind = {pair[1]: pair[0] for pair in _pairs(stage, episode, order)}
            for place, song in enumerate(order):
                together = place > 0 and behind.get(song) == order[place - 1]
                if song in behind and not together:
                    yield f"song {song} is not behind the one it shares a slot with: {order}"
                slot += not together
                wanted.append(slot)
            if told != wanted:
                yield f"the slots of episode {episode} are told as {told}, and are {wanted}"


def _pairs(stage: Stage, episode: int, order: list[int]) -> Iterator[list[int]]:
    """Yield the two songs of each slot that holds two of those on the board."""
    for row in stage.world.rows("SELECT shared FROM boards WHERE episode_id = ?", episode):
        for one in json.loads(row["shared"]):
            if len(one["songs"]) > 1 and set(one["songs"]) <= set(order):
                yield one["songs"]


@in_quiet
def nothing_private_is_in_a_sheet(stage: Stage) -> Iterator[str]:
    """What is exported for everybody has no fee, contact or note."""
    for room in stage.rooms:
        for episode, (_, files) in told_of(stage, room).boards.items():
            for content in files:
                if (found := HUSHED.search(content.decode("utf-8-sig"))) is not None:
                    yield f"the sheet of episode {episode} has {found[0]!r}"


@at_answer
def letters_are_handed_out(stage: Stage, deed: Deed, call: Call) -> Iterator[str]:
    """Letters are kept to be looked into; nothing is broken here."""
    if deed.what.startswith("uses /rights letters"):
        kept = stage.memory.setdefault("letters", {})
        for one in (deed.interaction.message or {}).get("attachments", ()):
            if len(kept) < LETTERS_KEPT and one["filename"] in stage.world.discord.files:
                kept.setdefault(deed, stage.world.discord.files[one["filename"]])
    yield from ()


@in_quiet
def letters_say_nothing_of_votes(stage: Stage) -> Iterator[str]:
    """A letter is about one song: nothing of votes, of what others said, or of other holders."""
    for deed, content in stage.memory.get("letters", {}).items():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                text = _letter(name, archive.read(name))
                found = _VOTES.search(text) or re.search(re.escape(NOTE), text)
                if found is not None:
                    yield f"{name} of {deed!r} says {found[0]!r}"


def _letter(name: str, content: bytes) -> str:
    """Return what a file of the archive says."""
    if not name.endswith(".docx"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as document:
        return re.sub("<[^>]+>", " ", document.read("word/document.xml").decode())
