"""The demo's story, stopping wherever a picture is taken."""

import asyncio
import io
import tempfile
import zipfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import simcord
import typst
from typing_extensions import override

from bot.demo import cast
from bot.demo.ending import Ending, RightsEnding
from bot.demo.listening import ListeningRoom
from bot.demo.screens import custom_id, options, reply_of, text
from bot.demo.simulation import Simulation
from bot.demo.story import Story
from bot.typesetting import clearance_sheets, compiling
from bot.typesetting.typesetter import FONTS
from cogs.ui.board.export import sheet_of
from cogs.ui.rounds import results_image
from tests.pictures import words
from tests.pictures.documents import drawn_document

CLEARANCE_SHEET_PPI = 80
LETTER_WIDTH = 640
OWN_BALLOT = 1
"""Whose ballot is shown: one with a star, and with songs left out as their own."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A message on somebody's screen."""

    name: str
    viewer: simcord.MemberActor
    message: Any
    says: list[str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that the bot itself draws; `draw` does so, and it is shown so many pixels wide."""

    name: str
    says: list[str]
    draw: Callable[[], Awaitable[bytes]]
    width: int = 480


Take = Callable[[Screen | Drawing], Awaitable[None]]


class PicturedStory(Story):
    """The story, with a picture taken of each screen that the guides show."""

    def __init__(self, simulation: Simulation, take: Take) -> None:
        super().__init__(simulation, lambda _: None)
        self._take = take

    @override
    async def play(self) -> Ending:
        ending = await super().play()
        await self._take(self._results(ending))
        await self._take(self._clearance_sheet(ending))
        return ending

    @override
    async def vote(self, who: Sequence[int]) -> None:
        *all_but_one, last = who
        await super().vote(all_but_one)
        message = await self.ballot_message()
        await self._show("ballot", self._simulation.showrunner, message)
        writer, round_id = self._simulation.writers[OWN_BALLOT], (await self.round()).id
        mine = reply_of(await writer.click(message, custom_id=f"ballot:{round_id}"))
        await self._show("my-ballot", writer, mine)
        await super().vote([last])

    @override
    async def _listen(self) -> None:
        page = await self._command(self._simulation.showrunner, "shortlist pick")
        await self._show("picking", self._simulation.showrunner, page)
        await super()._listen()
        await self._show("shortlist", self._simulation.showrunner, self._posted("The shortlist of"))

    @override
    async def _hear(self, session: ListeningRoom, lines: Sequence[str]) -> None:
        if lines is not cast.LINES[0]:
            await super()._hear(session, lines)
            return
        *all_but_one, last = lines
        await session.write(all_but_one)
        await self._show("lines-hidden", self._simulation.showrunner, session.card())
        await session.write([last], first=len(all_but_one))
        await self._show("lines-shown", self._simulation.showrunner, session.card())

    @override
    async def _break_the_tie(self) -> None:
        await self._show("tie", self._simulation.showrunner, self._posted("A tie in the vote"))
        await super()._break_the_tie()

    @override
    async def _clear(self) -> RightsEnding:
        ending = await super()._clear()
        boss, supervisor = self._simulation.showrunner, self._simulation.supervisor
        board = await self._command(boss, "board show")
        menu = custom_id(board.components, "boardslot:")
        second = options(board.components, menu)[1]
        await boss.select(board, [second], custom_id=menu)
        await self._show("board", boss, board)
        rights = await self._command(supervisor, "rights show", song=second)
        await self._show("rights", supervisor, rights)
        await self._take(self._letter(ending.letters))
        return ending

    def _letter(self, letters: bytes) -> Drawing:
        with zipfile.ZipFile(io.BytesIO(letters)) as archive:
            [name, *_] = [one for one in archive.namelist() if one.endswith(".docx")]
            document, text = archive.read(name), archive.read(name.replace(".docx", ".txt"))

        async def draw() -> bytes:
            return await asyncio.to_thread(drawn_document, document)

        return Drawing("letter", text.decode().split("\n"), draw, LETTER_WIDTH)

    async def _show(self, name: str, viewer: simcord.MemberActor, message: Any) -> None:
        says = words.of_screen(_components(message))
        await self._take(Screen(name, viewer, message, says))

    def _posted(self, begins: str) -> discord.Message:
        """Return the newest message of the channel that begins so."""
        posted = reversed(self._simulation.channel.history())
        return next(
            message
            for message in posted
            if text(_components(message)).lstrip("# ").startswith(begins)
        )

    def _results(self, ending: Ending) -> Drawing:
        async def draw() -> bytes:
            urls = [song.recording.cover_url for song in ending.results.songs.values()]
            covers = await self._simulation.app.services.covers.fetch(urls)
            return await results_image.results_picture(ending.results, covers)

        page = results_image._page(ending.results)
        return Drawing("results", words.of_drawing(results_image._TEMPLATE, page), draw)

    def _clearance_sheet(self, ending: Ending) -> Drawing:
        pages = clearance_sheets._pages(sheet_of(ending.board, ending.results.round.closes_at))
        template = clearance_sheets._TEMPLATE

        async def draw() -> bytes:
            return await asyncio.to_thread(_first_page, template, compiling.as_json(pages))

        return Drawing("clearance-sheet", words.of_drawing(template, pages), draw, 880)


def _first_page(template: Path, data: bytes) -> bytes:
    """Return the first of a sheet's pages as a PNG, which the bot itself never makes."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    with tempfile.TemporaryDirectory() as folder:
        main = Path(folder, "main.typ")
        main.write_bytes(template.read_bytes())
        Path(folder, "data.json").write_bytes(data)
        drawn: Any = typst.compile(
            main, root=Path(folder), font_paths=fonts, format="png", ppi=CLEARANCE_SHEET_PPI
        )
    first: bytes = drawn[0] if isinstance(drawn, list) else drawn
    return first


def _components(message: Any) -> list[dict[str, Any]]:
    return [one.to_dict() if hasattr(one, "to_dict") else one for one in message.components]
