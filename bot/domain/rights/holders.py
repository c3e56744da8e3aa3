"""Who holds the rights to a side of a song, and how far asking them has come."""

from enum import StrEnum
from typing import NewType

from msgspec import Struct

from bot.domain.model import EpisodeId, Song
from bot.domain.rights.money import Money
from bot.domain.structs import replace

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


class License(Struct, frozen=True):
    """An episode that a song was cleared for: each use needs a license of its own."""

    episode_id: EpisodeId
    number: str


class Holder(Struct, frozen=True):
    """Who holds a side of a song, or a share in it, as it stands after the latest step.

    `contact` is free text. `share` is in hundredths of a percent, None where nobody knows it.
    `most_favored` says that they get what the best-paid holder gets (most favored nations). `fee`
    is what they asked for last, or were offered while nobody has quoted. `answer_by` (UTC seconds)
    is until when an answer is wanted. `step`, `at` (UTC seconds), `episode_id` and `number` tell of
    the latest step: its id, when it was taken, and for which episode; None and empty if for none.
    `history` is how they stood after the latest step about each episode, and about none, in the
    order of these steps; empty where that is not looked up. `elsewhere` says that what is told of
    them was said about another episode than the one they are seen from.
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
    history: tuple["Holder", ...] = ()
    elsewhere: bool = False

    @property
    def has_quoted(self) -> bool:
        """Whether they have said what they want, so that using the song costs it."""
        return self.stage in (Stage.QUOTED, Stage.CLEARED) and not self.elsewhere

    @property
    def waits(self) -> bool:
        """Whether an answer is awaited from them."""
        return self.stage is Stage.ASKED

    @property
    def licenses(self) -> tuple[License, ...]:
        """The episodes they cleared the song for, the earliest step first.

        Of each episode the latest step counts; one about no episode is about all of them, and
        names none.
        """
        return tuple(
            License(one.episode_id, one.number)
            for one in self._steps
            if one.episode_id is not None
            and one.stage is Stage.CLEARED
            and self._about(one.episode_id) == one
        )

    def seen_from(self, episode_id: EpisodeId) -> "Holder":
        """Return a holder as they stand for an episode.

        The latest step about it counts, or about no episode. Where that says nothing, what they
        last said about another one is told, but for a refusal: it is of that other episode alone.
        `step` is that of the step that counts then, so take no step by it.
        """
        # Kept even where there is a single step: who is seen from here can be seen from elsewhere.
        steps = self._steps
        last, here = steps[-1], self._about(episode_id)
        if here is not None and (here == last or here.stage is not Stage.TO_ASK):
            return replace(here, history=steps)
        if last.stage is Stage.REFUSED:
            last = replace(last, stage=Stage.TO_ASK, fee=None, answer_by=None)
        elsewhere = last.stage is not Stage.TO_ASK
        return replace(last, elsewhere=elsewhere, history=steps)

    @property
    def last_step(self) -> int:
        """The id of their latest step, whichever episode they are seen from."""
        return self._steps[-1].step

    @property
    def _steps(self) -> tuple["Holder", ...]:
        return self.history or (self,)

    def _about(self, episode_id: EpisodeId) -> "Holder | None":
        """Return them as after the latest step about an episode, or about none."""
        there = (one for one in self._steps if one.episode_id in (None, episode_id))
        return max(there, key=lambda one: one.step, default=None)


def stage_elsewhere(holder: Holder) -> tuple[str, ...]:
    """Return the numbers of the episodes that a holder's stage is of, as seen from another one.

    None where it is of this one, or of all.
    """
    if not holder.elsewhere:
        return ()
    if holder.stage is Stage.CLEARED:
        return tuple(one.number for one in holder.licenses)
    return (holder.number,)
