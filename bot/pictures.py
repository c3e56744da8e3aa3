"""The folder in which drawn pictures are kept."""

import asyncio
import logging
import re
import secrets
from contextlib import suppress
from pathlib import Path

from typing_extensions import override

from bot.host_files import make_folder
from bot.services.ports.world import PictureStore

log = logging.getLogger(__name__)

PICTURES_MAX = 200
"""How many pictures are kept: some hundred megabytes at most."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_END = b"IEND\xaeB`\x82"
"""How PNG files begin and end."""
_WORD = re.compile(r"[0-9A-Za-z]+")


class PictureFolder(PictureStore):
    """Keeps the newest pictures in a folder, which is made for the first one.

    Whatever goes wrong with it is logged: a picture that is not there is drawn again.
    """

    def __init__(self, folder: Path, most: int = PICTURES_MAX) -> None:
        self._folder = folder
        self._most = most

    @override
    async def get(self, about: str, shows: str) -> bytes | None:
        return await asyncio.to_thread(self._read, self._file(about, shows))

    @override
    async def keep(self, about: str, shows: str, picture: bytes) -> None:
        await asyncio.to_thread(self._write, about, self._file(about, shows), picture)

    def _file(self, about: str, shows: str) -> Path:
        if not (_WORD.fullmatch(about) and _WORD.fullmatch(shows)):
            raise ValueError("not fit for the name of a file")
        return self._folder / f"{about}-{shows}.png"

    def _read(self, file: Path) -> bytes | None:
        try:
            picture = file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as fault:
            log.warning("a picture that was kept cannot be read: %s", fault)
            return None
        # A machine that lost its power may leave half a file.
        whole = picture.startswith(_SIGNATURE) and picture.endswith(_END)
        return picture if whole else None

    def _write(self, about: str, file: Path, picture: bytes) -> None:
        draft = file.with_suffix(f".{secrets.token_hex(4)}")
        try:
            make_folder(self._folder)
            draft.write_bytes(picture)
            draft.replace(file)
            self._clear_away(about, file)
        except OSError as fault:
            log.warning("a picture is not kept, and will be drawn again: %s", fault)
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def _clear_away(self, about: str, file: Path) -> None:
        """Remove what else there is about the same thing, and the oldest if there are too many."""
        for other in self._folder.glob(f"{about}-*"):
            if other != file:
                other.unlink(missing_ok=True)
        kept = sorted(self._folder.glob("*.png"), key=_age)
        for old in kept[: max(0, len(kept) - self._most)]:
            old.unlink(missing_ok=True)


class NoPictures(PictureStore):
    """Keeps none, where there is no folder to keep them in: each is drawn again."""

    @override
    async def get(self, about: str, shows: str) -> bytes | None:
        return None

    @override
    async def keep(self, about: str, shows: str, picture: bytes) -> None:
        pass


def pictures_in(folder: Path | None) -> PictureStore:
    """Return what keeps pictures in a folder; what keeps none, where there is no folder."""
    return PictureFolder(folder) if folder else NoPictures()


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another process was faster
        return 0
