"""The simulator's page, named after the bot, with the demo's panel on it."""

from typing import Any, ClassVar

import simcord
from aiohttp import web
from simcord.backend.errors import SetupError
from simcord.preview._server import PreviewServer
from typing_extensions import override

from bot.demo.passing import PassingTime
from bot.demo.simulation import Simulation
from bot.demo.site.dressing import FOLDER, SCRIPTS, dress, rewrite
from bot.demo.spotify import SimulatedSpotify, Track

FILES = {"/demo.css": "text/css", "/demo.js": "application/javascript"}
NOW, SPOTIFY = "/demo/now", "/demo/spotify"
SKIP = "X-Needle-Drop-Skip"
"""Says in a request how far the time is to go: `hour` or `next`."""


class DemoServer(PreviewServer):
    """Serves the page of a preview, dressed for the demo.

    Simcord has no way to add to its page. This takes the place of its server, which is pinned with
    the library; `dress` fails where the page is no longer what it was.
    """

    _STATIC_FILES: ClassVar[dict[str, str]] = {
        **PreviewServer._STATIC_FILES,  # noqa: SLF001 - what it is for is a subclass
        **{path: path for path in (*FILES, NOW, SPOTIFY)},
    }

    def __init__(
        self, preview: simcord.Preview, port: int, simulation: Simulation, passing: PassingTime
    ) -> None:
        super().__init__(preview, port)
        self._spotify = simulation.spotify
        self._passing = passing

    @override
    async def _index(self, request: web.Request) -> web.Response:
        response: web.Response = await super()._index(request)
        response.text = dress(response.text or "")
        return response

    @override
    async def _static(self, request: web.Request) -> web.Response:
        if request.path in (NOW, SPOTIFY):
            self._check(request)
            at_spotify = request.path == SPOTIFY
            return self._json(
                named(self._spotify, request.query.get("of", ""))
                if at_spotify
                else await self._passing.now()
            )
        if request.path not in FILES:
            served: web.Response = await super()._static(request)
            if request.path in SCRIPTS:
                served.text = rewrite(request.path, served.text or "")
            return served
        if request.headers.get("Host", "") not in self._allowed_hosts():
            raise web.HTTPForbidden
        return web.Response(
            text=(FOLDER / request.path.lstrip("/")).read_text(encoding="utf-8"),
            content_type=FILES[request.path],
            headers=self._SECURITY_HEADERS,
        )

    @override
    async def _action(self, request: web.Request) -> Any:
        to = request.headers.get(SKIP)
        if to is None:
            return await super()._action(request)
        self._check(request)
        try:
            await self._passing.skip(to)
        except SetupError as busy:
            raise web.HTTPConflict(text=str(busy)) from busy
        return self._json(await self._passing.now())

    def _check(self, request: web.Request) -> None:
        if not self._authorized(request):
            raise web.HTTPUnauthorized

    def _json(self, value: object) -> web.Response:
        return web.json_response(value, headers=self._SECURITY_HEADERS)


def named(spotify: SimulatedSpotify, path: str) -> dict[str, object]:
    """Return what a link of the simulated Spotify leads to: its name, and a playlist's songs."""
    kind, _, name = path.lstrip("/").partition("/")
    tracks = {track.uri: track for track in spotify.catalogue}
    if kind == "playlist":
        found = next((one for one in spotify.playlists if one.id == name), None)
        if found is not None:
            return {"name": found.name, "songs": [_song(tracks[uri]) for uri in found.uris]}
    track = tracks.get(f"spotify:track:{name}")
    return {"name": _song(track) if track else "A link to Spotify", "songs": []}


def _song(track: Track) -> str:
    return f"{track.title} · {', '.join(track.artists)}"
