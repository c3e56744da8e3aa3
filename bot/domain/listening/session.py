"""A session in which a room listens to its shortlist, as steps from one card to the next.

`gathering → song 1 hidden → song 1 shown → song 2 hidden → … → ended`. While a song is hidden,
what people write about it is seen by nobody else. A pause stops the time at any step but the last.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from bot.domain.model import EpisodeId, MessageId, ProposalId, RoomId, UserId
from bot.domain.structs import replace

ListeningId = NewType("ListeningId", int)
CardId = NewType("CardId", int)

AFTER_SONG = 30
"""How long (seconds) people have to write once a song has ended."""
UNKNOWN_LENGTH = 240
"""How long (seconds) a song is taken to be whose length nobody knows."""
TALK = 60
"""How long (seconds) a song's lines are shown before a session with fixed times goes on."""
MINUTES_MAX = 2880
"""The most minutes a song may have: two days, for a room that comes one by one."""
EDIT_EVERY = 2
"""Seconds between two edits of one card, at least, unless a bot that is tried out needs no wait."""
COMPANY = 2
"""How many people must be there before lines are shown ahead of time: one is no company."""


class Stage(StrEnum):
    """Where a session is; `HIDDEN` and `SHOWN` are about the lines of the song it is at."""

    GATHERING = "gathering"
    HIDDEN = "hidden"
    SHOWN = "shown"
    ENDED = "ended"


class Card(Struct, frozen=True):
    """A message of a session: the beginning, a song, or the end.

    `place` is 0 for the beginning, then that of the song, counted from 1, and one more for the end.
    `proposal_id` is None for the beginning and the end. `length` is the song's in seconds, 0 where
    nobody knows it. `there` says whether the song is still on the longlist, `shown` whether its
    lines have been shown. `earlier_message_id` is the message that showed it before it was posted
    again, until that says so. `edit_due` (UTC seconds) is when the message is edited next, or was
    last; between two edits are `edit_every` seconds, at least.
    """

    id: CardId
    place: int
    proposal_id: ProposalId | None = None
    length: int = 0
    shown: bool = False
    there: bool = True
    message_id: MessageId | None = None
    earlier_message_id: MessageId | None = None
    edit_due: int = 0
    edit_every: int = EDIT_EVERY


class Listening(Struct, frozen=True):
    """A session of an episode.

    `place` is that of the card it is at. `revision` rises with each step: whoever takes one says
    which one they saw. `minutes` is how long each song has; None for its length and half a minute,
    0 for as long as the showrunner wants. `named` says whether lines are shown with their writers'
    names. `due_at` (UTC seconds) is when the next step is taken by itself, `time_left` (seconds)
    what a pause has kept of that; None without one. `thread_id` is the thread it is held in; None
    for the room's channel. `edit_every` is as for its cards. `called` says whether the
    roster was mentioned, which it is once.
    """

    id: ListeningId
    room_id: RoomId
    episode_id: EpisodeId
    stage: Stage = Stage.GATHERING
    place: int = 0
    revision: int = 0
    minutes: int | None = None
    named: bool = False
    paused: bool = False
    due_at: int | None = None
    time_left: int | None = None
    thread_id: MessageId | None = None
    edit_every: int = EDIT_EVERY
    called: bool = False

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.stage is Stage.ENDED


def advanced(listening: Listening, cards: Sequence[Card], now: int) -> Listening:
    """Return a session one step further: a song's lines shown, the next song, or the end.

    Songs that were withdrawn are passed over. A song whose lines were shown before stays shown.

    Args:
        listening: The session, which has not ended.
        cards: Its cards, in order.
        now: UTC seconds.
    """
    if listening.stage is Stage.HIDDEN:
        due = now + TALK if listening.minutes else None
        return _at(listening, Stage.SHOWN, listening.place, due)
    later = [card for card in _songs(cards) if card.place > listening.place]
    if not later:
        return ended(listening, cards)
    return _at_song(listening, later[0], now)


def back(listening: Listening, cards: Sequence[Card], now: int) -> Listening | None:
    """Return a session at the song before the one it is at; None if there is none."""
    earlier = [card for card in _songs(cards) if card.place < listening.place]
    return _at_song(listening, earlier[-1], now) if earlier else None


def paused(listening: Listening, now: int) -> Listening:
    """Return a session that stands still, keeping the time that is left."""
    left = None if listening.due_at is None else max(0, listening.due_at - now)
    return replace(listening, paused=True, due_at=None, time_left=left)


def resumed(listening: Listening, now: int) -> Listening:
    """Return a session that goes on after a pause."""
    due = None if listening.time_left is None else now + listening.time_left
    return replace(listening, paused=False, due_at=due, time_left=None)


def ended(listening: Listening, cards: Sequence[Card]) -> Listening:
    """Return a session at its end."""
    return _at(listening, Stage.ENDED, cards[-1].place, None)


def all_answered(here: Collection[UserId], answered: Collection[UserId]) -> bool:
    """Return whether everybody who is here has answered, and they are not alone.

    Whoever has written ahead, in their own time, has answered, but is not here for that.
    """
    return len(here) >= COMPANY and set(here) <= set(answered)


def next_edit(card: Card, now: int) -> int:
    """Return when (UTC seconds) a card is edited that changes now.

    One edit shows all changes until then.
    """
    if card.edit_due > now + card.edit_every:
        return now  # it was noted by a clock that was ahead
    return card.edit_due if card.edit_due > now else max(now, card.edit_due + card.edit_every)


def _songs(cards: Sequence[Card]) -> list[Card]:
    return [card for card in cards if card.proposal_id is not None and card.there]


def _at_song(listening: Listening, card: Card, now: int) -> Listening:
    if card.shown:
        return _at(listening, Stage.SHOWN, card.place, None)
    if listening.minutes is None:
        due = now + (card.length or UNKNOWN_LENGTH) + AFTER_SONG
    else:
        due = now + 60 * listening.minutes
    return _at(listening, Stage.HIDDEN, card.place, None if listening.minutes == 0 else due)


def _at(listening: Listening, stage: Stage, place: int, due: int | None) -> Listening:
    return replace(listening, stage=stage, place=place, due_at=due, time_left=None, paused=False)
