"""A recording that came by two links has each of its credits once."""

from bot.domain.credits import Credit, CreditId, CreditKind, Credits
from bot.domain.model import Room, SongId
from bot.services.rights.credits import CreditsText
from tests.builders import recording
from tests.letters import SONG
from tests.services.conftest import House
from tests.services.rights.test_credits import ALL, SUPERVISOR, WRITER, listed, named, told


async def linked_twice(house: House) -> tuple[Room, SongId, SongId]:
    """Return the room with one recording on the longlists of two episodes, by two links."""
    room, first = await listed(house)
    again = recording(1, uri=recording(2).uri)
    episode = await house.episode("105")
    other = await house.services.proposals.propose(WRITER, room, episode, again)
    assert other.song.id != first
    return room, first, other.song.id


async def test_one_recording_under_two_links_has_each_credit_once(house: House) -> None:
    room, first, second = await linked_twice(house)
    credits_ = house.services.credits
    for song in (first, second, first):
        view = await credits_.look_up(SUPERVISOR, room, song)
        assert told(view, confirmed=False) == ALL
    view = await credits_.view(SUPERVISOR, room, second)
    right = [one.id for one in view.credits if one.name != "2021"]
    await credits_.choose(SUPERVISOR, room, second, right, [])
    view = await credits_.look_up(SUPERVISOR, room, second)
    assert (told(view, confirmed=True), told(view, confirmed=False)) == (ALL[:4], ALL[4:])
    view = await credits_.write(
        SUPERVISOR, room, second, CreditsText("joni MITCHELL 50%\nJoni Mitchell", "reprise records")
    )
    assert told(view, confirmed=True) == ALL[:4]
    assert named(view, "Joni Mitchell").share == 50_00


def test_what_was_kept_twice_is_read_once_with_its_share() -> None:
    writer = CreditKind.WRITER
    kept = [
        Credit(CreditId(1), SONG, writer, "Joni Mitchell", confirmed=True),
        Credit(CreditId(2), SONG, writer, "Herbie Hancock", 20_00, confirmed=True),
        Credit(CreditId(3), SONG, writer, "JONI  Mitchell", 80_00, confirmed=True),
        Credit(CreditId(4), SONG, writer, "herbie hancock", confirmed=True),
        Credit(CreditId(5), SONG, writer, "Nobody"),
        Credit(CreditId(6), SONG, CreditKind.LABEL, "Joni Mitchell", confirmed=True),
    ]
    assert [one.id for one in Credits(kept).confirmed(SONG, writer)] == [3, 2]
    assert [one.id for one in Credits(kept).confirmed(SONG, CreditKind.LABEL)] == [6]
