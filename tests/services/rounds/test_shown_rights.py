"""What the room sees of rights is brought up to date when somebody learns more of them."""

from bot.domain.board import Clearance
from bot.domain.model import Episode, Song
from bot.domain.rights import Side, Stage
from bot.services.rights import HolderText, StepText
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


async def refused_and_deleted(house: House, song: Song) -> list[str]:
    """Have a holder of a song refuse, then be deleted; return what is edited."""
    rights, before = house.services.rights, len(house.announcer.said)
    at, text = (house.boss, house.room), HolderText("A label")
    added = await rights.add_holder(*at, song.id, Side.RECORDING, text)
    [holder] = added.rights.holders
    await rights.advance(*at, holder.id, StepText(Stage.REFUSED), holder.step)
    await house.work_off()
    await rights.delete_holder(*at, holder.id)
    await house.work_off()
    edits = [verb for verb, _ in house.announcer.said[before:]]
    return [verb for verb in edits if verb == "edit BallotMessage"]


async def test_what_a_holder_says_is_seen_on_the_ballot(house: House) -> None:
    _, round_id = await house.opened()
    await house.work_off()
    [first, *_] = (await house.services.rounds.view(round_id)).round.candidates
    assert await refused_and_deleted(house, first.song) == ["edit BallotMessage"] * 2


async def test_ballots_and_presented_shortlists_with_the_song_are_edited(house: House) -> None:
    first, view = await decided(house)
    seated, other, *_ = (entry.song for entry in view.board.entries)
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


async def test_letters_marked_as_sent_are_seen_on_the_ballot_once(house: House) -> None:
    first, view = await decided(house)
    songs = [entry.song for entry in view.board.entries[:2]]
    for song in songs:
        await house.services.rights.add_holder(
            house.boss, house.room, song.id, Side.RECORDING, HolderText("A label")
        )
    episode = await house.episode("105")
    for made in (*(song.recording for song in songs), recording(40)):
        await house.services.proposals.propose(house.boss, house.room, episode, made)
    at = (house.boss, house.room, episode)
    await house.services.shortlists.fill(*at)
    await house.services.shortlists.present(*at)
    await house.services.rounds.schedule(*at, closes="in 2 hours", seats=1)
    await house.work_off()
    letters, before = house.services.rights_letters, len(house.announcer.said)
    drafts = await letters.draft(house.boss, house.room, first)
    assert drafts.id is not None
    await letters.mark_sent(house.boss, house.room, drafts.id)
    await house.work_off()
    said_ = (verb for verb, _ in house.announcer.said[before:])
    edited = sorted(verb for verb in said_ if verb.startswith("edit "))
    assert edited == ["edit BallotMessage", "edit ShortlistMessage"]
