"""Spotify, without a network: the demo's, behind the adapter of `requests`."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import requests

from bot.demo.spotify.api import Api
from bot.demo.spotify.catalogue import load
from bot.demo.spotify.faults import NONE, Fault
from bot.demo.spotify.grants import Grants
from bot.demo.spotify.handler import TOKEN_PATH
from bot.demo.spotify.people import People
from bot.demo.spotify.shapes import Shapes
from bot.demo.spotify.state import Account, State
from bot.demo.spotify.wire import Answer, Call, Refused, as_error
from bot.domain.structs import replace
from bot.settings import SpotifySettings
from bot.spotify.account import Account as OurAccount

ROOT = "https://spotify.invalid"


class SpotifySide(People):
    """Holds playlists and answers calls, unless it is told to do otherwise.

    Args:
        now: Gives the time (UTC seconds) as Spotify has it.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        owner = Account("the-writers-room", "The Writers' Room")
        state = State(load(), owner, now)
        super().__init__(state)
        self.state = state
        self.grants = Grants(now)
        self._api = Api(state, Shapes(ROOT, f"{ROOT}/covers", state))
        self.settings = SpotifySettings(
            self.grants.client_id, self.grants.client_secret, self.grants.grant()
        )
        self.told: dict[str, Answer] = {}
        """What was answered last to a reading of each playlist's songs, by the path."""
        self.fault: Callable[[str, str], Fault | None] = lambda *_: None
        """Says what goes wrong with a call, by its method and path."""
        self.called: Callable[[str, str, str], None] = lambda *_: None
        """Told of every call, with what came of it."""

    def account_at(self, settings: SpotifySettings) -> OurAccount:
        """Return an account of the bot that is kept here."""
        return OurAccount(
            settings.client_id,
            settings.client_secret,
            settings.refresh_token,
            api_url=f"{ROOT}/v1/",
            token_url=f"{ROOT}{TOKEN_PATH}",
            authorize_url=f"{ROOT}/authorize",
        )

    def grant_again(self) -> None:
        """Have the account's owner agree once more, and the host set that up."""
        self.settings = replace(self.settings, refresh_token=self.grants.grant())

    def send(self, request: requests.PreparedRequest) -> requests.Response:
        """Answer what `requests` sends.

        Raises:
            requests.ConnectionError: There is to be no answer.
        """
        address = urlsplit(str(request.url))
        headers = {name.lower(): str(value) for name, value in request.headers.items()}
        raw = request.body or b""
        body = raw.encode() if isinstance(raw, str) else raw
        query = dict(parse_qsl(address.query))
        call = Call(str(request.method), address.path, query, headers, body)
        fault = self.fault(call.method, call.path) or NONE
        answer = self._carry_out(call) if fault.effect else Answer(200)
        if fault.drop:
            self.called(call.method, call.path, "no answer")
            raise requests.ConnectionError("the connection was closed")
        if call.method == "GET" and call.path.endswith("/items") and fault.answer is None:
            self.told[call.path] = answer
        answer = fault.change_answer(answer)
        self.called(call.method, call.path, str(answer.status))
        return _response(request, answer)

    def _carry_out(self, call: Call) -> Answer:
        try:
            if call.path == TOKEN_PATH:
                return self.grants.token(call)
            scopes = self.grants.check(call.headers.get("authorization", ""))
            return self._api.answer(call, scopes)
        except Refused as refused:
            return as_error(refused.status, refused.message)


def _response(request: requests.PreparedRequest, answer: Answer) -> requests.Response:
    made = requests.Response()
    made.status_code, made.request, made.url = answer.status, request, str(request.url)
    made._content = answer.body
    made.encoding = "utf-8"
    made.headers.update(answer.headers)
    if answer.content_type:
        made.headers["Content-Type"] = answer.content_type
    return made
