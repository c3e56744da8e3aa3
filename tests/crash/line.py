"""The ports as a process sees them: Discord and Spotify at the other end of a socket."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import DiscordUnavailable, SpotifyUnavailable
from bot.domain.model import MessageId, Round, RoundState, UserId
from bot.services.ports.announcements import Announcement, Delivery, Notice
from bot.services.ports.destinations import channel, person
from bot.services.ports.read_models import RoundView
from bot.services.ports.spotify import PlaylistIntent, SyncReport

SHOWN = frozenset({RoundState.SCHEDULED, RoundState.OPEN, RoundState.PAUSED})
"""The states in which a round has a scheduled event."""


class Unanswered(Exception):
    """Whether it was done is not known."""


@dataclass(frozen=True, slots=True)
class Line:
    """A way to the server; `slot` says who asks."""

    port: int
    slot: int

    async def ask(self, op: str, **said: object) -> dict[str, Any]:
        """Ask for something.

        Raises:
            Unanswered: It was refused, or the answer did not come.
        """
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                writer.write(json.dumps({"op": op, "slot": self.slot} | said).encode() + b"\n")
                line = await reader.readline()
            finally:
                writer.close()
        except OSError as fault:
            raise Unanswered(op) from fault
        answer: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {"refused": True}
        if "refused" in answer:
            raise Unanswered(op)
        return answer


class LineAnnouncer:
    """Implements `Announcer` and `ScheduledEvents`: looks before it says something again."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def post(self, announcement: Announcement, delivery: Delivery) -> MessageId:
        key = f"{type(announcement).__name__}:{announcement.subject_id}"
        return await self._send(channel(announcement.room), key, announcement, delivery)

    async def edit(self, announcement: Announcement) -> MessageId | None:
        if announcement.message_id is not None:
            await self._ask("edit", id=announcement.message_id, body=_body(announcement))
        return announcement.message_id

    async def tell(self, user_id: UserId, notice: Notice, delivery: Delivery) -> None:
        key = f"{type(notice).__name__}:{notice.subject_id}:{delivery.id}"
        await self._send(person(user_id), key, notice, delivery)

    async def open_thread(self, announcement: Announcement) -> None:
        """Open no thread: it says nothing."""

    async def show(self, view: RoundView, delivery: Delivery) -> int | None:
        event_id = view.round.event_id
        if event_id is None and delivery.retry:
            event_id = (await self._ask("find_event", round=view.round.id))["id"]
        if view.round.state not in SHOWN:
            if event_id is not None:
                await self._ask("end_event", id=event_id)
            return None
        if event_id is None:
            event_id = int((await self._ask("make_event", round=view.round.id))["id"])
        return event_id

    async def _ask(self, op: str, **said: object) -> dict[str, Any]:
        try:
            return await self._line.ask(op, **said)
        except Unanswered as fault:
            raise DiscordUnavailable(op) from fault

    async def _send(self, to: str, key: str, notice: Notice, delivery: Delivery) -> MessageId:
        if delivery.retry:
            found = await self._ask("find", to=to, key=key)
            if found["id"] is not None:
                return MessageId(found["id"])
        said = {"nonce": delivery.id, "retry": delivery.retry, "body": _body(notice)}
        sent = await self._ask("send", to=to, key=key, **said)
        return MessageId(sent["id"])


def _body(notice: Notice) -> dict[str, object]:
    """Return what of a message is looked at in the end: the state in which it shows a round."""
    round_ = getattr(getattr(notice, "view", None), "round", None)
    return {"state": round_.state.value} if isinstance(round_, Round) else {}


class LineSpotify:
    """Implements `Playlists`: every playlist is the bot's own."""

    configured = True

    def __init__(self, line: Line) -> None:
        self._line = line

    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        """Take every title."""

    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        """Take every cover."""

    async def sync(self, intent: PlaylistIntent) -> SyncReport:
        try:
            await self._line.ask("sync", marker=intent.marker, wanted=intent.wanted)
        except Unanswered as fault:
            raise SpotifyUnavailable("sync") from fault
        return SyncReport(
            playlist_id=f"{intent.marker:>22}"[-22:],
            present=intent.wanted,
            added=frozenset(intent.wanted),
            taken_out=(),
            dead=(),
            calls=1,
        )
