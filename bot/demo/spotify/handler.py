"""Handle requests: record each one, apply the fault that was ordered for it, and answer."""

import asyncio
import inspect
import json
import threading
from urllib.parse import parse_qsl

from aiohttp import web

from bot.demo.spotify.api import Api
from bot.demo.spotify.covers import cover
from bot.demo.spotify.faults import Fault, Faults, Hook
from bot.demo.spotify.grants import Grants
from bot.demo.spotify.shapes import Shapes
from bot.demo.spotify.state import State
from bot.demo.spotify.wire import Answer, Call, Recorded, Refused, as_error
from bot.domain import structs

TOKEN_PATH = "/api/token"  # noqa: S105 (a path)
AUTHORIZE_PATH = "/authorize"
_COVERS = "/covers/"


class RequestHandler:
    """Handles all requests to one address.

    Attributes:
        outage: What happens to every call while it is set.
        errors: Exceptions raised by the simulation itself.
    """

    def __init__(
        self, root: str, covers: str, state: State, grants: Grants, lock: threading.RLock
    ) -> None:
        self._state = state
        self._grants = grants
        self._lock = lock
        self._api = Api(state, Shapes(root, covers, state))
        self.faults = Faults()
        self.outage: Fault | None = None
        self.requests: list[Recorded] = []
        self.token_requests: list[Recorded] = []
        self.errors: list[Exception] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request of any kind."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        call = Call(request.method, request.path, dict(request.query), headers, body)
        try:
            answer = await self._answer(call)
        except Exception as error:
            self.errors.append(error)
            raise
        if answer is None:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        headers = dict(answer.headers)
        if answer.content_type:
            headers["Content-Type"] = answer.content_type
        return web.Response(status=answer.status, body=answer.body, headers=headers)

    async def _answer(self, call: Call) -> Answer | None:
        """Return the answer; None to drop the connection."""
        if call.path.startswith(_COVERS):
            return await self._cover(call.path.removeprefix(_COVERS))
        if call.path == AUTHORIZE_PATH:
            return self._authorize(call)
        is_token_call = call.path == TOKEN_PATH
        records = self.token_requests if is_token_call else self.requests
        record = Recorded(
            call.method, call.path, call.query, _recorded_body(call, form=is_token_call)
        )
        records.append(record)
        fault = self.outage or self.faults.take(call.method, call.path)
        answer = await self._answer_with_fault(fault, call)
        self._complete_record(records, record, answer)
        return answer

    async def _answer_with_fault(self, fault: Fault, call: Call) -> Answer | None:
        """Carry out a call as far as a fault allows."""
        await _run(fault.before)
        answer = self._carry_out(call) if fault.effect else Answer(200)
        await _run(fault.after)
        if fault.gate is not None:
            await fault.gate.wait_until_open()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        return None if fault.drop else fault.change_answer(answer)

    def _carry_out(self, call: Call) -> Answer:
        with self._lock:
            try:
                if call.path == TOKEN_PATH:
                    return self._token(call)
                scopes = self._grants.check(call.headers.get("authorization", ""))
                return self._api.answer(call, scopes)
            except Refused as refused:
                return as_error(refused.status, refused.message)

    def _token(self, call: Call) -> Answer:
        if call.method != "POST":
            raise Refused(405, "Method not allowed")
        return self._grants.token(call)

    def _authorize(self, call: Call) -> Answer:
        """Redirect the browser at once, as if the account's owner had agreed."""
        with self._lock:
            try:
                landing = self._grants.agree(call.query)
            except Refused as refused:
                return Answer(refused.status, refused.message.encode(), "text/plain")
        return Answer(302, headers={"Location": landing})

    async def _cover(self, name: str) -> Answer:
        kind, _, playlist_id = name.rpartition("/")
        if kind == "playlists" and playlist_id in self._state.playlists:
            image = self._state.playlists[playlist_id].cover
            return Answer(200, image, "image/jpeg") if image else Answer(404)
        track = self._state.tracks.get(name)
        if track is None:
            return Answer(404)
        # Drawing takes a while, and the loop may be the bot's.
        return Answer(200, await asyncio.to_thread(cover, track), "image/jpeg")

    def _complete_record(
        self, records: list[Recorded], record: Recorded, answer: Answer | None
    ) -> None:
        """Add the outcome to the record of a call, unless the records have been cleared."""
        completed = structs.replace(
            record, status=answer.status if answer else None, answered_at=self._state.clock()
        )
        for place, one in enumerate(records):
            if one is record:
                records[place] = completed


def _recorded_body(call: Call, *, form: bool) -> object:
    """Return the body of a call, decoded for the record."""
    if form:
        return dict(parse_qsl(call.body.decode("utf-8", "replace")))
    try:
        return json.loads(call.body)
    except ValueError:
        return None


async def _run(hook: Hook | None) -> None:
    outcome = hook() if hook else None
    if inspect.isawaitable(outcome):
        await outcome
