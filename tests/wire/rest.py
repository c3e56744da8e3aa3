"""The REST side: routes, the faults before and after each, and a record of every request."""

import json
import re
from collections.abc import Callable
from typing import Any

from aiohttp import BodyPartReader, web

from tests.wire.call import Call
from tests.wire.capture import Recorded, append
from tests.wire.events import ScheduledEvents
from tests.wire.faults import Fault, Script
from tests.wire.interactions import Interactions
from tests.wire.shapes import BOT, GUILD, Json, bot_account
from tests.wire.state import DiscordState, Refusal, unknown

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"
THREADS = "/channels/{channel_id}/messages/{message_id}/threads"
FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
DIRECT = "/users/@me/channels"
EVENTS = "/guilds/{guild_id}/scheduled-events"
EVENT = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}"
COMMANDS = "/applications/{application_id}/commands"


Effect = Callable[[Call], Any]


class Rest:
    """Answers and records every request; `unrouted` has those without a route."""

    def __init__(
        self,
        state: DiscordState,
        interactions: Interactions,
        faults: Script,
        changed: Callable[[], None],
    ) -> None:
        self._state = state
        self._interactions = interactions
        self._faults = faults
        self._changed = changed
        self.recorded: list[Recorded] = []
        self.unrouted: list[Recorded] = []
        self.in_progress = 0
        self._routes = [
            (method, route, _pattern(route), effect) for method, route, effect in self._table()
        ]

    def match(self, method: str, path: str) -> tuple[str, dict[str, str], Effect] | None:
        """Return the route of a request, the variable parts of its path, and what it does."""
        for known, route, pattern, effect in self._routes:
            match = pattern.fullmatch(path) if known == method else None
            if match:
                return route, match.groupdict(), effect
        return None

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one request."""
        self.in_progress += 1
        try:
            return await self._dispatch(request)
        finally:
            self.in_progress -= 1
            self._changed()

    async def _dispatch(self, request: web.Request) -> web.StreamResponse:
        method, path = request.method, request.path.removeprefix("/api/v10")
        found = self.match(method, path)
        if found is not None:
            route, parts, effect = found
            call = Call(await _read(request, route, path), parts)
            self._note(call.recorded)
            return await self._answer(request, call, effect)
        recorded = await _read(request, "", path)
        self._note(recorded)
        self.unrouted.append(recorded)
        return _json({"message": "404: Not Found", "code": 0}, 404)

    def _note(self, recorded: Recorded) -> None:
        self.recorded.append(recorded)
        append(recorded)
        self._changed()

    async def _answer(self, request: web.Request, call: Call, effect: Effect) -> web.StreamResponse:
        fault = self._faults.of(call.recorded.method, call.recorded.route) or Fault()
        if fault.gate is not None:
            await fault.gate.passed()
        refuses = bool(fault.status or fault.dropped)
        answer = _json(None, 204)
        if fault.after or not refuses:
            answer = _carry_out(effect, call)
            self._changed()
        if fault.gate_after is not None:
            await fault.gate_after.passed()
        if fault.dropped and request.transport is not None:
            request.transport.abort()
        return _json(fault.body, fault.status, fault.headers) if fault.status else answer

    def _table(self) -> list[tuple[str, str, Effect]]:
        state, events = self._state, ScheduledEvents(self._state)
        return [
            ("GET", "/users/@me", lambda _: bot_account()),
            ("GET", "/gateway/bot", lambda _: state.gateway_facts()),
            ("GET", "/oauth2/applications/@me", lambda _: self._application()),
            ("PUT", COMMANDS, self._register),
            ("POST", CALLBACK, self._callback),
            ("POST", FOLLOW_UP, self._follow_up),
            ("GET", ORIGINAL, self._original),
            ("PATCH", ORIGINAL, self._edit_original),
            ("POST", MESSAGES, self._post),
            ("GET", MESSAGES, self._history),
            ("GET", MESSAGE, self._message),
            ("PATCH", MESSAGE, self._edit),
            ("DELETE", MESSAGE, self._delete),
            ("POST", THREADS, self._thread),
            (
                "GET",
                "/channels/{channel_id}",
                lambda call: state.channel(call.number("channel_id")),
            ),
            (
                "PATCH",
                "/channels/{channel_id}",
                lambda call: state.change_thread(call.number("channel_id"), call.body),
            ),
            ("POST", DIRECT, lambda call: state.direct(int(call.body["recipient_id"]))),
            ("GET", "/users/{user_id}", self._user),
            ("GET", "/guilds/{guild_id}/members/{user_id}", self._member),
            ("GET", "/guilds/{guild_id}/roles", self._roles),
            ("GET", "/guilds/{guild_id}", lambda _: state.there()),
            ("GET", EVENTS, lambda _: list(state.events.values())),
            ("POST", EVENTS, events.make),
            ("GET", EVENT, events.get),
            ("PATCH", EVENT, events.edit),
            ("DELETE", EVENT, events.delete),
        ]

    def _application(self) -> Json:
        return {
            "id": str(BOT),
            "name": "Needle Drop",
            "description": "",
            "icon": None,
            "rpc_origins": [],
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "team": None,
            "owner": {"id": "1", "username": "host", "discriminator": "0", "avatar": None},
        }

    def _register(self, call: Call) -> list[Json]:
        described = call.recorded.body
        assert isinstance(described, list)
        # A command in the menu of messages is sent without a description and answered with none.
        known = {"application_id": str(BOT), "version": "1", "description": ""}
        self._state.commands = [
            known | {"id": str(self._state.new_id())} | one for one in described
        ]
        return self._state.commands

    def _callback(self, call: Call) -> Json:
        token = call.parts["interaction_token"]
        found = self._interactions.answerable(call.number("interaction_id"), token)
        self._interactions.answer(found, call.body, call.files)
        made: Json = {"id": str(found.id), "type": found.payload["type"]}
        resource: Json = {"type": found.callbacks[-1]}
        if found.message is not None:
            made["response_message_id"] = found.message["id"]
            made["response_message_loading"] = found.waiting
            made["response_message_ephemeral"] = bool(found.message["flags"] & 64)
            resource["message"] = found.message
        return {"interaction": made, "resource": resource}

    def _follow_up(self, call: Call) -> Json:
        found = self._interactions.open_for_followups(call.parts["webhook_token"])
        return self._interactions.follow_up(found, call.body, call.files)

    def _original(self, call: Call) -> Json:
        found = self._interactions.open_for_followups(call.parts["webhook_token"])
        if found.message is None:
            raise unknown("message")
        return found.message

    def _edit_original(self, call: Call) -> Json:
        found = self._interactions.open_for_followups(call.parts["webhook_token"])
        return self._interactions.edit_answer(found, call.body, call.files)

    def _post(self, call: Call) -> Json:
        return self._state.post(call.number("channel_id"), call.body, call.files)

    def _history(self, call: Call) -> list[Json]:
        channel_id, query = call.number("channel_id"), call.recorded.query
        self._state.channel(channel_id)
        before = int(query.get("before", 1 << 63))
        after = int(query.get("after", 0))
        there = [
            one for key, one in self._state.messages[channel_id].items() if after < key < before
        ]
        newest = sorted(there, key=lambda one: int(one["id"]), reverse=True)
        limit = int(query.get("limit", 50))
        # After a message come those that follow it, not the newest.
        return newest[-limit:] if "after" in query else newest[:limit]

    def _message(self, call: Call) -> Json:
        return self._state.message(call.number("channel_id"), call.number("message_id"))

    def _edit(self, call: Call) -> Json:
        return self._state.edit(self._message(call), call.body, call.files)

    def _delete(self, call: Call) -> None:
        message = self._message(call)
        del self._state.messages[call.number("channel_id")][int(message["id"])]

    def _thread(self, call: Call) -> Json:
        message = self._message(call)
        return self._state.open_thread(message, call.body)

    def _user(self, call: Call) -> Json:
        found = self._state.users.get(call.number("user_id"))
        if found is None:
            raise unknown("user")
        return found.payload()

    def _roles(self, _call: Call) -> list[Json]:
        self._state.require_server()
        return list(self._state.roles.values())

    def _member(self, call: Call) -> Json:
        self._state.require_server()
        found = self._state.users.get(call.number("user_id"))
        if found is None or found.id in self._state.left or call.number("guild_id") != GUILD:
            raise Refusal(404, 10007, "Unknown Member")
        return found.member()


def _carry_out(effect: Effect, call: Call) -> web.Response:
    try:
        made = effect(call)
    except Refusal as refusal:
        return _json(refusal.body(), refusal.status)
    return _json(made, 204 if made is None else 200)


def _pattern(route: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", route)
    named = (
        f"(?P<{part}>{r'[^/]+' if part.endswith('token') else r'[0-9]+'})"
        if place % 2
        else re.escape(part)
        for place, part in enumerate(parts)
    )
    return re.compile("".join(named))


def _json(body: Any, status: int, headers: dict[str, str] | None = None) -> web.Response:
    # discord.py takes a body for JSON only where the type is told without a character set.
    if status == 204:
        return web.Response(status=204)
    return web.Response(
        status=status,
        body=json.dumps(body).encode(),
        content_type="application/json",
        headers=headers,
    )


async def _read(request: web.Request, route: str, path: str) -> Recorded:
    body: Any = None
    files: list[str] = []
    multipart = request.content_type.startswith("multipart/")
    if multipart:
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            content = await part.read()
            if part.name == "payload_json":
                body = json.loads(content)
            else:
                files.append(part.filename or "")
    elif raw := await request.read():
        body = json.loads(raw)
    return Recorded(
        method=request.method,
        route=route,
        path=path,
        query=dict(request.query),
        body=body,
        multipart=multipart,
        files=files,
        authorized=request.headers.get("Authorization", "").startswith("Bot "),
    )
