"""The rights to one song: both sides, and what they come to at a glance."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.board import Clearance
from bot.domain.folding import fold
from bot.domain.model import EpisodeId
from bot.domain.rights.holders import Holder, License, Side, Stage
from bot.domain.rights.shares import WHOLE
from bot.domain.rights.steps import RightsStep
from bot.domain.structs import replace


class SideRights(Struct, frozen=True):
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
        if stages == {Stage.CLEARED} and self.whole and (self.is_here or self.elsewhere):
            return Clearance.CLEARED
        return Clearance.PENDING if stages - {Stage.TO_ASK} else Clearance.TO_CLEAR

    @property
    def is_here(self) -> bool:
        """Whether what it comes to was said about the episode it is seen from, not about others."""
        return not any(one.elsewhere for one in self.holders)

    @property
    def elsewhere(self) -> tuple[License, ...]:
        """The episodes that all its holders cleared it for; none if that goes for this one, too."""
        if self.is_here or any(one.stage is not Stage.CLEARED for one in self.holders):
            return ()
        # A holder who names none has cleared it for all.
        named = [one.licenses for one in self.holders if one.licenses]
        first = named[0] if named else ()
        return tuple(one for one in first if all(one in several for several in named))


class SongRights(Struct, frozen=True):
    """What is known of the rights to one song.

    `holders` are those of both sides, in the order they were added. `whole` are the sides of which
    somebody said that their holders are all there are. `word` is the word that counts on the song
    as a whole, which names no holder; None if there is none. `words` are all of them, the earliest
    first. `episode_id` is the episode it is seen from, so that what was said about it counts more
    than what was said about others; None for no episode, where whatever was said last counts.
    """

    holders: tuple[Holder, ...] = ()
    whole: frozenset[Side] = frozenset()
    word: RightsStep | None = None
    words: tuple[RightsStep, ...] = ()
    episode_id: EpisodeId | None = None

    @property
    def said(self) -> Clearance | None:
        """What the word on the song as a whole says; None if there is none."""
        return None if self.word is None else self.word.status

    @property
    def said_step(self) -> int:
        """The id of the step with the word on the song as a whole; 0 if there is none."""
        return 0 if self.word is None else self.word.id

    @property
    def spoken(self) -> bool:
        """Whether anything was said about the episode it is seen from."""
        if self.word is not None and self._is_here(self.word):
            return True
        return any(one.stage is not Stage.TO_ASK and not one.elsewhere for one in self.holders)

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
        if found == [Clearance.CLEARED] * 2 and (self.is_here or self._licensed()):
            return Clearance.CLEARED
        begun = set(found) != {Clearance.TO_CLEAR}
        return Clearance.PENDING if begun else Clearance.TO_CLEAR

    @property
    def is_here(self) -> bool:
        """Whether what it comes to was said about the episode it is seen from, not about others."""
        if self.by_holders:
            return not any(one.elsewhere for one in self.holders)
        return self.word is not None and self._is_here(self.word)

    def seen_from(self, episode_id: EpisodeId) -> "SongRights":
        """Return what is known of a song as it stands for an episode.

        What was said about it counts, by holders or of the song as a whole, whichever was said
        last. Where nothing was, what was last said about another one is told, but for a refusal:
        it is of that other episode alone. The holders are for reading: take no step by them.
        """
        if self.episode_id == episode_id:
            return self
        holders = tuple(one.seen_from(episode_id) for one in self.holders)
        words = [one for one in self.words if one.episode_id in (None, episode_id)]
        seen = replace(self, holders=holders, word=words[-1] if words else None)
        seen = replace(seen, episode_id=episode_id)
        if seen.spoken:
            # What was said elsewhere has no say against what was said here.
            quiet = (replace(one, step=0) if one.elsewhere else one for one in holders)
            return replace(seen, holders=tuple(quiet))
        last = next(iter(self.words[-1:]), None)
        denied = last is not None and last.status is Clearance.DENIED
        return replace(seen, word=None if denied else last)

    def cleared_elsewhere(self, episode_id: EpisodeId) -> tuple[str, ...]:
        """Return the numbers of the episodes a song is cleared for, if it is not for this one.

        Empty for a song that is not cleared, or where nobody said for which episode it is.
        """
        return self.seen_from(episode_id).elsewhere

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The numbers of the episodes it is cleared for, if not for the one it is seen from."""
        if self.episode_id is None or self.clearance is not Clearance.CLEARED or self.is_here:
            return ()
        return tuple(one.number for one in self._licensed())

    def _licensed(self) -> tuple[License, ...]:
        """Return the episodes that a song is cleared for, by all its holders or as a whole."""
        taken = [one for holder in self.holders for one in holder.history or (holder,)]
        about = [(one.step, one.episode_id, one.number) for one in taken]
        about += [(one.id, one.episode_id, one.number) for one in self.words]
        about.sort(key=lambda one: one[0])
        numbers = {episode_id: number for _, episode_id, number in about}
        return tuple(
            License(each, number)
            for each, number in numbers.items()
            if each is not None and self._licenses(each)
        )

    def _licenses(self, episode_id: EpisodeId) -> bool:
        seen = self.seen_from(episode_id)
        return seen.is_here and seen.clearance is Clearance.CLEARED

    def _is_here(self, step: RightsStep) -> bool:
        return step.episode_id in (None, self.episode_id)

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
