"""From what a writer types to a card on the longlist."""

import pytest

from bot.domain.errors import (
    DuplicateProposal,
    InvalidInput,
    NotAllowed,
    NotFound,
    SongFrozen,
    SpotifyNotConfigured,
    SpotifyUnavailable,
)
from bot.domain.model import ChannelId, GuildId, UserId
from tests.builders import person, recording
from tests.services.conftest import House

TRACK = f"https://open.spotify.com/track/{1:022}"


async def test_a_link_leads_to_its_song(house: House) -> None:
    episode = await house.episode()
    found = await house.services.proposals.look_up(
        person(2), house.room, episode, f"<https://open.spotify.com/intl-de/track/{1:022}?si=x>"
    )
    assert found.exact
    assert found.recordings == (recording(1),)


async def test_a_song_met_before_costs_no_call(house: House) -> None:
    episode = await house.episode()
    for _ in range(3):
        await house.services.proposals.look_up(person(2), house.room, episode, TRACK)
    assert len(house.catalogue.asked) == 1


async def test_words_are_searched_and_what_is_found_can_be_chosen(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    found = await proposals.look_up(person(2), house.room, episode, "search:song 2")
    assert not found.exact
    assert len(found.songs) == 10
    chosen = await proposals.look_up(person(3), house.room, episode, f"song:{found.songs[1].id}")
    assert (chosen.exact, chosen.songs) == (True, (found.songs[1],))
    assert [s.id for s in await proposals.known(house.room, "SONG 2")] == sorted(
        s.id for s in found.songs
    )


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("https://open.spotify.com/artist/" + "a" * 22, "link.artist"),
        ("https://open.spotify.com/album/" + "a" * 22, "link.album"),
        ("https://open.spotify.com/playlist/" + "a" * 22, "link.playlist"),
        ("https://open.spotify.com/show/" + "a" * 22, "link.show"),
        ("https://open.spotify.com/episode/" + "a" * 22, "link.episode"),
        ("https://open.spotify.com/track/" + "z" * 22, "link.dead"),
        ("https://spotify.link/abcDEF", "link.short"),
        ("https://music.apple.com/us/album/x/1", "link.other"),
        ("  ", "song.empty"),
    ],
)
async def test_what_is_no_song_is_refused_with_what_was_typed(
    house: House, words: str, fault: str
) -> None:
    episode = await house.episode()
    with pytest.raises(InvalidInput) as refusal:
        await house.services.proposals.look_up(person(2), house.room, episode, words)
    assert refusal.value.what == fault
    assert refusal.value.given == words.strip()


@pytest.mark.parametrize(
    "link",
    [
        "https://music.apple.com/us/album/x/1?i=2",
        "https://youtu.be/dQw4w9WgXcQ",
        "https://www.deezer.com/track/3135556",
        "https://tidal.com/track/1",
    ],
)
async def test_a_song_of_another_service_is_known_as_one(house: House, link: str) -> None:
    episode = await house.episode()
    found = await house.services.proposals.look_up(person(2), house.room, episode, f"this: {link}")
    assert (found.songs, found.exact) == ((), False)
    assert found.elsewhere is not None
    assert found.elsewhere.url == link
    assert house.catalogue.asked == []


async def test_links_to_songs_met_before_are_named_without_a_call(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    await house.proposed(episode, 2)
    met = await proposals.linked([f"{n:022}" for n in (2, 3)])
    assert {name: song.title for name, song in met.items()} == {f"{2:022}": "Song 2"}
    assert house.catalogue.asked == []


@pytest.mark.parametrize("trouble", [SpotifyUnavailable("search"), SpotifyNotConfigured()])
async def test_while_spotify_is_down_nothing_typed_is_lost(
    house: House, trouble: Exception
) -> None:
    episode = await house.episode()
    house.catalogue.trouble = trouble
    for words in ("a song nobody knows", TRACK):
        found = await house.services.proposals.look_up(person(2), house.room, episode, words)
        assert (found.words, found.trouble, found.songs) == (words, trouble, ())


@pytest.mark.parametrize(
    "number", ["1", "9999999999999999999", "99999999999999999999999", "x", "²", ""]
)
async def test_a_song_the_room_never_met_cannot_be_chosen(house: House, number: str) -> None:
    episode = await house.episode()
    with pytest.raises(NotFound):
        await house.services.proposals.look_up(person(2), house.room, episode, f"song:{number}")


async def test_a_proposal_joins_the_roster_and_posts_its_card_once(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    made = await proposals.propose(person(2), house.room, episode, recording(1), " Her. ")
    assert (made.proposer_id, made.why) == (2, "Her.")
    await house.work_off()
    assert house.announcer.said == [("post_proposal", made.id)]
    assert await house.services.rooms.roster(house.room) == (2,)
    assert (await proposals.get(house.room, made.id)).message_id is not None


@pytest.mark.parametrize(
    "same",
    [
        recording(1),
        recording(1, uri="spotify:track:" + "9" * 22, title="Song 1 (Remaster)"),
        recording(1, uri="", isrc="", title="  song  1", artists=("ARTIST 1",)),
    ],
    ids=["same song", "same ISRC", "the same by hand"],
)
async def test_the_same_recording_twice_is_refused_naming_the_first(
    house: House, same: object
) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    first = await proposals.propose(person(2), house.room, episode, recording(1))
    with pytest.raises(DuplicateProposal) as refusal:
        await proposals.propose(person(3), house.room, episode, same)  # type: ignore[arg-type]
    assert refusal.value.proposal_id == first.id
    assert (refusal.value.title, refusal.value.proposer_id) == ("Song 1", 2)
    assert not refusal.value.yours


async def test_another_version_and_another_episode_are_fine(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    await proposals.propose(person(2), house.room, episode, recording(1))
    live = recording(1, uri="spotify:track:" + "8" * 22, isrc="OTHER", title="Song 1 (Live)")
    await proposals.propose(person(2), house.room, episode, live)
    await proposals.propose(person(2), house.room, await house.episode("105"), recording(1))


async def test_seconding_counts_once_and_never_ones_own(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    made = await proposals.propose(person(2), house.room, episode, recording(1))
    assert (await proposals.second(person(3), house.room, made.id)).seconds == 1
    for who, fault in ((3, "second.twice"), (2, "second.own")):
        with pytest.raises(InvalidInput) as refusal:
            await proposals.second(person(who), house.room, made.id)
        assert refusal.value.what == fault


async def test_notes_gather_what_a_song_tells_each(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    made = await proposals.propose(person(2), house.room, episode, recording(1), "Loss.")
    after = await proposals.note(person(3), house.room, made.id, "And hope.")
    assert [(n.user_id, n.text) for n in after.notes] == [(2, "Loss."), (3, "And hope.")]
    for text, fault in (("   ", "note.empty"), ("x" * 1001, "note.too_long")):
        with pytest.raises(InvalidInput) as refusal:
            await proposals.note(person(3), house.room, made.id, text)
        assert refusal.value.what == fault


async def test_withdrawing_is_the_proposers_and_the_showrunners(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    one, two = await house.proposed(episode, 2)
    with pytest.raises(InvalidInput):
        await proposals.withdraw(person(3), house.room, one.id)
    await proposals.withdraw(person(101), house.room, one.id)
    await proposals.withdraw(house.boss, house.room, two.id)
    assert await proposals.longlist(house.room, episode) == ()
    with pytest.raises(NotFound):
        await proposals.get(house.room, one.id)


async def test_a_withdrawn_song_comes_back_as_the_next_ones_proposal(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    first = await proposals.propose(person(2), house.room, episode, recording(1))
    await proposals.withdraw(person(2), house.room, first.id)
    again = await proposals.propose(person(3), house.room, episode, recording(1))
    assert (again.proposer_id, again.withdrawn) == (3, False)


async def test_a_frozen_candidate_cannot_be_withdrawn(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    (proposal, *_) = await house.services.proposals.longlist(house.room, episode)
    await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    with pytest.raises(SongFrozen):
        await house.services.proposals.withdraw(house.boss, house.room, proposal.id)


async def test_who_was_taken_off_the_roster_cannot_propose(house: House) -> None:
    episode = await house.episode()
    await house.services.rooms.edit_roster(house.boss, house.room, remove=[UserId(2)])
    with pytest.raises(NotAllowed) as refusal:
        await house.services.proposals.propose(person(2), house.room, episode, recording(1))
    assert refusal.value.removed


async def test_rooms_cannot_reach_each_others_proposals(house: House) -> None:
    episode = await house.episode()
    (mine,) = await house.proposed(episode, 1)
    other = await house.services.rooms.setup(
        person(8, manages=True), GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    proposals = house.services.proposals
    for attempt in (
        proposals.get(other, mine.id),
        proposals.second(person(8), other, mine.id),
        proposals.note(person(8), other, mine.id, "mine now"),
        proposals.withdraw(person(8, manages=True), other, mine.id),
        proposals.look_up(person(8), other, episode, f"song:{mine.song.id}"),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await proposals.known(other, "song") == ()


@pytest.mark.parametrize(
    ("title", "artist", "fault"),
    [
        ("", "x", "title.empty"),
        ("x", " ", "artist.empty"),
        ("x" * 301, "x", "title.too_long"),
        ("x", "x" * 301, "artist.too_long"),
    ],
)
def test_a_song_by_hand_needs_a_title_and_an_artist(
    house: House, title: str, artist: str, fault: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        house.services.proposals.by_hand(title, artist)
    assert refusal.value.what == fault


async def test_a_title_of_300_characters_is_kept_whole(house: House) -> None:
    episode = await house.episode()
    title = "@everyone **loud** " + "x" * 281
    by_hand = house.services.proposals.by_hand(title, "Somebody")
    made = await house.services.proposals.propose(person(2), house.room, episode, by_hand)
    assert made.song.title == title


async def test_what_one_room_typed_by_hand_stays_there(house: House) -> None:
    theirs, ours = "Hello !!! (shouted)", "Hello Shouted"
    other = await house.services.rooms.setup(
        person(8, manages=True), GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    rivals = await house.services.episodes.create(person(8, manages=True), other, "1")
    episode = await house.episode()
    proposals = house.services.proposals
    await proposals.propose(person(8), other, rivals, proposals.by_hand(theirs, "Adele"))
    made = await proposals.propose(person(2), house.room, episode, proposals.by_hand(ours, "Adele"))
    assert made.song.title == ours


async def test_ones_own_second_stops_counting_when_one_becomes_the_proposer(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    first = await proposals.propose(person(2), house.room, episode, recording(1))
    await proposals.second(person(3), house.room, first.id)
    await proposals.second(person(4), house.room, first.id)
    await proposals.withdraw(person(2), house.room, first.id)
    again = await proposals.propose(person(3), house.room, episode, recording(1))
    assert again.seconds == 1
