"""What can go wrong, as typed facts. `cogs.ui.kit.errors` alone turns them into text for people."""

from collections.abc import Sequence
from dataclasses import dataclass, field


class RoomError(Exception):
    """The base of every error that Needle Drop raises on purpose."""


class RuleError(RoomError):
    """The person can act on it: do something else, or ask somebody who may."""


class UpstreamError(RoomError):
    """A service beyond the bot (Spotify, Discord) did not do its part."""


class StorageError(RoomError):
    """The database could not keep or give what was asked. What was being saved is not saved."""


class WrongKey(StorageError):
    """Something that was encrypted does not open: another key, or damaged."""

    def __str__(self) -> str:
        return (
            "Something encrypted does not open with the key this bot has. Put the key it was "
            "sealed with back (ENCRYPTION_KEY, or the key file), or connect Spotify again."
        )


@dataclass(eq=False)
class ConfigError(RoomError):
    """The bot cannot start as it is set up.

    Attributes:
        faults: One line for each fault, all of them at once, each saying what to do.
    """

    faults: Sequence[str]


@dataclass(eq=False)
class NotAllowed(RuleError):
    """The person may not do this.

    Attributes:
        needs: Who may: `showrunner`, `writer` or `manage_server`.
        removed: Whether the person was taken off the roster.
    """

    needs: str
    removed: bool = False


@dataclass(eq=False)
class NoRoom(RuleError):
    """This channel is not a room yet."""


@dataclass(eq=False)
class NotFound(RuleError):
    """What was named is not there (or belongs to another room, which looks the same).

    Attributes:
        what: A word of the glossary: `episode`, `song`, `round`, `recording`, `roster`.
        name: What the person called it; may be empty.
    """

    what: str
    name: str = ""


@dataclass(eq=False)
class InvalidInput(RuleError):
    """Something typed cannot be used.

    Attributes:
        what: A key of the presenter's table of faults, such as `link.playlist` or `title.too_long`.
        given: What the person typed, so that nothing they entered is lost.
        facts: What else the text needs.
    """

    what: str
    given: str = ""
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(eq=False)
class DuplicateEpisode(RuleError):
    """The room already has an episode of that number."""

    number: str


@dataclass(eq=False)
class DuplicateCharacter(RuleError):
    """The room already has a character of that name."""

    name: str


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
class IllegalMove(RuleError):
    """A round cannot make this move from the state it is in.

    Attributes:
        move: The verb that was asked for.
        state: The state the round is in.
        possible: The verbs that are legal from there, in alphabetical order.
    """

    move: str
    state: str
    possible: tuple[str, ...]


@dataclass(eq=False)
class RoundClosed(RuleError):
    """The round takes no ballots.

    Attributes:
        state: The state it is in: `scheduled`, `paused`, `closed`, `cancelled`, …
        episode: The number of its episode.
    """

    state: str
    episode: str


@dataclass(eq=False)
class RoundLive(RuleError):
    """The episode already has a round that is scheduled or under way."""

    episode: str
    state: str


@dataclass(eq=False)
class RoundTooSmall(RuleError):
    """A round needs 2 to 25 candidates, and more candidates than seats."""

    candidates: int
    seats: int


@dataclass(eq=False)
class InvalidBallot(RuleError):
    """A ballot breaks a rule of its round.

    Attributes:
        rule: `too_many_picks`, `too_many_stars`, `too_many_points`, `too_many_on_song`,
            `negative_points`, `unknown_song`, `own_song`, `star_not_picked`, `repeated`, `stale`
            (it is not the ranking that the change was made for) or `wrong_method`.
        limit: The number the rule speaks of, where it has one.
    """

    rule: str
    limit: int = 0


@dataclass(eq=False)
class InvalidRuling(RuleError):
    """A pin or a veto cannot be set, or cannot be taken back.

    Attributes:
        rule: `too_many_pins` (there are as many pins as seats), `pinned` or `vetoed` (the song is
            that already), `not_pinned` or `not_vetoed` (there is nothing to take back), or
            `no_reason` (a veto needs one).
        title: The song's title.
        limit: How many seats there are.
    """

    rule: str
    title: str
    limit: int = 0


@dataclass(eq=False)
class CannotForget(RuleError):
    """Somebody's name cannot be taken out now.

    Attributes:
        why: What they have part in: `showrunner`, `vote` or `account`.
    """

    why: str


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


@dataclass(eq=False)
class InvalidCasting(RuleError):
    """A casting vote does not fit the tie.

    Attributes:
        seats: How many of the tied songs can be seated.
        tied: How many songs are tied.
    """

    seats: int
    tied: int


@dataclass(eq=False)
class BadRecord(RuleError):
    """A record cannot be counted.

    Attributes:
        where: The ballot or the field at fault, as a reader would name it.
        rule: The rule it breaks, in plain words.
    """

    where: str
    rule: str


@dataclass(eq=False)
class NeedsTime(RuleError):
    """A time in words cannot be used as it is.

    Attributes:
        why: `unreadable`, `past`, `skipped` (daylight saving leaves it out), `doubled` (it happens
            twice), `before_opening` or `too_far`.
        given: The words.
        options: For `skipped` and `doubled`, the instants it may mean (UTC seconds), in order.
    """

    why: str
    given: str
    options: tuple[int, ...] = ()


@dataclass(eq=False)
class SpotifyUnavailable(UpstreamError):
    """Spotify did not answer, or not sensibly. Whether a write took effect is unknown.

    Attributes:
        doing: What was asked of it, in a few words for the log.
        status: The HTTP status where one arrived.
    """

    doing: str
    status: int | None = None


@dataclass(eq=False)
class SpotifyRefused(UpstreamError):
    """Spotify understood and said no; asking again will not help.

    Attributes:
        doing: What was asked of it.
        status: The HTTP status.
        reason: Spotify's own words.
    """

    doing: str
    status: int
    reason: str


@dataclass(eq=False)
class RateLimited(UpstreamError):
    """No call may be made before an instant.

    Attributes:
        until: UTC seconds.
    """

    until: float


@dataclass(eq=False)
class NeedsReconnect(UpstreamError):
    """The grant is gone (revoked, or six months old). Nobody is asked again until reconnection."""


@dataclass(eq=False)
class SpotifyNotConfigured(UpstreamError):
    """This installation has no Spotify credentials."""


@dataclass(eq=False)
class PlaylistGone(UpstreamError):
    """The playlist was deleted. It is asked about, never made anew."""

    playlist_id: str


@dataclass(eq=False)
class ChannelGone(UpstreamError):
    """A channel or person cannot be written to: deleted, or a permission is missing.

    Attributes:
        channel_id: Which one.
        why: `deleted` or `forbidden`.
    """

    channel_id: int
    why: str


@dataclass(eq=False)
class EventsForbidden(UpstreamError):
    """The bot may not make scheduled events in this server."""


@dataclass(eq=False)
class ThreadsForbidden(UpstreamError):
    """The bot may not open threads on its messages in this channel."""


@dataclass(eq=False)
class FilesForbidden(UpstreamError):
    """The bot may not attach files in this channel."""


@dataclass(eq=False)
class DiscordUnavailable(UpstreamError):
    """Discord did not take a message. Whether it took effect is unknown."""

    doing: str
