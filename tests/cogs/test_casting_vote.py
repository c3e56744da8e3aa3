"""Ties: asked about in the channel and by a direct message, decided there or by the lot."""

from collections.abc import Sequence
from typing import Protocol

import discord
import pytest
import simcord

from bot.domain.counting import lot_order
from bot.domain.model import ChannelId, Round, RoundState
from cogs.ui.rounds.casting_vote import casting_request
from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.messages import answered, menu, raw, said, values, walk
from tests.cogs.test_methods import choose, close, open_method, own, public

Message = discord.Message | simcord.ResponseMessage
CAST = "Cast the vote"


class Presses(Protocol):
    """Somebody who presses, in a server or in direct messages."""

    async def click(self, message: Message, *, label: str) -> simcord.InteractionResult: ...

    async def select(
        self, message: Message, values: Sequence[str]
    ) -> simcord.InteractionResult: ...


async def round_of(studio: Studio) -> Round:
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    view = await services.rounds.live(room, await services.episodes.find(room))
    return view.round


async def step(studio: Studio, seconds: float) -> None:
    """Let so much time pass, and look at the round as the schedule does."""
    studio.house.clock.move(seconds)
    await studio.now.services.due_rounds.reset_heartbeat()
    await studio.now.services.due_rounds.step((await round_of(studio)).id)
    await studio.work_off()


async def vote_to_a_tie(studio: Studio, seats: int = 1) -> None:
    """Have a round voted to a tie that only the casting vote or the lot can break.

    With one seat: songs 1 and 2. With two seats: songs 1, 2 and 3, for both.
    """
    await open_method(studio, songs=4, seats=seats)
    one, other = ((1,), (2,)) if seats == 1 else ((1, 2), (3,))
    for person, songs in ((studio.boss, one), (studio.writers[0], other)):
        await choose(person, await own(studio, person), "picks:", *(f"Song {n}" for n in songs))
    # And one more for the quorum.
    await studio.writers[1].click(await own(studio, studio.writers[1]), label="Abstain")


async def tie(studio: Studio, seats: int = 1) -> discord.Message:
    """Return what the channel is told of a tie."""
    await vote_to_a_tie(studio, seats)
    await close(studio)
    assert (await round_of(studio)).state is RoundState.CASTING
    return asked(studio)


def asked(studio: Studio) -> discord.Message:
    return public(studio, "## A tie in the vote for")


def asked_by_dm(studio: Studio) -> discord.Message:
    [message] = studio.boss.user.dm_channel.history()
    return message


def pressable(message: Message) -> list[str]:
    return [one["custom_id"] for one in walk(raw(message)) if "custom_id" in one]


async def opened(person: Presses, message: Message) -> simcord.ResponseMessage:
    """Open the casting vote with a message's button."""
    shown = (await person.click(message, label=CAST)).response
    assert shown is not None
    assert shown.ephemeral
    return shown


async def seat(person: Presses, shown: simcord.ResponseMessage, *songs: str) -> None:
    """Choose these songs on the private screen, in order, and seat them."""
    for song in songs:
        await person.select(shown, values(menu(shown, "tied:"), song))
    await person.click(shown, label="Confirm")
    assert "**Decided:** the showrunner's casting vote seated" in said(shown)


async def over(studio: Studio, *songs: str) -> str:
    """Return the results, which seat exactly these songs, and are told everywhere."""
    await studio.work_off()
    results = said(public(studio, "## The cut for"))
    for place, song in enumerate(songs, 1):
        assert f"{place}\\. **[{song}]" in results
    assert f"\n{len(songs) + 1}\\. " not in results
    assert "**Decided:**" in said(asked(studio))
    assert pressable(asked(studio)) == []
    return results


async def test_a_tie_at_the_close_is_asked_about_in_the_channel_and_by_dm(studio: Studio) -> None:
    await vote_to_a_tie(studio)
    await step(studio, 36 * 3600)
    until = (await round_of(studio)).casting_until
    assert until
    for message in (asked(studio), asked_by_dm(studio)):
        text = said(message)
        assert "Equal in everything that counts, for 1 seat:" in text
        assert "Song 1" in text
        assert "Song 2" in text
        assert "Song 3" not in text
        assert f"<t:{until}:F>" in text
        assert pressable(message) == [f"casting:{(await round_of(studio)).id}"]
    assert "Soundtrack" in said(asked_by_dm(studio))
    assert "**Voting is over.** Songs are tied" in said(public(studio, "## The vote for"))
    assert not [one for one in studio.channel.history() if "The cut for" in said(one)]
    assert "the showrunner is breaking a tie" in said(await own(studio, studio.writers[0]))


async def test_ballots_and_rulings_are_refused_while_a_tie_waits(studio: Studio) -> None:
    await vote_to_a_tie(studio)
    shown = await own(studio, studio.boss)
    await close(studio)
    refused = await choose(studio.boss, shown, "picks:", "Song 3")
    assert "is over; the showrunner is breaking a tie." in answered(refused)
    refused = await studio.boss.slash(studio.channel, "round pin", song="Song 3")
    assert "waiting for the casting vote, so it's too late to pin a song." in answered(refused)
    refused = await studio.boss.slash(studio.channel, "round schedule", closes="in 1 day")
    assert "First break the tie with `/round cast`" in answered(refused)


@pytest.mark.parametrize("where", ["channel", "dm", "command"])
async def test_the_showrunner_casts_from_anywhere(studio: Studio, where: str) -> None:
    message = await tie(studio)
    boss: Presses = studio.boss
    if where == "command":
        shown = (await studio.boss.slash(studio.channel, "round cast")).response
        assert shown is not None
    elif where == "channel":
        shown = await opened(boss, message)
    else:
        boss = studio.boss.user  # in direct messages: no server, no roles
        shown = await opened(boss, asked_by_dm(studio))
    await seat(boss, shown, "Song 2")
    assert "chosen by the showrunner's casting vote" in await over(studio, "Song 2")
    assert "seated **Song 2**" in said(asked(studio))


async def deputy_of(studio: Studio) -> simcord.MemberActor:
    """Return a member of the role that the room's delegates hold."""
    role = studio.guild.create_role("Music department")
    result = await studio.boss.slash(
        studio.channel, "room setup", title="Soundtrack", timezone="UTC", delegates=role
    )
    assert f"Delegates: <@&{role.id}>" in answered(result)
    return studio.guild.add_member(studio.env.create_user("deputy"), roles=[role])


async def test_a_delegate_casts_in_the_channel(studio: Studio) -> None:
    message = await tie(studio)
    deputy = await deputy_of(studio)
    await seat(deputy, await opened(deputy, message), "Song 1")
    await over(studio, "Song 1")


async def dm(studio: Studio, person: simcord.MemberActor) -> discord.Message:
    """Send somebody what the showrunner is sent."""
    view = await studio.now.services.rulings.tie((await round_of(studio)).id)
    await studio.now.client.http.start_private_message(person.id)
    channel = await studio.now.client.create_dm(discord.Object(person.id))
    return await channel.send(view=casting_request(view))


async def test_nobody_else_casts(studio: Studio) -> None:
    message = await tie(studio)
    writer = studio.writers[0]
    refused = [
        await writer.click(message, label=CAST),
        await writer.slash(studio.channel, "round cast"),
        await writer.user.click(await dm(studio, writer), label=CAST),
    ]
    for result in refused:
        assert "Only the showrunner of this room" in answered(result)
    assert (await round_of(studio)).state is RoundState.CASTING


async def test_a_delegate_casts_in_a_direct_message_too(studio: Studio) -> None:
    await tie(studio)
    deputy = await deputy_of(studio)
    shown = await deputy.user.click(await dm(studio, deputy), label=CAST)
    assert "The casting vote for episode 104" in answered(shown)


async def test_two_seats_are_filled_in_the_order_chosen(studio: Studio) -> None:
    shown = await opened(studio.boss, await tie(studio, seats=2))
    assert "Choose the 1st of 2." in said(shown)
    await studio.boss.select(shown, values(menu(shown, "tied:"), "Song 1"))
    await studio.boss.click(shown, label="Undo")
    assert "You chose" not in said(shown)
    await studio.boss.select(shown, values(menu(shown, "tied:"), "Song 3"))
    assert "You chose: **Song 3**" in said(shown)
    options = menu(shown, "tied:")["options"]
    assert {option["label"] for option in options} == {"Song 1", "Song 2"}
    await studio.boss.select(shown, values(menu(shown, "tied:"), "Song 1"))
    assert "Nothing counts until you press *Confirm*." in said(shown)
    waiting = await round_of(studio)
    assert (waiting.state, waiting.casting) == (RoundState.CASTING, None)
    await studio.boss.click(shown, label="Confirm")
    await over(studio, "Song 3", "Song 1")


async def test_an_old_screen_says_that_the_tie_is_broken(studio: Studio) -> None:
    message = await tie(studio)
    first, second = [await opened(studio.boss, message) for _ in range(2)]
    await studio.boss.select(second, values(menu(second, "tied:"), "Song 1"))
    await seat(studio.boss, first, "Song 2")
    refused = [
        await studio.boss.click(second, label="Confirm"),
        await studio.boss.click(second, label="Undo"),
        await studio.boss.user.click(asked_by_dm(studio), label=CAST),
        await studio.boss.slash(studio.channel, "round cast"),
    ]
    for result in refused:
        assert "The vote is closed, so there's no tie to break." in answered(result)
    await over(studio, "Song 2")


async def test_a_window_that_passes_unused_leaves_it_to_the_lot(studio: Studio) -> None:
    message = await tie(studio)
    shown = await opened(studio.boss, message)
    waiting = await round_of(studio)
    assert waiting.casting_until
    left = waiting.casting_until - studio.house.clock.now()
    await step(studio, left - 1)
    assert (await round_of(studio)).state is RoundState.CASTING
    await step(studio, 1)
    order = lot_order(waiting.seed, [f"s{place}" for place in (1, 2, 3, 4)])
    drawn = "Song 1" if order.index("s1") < order.index("s2") else "Song 2"
    assert "decided by the draw" in await over(studio, drawn)
    assert f"nobody chose, so the draw seated **{drawn}**" in said(asked(studio))
    refused = await studio.boss.select(shown, values(menu(shown, "tied:"), "Song 1"))
    assert "there's no tie to break" in answered(refused)


async def test_closing_a_tie_by_hand_leaves_it_to_the_lot(studio: Studio) -> None:
    await tie(studio)
    await close(studio)
    assert "**Decided:** nobody chose, so the draw seated" in said(asked(studio))


async def test_old_buttons_work_after_a_restart(studio: Studio) -> None:
    message = await tie(studio, seats=2)
    boss = studio.boss.user
    shown = await opened(boss, asked_by_dm(studio))
    await boss.select(shown, values(menu(shown, "tied:"), "Song 2"))
    await studio.restart()
    await boss.select(shown, values(menu(shown, "tied:"), "Song 1"))
    await studio.restart()
    assert "Choose the 1st of 2" in said(await opened(studio.boss, message))
    await boss.click(shown, label="Confirm")
    await over(studio, "Song 2", "Song 1")


async def test_the_message_says_when_the_round_was_cancelled(studio: Studio) -> None:
    await tie(studio)
    await ends(studio, "cancel")
    await studio.work_off()
    refused = await studio.boss.user.click(asked_by_dm(studio), label=CAST)
    assert "The vote is canceled, so there's no tie to break." in answered(refused)
    assert "The vote was canceled, so there's nothing left to choose." in said(asked(studio))
    assert pressable(asked(studio)) == []


@pytest.mark.parametrize("closed_at", ["opening", "sending"])
async def test_closed_direct_messages_hold_nothing_up(studio: Studio, closed_at: str) -> None:
    channel = studio.boss.user.dm_channel
    path = "/users/@me/channels" if closed_at == "opening" else f"/channels/{channel.id}/messages"
    studio.env.inject_error("POST", path, status=403, code=50007, times=None)
    message = await tie(studio)
    assert channel.history() == []
    status = answered(await studio.boss.slash(studio.channel, "room status"))
    assert "the message to the showrunner about a tie, next try" in status
    assert "has direct messages from me turned off" in status
    await seat(studio.boss, await opened(studio.boss, message), "Song 1")
    await over(studio, "Song 1")
