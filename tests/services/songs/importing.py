"""A playlist of the fake Spotify, brought onto a longlist."""

from bot.domain.imports import Import
from bot.domain.model import Episode, Proposal, Recording
from bot.services.ports.announcements import ImportMessage
from bot.services.ports.read_models import ImportView
from tests.builders import recording
from tests.services.conftest import House

ID, OTHER = "p" * 22, "q" * 22
LINK = f"https://open.spotify.com/playlist/{ID}?si=1"
THIRTEEN_HOURS = 48925


async def begin(house: House, episode: Episode, link: str = LINK) -> ImportView:
    return await house.services.imports.begin(house.boss, house.room, episode, link)


async def longlist(house: House, episode: Episode) -> list[Proposal]:
    return list(await house.store.read.proposals.longlist(episode.id))


async def current(house: House, import_id: int) -> Import:
    return (await house.services.imports.view(import_id)).import_


def shown(house: House) -> Import:
    """Return the import as its message shows it."""
    return house.announcer.of_type(ImportMessage)[-1].view.import_


def songs(count: int, first: int = 1) -> list[Recording | None]:
    return [recording(n) for n in range(first, first + count)]


def numbers(proposals: list[Proposal]) -> list[int]:
    return [int(one.song.title.removeprefix("Song ")) for one in proposals]


async def waiting(house: House) -> object:
    return await house.rows("SELECT count(*) FROM outbox WHERE state = 'waiting'")
