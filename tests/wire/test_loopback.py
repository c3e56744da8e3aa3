"""The loopback Discord itself: what the tests of faults lean on."""

from typing import Any

import pytest

from tests.fakes import FakeClock
from tests.wire.faults import Script, broken, dropped
from tests.wire.interactions import Interaction, Interactions
from tests.wire.shapes import GUILD, User, text_channel
from tests.wire.state import DiscordState, Refusal

CHANNEL = 700


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def state(clock: FakeClock) -> DiscordState:
    made = DiscordState(clock.now)
    made.keep_channel(text_channel(CHANNEL, "song-room"))
    made.users[7] = User(7, "writer")
    return made


def said(text: str, nonce: str = "", *, enforced: bool = True) -> dict[str, Any]:
    nonced = {"nonce": nonce, "enforce_nonce": enforced} if nonce else {}
    return {"components": [{"type": 10, "content": text}], **nonced}


def test_a_nonce_makes_two_messages_one_for_some_minutes(
    state: DiscordState, clock: FakeClock
) -> None:
    first = state.post(CHANNEL, said("a", "1"))
    assert state.post(CHANNEL, said("b", "1")) is first
    assert state.post(CHANNEL, said("b", "2")) is not first
    clock.move(301)
    assert state.post(CHANNEL, said("b", "1")) is not first
    assert len(state.messages[CHANNEL]) == 3


def test_a_nonce_that_is_not_enforced_makes_two(state: DiscordState) -> None:
    first = state.post(CHANNEL, said("a", "1", enforced=False))
    assert state.post(CHANNEL, said("a", "1", enforced=False)) is not first


def test_direct_messages_to_a_person_are_one_channel(state: DiscordState) -> None:
    assert state.direct(7) is state.direct(7)
    with pytest.raises(Refusal) as refusal:
        state.direct(8)
    assert (refusal.value.status, refusal.value.code) == (404, 10013)


@pytest.fixture
def interactions(state: DiscordState) -> Interactions:
    return Interactions(state)


def begun(interactions: Interactions) -> Interaction:
    return interactions.begin(3, {"channel_id": str(CHANNEL), "guild_id": str(GUILD)})


ANSWER = {"type": 4, "data": {"flags": 64, **said("a")}}


def test_an_interaction_is_answered_once_and_in_time(
    interactions: Interactions, clock: FakeClock
) -> None:
    interaction = begun(interactions)
    clock.move(3)
    interactions.answer(interactions.answerable(interaction.id, interaction.token), ANSWER)
    assert (interaction.answered, interaction.text) == (True, "a")
    with pytest.raises(Refusal) as refusal:
        interactions.answerable(interaction.id, interaction.token)
    assert (refusal.value.status, refusal.value.code) == (400, 40060)


def test_an_interaction_is_not_known_after_three_seconds(
    interactions: Interactions, clock: FakeClock
) -> None:
    interaction = begun(interactions)
    clock.move(3.1)
    with pytest.raises(Refusal) as refusal:
        interactions.answerable(interaction.id, interaction.token)
    assert (refusal.value.status, refusal.value.code) == (404, 10062)


def test_an_answer_put_off_is_awaited_until_it_is_filled_in(
    interactions: Interactions, clock: FakeClock
) -> None:
    interaction = begun(interactions)
    interactions.answer(interaction, {"type": 5, "data": {"flags": 64}})
    assert not interaction.answered
    interactions.edit_answer(interactions.open_for_followups(interaction.token), said("b"))
    assert (interaction.answered, interaction.text) == (True, "b")
    clock.move(901)
    with pytest.raises(Refusal) as refusal:
        interactions.open_for_followups(interaction.token)
    assert refusal.value.status == 401


@pytest.mark.parametrize(("code", "name"), [(50001, "Access"), (50013, "Permissions")])
def test_a_forbidden_channel_says_what_is_missing(
    state: DiscordState, code: int, name: str
) -> None:
    state.refusals[CHANNEL] = code
    with pytest.raises(Refusal, match=name) as refusal:
        state.post(CHANNEL, said("a"))
    assert (refusal.value.status, refusal.value.code) == (403, code)


def test_faults_come_call_by_call_and_then_for_good_until_they_are_mended() -> None:
    script = Script()
    script.add("GET", "/a", dropped(), None)
    script.always("GET", "/a", broken())
    assert [script.of("GET", "/a"), script.of("POST", "/a"), script.pending] == [
        dropped(),
        None,
        1,
    ]
    assert [script.of("GET", "/a"), script.of("GET", "/a")] == [None, broken()]
    script.mend()
    assert script.of("GET", "/a") is None
