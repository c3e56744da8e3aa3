"""Whose share of the calls a search is taken from."""

from collections.abc import Sequence

import pytest

from bot.domain.allowance import Limit, Payer
from bot.domain.errors import RateLimited
from bot.domain.model import Recording
from tests.builders import person
from tests.services.conftest import House


async def test_a_search_is_taken_from_the_share_of_who_asks_in_which_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid: list[Payer] = []

    async def search(words: str, payer: Payer) -> Sequence[Recording]:
        paid.append(payer)
        raise RateLimited(1.0, Limit.PERSON)

    monkeypatch.setattr(house.spotify, "search", search)
    monkeypatch.setattr(house.spotify, "track", search)
    for words in ("hurt", f"https://open.spotify.com/track/{'0' * 22}"):
        result = await house.services.songs.look_up(person(101), house.room, words)
        assert isinstance(result.trouble, RateLimited)
        assert result.trouble.why is Limit.PERSON
    assert paid == [Payer(house.room.id, 101)] * 2
