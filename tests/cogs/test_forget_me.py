"""Asking to be forgotten in Discord: told what it means, asked once, and the cards follow."""

from bot.domain.model import RoomId
from cogs.ui.kit.components import layout, row
from cogs.ui.rooms.forget_me import ForgetButton
from tests.cogs.conftest import Studio
from tests.cogs.longlists import opened
from tests.cogs.messages import answered, said
from tests.cogs.steps import longlist, propose, set_up


async def test_it_asks_and_then_the_cards_say_so(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 1)
    await studio.work_off()
    [writer] = [
        one
        for one in studio.writers
        if any(f"<@{one.id}>" in said(card) for card in studio.channel.history())
    ]
    shown = await opened(writer, studio, "room forget-me")
    assert "can't be undone" in said(shown)
    assert any(f"<@{writer.id}>" in said(card) for card in studio.channel.history())
    await writer.click(shown, label="Remove my name")
    assert "Nothing I keep about this room names you. 1 card" in said(shown)
    await studio.work_off()
    assert not any(f"<@{writer.id}>" in said(card) for card in studio.channel.history())
    assert any(
        "somebody who asked to be forgotten" in said(one) for one in studio.channel.history()
    )


async def test_the_showrunner_is_told_what_has_to_come_first(studio: Studio) -> None:
    await set_up(studio)
    refused = await studio.boss.slash(studio.channel, "room forget-me")
    assert "/room setup" in answered(refused)
    assert "Remove my name" not in str(refused.response)


async def test_the_question_of_one_room_forgets_nobody_in_another(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 1)
    writer = studio.writers[1]
    channel = studio.now.client.get_partial_messageable(studio.channel.id)
    elsewhere = await channel.send(view=layout(row(ForgetButton.make(RoomId(5)))))
    told = await writer.click(elsewhere, label="Remove my name")
    assert "That question was about another room, so nothing was changed" in answered(told)
    assert [one.proposer_id for one in await longlist(studio)] == [writer.id]
