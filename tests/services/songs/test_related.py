"""What is pointed out of a song that was just proposed: versions, the artist, earlier episodes."""

import pytest

from bot.domain.errors import DuplicateProposal
from bot.domain.model import ChannelId, Episode, GuildId, Proposal, Recording
from bot.services.songs.related import Related
from tests.builders import person, recording
from tests.services.board.decided import decided
from tests.services.conftest import House


def version(title: str, n: int, artist: str = "Joni Mitchell") -> Recording:
    return recording(n, title=title, artists=(artist,))


async def proposed(house: House, episode: Episode, one: Recording) -> Proposal:
    return await house.services.proposals.propose(person(2), house.room, episode, one)


async def related(house: House, proposal: Proposal) -> Related:
    return await house.services.related.of(house.room, proposal)


def titles(found: Related) -> tuple[list[str], list[str]]:
    return [song.title for song in found.versions], [song.title for song in found.by_artist]


@pytest.mark.parametrize("title", ["Blue - 2021 Remaster", "Blue (Live)", "BLUE [Demo]", "Blue"])
async def test_other_versions_are_pointed_out_and_not_refused(house: House, title: str) -> None:
    episode = await house.episode()
    await proposed(house, episode, version("Blue", 1))
    await proposed(house, episode, version("Blue - Live at Carnegie Hall", 2))
    await proposed(house, episode, version("Bluebird", 3))
    await proposed(house, episode, version("Blue", 4, "Eiffel 65"))
    made = await proposed(house, episode, version(title, 5))
    assert titles(await related(house, made)) == (
        ["Blue", "Blue - Live at Carnegie Hall"],
        ["Bluebird"],
    )


async def test_the_same_isrc_is_the_same_recording_and_refused(house: House) -> None:
    episode = await house.episode()
    await proposed(house, episode, version("Blue", 1))
    again = recording(
        1, uri="spotify:track:" + "9" * 22, title="Blue - Remaster", artists=("Joni Mitchell",)
    )
    with pytest.raises(DuplicateProposal):
        await proposed(house, episode, again)


async def test_what_was_withdrawn_is_not_there(house: House) -> None:
    episode = await house.episode()
    first = await proposed(house, episode, version("Blue", 1))
    await house.services.withdrawals.withdraw(person(2), house.room, first.id)
    made = await proposed(house, episode, version("Blue (Live)", 2))
    assert await related(house, made) == Related()


@pytest.mark.parametrize("title", ["100%", "_", "???", "愛", "%", "A"])
async def test_odd_titles_are_only_text(house: House, title: str) -> None:
    episode = await house.episode()
    for n, other in enumerate(("Another", "100 Ways", "愛してる", title), 1):
        await proposed(house, episode, version(other, n))
    made = await proposed(house, episode, version(f"{title} (Live)", 9))
    versions, by_artist = titles(await related(house, made))
    assert versions == [title]
    assert sorted(by_artist) == sorted(["Another", "100 Ways", "愛してる"])


async def test_a_song_of_a_long_list_is_found(house: House) -> None:
    episode = await house.episode()
    many = [version(f"Love {n}", n) for n in range(1, 300)]
    async with house.store.transaction(None) as unit:
        await unit.proposals.add_missing(house.room.id, episode.id, many, 0, 1)
    await proposed(house, episode, version("Blue", 900))
    made = await proposed(house, episode, version("Blue (Live)", 901))
    assert [song.title for song in (await related(house, made)).versions] == ["Blue"]


async def test_an_episode_that_used_the_song_is_named(house: House) -> None:
    first, round_id = await house.opened(songs=4, seats=2)
    await house.vote(round_id, 9, 1, 2)
    new = await house.episode("105")
    early = await proposed(house, new, recording(3))
    assert (await related(house, early)).used_in == ()
    await house.close(first)
    seated, other_uri, out, never = [
        await proposed(house, new, one)
        for one in (
            recording(1),
            recording(2, uri="spotify:track:" + "9" * 22),
            recording(4),
            recording(20),
        )
    ]
    for proposal, used in ((seated, [first]), (other_uri, [first]), (out, []), (never, [])):
        assert list((await related(house, proposal)).used_in) == used


async def test_a_song_the_showrunner_added_to_a_board_is_used_there(house: House) -> None:
    first, _ = await decided(house)
    late = await proposed(house, first, version("Blue", 40))
    await house.services.boards.add_song(house.boss, house.room, first, late.id, "It plays live.")
    new = await house.episode("105")
    for title, used, by_artist in (("Blue (Live)", [first.id], []), ("Carey", [], ["Blue"])):
        found = await related(house, await proposed(house, new, version(title, len(title) + 50)))
        assert [one.id for one in found.used_in] == used
        assert [song.title for song, _ in found.artist_in] == by_artist
    stranger = await related(house, await proposed(house, new, version("Blue", 60, "Eiffel 65")))
    assert (stranger.used_in, stranger.artist_in) == ((), ())


async def test_a_song_that_fell_off_the_board_is_not_used(house: House) -> None:
    first, view = await decided(house)
    boards, at = house.services.boards, (house.boss, house.room, first)
    out, called_up = view.board.entries[0].song, view.board.runners_up[0]
    await boards.swap(*at, out.id, called_up.id)
    new = await house.episode("105")
    fell = await proposed(house, new, out.recording)
    stepped_in = await proposed(house, new, called_up.recording)
    assert (await related(house, fell)).used_in == ()
    assert [one.id for one in (await related(house, stepped_in)).used_in] == [first.id]


async def test_an_artist_used_before_is_named_with_song_and_episode(house: House) -> None:
    first = await house.episode()
    for n, title in enumerate(("Blue", "River", "Carey"), 1):
        await proposed(house, first, version(title, n))
    at = (house.boss, house.room, first)
    await house.services.shortlists.fill(*at)
    await house.services.rounds.schedule(*at, closes="in 2 hours", seats=1)
    view = await house.services.rounds.live(house.room, first)
    await house.vote(view.round.id, 9, 1)
    [won] = await house.songs(view.round.id, 1)
    await house.close(at[-1])
    new = await house.episode("105")
    made = await proposed(house, new, version("Help Me", 9))
    found = (await related(house, made)).artist_in
    assert [(song.id, episode.number) for song, episode in found] == [(won, "104")]
    stranger = await proposed(house, new, version("Help Me", 10, "The Beatles"))
    assert (await related(house, stranger)).artist_in == ()


async def test_other_rooms_stay_out_of_it(house: House) -> None:
    first, round_id = await house.opened(songs=4, seats=2)
    await house.vote(round_id, 9, 1, 2)
    await house.close(first)
    boss = person(8, manages=True)
    other = await house.services.rooms.setup(
        boss, GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    episode = await house.services.episodes.create(boss, other, "1")
    made = await house.services.proposals.propose(boss, other, episode, recording(1))
    assert await house.services.related.of(other, made) == Related()


async def test_a_song_proposed_while_a_vote_runs_is_told_to_be_on_no_ballot(house: House) -> None:
    episode, _ = await house.opened(songs=4)
    late = await proposed(house, episode, version("Blue", 9))
    assert (await related(house, late)).not_on_ballot
    await house.close(episode)
    after = await proposed(house, episode, version("Carey", 10))
    assert not (await related(house, after)).not_on_ballot
