"""The ports of a process under test, implemented by calls to the server in `outside.py`."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import DiscordUnavailable, SpotifyUnavailable
from bot.domain.model import MessageId, Round, RoundState, UserId
from bot.services.ports.announcements import Announcement, DecisionMessage, Delivery, Notice
from bot.services.ports.destinations import channel, person
from bot.services.ports.read_models import RoundView
from bot.services.ports.spotify import Made, PlaylistIntent, SyncReport, forget_made

SHOWN = frozenset({RoundState.SCHEDULED, RoundState.OPEN, RoundState.PAUSED, RoundState.CLOSING})
"""The states in which a round has a scheduled event."""


class Unanswered(Exception):
    """There was no answer, so it is not known whether the request took effect."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A client of the server; `slot` identifies the process."""

    port: int
    slot: int

    async def ask(self, op: str, **arguments: object) -> dict[str, Any]:
        """Send a request and return the answer.

        Raises:
            Unanswered: The request was refused, or there was no answer.
        """
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                writer.write(json.dumps({"op": op, "slot": self.slot} | arguments).encode() + b"\n")
                line = await reader.readline()
            finally:
                writer.close()
        except OSError as fault:
            raise Unanswered(op) from fault
        answer: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {"refused": True}
        if "refused" in answer:
            raise Unanswered(op)
        return answer


class RemoteAnnouncer:
    """Implements `Announcer` and `ScheduledEvents`; on a retry, looks for the message first."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    async def post(self, announcement: Announcement, delivery: Delivery) -> MessageId:
        key = _posted_as(announcement, delivery)
        return await self._send(channel(announcement.room), key, announcement, delivery)

    async def find(self, announcement: Announcement, delivery: Delivery) -> MessageId | None:
        return await self._find(channel(announcement.room), _posted_as(announcement, delivery))

    async def edit(self, announcement: Announcement) -> MessageId | None:
        if announcement.message_id is not None:
            await self._ask("edit", id=announcement.message_id, body=_body(announcement))
        return announcement.message_id

    async def stands(self, announcement: Announcement) -> bool:
        """Return that it is: nobody deletes anything."""
        return announcement.message_id is not None

    async def tell(self, user_id: UserId, notice: Notice, delivery: Delivery) -> None:
        key = f"{type(notice).__name__}:{notice.subject_id}:{delivery.id}"
        await self._send(person(user_id), key, notice, delivery)

    async def open_thread(self, announcement: Announcement) -> None:
        """Open no thread: threads are not checked."""

    async def post_in_thread(
        self, announcement: Announcement, thread_id: MessageId, delivery: Delivery
    ) -> MessageId | None:
        key = f"{type(announcement).__name__}:{announcement.subject_id}:{delivery.id}"
        return await self._send(f"channel:{thread_id}", key, announcement, delivery)

    async def edit_in_thread(self, announcement: Announcement, thread_id: MessageId) -> bool:
        del thread_id
        return await self.edit(announcement) is not None

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

    async def _ask(self, op: str, **arguments: object) -> dict[str, Any]:
        try:
            return await self._remote.ask(op, **arguments)
        except Unanswered as fault:
            raise DiscordUnavailable(op) from fault

    async def _find(self, to: str, key: str) -> MessageId | None:
        found = await self._ask("find", to=to, key=key)
        return None if found["id"] is None else MessageId(found["id"])

    async def _send(self, to: str, key: str, notice: Notice, delivery: Delivery) -> MessageId:
        found = await self._find(to, key) if delivery.retry else None
        if found is not None:
            return found
        arguments = {"nonce": delivery.id, "retry": delivery.retry, "body": _body(notice)}
        sent = await self._ask("send", to=to, key=key, **arguments)
        return MessageId(sent["id"])


def _posted_as(announcement: Announcement, delivery: Delivery) -> str:
    """Return by what a message in a room's channel is found again."""
    key = f"{type(announcement).__name__}:{announcement.subject_id}"
    if isinstance(announcement, DecisionMessage):
        key = f"{key}:{delivery.id}"  # a round may have to be asked about more than once
    return key


def _body(notice: Notice) -> dict[str, object]:
    """Return the part of a message that is checked in the end: the state of its round."""
    round_ = getattr(getattr(notice, "view", None), "round", None)
    return {"state": round_.state.value} if isinstance(round_, Round) else {}


class RemotePlaylists:
    """Implements `Playlists`; every playlist is the bot's own."""

    configured = True

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        """Accept every title."""

    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        """Accept every cover."""

    async def sync(self, intent: PlaylistIntent, made: Made = forget_made) -> SyncReport:
        try:
            await self._remote.ask("sync", marker=intent.marker, wanted=intent.wanted)
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
