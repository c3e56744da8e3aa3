"""What the room sees of rights is brought up to date when somebody learns more of them."""

from bot.domain.board import Clearance
from bot.domain.model import Episode, Song
from tests.builders import recording
from tests.services.board.decided import decided
from tests.services.conftest import House


async def said(house: House, episode: Episode, song: Song, status: Clearance) -> set[str]:
    """Have the showrunner say where a song's rights stand; return what is edited then."""
    before = len(house.announcer.said)
    at = (house.boss, house.room, episode)
    await house.services.boards.set_clearance(*at, song.id, status)
    await house.work_off()
    edited = {verb for verb, _ in house.announcer.said[before:]}
    return edited & {"edit BallotMessage", "edit ShortlistMessage"}


async def test_ballots_and_presented_shortlists_with_the_song_are_edited(house: House) -> None:
    first, view = await decided(house)
    seated, other, *_ = (entry.song for entry in view.board.slots)
    episode = await house.episode("105")
    for made in (seated.recording, recording(40), recording(41)):
        await house.services.proposals.propose(house.boss, house.room, episode, made)
    at = (house.boss, house.room, episode)
    await house.services.shortlists.fill(*at)
    assert await said(house, first, seated, Clearance.PENDING) == set()
    await house.services.shortlists.present(*at)
    await house.work_off()
    assert await said(house, first, seated, Clearance.DENIED) == {"edit ShortlistMessage"}
    await house.services.rounds.schedule(*at, closes="in 2 hours", seats=1)
    await house.work_off()
    both = {"edit BallotMessage", "edit ShortlistMessage"}
    assert await said(house, first, seated, Clearance.CLEARED) == both
    assert await said(house, first, other, Clearance.DENIED) == set()
