"""The rights to one song: both sides, and what they come to at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.board import Clearance
from bot.domain.folding import fold
from bot.domain.model import EpisodeId
from bot.domain.rights.holders import Holder, License, Side, Stage
from bot.domain.rights.shares import WHOLE


@dataclass(frozen=True, slots=True)
class SideRights:
    """One side of a song. `said_whole` means somebody said that its holders are all there are."""

    side: Side
    holders: tuple[Holder, ...] = ()
    said_whole: bool = False

    @property
    def known(self) -> int:
        """The shares that are known, in hundredths of a percent; more than `WHOLE` if wrong."""
        return sum(holder.share or 0 for holder in self.holders)

    @property
    def missing(self) -> int | None:
        """What the shares lack to a whole; negative if they are too many, None if none is known.

        If only some holders' shares are known, the others hold some of what is missing.
        """
        shared = any(holder.share is not None for holder in self.holders)
        return WHOLE - self.known if shared else None

    @property
    def whole(self) -> bool:
        """Whether its holders are all there are, so that nobody is left to ask.

        A recording whose holders have no shares is whole: a label has all of it, mostly.
        """
        if self.said_whole or not self.holders:
            return self.said_whole
        if self.missing is None:
            return self.side is Side.RECORDING
        return self.missing == 0 and all(holder.share is not None for holder in self.holders)

    @property
    def clearance(self) -> Clearance:
        """Where it stands: denied once a holder refused, cleared once all of a whole cleared it."""
        stages = {holder.stage for holder in self.holders}
        if Stage.REFUSED in stages:
            return Clearance.DENIED
        if stages == {Stage.CLEARED} and self.whole:
            return Clearance.CLEARED
        return Clearance.PENDING if stages - {Stage.TO_ASK} else Clearance.TO_CLEAR


@dataclass(frozen=True, slots=True)
class SongRights:
    """What is known of the rights to one song.

    `holders` are those of both sides, in the order they were added. `whole` are the sides of which
    somebody said that their holders are all there are. `said` is the latest word on the song as a
    whole, which names no holder, and `said_step` the id of that step; None and 0 if there is none.
    `licenses` are the episodes that such words cleared it for; none where one was for no episode.
    """

    holders: tuple[Holder, ...] = ()
    whole: frozenset[Side] = frozenset()
    said: Clearance | None = None
    said_step: int = 0
    licenses: tuple[License, ...] = ()

    def side(self, side: Side) -> SideRights:
        """Return one of its sides."""
        holders = tuple(holder for holder in self.holders if holder.side is side)
        return SideRights(side, holders, side in self.whole)

    @property
    def sides(self) -> tuple[SideRights, SideRights]:
        """The recording and the song."""
        return self.side(Side.RECORDING), self.side(Side.SONG)

    @property
    def held(self) -> bool:
        """Whether each side has a holder on file, so that there is somebody to ask."""
        return all(side.holders for side in self.sides)

    @property
    def by_holders(self) -> bool:
        """Whether the holders have the last word, and not what was said of the song as a whole.

        A holder who is still to be asked has said nothing: adding one takes no refusal back.
        """
        steps = [holder.step for holder in self.holders if holder.stage is not Stage.TO_ASK]
        return self.said is None or any(step > self.said_step for step in steps)

    @property
    def clearance(self) -> Clearance:
        """What it all comes to: refused if one side is, cleared if both are."""
        if not self.by_holders:
            return self.said or Clearance.TO_CLEAR
        found = [side.clearance for side in self.sides]
        if Clearance.DENIED in found:
            return Clearance.DENIED
        if found == [Clearance.CLEARED] * 2:
            return Clearance.CLEARED
        begun = set(found) != {Clearance.TO_CLEAR}
        return Clearance.PENDING if begun else Clearance.TO_CLEAR

    def cleared_elsewhere(self, episode_id: EpisodeId) -> tuple[str, ...]:
        """Return the numbers of the episodes a song is cleared for, if it is not for this one.

        Empty for a song that is not cleared, or where nobody said for which episode it is.
        """
        if self.clearance is not Clearance.CLEARED:
            return ()
        held = [one.licenses for one in self.holders] if self.by_holders else [self.licenses]
        others = [
            all_ for all_ in held if all_ and all(one.episode_id != episode_id for one in all_)
        ]
        return tuple(dict.fromkeys(one.number for all_ in others for one in all_))

    @property
    def refusal(self) -> Holder | None:
        """The holder who refused last; None unless that is why the song is refused."""
        if not self.by_holders:
            return None
        return _latest([holder for holder in self.holders if holder.stage is Stage.REFUSED])

    @property
    def one_stops(self) -> tuple[str, ...]:
        """The names of those who hold both sides, as written on the recording's."""
        recording, song = self.sides
        names = {fold(holder.name) for holder in song.holders}
        return tuple(one.name for one in recording.holders if fold(one.name) in names)


def _latest(holders: Sequence[Holder]) -> Holder | None:
    return max(holders, key=lambda holder: holder.step, default=None)
