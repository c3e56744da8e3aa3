"""Saying why a song has a star over the wire: from the ballot to the results and the board."""

import pytest

from bot.domain.model import UserId
from tests.backends import BACKENDS
from tests.wire.house import CHANNEL, House
from tests.wire.interactions import Interaction
from tests.wire.people import custom_ids
from tests.wire.shapes import Json, User, text_of
from tests.wire.test_twice import twice

pytestmark = pytest.mark.parametrize("backend", BACKENDS)

LINES = ("She has already packed", "Nobody turns the radio off", "It forgives him first")


def named(message: Json | None, name: str) -> str:
    """Return the whole name of what can be pressed, by its first word."""
    assert message is not None
    return next(one for one in custom_ids(message) if one.split(":")[0] == name)


async def starred(house: House, writer: User, song: str) -> Json:
    """Have a writer pick and star a song; return their ballot."""
    round_id = (await house.round()).round.id
    mine = await house.form(round_id, writer)
    for menu in (f"picks:{round_id}", f"stars:{round_id}"):
        await house.discord.choose(menu, [song], writer, mine)
    return mine


async def say(house: House, writer: User, mine: Json, line: str) -> Interaction:
    """Have a writer say why: a press, and a form with a sentence."""
    form = await house.discord.press(named(mine, "starwhy"), writer, mine)
    return await house.discord.submit(form, {"line": line}, writer)


async def test_from_two_taps_to_the_results(house: House) -> None:
    view = await house.opened()
    songs = [str(one.song.id) for one in view.round.candidates]
    # Nobody may vote for their own: the first song is the first writer's.
    voters = house.writers[1:4]
    ballots = [await starred(house, writer, songs[0]) for writer in voters]
    for writer, mine, line in zip(voters, ballots, LINES, strict=True):
        answer = await say(house, writer, mine, line)
        assert answer.text.startswith("Saved why you starred")
        assert f"“{line}”" in answer.text
        await twice(house, answer)
    await house.bot.settled()
    told = [*house.discord.messages(CHANNEL), *house.ballots(view.round.id)]
    looks = [
        await house.discord.command(command, {}, house.boss, CHANNEL)
        for command in ("round status", "vote", "song list")
    ]
    for text in (*map(text_of, told), *(one.text for one in looks)):
        assert not [line for line in LINES if line in text]
    await house.restart()
    await house.bot.advance(2700)
    [results] = house.results(view.round.id)
    assert [line for line in LINES if f"“{line}”" in text_of(results)] == list(LINES)
    board = await house.discord.command("board show", {}, house.boss, CHANNEL)
    cards = [text_of(one) for one in house.discord.messages(CHANNEL)]
    for line in LINES:
        assert line in board.text
        assert sum(line in text for text in cards) >= 2  # the results, and the song's card
        assert not [one for one in cards if line in one and f"<@{voters[0].id}>" in one]
    cast = await house.discord.press(named(results, "cast"), voters[0], results)
    assert "receipt" in cast.text
    assert LINES[0] not in cast.text


async def test_a_line_sent_after_a_restart_and_taken_back(house: House) -> None:
    view = await house.opened()
    songs = [str(one.song.id) for one in view.round.candidates]
    writer = house.writers[1]
    mine = await starred(house, writer, songs[0])
    form = await house.discord.press(named(mine, "starwhy"), writer, mine)
    await house.restart()
    answer = await house.discord.submit(form, {"line": LINES[0]}, writer)
    assert f"“{LINES[0]}”" in answer.text
    assert answer.message is not None
    again = await say(house, writer, answer.message, "")
    assert again.text.startswith("Nothing is written")
    kept = await house.app.database.read.rounds.ballot(view.round, UserId(writer.id))
    assert kept is not None
    assert kept.lines == ()
