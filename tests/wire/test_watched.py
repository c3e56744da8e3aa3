"""What whoever watches over the bot is told of a whole season: how much, never who or what."""

import io
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import aiohttp
import pytest
from discord import InteractionType

from bot import running
from bot.domain.model import RoundState
from bot.log_json import JsonLines
from bot.services.ports.repositories.outbox import EffectKind
from bot.settings import Settings
from tests.wire.house import CHANNEL, House
from tests.wire.test_season import shortlist_presented, songs_proposed, vote_held

WRITTEN = ("Tune 0", "Tune 3", "Heat", "It is hot", "Soundtrack", "boss", "writer1")
"""Titles, names and words that the season's people have written."""


@dataclass(frozen=True)
class Watched:
    """A house whose bot is watched on a port."""

    house: House
    port: int

    async def told(self, path: str) -> str:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}{path}") as answer,
        ):
            return await answer.text()


@pytest.fixture
async def watched(house: House) -> AsyncIterator[Watched]:
    url = house.url or f"sqlite:///{house.path}/needledrop.db"
    settings = Settings("", database_url=url, metrics_port=0)
    site = await running.watch(settings, house.app)
    yield Watched(house, site.port)
    await site.close()


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log for machines, from DEBUG on."""
    text, root = io.StringIO(), logging.getLogger()
    handler, level, disabled = logging.StreamHandler(text), root.level, root.manager.disable
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.disable(logging.NOTSET)
    yield text
    logging.disable(disabled)
    root.setLevel(level)
    root.removeHandler(handler)


async def test_a_season(watched: Watched, lines: io.StringIO) -> None:
    house = watched.house
    await songs_proposed(house)
    await shortlist_presented(house)
    await vote_held(house)
    refused = await house.discord.command("round close", {}, house.writers[0], CHANNEL)
    assert refused.text
    figures = await watched.told("/metrics")
    told = figures + await watched.told("/readyz") + await watched.told("/healthz")
    assert 'needledrop_answer_seconds_count{kind="application_command"}' in figures
    assert "needledrop_vote_saved_seconds_count 0.0" not in figures
    assert "ready" in told
    logged = lines.getvalue()
    assert all(json.loads(line)["message"] for line in logged.splitlines())
    labels = set(re.findall(r'^needledrop.*?(?:kind|state)="([^"]*)"', figures, re.MULTILINE))
    assert labels <= {*EffectKind, *RoundState, *(one.name for one in InteractionType)}
    begun = house.discord._interactions._begun.values()
    secret = [*(one.token for one in begun), *WRITTEN]
    assert [one for one in secret if one in told] == []
    assert [one for one in secret if one in logged] == []
