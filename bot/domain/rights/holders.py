"""Who holds the rights to a side of a song, and how far asking them has come."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from bot.domain.model import EpisodeId, Song
from bot.domain.rights.money import Money

HolderId = NewType("HolderId", int)


class Side(StrEnum):
    """What is licensed for a song: both sides, or it cannot be used."""

    RECORDING = "recording"
    """The master; mostly held by a label."""
    SONG = "song"
    """What was written; often held by many publishers."""


class Stage(StrEnum):
    """How far asking a holder has come."""

    TO_ASK = "to_ask"
    ASKED = "asked"
    QUOTED = "quoted"
    CLEARED = "cleared"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class License:
    """An episode that a song was cleared for: each use needs a license of its own."""

    episode_id: EpisodeId
    number: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a side of a song, or a share in it, as it stands after the latest step.

    `contact` is free text. `share` is in hundredths of a percent, None where nobody knows it.
    `most_favored` says that they get what the best-paid holder gets (most favored nations). `fee`
    is what they asked for last, or were offered while nobody has quoted. `answer_by` (UTC seconds)
    is until when an answer is wanted. `step`, `at` (UTC seconds), `episode_id` and `number` tell of
    the latest step: its id, when it was taken, and for which episode; None and empty if for none.
    `licenses` are the episodes they cleared it for, in that order; none where nobody said for
    which, or unless they have cleared it.
    """

    id: HolderId
    song: Song
    side: Side
    name: str
    contact: str = ""
    share: int | None = None
    most_favored: bool = False
    stage: Stage = Stage.TO_ASK
    fee: Money | None = None
    answer_by: int | None = None
    step: int = 0
    at: int = 0
    episode_id: EpisodeId | None = None
    number: str = ""
    licenses: tuple[License, ...] = ()

    @property
    def has_quoted(self) -> bool:
        """Whether they have said what they want, so that using the song costs it."""
        return self.stage in (Stage.QUOTED, Stage.CLEARED)

    @property
    def waits(self) -> bool:
        """Whether an answer is awaited from them."""
        return self.stage is Stage.ASKED
