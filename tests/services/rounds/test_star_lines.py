"""Why songs have stars: hidden until a round is counted, then beside the songs, and nobody's."""

import pytest

from bot.domain.ballots import Abstain
from bot.domain.errors import InvalidBallot, RoundClosed
from bot.domain.listening import drawn_place
from bot.domain.model import Episode, RoundId, RoundState
from bot.services.ports.announcements import BallotMessage
from bot.services.upkeep import LINES_KEPT_FOR
from tests.backends import ONLY_SQLITE
from tests.builders import person
from tests.services.boarded import SUPERVISOR, Boarded
from tests.services.conftest import House
from tests.services.rounds.star_lines import say, star, starred
from tests.services.rounds.ties import WINDOW, ended, tied

FIRST, SECOND = "It is the last night", "Ohne es bricht die Szene ab"


async def told(house: House, round_id: RoundId) -> dict[str, tuple[str, ...]]:
    """Return the lines in the results of a round, by title."""
    results = await house.services.results.results_of(round_id)
    titles = {song.id: song.title for song in results.songs.values()}
    return {titles[song]: lines for song, lines in results.said.items()}


async def notes(house: House, episode: Episode) -> set[str]:
    """Return all that is said of the songs of an episode, apart from who proposed them said."""
    found = await house.store.read.proposals.longlist(episode.id)
    return {note.text for song in found for note in song.notes if note.drawn}


async def on_ballots(house: House) -> list[tuple[object, ...]]:
    return await house.rows("SELECT voter_id, lines FROM ballots WHERE lines <> ''")


async def test_lines_are_shown_with_the_results_and_join_what_the_songs_tell_us(
    house: House,
) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await starred(house, round_id, 1, 2, FIRST)
    await starred(house, round_id, 2, 3, SECOND)
    await starred(house, round_id, 3, 3, "Another")
    assert await notes(house, episode) == set()
    await house.close(episode)
    assert await on_ballots(house) == []
    lines = await told(house, round_id)
    assert lines["Song 2"] == (FIRST,)
    song = (await house.store.read.proposals.longlist(episode.id))[2].song
    assert lines["Song 3"] == tuple(
        sorted((SECOND, "Another"), key=lambda one: drawn_place(song, one))
    )
    assert await notes(house, episode) == {FIRST, SECOND, "Another"}
    board = await house.services.boards.view(house.room, episode)
    entry = next(one for one in board.board.entries if one.song.title == "Song 3")
    assert {SECOND, "Another"} < set(entry.note.split(" · "))
    # What they are told again is the same.
    assert await told(house, round_id) == lines


@ONLY_SQLITE
async def test_letters_say_why_without_a_name(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await starred(house, round_id, 1, 2, FIRST)
    await starred(house, round_id, 2, 2, SECOND)
    await house.vote(round_id, 3, 1)
    await house.close(episode)
    room = await house.services.rooms.name_supervisor(house.boss, house.room, SUPERVISOR.user_id)
    (song,) = await house.songs(round_id, 2)
    room_with_board = Boarded(house, room, episode, [song], [])
    await room_with_board.hold(song, "A publisher")
    [letter] = (await room_with_board.draft()).letters
    assert letter.why.tells[0] == "Why 2"
    assert set(letter.why.tells[1:]) == {FIRST, SECOND}


async def test_until_the_count_only_its_writer_sees_a_line(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await starred(house, round_id, 5, 2, FIRST)
    await house.outbox.idle()
    await house.turnout_shown()
    shown = len(house.announcer.of_type(BallotMessage))
    await say(house, round_id, 5, 2, SECOND)
    await house.turnout_shown()
    assert len(house.announcer.of_type(BallotMessage)) == shown
    mine = await house.services.voting.ballot(person(5), house.room, round_id)
    assert mine.ballot is not None
    assert [line for _, line in mine.ballot.lines] == [SECOND]
    for who in (house.boss, person(2)):
        view = await house.services.voting.ballot(who, house.room, round_id)
        assert view.ballot is None
    assert await notes(house, episode) == set()
    await house.services.control.close_round(house.boss, house.room, round_id)
    assert await notes(house, episode) == set()
    with pytest.raises(RoundClosed):
        await say(house, round_id, 5, 2, "Too late")
    await house.services.control.take_back(house.boss, house.room, round_id)
    await say(house, round_id, 5, 2, "In time again")


async def test_a_line_without_its_star_is_never_shown_and_forgotten_too(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    for who in (1, 2, 3, 4):
        await starred(house, round_id, who, 2, f"Line {who}")
    await star(house, round_id, 1, 1)
    for places in ((1,), ()):
        await house.vote(round_id, 2, *places)
    await house.change(round_id, 2, Abstain())
    for places in ((2,), ()):
        await house.vote(round_id, 3, *places)
    assert len(await on_ballots(house)) == 4
    for who in (5, 6):
        await house.vote(round_id, who, 1)
    await house.close(episode)
    assert await told(house, round_id) == {"Song 2": ("Line 4",)}
    assert await on_ballots(house) == []


async def test_the_line_of_an_only_voter_is_not_shown(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await starred(house, round_id, 1, 2, FIRST)
    await house.change(round_id, 2, Abstain())
    await house.close(episode)
    assert await told(house, round_id) == {}
    assert await notes(house, episode) == set()
    assert await on_ballots(house) == []


async def test_a_line_is_not_shown_where_the_proposer_is_one_of_three_voters(house: House) -> None:
    """Own songs can't be voted for, so the third of them would know whose it is."""
    episode, round_id = await house.opened(songs=4, seats=3)
    await starred(house, round_id, 5, 2, FIRST)
    await starred(house, round_id, 102, 3, SECOND)
    await house.vote(round_id, 6, 1)
    await house.close(episode)
    assert await told(house, round_id) == {"Song 3": (SECOND,)}
    assert await on_ballots(house) == []


async def test_a_tie_keeps_lines_hidden_until_it_is_decided(house: House) -> None:
    round_id = await tied(house)
    await star(house, round_id, 1, 2)
    await say(house, round_id, 1, 2, FIRST)
    await star(house, round_id, 2, 1)
    await say(house, round_id, 2, 1, SECOND)
    await star(house, round_id, 3, 4)
    await say(house, round_id, 3, 4, "Ours")
    await star(house, round_id, 1, 1)
    await star(house, round_id, 3, 1)
    await house.outbox.idle()
    await ended(house, round_id)
    view = await house.services.rounds.view(round_id)
    assert view.round.state is RoundState.CASTING
    assert await notes(house, view.episode) == set()
    assert len(await on_ballots(house)) == 3
    await house.outbox.idle()
    house.clock.move(WINDOW + 1)
    await house.look(round_id)
    assert await told(house, round_id) == {"Song 1": (SECOND,)}
    assert await on_ballots(house) == []


async def test_the_next_vote_of_a_plan_has_the_lines_on_its_ballot(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.plan(
        house.boss, house.room, episode, cuts="4, 2, 1", closes="in 1 day, in 2 days"
    )
    await house.outbox.idle()
    for who in (1, 2, 3):
        await starred(house, view.round.id, who, 2, f"Line {who}")
    await house.close(episode)
    lines = (await told(house, view.round.id))["Song 2"]
    assert sorted(lines) == ["Line 1", "Line 2", "Line 3"]
    [second] = view.later
    opened = await house.services.rounds.view(second.id)
    assert opened.round.state is RoundState.OPEN
    by_title = {one.song.title: one.note for one in opened.round.candidates}
    assert by_title["Song 2"] == " · ".join(("Why 2", *lines))
    # The first round stays what it was.
    before = await house.services.rounds.view(view.round.id)
    assert {one.note for one in before.round.candidates} == {f"Why {n}" for n in range(1, 5)}
    await house.outbox.idle()
    await starred(house, second.id, 4, 1, "Now this")
    await starred(house, second.id, 5, 1, "And this")
    await house.vote(second.id, 6, 1)
    await house.close(episode)
    assert sorted((await told(house, second.id)).popitem()[1]) == ["And this", "Now this"]
    assert sorted(lines) == sorted((await told(house, view.round.id))["Song 2"])


async def test_a_cancelled_vote_keeps_lines_for_its_return_and_no_longer(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await starred(house, round_id, 1, 2, FIRST)
    await house.cancel(episode)
    await house.services.upkeep.sweep()
    await house.services.control.take_back(house.boss, house.room, round_id)
    mine = await house.services.voting.ballot(person(1), house.room, round_id)
    assert mine.ballot is not None
    assert [line for _, line in mine.ballot.lines] == [FIRST]
    await house.cancel(episode)
    await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    await house.services.upkeep.sweep()
    assert await on_ballots(house) == []
    assert await notes(house, episode) == set()


async def test_a_vote_that_stays_cancelled_forgets_its_lines(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await starred(house, round_id, 1, 2, FIRST)
    await house.outbox.idle()
    await house.cancel(episode)
    house.clock.move(LINES_KEPT_FOR - 60)
    await house.services.upkeep.sweep()
    assert len(await on_ballots(house)) == 1
    house.clock.move(120)
    await house.services.upkeep.sweep()
    assert await on_ballots(house) == []


async def test_whoever_is_forgotten_takes_their_lines_along(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await starred(house, round_id, 9, 2, FIRST)
    await house.vote(round_id, 9, 2)
    await house.vote(round_id, 9)
    await house.services.privacy.forget(person(9), house.room)
    assert await on_ballots(house) == []
    for who in (1, 2):
        await starred(house, round_id, who, 2, SECOND)
    await house.vote(round_id, 3, 1)
    await house.close(episode)
    assert (await told(house, round_id))["Song 2"] == (SECOND, SECOND)


async def test_the_record_and_its_hash_are_the_same_with_lines_and_without(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    for who in (1, 2, 3, 4, 5):
        await starred(house, round_id, who, 2 + who % 2, f"Line {who}")
    await house.close(episode)
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.document is not None
    assert "Line" not in repr(view.document)
    assert not view.altered
    assert not (await house.services.results.results_of(round_id)).altered


@ONLY_SQLITE
@pytest.mark.parametrize("method", ["points", "ranked"])
async def test_where_there_are_no_stars_nobody_says_why(house: House, method: str) -> None:
    _, round_id = await house.opened(method=method)
    with pytest.raises(InvalidBallot):
        await say(house, round_id, 1, 2, FIRST)
