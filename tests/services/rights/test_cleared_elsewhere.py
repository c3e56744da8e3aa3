"""A license is for one use: a song cleared for one episode is not cleared for another."""

from bot.domain.board import Clearance
from bot.domain.model import Episode, Room, SongId
from bot.domain.rights import HolderText, Money, Side, Stage
from bot.services.rights import StepText
from tests.builders import recording
from tests.services.board.decided import decided
from tests.services.conftest import House
from tests.services.rights.test_clearing import SUPERVISOR, listed

NOWHERE: tuple[str, ...] = ()


async def cleared(house: House, room: Room, song: SongId, *episodes: Episode | None) -> None:
    """Have a holder of each side clear a song for one episode after the other."""
    rights = house.services.rights
    for side in Side:
        text = HolderText(f"Holder of the {side}", share="100")
        view = await rights.add_holder(SUPERVISOR, room, song, side, text)
        made = next(one for one in view.rights.holders if one.side is side)
        for stage, episode in [(Stage.CLEARED, one) for one in episodes]:
            episode_id = None if episode is None else episode.id
            step = (made.id, StepText(stage), made.step, episode_id)
            view = await rights.advance(SUPERVISOR, room, *step)
            made = next(one for one in view.rights.holders if one.side is side)


async def elsewhere(house: House, room: Room, song: SongId, episode: Episode) -> tuple[str, ...]:
    """Return the other episodes a song is cleared for, by every way of reading its rights."""
    view = await house.services.rights.view(SUPERVISOR, room, song)
    found = view.rights.cleared_elsewhere(episode.id)
    whole = (await house.store.read.rights.of_room(room.id)).about(view.song)
    assert whole.cleared_elsewhere(episode.id) == found
    return found


async def test_a_song_cleared_for_one_episode_says_so_in_another(house: House) -> None:
    room, song = await listed(house)
    first, second = [await house.episode(number) for number in ("201", "202")]
    await cleared(house, room, song, first)
    assert await elsewhere(house, room, song, first) == NOWHERE
    assert await elsewhere(house, room, song, second) == ("201",)


async def test_cleared_for_both_it_is_for_neither_alone(house: House) -> None:
    room, song = await listed(house)
    first, second, third = [await house.episode(number) for number in ("201", "202", "203")]
    await cleared(house, room, song, first, second)
    assert await elsewhere(house, room, song, first) == NOWHERE
    assert await elsewhere(house, room, song, second) == NOWHERE
    assert await elsewhere(house, room, song, third) == ("201", "202")


async def test_one_side_that_is_not_cleared_for_an_episode_is_enough(house: House) -> None:
    room, song = await listed(house)
    first, second = [await house.episode(number) for number in ("201", "202")]
    await cleared(house, room, song, first)
    view = await house.services.rights.view(SUPERVISOR, room, song)
    label = next(one for one in view.rights.holders if one.side is Side.RECORDING)
    again = (label.id, StepText(Stage.CLEARED), label.step, second.id)
    await house.services.rights.advance(SUPERVISOR, room, *again)
    assert await elsewhere(house, room, song, second) == ("201",)


async def test_a_license_has_the_fee_of_its_own_episode(house: House) -> None:
    room, song = await listed(house)
    first, second = [await house.episode(number) for number in ("201", "202")]
    rights, text = house.services.rights, HolderText("A label")
    view = await rights.add_holder(SUPERVISOR, room, song, Side.RECORDING, text, first.id)
    steps = (
        (StepText(Stage.QUOTED, "5,000 USD"), first),
        (StepText(Stage.ASKED), second),
        (StepText(Stage.CLEARED), first),
        (StepText(Stage.CLEARED), second),
    )
    for step, episode in steps:
        [one] = view.rights.holders
        view = await rights.advance(SUPERVISOR, room, one.id, step, one.last_step, episode.id)
    [one] = view.rights.holders
    assert one.seen_from(first.id).fee == Money(500_000, "USD")
    assert one.seen_from(second.id).fee is None


async def test_where_nobody_said_for_which_episode_it_is_for_all(house: House) -> None:
    room, song = await listed(house)
    await cleared(house, room, song, None)
    assert await elsewhere(house, room, song, await house.episode("201")) == NOWHERE


async def test_a_refusal_for_one_episode_takes_no_license_for_another(house: House) -> None:
    room, song = await listed(house)
    first, second = [await house.episode(number) for number in ("201", "202")]
    await cleared(house, room, song, first)
    view = await house.services.rights.view(SUPERVISOR, room, song)
    one = view.rights.holders[0]
    step = (one.id, StepText(Stage.REFUSED), one.step, second.id)
    view = await house.services.rights.advance(SUPERVISOR, room, *step)
    assert view.rights.seen_from(second.id).clearance is Clearance.DENIED
    assert view.rights.seen_from(first.id).clearance is Clearance.CLEARED
    assert [one.number for one in view.rights.holders[0].licenses] == ["201"]
    assert await elsewhere(house, room, song, second) == NOWHERE


async def test_a_word_on_the_whole_song_is_for_its_episode_too(house: House) -> None:
    episode, _ = await decided(house)
    room = await house.services.rooms.name_supervisor(house.boss, house.room, SUPERVISOR.user_id)
    board = (await house.services.boards.view(room, episode)).board
    song = board.entries[0].song
    boards, word = house.services.boards, Clearance.CLEARED
    await boards.set_clearance(SUPERVISOR, room, episode, song.id, word)
    other = await house.episode("201")
    assert await elsewhere(house, room, song.id, episode) == NOWHERE
    assert await elsewhere(house, room, song.id, other) == (episode.number,)
    same = recording(77, uri=song.recording.uri, isrc=song.recording.isrc)
    proposed = await house.services.proposals.propose(house.boss, room, other, same)
    assert await elsewhere(house, room, proposed.song.id, other) == (episode.number,)
