"""Letters that ask for the rights to a song: who gets one, and everything it says."""

from collections.abc import Sequence
from enum import Enum, auto
from typing import NewType

from msgspec import Struct

from bot.domain.folding import fold
from bot.domain.model import EpisodeId, Recording
from bot.domain.rights.holders import Holder, Side, Stage
from bot.domain.rights.money import Money
from bot.domain.rights.terms import Terms

LettersId = NewType("LettersId", int)
"""Names letters that were drafted together."""


class Beside(Enum):
    """Whether a song shares its slot on the board with another one, and which of them begins."""

    NOTHING = auto()
    BEFORE = auto()
    """It begins, and the other one comes in."""
    AFTER = auto()
    """It comes in on the other one."""


class Why(Struct, frozen=True):
    """What the room found in a song. Texts that nobody has written are empty, or not there.

    `beat` is where in the story it plays, `character` whose song it is, `tells` what it tells the
    writers, in their words and without their names, `lost_without` what the episode loses without.
    `beside` says whether it is woven with another recording, whose name no holder is told.
    """

    beat: str = ""
    character: str = ""
    tells: tuple[str, ...] = ()
    lost_without: str = ""
    beside: Beside = Beside.NOTHING


class Letter(Struct, frozen=True):
    """A letter to one holder, who may hold both sides of the song and is then there twice.

    `offers` are the fees offered to them, one for each of `holders`; None for most. `made_at` and
    `answer_by` are UTC seconds, `answer_by` None for no date; `timezone` is the room's. `writers`,
    `label` and `year` are those that somebody has confirmed, empty and 0 where nobody has.
    """

    holders: tuple[Holder, ...]
    song: Recording
    show: str
    number: str
    title: str
    why: Why
    terms: Terms
    made_at: int
    timezone: str
    answer_by: int | None = None
    offers: tuple[Money | None, ...] = ()
    writers: str = ""
    label: str = ""
    year: int = 0

    @property
    def name(self) -> str:
        """Who it is to."""
        return self.holders[0].name

    @property
    def contact(self) -> str:
        """Where they are reached; empty if nobody knows."""
        return next(filter(None, (one.contact for one in self.holders)), "")

    @property
    def sides(self) -> tuple[Side, ...]:
        """What they are asked for."""
        return tuple(one.side for one in self.holders)


def to_ask(
    holders: Sequence[Holder], episode_id: EpisodeId | None = None
) -> tuple[tuple[Holder, ...], ...]:
    """Return those of a song's holders who are to be asked, those who get one letter together.

    They have not been asked for an episode, or have cleared the song for others alone: a license is
    for one use.
    Whoever holds both sides gets one letter about both: a name that is on each of them once, unless
    they are reached in different ways. The order is that of the holders.
    """
    waiting = [one for one in holders if _is_to_ask(one, episode_id)]
    groups: list[tuple[Holder, ...]] = []
    for one in waiting:
        alike = [other for other in waiting if fold(other.name) == fold(one.name)]
        if not _is_one_stop(alike):
            groups.append((one,))
        elif one is alike[0]:
            groups.append(tuple(sorted(alike, key=lambda each: each.side is Side.SONG)))
    return tuple(groups)


def _is_to_ask(holder: Holder, episode_id: EpisodeId | None) -> bool:
    seen = holder if episode_id is None else holder.seen_from(episode_id)
    return seen.stage is Stage.TO_ASK or (seen.stage is Stage.CLEARED and seen.elsewhere)


def answer_wanted(holders: Sequence[Holder], by: int | None, now: int) -> int | None:
    """Return until when (UTC seconds) an answer is wanted of those who get one letter together.

    It is `by` if one is given, else the earliest of their own dates; None if no date is left: what
    has passed by `now` is no date to answer by.
    """
    dates = [one.answer_by for one in holders] if by is None else [by]
    return min((date for date in dates if date is not None and date > now), default=None)


def _is_one_stop(alike: Sequence[Holder]) -> bool:
    contacts = {one.contact for one in alike if one.contact}
    return [one.side for one in alike] in (
        [Side.RECORDING, Side.SONG],
        [Side.SONG, Side.RECORDING],
    ) and len(contacts) < 2
