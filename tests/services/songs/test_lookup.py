"""From what a writer types or pastes to the song it means."""

import asyncio
import itertools

import pytest

from bot.domain.errors import InvalidInput, NotFound, SpotifyNotConfigured, SpotifyUnavailable
from bot.domain.model import ChannelId, GuildId, Recording
from tests.builders import person, recording
from tests.services.conftest import House

TRACK = f"https://open.spotify.com/track/{1:022}"


async def test_a_link_leads_to_its_song(house: House) -> None:
    found = await house.services.songs.look_up(
        person(2), house.room, f"<https://open.spotify.com/intl-de/track/{1:022}?si=x>"
    )
    assert found.song == recording(1)


async def test_a_song_met_before_costs_no_call(house: House) -> None:
    found = await house.services.songs.look_up(person(2), house.room, TRACK)
    assert found.song is not None
    proposals, episode = house.services.proposals, await house.episode()
    made = await proposals.propose(person(2), house.room, episode, found.song)
    for _ in range(2):
        found = await house.services.songs.look_up(person(2), house.room, TRACK)
        assert found.song == made.song
    assert len(house.catalogue.asked) == 1


async def test_two_who_meet_a_song_at_once_propose_the_same_one(house: House) -> None:
    proposals, links = house.services.proposals, [TRACK, TRACK]
    found = [await house.services.songs.look_up(person(2), house.room, link) for link in links]
    assert [one.song for one in found] == [recording(1), recording(1)]
    first, second = [
        await proposals.propose(person(2), house.room, await house.episode(number), one.song)
        for number, one in zip(("104", "105"), found, strict=True)
        if one.song is not None
    ]
    assert first.song == second.song
    assert await house.rows("SELECT count(*) FROM songs") == [(1,)]


async def test_words_are_searched_and_what_is_found_can_be_chosen(house: House) -> None:
    songs = house.services.songs
    found = await songs.look_up(person(2), house.room, "search:song 2")
    assert found.song is None
    assert len(found.songs) == 10
    chosen = await songs.look_up(person(3), house.room, f"song:{found.songs[1].id}")
    assert (chosen.song, chosen.songs) == (found.songs[1], ())
    assert [s.id for s in await songs.known(house.room, "SONG 2")] == sorted(
        s.id for s in found.songs
    )


async def test_rooms_that_find_the_same_songs_at_once_never_wait_for_each_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A song is all rooms' own: who stores it first has the next one wait."""
    other = await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(11), title="Other", timezone="UTC"
    )

    async def search(words: str) -> list[Recording]:
        first = int(words)
        found = [recording(n) for n in range(first, first + 10)]
        return found if next(turns) % 2 else found[::-1]

    turns = itertools.count()
    monkeypatch.setattr(house.catalogue, "search", search)
    for first in range(1000, 1100, 10):
        found = await asyncio.gather(
            *(
                house.services.songs.look_up(person(2), room, f"search:{first}")
                for room in (house.room, other)
            )
        )
        assert [one.songs for one in found] == [found[0].songs, found[0].songs[::-1]]


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
        ("https://somebody.bandcamp.com/track/hurt", "link.unknown"),
        ("Hurt https://genius.com/hurt", "link.unknown"),
        ("https://bit.ly/3AbC", "link.short"),
        ("https://open.spotify.com/track/short", "link.broken"),
        ("  ", "song.empty"),
    ],
)
async def test_what_is_no_song_is_refused_with_what_was_typed(
    house: House, words: str, fault: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await house.services.songs.look_up(person(2), house.room, words)
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
    found = await house.services.songs.look_up(person(2), house.room, f"this: {link}")
    assert (found.songs, found.song) == ((), None)
    assert found.elsewhere is not None
    assert found.elsewhere.url == link
    assert house.catalogue.asked == []


async def test_links_to_songs_met_before_are_named_without_a_call(house: House) -> None:
    songs = house.services.songs
    await house.proposed(await house.episode(), 2)
    met = await songs.linked([f"{n:022}" for n in (2, 3)])
    assert {name: song.title for name, song in met.items()} == {f"{2:022}": "Song 2"}
    assert house.catalogue.asked == []


@pytest.mark.parametrize("trouble", [SpotifyUnavailable("search"), SpotifyNotConfigured()])
async def test_while_spotify_is_down_nothing_typed_is_lost(
    house: House, trouble: Exception
) -> None:
    house.catalogue.trouble = trouble
    for words in ("a song nobody knows", TRACK):
        found = await house.services.songs.look_up(person(2), house.room, words)
        assert (found.words, found.trouble, found.songs) == (words, trouble, ())


@pytest.mark.parametrize(
    "number", ["1", "9999999999999999999", "99999999999999999999999", "x", "²", ""]
)
async def test_a_song_the_room_never_met_cannot_be_chosen(house: House, number: str) -> None:
    with pytest.raises(NotFound):
        await house.services.songs.look_up(person(2), house.room, f"song:{number}")


@pytest.mark.parametrize(
    ("title", "artist", "fault"),
    [
        ("", "x", "title.empty"),
        ("x", " ", "artist.empty"),
        ("x" * 301, "x", "title.too_long"),
        ("x", "x" * 301, "artist.too_long"),
        ("https://youtu.be/dQw4w9WgXcQ", "x", "title.link"),
        ("x", "look: https://example.org/x", "artist.link"),
    ],
)
def test_a_song_by_hand_needs_a_title_and_an_artist(
    house: House, title: str, artist: str, fault: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        house.services.songs.by_hand(title, artist)
    assert refusal.value.what == fault
