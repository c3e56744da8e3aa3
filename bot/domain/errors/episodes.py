"""What cannot be done with an episode, its songs or its board."""

from dataclasses import dataclass

from bot.domain.errors.base import RuleError


@dataclass(eq=False)
class DuplicateEpisode(RuleError):
    """The room already has an episode of that number."""

    number: str


@dataclass(eq=False)
class EpisodeLocked(RuleError):
    """The episode's board is locked, so nothing of the episode changes."""

    number: str


@dataclass(eq=False)
class EpisodeArchived(RuleError):
    """The episode is archived: it can be read, and nothing of it changes."""

    number: str


@dataclass(eq=False)
class DuplicateProposal(RuleError):
    """The recording is on this episode's longlist already.

    Attributes:
        proposal_id: The proposal that was first; it can be seconded instead.
        title: Its title.
        proposer_id: Who proposed it, or None where proposers are hidden.
        yours: Whether the person asking proposed it themself.
    """

    proposal_id: int
    title: str
    proposer_id: int | None
    yours: bool


@dataclass(eq=False)
class SongFrozen(RuleError):
    """The song stands in a round that is under way and cannot be withdrawn."""

    title: str


@dataclass(eq=False)
class BoardChanged(RuleError):
    """Somebody else changed the same of a song on a board meanwhile; nothing was saved.

    Attributes:
        episode_id: The episode.
        song_id: The song.
        now: What was changed and what it says now: `beat`, `character`, `note`, `lost_without`.
    """

    episode_id: int
    song_id: int
    now: tuple[tuple[str, str], ...]
