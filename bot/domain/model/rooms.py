"""Rooms, what they may choose, and the people in them."""

from dataclasses import dataclass, field

from bot.domain.model.ids import AccountId, ChannelId, GuildId, RoleId, RoomId, UserId

CASTING_WINDOW = 12 * 3600
"""For how long (seconds) a tie waits for the casting vote."""
QUORUM = 50
"""How many percent of those who may vote have to, unless the room says otherwise."""
REMINDERS = (24 * 3600, 2 * 3600)
"""How long (seconds) before the close those who have not voted are reminded, longest first."""
GRACE = 15 * 60
"""For how long (seconds) a vote stays open whose close passed while the bot was away."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does something in a room, with what Discord says of them at that moment."""

    user_id: UserId
    roles: frozenset[int] = frozenset()
    manages_server: bool = False


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """What a room may choose. A change never alters a round that is already scheduled.

    `casting_window` is for how long (seconds) a tie waits for the casting vote; with 0 the lot
    decides at once. `quorum` is in percent of those who may vote, 0 for none. `reminders` are
    seconds before the close, longest first, and `grace` is in seconds. `method` names one of
    `bot.domain.counting.METHODS`; `closes` is a time in words that is offered first, or empty.
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


@dataclass(frozen=True, slots=True)
class Room:
    """One show's writers' room: a Discord channel, its people and its choices.

    `channel_trouble` is `deleted` or `forbidden` while the channel cannot be written to, and
    `event_trouble` is `forbidden` while scheduled events cannot be made; else both are empty. So
    it is with `thread_trouble` and threads.
    `spotify_account` is the account the room has connected; None where it uses the host's.
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
