"""Errors about episodes, their songs and their boards."""

from dataclasses import dataclass

from bot.domain.errors.base import RuleError


@dataclass(eq=False)
class DuplicateEpisode(RuleError):
    """The room already has an episode of that number."""

    number: str


@dataclass(eq=False)
class EpisodeLocked(RuleError):
    """The episode's board is locked, so the episode cannot be changed."""

    number: str


@dataclass(eq=False)
class EpisodeArchived(RuleError):
    """The episode is archived: it can be read but not changed."""

    number: str


@dataclass(eq=False)
class DuplicateProposal(RuleError):
    """The recording is already on this episode's longlist.

    Attributes:
        proposal_id: The existing proposal, which can be seconded instead.
        title: Its title.
        proposer_id: Who proposed it; None if the room hides proposers.
        yours: Whether the same person proposed it.
    """

    proposal_id: int
    title: str
    proposer_id: int | None
    yours: bool


@dataclass(eq=False)
class SongFrozen(RuleError):
    """The song is in a round that is not over and cannot be withdrawn."""

    title: str


@dataclass(eq=False)
class BoardChanged(RuleError):
    """Somebody else changed the same text of a song on a board meanwhile; it stays as it is now.

    Attributes:
        episode_id: The episode.
        song_id: The song.
        now: The clashing fields (`beat`, `character`, `note`, `lost_without`; of a slot that two
            songs share, `other` and `how`) and their texts now.
    """

    episode_id: int
    song_id: int
    now: tuple[tuple[str, str], ...]


@dataclass(eq=False)
class EntrySlips(RuleError):
    """Some texts of a song on a board could not be saved; all the others were.

    Attributes:
        episode_id: The episode.
        song_id: The song.
        slips: Why, for each of them.
    """

    episode_id: int
    song_id: int
    slips: tuple[RuleError, ...]
