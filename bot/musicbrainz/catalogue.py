"""The credits of recordings, asked for in three questions: code, recording, releases."""

import asyncio
from collections.abc import Iterator

from typing_extensions import override

from bot.domain.credits import Found
from bot.domain.errors import CreditsOff
from bot.domain.model import Recording
from bot.musicbrainz.answers import (
    KnownRecording,
    labels_of,
    people_of,
    recordings_of,
    suggested,
    year_of,
)
from bot.musicbrainz.web import MUSICBRAINZ, Json, MusicBrainzWeb, Wait
from bot.services.ports.credits import CreditCatalogue
from bot.services.ports.world import Clock, Timer
from bot.settings import Settings

_PEOPLE = "work-rels work-level-rels artist-rels label-rels"


class MusicBrainz(CreditCatalogue):
    """MusicBrainz, where the host allows it; `web` is None where not."""

    def __init__(self, web: MusicBrainzWeb | None) -> None:
        self._web = web

    @property
    @override
    def is_on(self) -> bool:
        return self._web is not None

    @override
    async def credits(self, isrc: str, recording: Recording) -> tuple[Found, ...]:
        if self._web is None:
            raise CreditsOff
        answer = await self._web.get(f"isrc/{isrc}")
        known = [] if answer is None else recordings_of(answer, recording)
        if not known:
            return ()
        people = await self._web.get(f"recording/{known[0].id}", inc=_PEOPLE)
        releases = await self._web.get(
            "release", recording=known[0].id, inc="labels", status="official", limit="100"
        )
        return suggested(_found(known[0], people or {}, releases or {}))

    @override
    async def close(self) -> None:
        if self._web is not None:
            await self._web.close()


def _found(known: KnownRecording, people: Json, releases: Json) -> Iterator[Found]:
    yield from people_of(people)
    yield from labels_of(releases)
    yield from year_of(known)


def musicbrainz_of(
    settings: Settings,
    clock: Clock,
    timer: Timer,
    root: str = MUSICBRAINZ,
    wait: Wait = asyncio.sleep,
) -> MusicBrainz:
    """Return MusicBrainz as the settings allow it, at an address without a path."""
    contact = settings.musicbrainz_contact
    return MusicBrainz(MusicBrainzWeb(contact, root, clock, timer, wait) if contact else None)
