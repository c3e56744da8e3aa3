"""The ports as a process sees them: Discord and Spotify at the other end of a socket."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import DiscordUnavailable, SpotifyUnavailable
from bot.domain.model import (
    Episode,
    MessageId,
    Proposal,
    Room,
    Round,
    RoundId,
    RoundState,
    UserId,
)
from bot.services.ports.destinations import channel, person
from bot.services.ports.read_models import ImportView, Results, RoundView, ShortlistView, TieView
from bot.services.ports.spotify import PlaylistIntent, SyncReport
from bot.services.ports.world import Delivery

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
    """Implements `Announcer` as the real one does: looks before it says something again."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def _ask(self, op: str, **said: object) -> dict[str, Any]:
        try:
            return await self._line.ask(op, **said)
        except Unanswered as fault:
            raise DiscordUnavailable(op) from fault

    async def _post(self, to: str, key: str, delivery: Delivery, round_: Round) -> MessageId:
        if delivery.retry:
            found = await self._ask("find", to=to, key=key)
            if found["id"] is not None:
                return MessageId(found["id"])
        said = {"nonce": delivery.id, "retry": delivery.retry, "body": _shown(round_)}
        sent = await self._ask("send", to=to, key=key, **said)
        return MessageId(sent["id"])

    async def _edit(self, message_id: MessageId | None, round_: Round) -> None:
        if message_id is not None:
            await self._ask("edit", id=message_id, body=_shown(round_))

    async def post_proposal(
        self, room: Room, episode: Episode, proposal: Proposal, delivery: Delivery
    ) -> MessageId:
        raise NotImplementedError

    async def edit_proposal(self, room: Room, episode: Episode, proposal: Proposal) -> None:
        raise NotImplementedError

    async def present_shortlist(self, view: ShortlistView, delivery: Delivery) -> MessageId:
        raise NotImplementedError

    async def edit_shortlist(self, view: ShortlistView) -> None:
        raise NotImplementedError

    async def talk_of_shortlist(self, view: ShortlistView) -> None:
        raise NotImplementedError

    async def talk_of_ballot(self, view: RoundView) -> None:
        """Open no thread: it says nothing."""

    async def post_ballot(
        self, view: RoundView, mention: Sequence[UserId], delivery: Delivery
    ) -> MessageId:
        key = f"ballot:{view.round.id}"
        return await self._post(channel(view.room), key, delivery, view.round)

    async def edit_ballot(self, view: RoundView) -> None:
        await self._edit(view.round.message_id, view.round)

    def turnout_changed(self, round_id: RoundId) -> None:
        """Show no turnout: it is no promise."""

    async def ask_casting(self, view: TieView, delivery: Delivery) -> MessageId:
        key = f"casting:{view.round.id}"
        return await self._post(channel(view.room), key, delivery, view.round)

    async def edit_casting(self, view: TieView) -> None:
        await self._edit(view.round.casting_message_id, view.round)

    async def ask_showrunner(self, view: TieView, delivery: Delivery) -> None:
        key = f"casting:{view.round.id}"
        await self._post(person(view.room.showrunner_id), key, delivery, view.round)

    async def remind(self, view: RoundView, user_id: UserId, delivery: Delivery) -> None:
        await self._post(person(user_id), f"remind:{delivery.id}", delivery, view.round)

    async def tell_showrunner(self, view: RoundView, delivery: Delivery) -> None:
        key = f"tell:{delivery.id}"
        await self._post(person(view.room.showrunner_id), key, delivery, view.round)

    async def show_event(self, view: RoundView, delivery: Delivery) -> int | None:
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

    async def post_import(self, view: ImportView, delivery: Delivery) -> MessageId:
        raise NotImplementedError

    async def edit_import(self, view: ImportView) -> None:
        raise NotImplementedError

    async def tell_reconnect(
        self, room: Room, user_id: UserId, days_left: int, delivery: Delivery
    ) -> None:
        raise NotImplementedError

    async def post_results(self, results: Results, delivery: Delivery) -> MessageId:
        key = f"cast:{results.round.id}"
        return await self._post(channel(results.room), key, delivery, results.round)

    async def edit_results(self, results: Results) -> None:
        await self._edit(results.round.results_message_id, results.round)


def _shown(round_: Round) -> dict[str, object]:
    return {"round": round_.id, "state": round_.state.value}


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
