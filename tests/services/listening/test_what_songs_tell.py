"""Lines become what their songs tell us: on the ballot, on the board, and in the letters."""

from bot.domain.model import SongId
from bot.domain.rights import Side
from bot.services.ports.announcements import BallotMessage
from bot.services.rights import HolderText
from tests.backends import ONLY_SQLITE
from tests.services.boarded import SUPERVISOR
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, BEN, CLEO, shown

pytestmark = ONLY_SQLITE

DURING_THE_VOTE = "More heat"


async def test_lines_are_on_the_ballot_the_board_and_in_letters(house: House) -> None:
    session = await shown(house)
    await session.write(CLEO, 2, "Written ahead")
    at = (house.boss, house.room, session.episode)
    view = await house.services.rounds.schedule(*at, closes="in 2 hours", seats=2)
    await house.outbox.idle()
    ballot = house.announcer.of_type(BallotMessage)[-1].view.round.candidates
    songs = [candidate.song.id for candidate in ballot]
    assert all(text in ballot[0].note for text in ("Heat", "Cold"))
    assert "Written ahead" in ballot[1].note
    await session.write(ANN, 1, DURING_THE_VOTE)
    await session.write(BEN, 1, "")
    await house.vote(view.round.id, 7, 1, 2)
    await house.close(session.episode)

    board = (await house.services.boards.view(house.room, session.episode)).board
    notes = {entry.song.id: entry.note for entry in board.entries}
    assert DURING_THE_VOTE in notes[songs[0]]
    assert "Cold" not in notes[songs[0]]
    assert "Written ahead" in notes[songs[1]]
    for song, line in zip(songs, (DURING_THE_VOTE, "Written ahead"), strict=False):
        assert line in await _in_letter(house, session.episode.id, song), "as words of their own"


async def _in_letter(house: House, episode_id: int, song: SongId) -> tuple[str, ...]:
    """Return what a song tells us, as the letter to its publisher says it."""
    room = await house.services.rooms.name_supervisor(house.boss, house.room, SUPERVISOR.user_id)
    episode = await house.services.episodes.find(room, "104")
    assert episode.id == episode_id
    text = HolderText("A publisher", "", "")
    await house.services.rights.add_holder(SUPERVISOR, room, song, Side.SONG, text, episode.id)
    drafts = await house.services.rights_letters.draft(SUPERVISOR, room, episode, song, None)
    [letter] = drafts.letters
    return letter.why.tells
