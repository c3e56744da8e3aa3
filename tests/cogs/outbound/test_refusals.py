"""What Discord's refusals mean, by code and status, for what was asked."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.domain.errors import (
    BlockedByAutoMod,
    ChannelGone,
    DirectMessagesClosed,
    DiscordBusy,
    DiscordRefused,
    DiscordUnavailable,
    EventsForbidden,
    ThreadsForbidden,
)
from cogs.outbound.refusals import FOR_EVENT, Raises, for_thread, in_channel, to_person, translated

CHANNEL, THREAD, PERSON = in_channel(7), for_thread(7), to_person(7)
EVERYWHERE = (CHANNEL, THREAD, PERSON, FOR_EVENT)


def refusal(status: int, code: int) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="")
    return discord.HTTPException(response, {"code": code, "message": "No"})


async def raised(fault: Exception, raises: Raises) -> Exception:
    with pytest.raises(Exception) as found:  # noqa: PT011 - which one is what is asked
        async with translated("doing something", raises):
            raise fault
    return found.value


@pytest.mark.parametrize(
    ("status", "code", "raises", "why"),
    [
        (403, 50001, CHANNEL, "forbidden"),
        (403, 50013, CHANNEL, "forbidden"),
        (404, 10003, CHANNEL, "deleted"),
        (404, 10004, CHANNEL, "deleted"),
        (404, 10003, THREAD, "deleted"),
        (403, 50013, THREAD, "forbidden"),
        (400, 50024, THREAD, "kind"),
        (400, 50068, THREAD, "kind"),
        (400, 160006, THREAD, "full"),
        (403, 50013, FOR_EVENT, "forbidden"),
        (400, 30038, FOR_EVENT, "full"),
    ],
)
async def test_what_somebody_can_mend_says_what(
    status: int, code: int, raises: Raises, why: str
) -> None:
    fault = await raised(refusal(status, code), raises)
    assert isinstance(fault, ChannelGone | ThreadsForbidden | EventsForbidden)
    assert fault.why == why


@pytest.mark.parametrize(("status", "code"), [(403, 50007), (403, 50278), (404, 10013)])
async def test_a_person_who_takes_no_direct_messages(status: int, code: int) -> None:
    assert isinstance(await raised(refusal(status, code), PERSON), DirectMessagesClosed)


@pytest.mark.parametrize("raises", EVERYWHERE)
@pytest.mark.parametrize(
    ("status", "code"), [(403, 40003), (429, 0), (429, 30046), (429, 20028), (403, 40006)]
)
async def test_too_much_at_once_is_tried_again_later(
    status: int, code: int, raises: Raises
) -> None:
    assert isinstance(await raised(refusal(status, code), raises), DiscordBusy)


@pytest.mark.parametrize("raises", EVERYWHERE)
@pytest.mark.parametrize("code", [200000, 200001, 240000])
async def test_automod_is_told_apart(code: int, raises: Raises) -> None:
    assert isinstance(await raised(refusal(400, code), raises), BlockedByAutoMod)


@pytest.mark.parametrize("raises", EVERYWHERE)
@pytest.mark.parametrize(
    ("status", "code"), [(400, 50035), (400, 0), (403, 0), (404, 0), (403, 99999), (401, 0)]
)
async def test_whatever_nobody_foresaw_says_its_code(
    status: int, code: int, raises: Raises
) -> None:
    fault = await raised(refusal(status, code), raises)
    assert type(fault) is DiscordRefused
    assert (fault.status, fault.code) == (status, code)


@pytest.mark.parametrize("raises", EVERYWHERE)
@pytest.mark.parametrize(
    "fault",
    [
        lambda: refusal(500, 0),
        lambda: refusal(503, 50013),
        aiohttp.ClientConnectionError,
        TimeoutError,
        lambda: OSError("cut off"),
    ],
)
async def test_no_answer_leaves_open_what_happened(
    fault: Callable[[], Exception], raises: Raises
) -> None:
    assert type(await raised(fault(), raises)) is DiscordUnavailable


async def test_a_wait_that_the_client_refuses_has_not_begun() -> None:
    assert isinstance(await raised(discord.RateLimited(900), CHANNEL), DiscordBusy)


async def test_a_deleted_message_is_for_the_caller_to_see() -> None:
    gone = refusal(404, 10008)
    assert await raised(gone, CHANNEL) is gone
