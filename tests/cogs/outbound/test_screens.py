"""Every announcement has a screen, and a new one needs no more than that."""

import inspect
from dataclasses import dataclass

import pytest
from discord import ui

from bot.domain.model import ChannelId, GuildId, MessageId, Room, RoomId, UserId
from bot.services.ports import announcements, listening_message, thread_lines
from bot.services.ports.announcements import Announcement, Delivery, Notice
from bot.services.ports.thread_lines import ThreadLine
from cogs.outbound.screens import SCREENS, Screen
from cogs.ui.kit.components import layout
from tests.cogs.conftest import Studio
from tests.cogs.messages import said
from tests.cogs.steps import set_up
from tests.fakes import FakeAnnouncer


def test_every_announcement_has_a_screen() -> None:
    apart = (Announcement, Delivery, Notice, ThreadLine)
    types = {
        kind
        for module in (announcements, listening_message, thread_lines)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == module.__name__ and kind not in apart
    }
    assert types == set(SCREENS)


@dataclass(frozen=True, slots=True)
class Greeting:
    """A new message: this class, its entry in the table, and whoever promises it."""

    room: Room
    words: str
    message_id: MessageId | None = None

    @property
    def subject_id(self) -> int:
        return self.room.id


def greeting(message: Greeting, number: int) -> ui.LayoutView:
    return layout(f"{message.words}, {message.room.title}!")


async def test_a_new_message_needs_a_class_and_a_screen(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(studio)
    room = await studio.now.services.rooms.at(ChannelId(studio.channel.id))
    screen = Screen(render=greeting, thread=lambda message: f"About {message.room.title}")
    monkeypatch.setitem(SCREENS, Greeting, screen)
    announcer, delivery = studio.now.ports.announcer, Delivery(7, retry=False)
    posted = await announcer.post(Greeting(room, "Hello"), delivery)
    assert said(studio.channel.history()[-1]) == "Hello, Soundtrack!"
    assert await announcer.edit(Greeting(room, "Good night", posted)) == posted
    assert said(studio.channel.history()[-1]) == "Good night, Soundtrack!"
    await announcer.open_thread(Greeting(room, "Hello", posted))
    await announcer.tell(room.showrunner_id, Greeting(room, "Hello"), delivery)
    assert said(studio.boss.user.dm_channel.history()[-1]) == "Hello, Soundtrack!"


async def test_the_stand_in_needs_nothing_for_a_new_message() -> None:
    room = Room(RoomId(3), GuildId(1), ChannelId(1), "Soundtrack", "UTC", UserId(1))
    announcer, delivery = FakeAnnouncer(), Delivery(7, retry=False)
    posted = await announcer.post(Greeting(room, "Hello"), delivery)
    await announcer.edit(Greeting(room, "Good night", posted))
    await announcer.tell(UserId(1), Greeting(room, "Hello"), delivery)
    said_ = ["post Greeting", "edit Greeting", "tell Greeting to 1"]
    assert announcer.said == [(what, room.id) for what in said_]
