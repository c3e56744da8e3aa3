"""What nobody knows any more, or nobody ever posted, is answered, too, and nothing is kept."""

import asyncio
import gc
import logging
from collections.abc import Mapping
from typing import Any

import pytest
from discord import ui

from bot.domain.model import ID_END
from cogs.ui.kit.forms import Form
from cogs.ui.kit.pressable import Pressable
from tests.wire.house import CHANNEL, House
from tests.wire.interactions import Interaction
from tests.wire.people import COMPONENT, MODAL

BUTTON, MENU, TEXT_INPUT, LABEL = 2, 3, 4, 18
OLD = "0123456789abcdef0123456789abcdef"
"""What discord.py calls a form that was given no custom id, as those before this version were."""


async def press(house: House, custom_id: str) -> Interaction:
    """Have somebody press what stands on no message that the bot has posted."""
    button = {"type": BUTTON, "id": 2, "style": 2, "label": "Press", "custom_id": custom_id}
    row = {"type": 1, "id": 1, "components": [button]}
    message = house.discord.messages(CHANNEL)[0] | {"components": [row]}
    data = {"custom_id": custom_id, "component_type": BUTTON}
    return await house.discord._send(
        COMPONENT, data, house.boss, CHANNEL, True, {"message": message}
    )


async def send(house: House, custom_id: str, typed: Mapping[str, str]) -> Interaction:
    """Have somebody send a form that this process did not open."""
    fields = [
        {"type": LABEL, "component": {"type": TEXT_INPUT, "custom_id": key, "value": text}}
        for key, text in typed.items()
    ]
    data: dict[str, Any] = {"custom_id": custom_id, "components": fields}
    return await house.discord._send(MODAL, data, house.boss, CHANNEL, True)


def beyond(kind: type[Pressable] | type[Form]) -> str:
    """Return a custom id whose numbers are too great for the database."""
    names = dict.fromkeys(kind.id_template.converters, ID_END)
    return kind.id_template.template.format_map(names)


async def test_a_press_of_what_was_never_posted_is_answered_as_stale(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.proposed(1)
    forged = [beyond(kind) for kind in Pressable.declared if kind.id_template.converters]
    for custom_id in (*forged, "ballot:9999999999999999999", "unheard:of"):
        told = await press(house, custom_id)
        assert "older version of me" in told.text, custom_id
        assert len(told.callbacks) == 1
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


async def test_what_was_typed_into_a_form_of_another_version_is_given_back(house: House) -> None:
    await house.proposed(1)
    forged = [beyond(kind) for kind in Form.declared if kind.id_template.converters]
    for custom_id in (*forged, OLD):
        typed = {"note": "Rain on *the* roof.\nAnd `home`.", "client_secret": "hush"}
        told = await send(house, custom_id, typed)
        assert "Open it again" in told.text
        assert "```\nRain on *the* roof.\nAnd `" in told.text
        assert "hush" not in told.text


async def test_a_form_about_what_is_gone_gives_back_what_was_typed(house: House) -> None:
    """Every form there is, about things that the room does not have, but for what is secret."""
    await house.proposed(1)
    for kind in Form.declared:
        if any(one.secret for one in kind.fields.values()):
            continue
        names = dict.fromkeys(kind.id_template.converters, "7") | {"status": "pending"}
        names |= {"before": "abcdef" * len(kind.fields)}
        kept = {name: names[name] for name in kind.id_template.converters}
        custom_id = kind.id_template.template.format_map(kept)
        told = await send(house, custom_id, dict.fromkeys(kind.fields, "Not a number"))
        assert "Not a number" in told.text, kind
        assert "Something went wrong on my side" not in told.text


async def test_nothing_stays_in_memory_of_what_was_shown(house: House) -> None:
    """Two hundred screens and forms, each of which discord.py would keep for a while."""
    view = await house.opened()
    [proposal, *_] = await house.app.services.proposals.longlist(
        await house.room(), await house.episode()
    )
    [card] = house.discord.carrying(CHANNEL, f"tells:{proposal.id}")
    for n in range(50):
        writer = house.writers[n % 4]
        form = await house.form(view.round.id, writer)
        songs = await house.songs(view.round.id)
        await house.discord.choose(f"picks:{view.round.id}", songs[:2], writer, form)
        await house.discord.command("song list", {}, writer, CHANNEL)
        await house.discord.press(f"tells:{proposal.id}", writer, card)
    await house.bot.settled()
    gc.collect()
    kept = [one for one in gc.get_objects() if isinstance(one, ui.LayoutView | ui.Modal)]
    assert len(kept) < 10
    waiting = [one.get_name() for one in asyncio.all_tasks()]
    assert not [one for one in waiting if "view-timeout" in one]
    store = house.app.client._connection._view_store
    assert (store._views, store._modals, store._synced_message_views) == ({}, {}, {})
