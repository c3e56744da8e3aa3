"""The storage of what a room knows of the rights to its songs."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, RoomId, Song, SongId, UserId
from bot.domain.rights import Holder, HolderId, Money, Rights, Side, Stage


class StoredStep(Struct, frozen=True):
    """A step, who took it, when (UTC seconds), and for which episode; None for none.

    With a `holder_id`, `status` is a stage. With a `side` alone, it says whether that side has no
    more holders than are known. With neither, it is about the song as a whole. `fee` and
    `answer_by` (UTC seconds) are what holds after the step. `number` is the episode's, and read
    only; empty for none.
    """

    id: int
    song_id: SongId
    status: Stage | Clearance | bool
    user_id: UserId
    at: int
    episode_id: EpisodeId | None = None
    number: str = ""
    holder_id: HolderId | None = None
    side: Side | None = None
    fee: Money | None = None
    answer_by: int | None = None
    note: str = ""


class RightsRepository(Protocol):
    """Holders of rights, and all steps about them and about songs as a whole."""

    async def of_room(self, room_id: RoomId) -> Rights:
        """Return what is known of the rights to a room's songs, over all its episodes."""
        ...

    async def of_songs(self, room_id: RoomId, song_ids: Iterable[SongId]) -> Rights:
        """Return what is known of the rights to some songs, over all of a room's episodes.

        What a room knows of other songs is mostly left out; `about` and `refused` say the same of
        these songs as they do for the whole room, which takes longer to read.
        """
        ...

    async def holder(self, room_id: RoomId, holder_id: HolderId) -> Holder | None:
        """Return a holder as they stand now; None if the room has no such holder."""
        ...

    async def awaited(self, room_id: RoomId) -> tuple[Holder, ...]:
        """Return the holders from whom an answer is awaited, those first who were asked first.

        `at` is since when they have been asked, whatever was noted since.
        """
        ...

    async def clearable(self, room_id: RoomId) -> tuple[Song, ...]:
        """Return the songs that a room proposed or knows rights of, the newest first."""
        ...

    async def rooms_overdue(self, now: int, most: int) -> tuple[RoomId, ...]:
        """Return rooms where a date for an answer has passed that was not brought up yet."""
        ...

    async def bring_up(self, room_id: RoomId, now: int, message: int) -> bool:
        """Note that a room's dates that have passed are brought up by a message, each once.

        False if there are none: another process was faster.
        """
        ...

    async def put_back(self, room_id: RoomId, message: int, now: int) -> None:
        """Have the dates of a message that are still to come brought up once they pass.

        A clock that was ahead had them pass early.
        """
        ...

    async def brought_up(self, room_id: RoomId, message: int) -> tuple[Holder, ...]:
        """Return the holders whose dates a message brings up, the earliest date first.

        `at` is as in `awaited`.
        """
        ...

    async def steps(self, room_id: RoomId, song_id: SongId) -> tuple[StoredStep, ...]:
        """Return all steps about a song, in order; those about recordings like it are not there."""
        ...

    async def notes(self, room_id: RoomId) -> Mapping[int, str]:
        """Return the notes on a room's songs, by the id of the step.

        Of a holder it is the latest note there is, by the id of the latest step with them.
        """
        ...

    async def new_step(self, room_id: RoomId) -> int:
        """Return an id for a step that follows all others of a room.

        Ids say in which order steps were taken, and the clock of another process may be ahead.
        """
        ...

    async def say(self, room_id: RoomId, step: StoredStep) -> None:
        """Store a step that names no holder."""
        ...

    async def add(self, room_id: RoomId, holder: Holder, step: StoredStep) -> None:
        """Store a new holder, and the first step about them."""
        ...

    async def advance(self, room_id: RoomId, step: StoredStep, was: int) -> bool:
        """Store a step about its holder; False if the latest one is not `was` any more.

        It is False, too, if the room has no such holder.
        """
        ...

    async def change(self, room_id: RoomId, holder: Holder) -> bool:
        """Store a holder's name, contact, share and favor; False if the room has no such holder."""
        ...

    async def delete(self, room_id: RoomId, holder_id: HolderId) -> bool:
        """Delete a holder and all steps about them; False if the room has no such holder."""
        ...
