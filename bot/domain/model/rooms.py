"""Rooms, their settings, and the people in them."""

from msgspec import Struct, field

from bot.domain.model.ids import AccountId, ChannelId, GuildId, RoleId, RoomId, UserId

CASTING_WINDOW = 12 * 3600
"""How long (seconds) a tie waits for the casting vote."""
QUORUM = 50
"""The percentage of writers who must vote, unless the room sets another."""
REMINDERS = (24 * 3600, 2 * 3600)
"""Reminders for those who have not voted, in seconds before the close, longest first."""
GRACE = 15 * 60
"""How long (seconds) a vote stays open if its close passed while the bot was away."""


class Person(Struct, frozen=True):
    """Somebody who acts in a room, with their current roles and permissions at Discord."""

    user_id: UserId
    roles: frozenset[int] = frozenset()
    manages_server: bool = False


class RoomSettings(Struct, frozen=True):
    """The settings of a room. Rounds that are already scheduled keep their rules.

    `casting_window` is how long (seconds) a tie waits for the casting vote; with 0 the lot decides
    at once. `quorum` is the percentage of writers who must vote, 0 for none. `reminders` are in
    seconds before the close, longest first; `grace` is in seconds. `method` names one of
    `bot.domain.counting.METHODS`. `closes` is the suggested close as a time in words, or empty.
    `scrutineers` count votes again whose ballots nobody else may see; they are neither the
    showrunner nor delegates. `supervisor_id` is the music supervisor, who clears the rights to
    songs, and `supervisors_role_id` a role whose members do; both None if nobody but the showrunner
    does, and never both given.
    """

    own_songs_votable: bool = False
    proposers_hidden: bool = False
    casting_window: int = CASTING_WINDOW
    quorum: int = QUORUM
    reminders: tuple[int, ...] = REMINDERS
    early_close: bool = False
    grace: int = GRACE
    method: str = "approval"
    closes: str = ""
    events: bool = False
    scrutineers: tuple[UserId, ...] = ()
    supervisor_id: UserId | None = None
    supervisors_role_id: RoleId | None = None


class Room(Struct, frozen=True):
    """One show's writers' room: a Discord channel, its people and its settings.

    `channel_trouble` is `deleted` or `forbidden` while the bot cannot write to the channel.
    `event_trouble` and `thread_trouble` are `forbidden` while it may not create scheduled events or
    threads, `full` while there are as many as Discord allows, and `thread_trouble` is `kind` where
    such a channel has no threads. Otherwise they are empty. `spotify_account` is
    the account the room has connected; None if it uses the host's.
    """

    id: RoomId
    guild_id: GuildId
    channel_id: ChannelId
    title: str
    timezone: str
    showrunner_id: UserId
    delegates_role_id: RoleId | None = None
    writers_role_id: RoleId | None = None
    settings: RoomSettings = field(default_factory=RoomSettings)
    channel_trouble: str = ""
    event_trouble: str = ""
    thread_trouble: str = ""
    spotify_account: AccountId | None = None

    @property
    def lost(self) -> bool:
        """Whether its channel was deleted."""
        return self.channel_trouble == "deleted"
