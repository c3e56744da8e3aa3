"""The settings of shards and of a proxy, as people write them."""

import pytest

from bot import settings
from bot.settings_given import NotUsable
from bot.settings_shards import api_base, shard_count, shard_ids

GOOD = {"DISCORD_TOKEN": "t" * 70}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("0", (0,)),
        ("0-3", (0, 1, 2, 3)),
        ("2,0", (0, 2)),
        ("0-1, 3", (0, 1, 3)),
        ("1,1-2", (1, 2)),
        ("0 - 1", (0, 1)),
        ("0\N{EN DASH}1", (0, 1)),
    ],
)
def test_shards_are_numbers_and_ranges(text: str, ids: tuple[int, ...]) -> None:
    assert shard_ids(text) == ids


@pytest.mark.parametrize("text", ["x", "-1", "3-1", "1--2", "1,", "1 2", "1-2-3", "0x1", "²"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotUsable):
        shard_ids(text)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "99999", "two", "²"])
def test_a_count_is_a_whole_number(text: str) -> None:
    with pytest.raises(NotUsable):
        shard_count(text)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("http://127.0.0.1:8080/api/v10", "http://127.0.0.1:8080/api/v10"),
        ("http://127.0.0.1:8080/api/v10/", "http://127.0.0.1:8080/api/v10"),
        ("http://proxy:8080", "http://proxy:8080/api/v10"),
        ("http://proxy:8080/", "http://proxy:8080/api/v10"),
        ("https://proxy.example/discord/api", "https://proxy.example/discord/api/v10"),
    ],
)
def test_the_address_of_a_proxy_is_completed(text: str, base: str) -> None:
    assert api_base(text) == base


@pytest.mark.parametrize(
    "text",
    [
        "proxy:8080",
        "ftp://proxy/api",
        "http://",
        "http://p/api/v9",
        "http://u@p/api",
        "http://p/?a",
        "http://p:99999",
        "http://p:port",
        "http://[::1:80",
    ],
)
def test_an_address_that_cannot_be_one_is_refused(text: str) -> None:
    with pytest.raises(NotUsable):
        api_base(text)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"SHARD_IDS": "0-1"}, "without a SHARD_COUNT"),
        ({"SHARD_COUNT": "2", "SHARD_IDS": "0-2"}, "2 is too large for 2 shards"),
        ({"SHARD_COUNT": "2", "SHARD_IDS": "0-1"}, ""),
        ({"SHARD_COUNT": "2"}, ""),
        ({}, ""),
    ],
)
def test_shards_fit_their_count(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], fault: str
) -> None:
    for name in settings.REMEDIES:
        monkeypatch.delenv(name, raising=False)
    for name, value in (GOOD | given).items():
        monkeypatch.setenv(name, value)
    usable, faults = settings.read(None)
    if fault:
        [told] = faults
        assert fault in told
        assert told.startswith("SHARD_IDS: ")
        assert usable.shard_ids == ()
        return
    assert faults == []
    assert usable.shard_count == (int(given["SHARD_COUNT"]) if "SHARD_COUNT" in given else None)
    assert (settings.ON_ONE_MACHINE in usable.doubts) is ("SHARD_IDS" in given)
