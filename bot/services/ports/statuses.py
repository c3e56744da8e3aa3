"""What services return of how things stand: in a room, with a playlist, with promises."""

from msgspec import Struct

from bot.domain.model import Episode, EpisodeSummary, Recording, Room
from bot.services.ports.read_models import ImportView, RoundView


class Waiting(Struct, frozen=True):
    """Waiting effects of one kind that failed alike: how many there are, and why they wait.

    `due_at` (UTC seconds) is when the first of them is tried again, `attempts` how often the one
    tried most was. `last_error` is the name of the error in the last attempt, and after a space
    Discord's code if it gave one.
    """

    what: str
    destination: str
    attempts: int
    due_at: int
    last_error: str
    number: int = 1


class GivenUp(Struct, frozen=True):
    """Effects of one kind that were given up for one reason, the last of them at `at`.

    `at` is UTC seconds; `error` as in `Waiting`.
    """

    what: str
    error: str
    at: int
    number: int = 1


class SettingsView(Struct, frozen=True):
    """The settings of a room. `live` are the episodes with a live round, which keeps its rules."""

    room: Room
    live: tuple[Episode, ...] = ()


class ShortlistPlaylist(Struct, frozen=True):
    """The playlist of an episode's shortlist, as the last sync left it.

    Of the `wanted` songs `in_place` are there; those entered by hand never can be. `synced_at` is
    UTC seconds.
    """

    episode: Episode
    url: str
    in_place: int
    wanted: int
    synced_at: int


class PlaylistStatus(Struct, frozen=True):
    """What the shared playlist should hold, and what it holds.

    `playlist_id` is None while there is none. `mode` is `append` (people edit it too) or `mirror`
    (it is the bot's own), `synced_at` UTC seconds (0 before the first sync). Of the `wanted` songs
    `in_place` are there; `missing` are not, each with `taken_out`, `dead` or an empty text (the
    next sync brings it); `by_hand` never can be. `extra` are there and not wanted. With `trouble`
    Spotify could not be asked, and what it held after the last sync is told. `read_at` (UTC
    seconds) is when it was looked into; 0 for just now. Until `searches_until` (UTC
    seconds) Spotify's quota is used up for searches, and songs are put into it all the same. It was
    `public` when it was looked at last.
    """

    room: Room
    playlist_id: str | None
    wanted: tuple[Recording, ...]
    mode: str = ""
    synced_at: int = 0
    in_place: int = 0
    missing: tuple[tuple[Recording, str], ...] = ()
    by_hand: tuple[Recording, ...] = ()
    extra: tuple[Recording, ...] = ()
    waiting: tuple["Waiting", ...] = ()
    trouble: Exception | None = None
    read_at: int = 0
    searches_until: int = 0
    shortlist: ShortlistPlaylist | None = None
    public: bool = False


class RoomStatus(Struct, frozen=True):
    """What is going on in a room.

    `live` is the current episode's live round, if any; `other_votes` are those of other episodes,
    the newest episode first.
    """

    room: Room
    writers: int
    episode: EpisodeSummary | None
    live: RoundView | None
    waiting: tuple[Waiting, ...]
    spotify: str
    """`connected`, `search_only`, `off`, `reconnect` or `limited`."""
    imports: tuple[ImportView, ...] = ()
    """The playlists that are being imported, oldest first."""
    episodes: int = 0
    """How many there are, current or not."""
    other_votes: tuple[RoundView, ...] = ()
    given_up: tuple[GivenUp, ...] = ()
    """What was given up in the last days, newest first."""
