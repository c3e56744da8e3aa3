"""Reading the rights to some songs alone: the same as of the whole room, and little else."""

from bot.domain.model import Episode, Room, Song, UserId
from bot.domain.rights import NOTHING_KNOWN, Side, Stage
from bot.domain.structs import replace
from bot.services.ports.repositories.rights import StoredStep
from storage.database import Database
from tests.builders import NOW, make_episode, make_room, recording
from tests.domain.rights_known import holder

LINK = recording(3).uri
BY_SPOTIFY = (
    recording(1),
    recording(1, uri=recording(101).uri, title="Song 1 - Remastered 2011"),  # the same code
    recording(1, uri=recording(102).uri, title="Another"),  # the same code by mistake
    recording(2),
    recording(2, uri="", isrc=""),  # written by hand
    recording(2, uri=recording(103).uri, isrc="USXXX2699999"),  # the same words, another code
    recording(4),
)
FROM_FILES = (
    recording(3, title="As the file has it", isrc=""),  # of a link that Spotify tells of later
    recording(5, uri=recording(105).uri, isrc=""),
)


async def told_of(store: Database, room: Room, episode: Episode) -> list[Song]:
    """Return songs of which several are one recording."""
    async with store.transaction(room.id) as unit:
        await unit.proposals.add_missing(room.id, episode.id, FROM_FILES, 1, NOW, told=True)
        for each in (*BY_SPOTIFY, recording(3, isrc="USXXX2688888")):
            await unit.proposals.remember(room.id, each)
        return list(await unit.proposals.known(room.id, "", 100))


async def know(store: Database, room: Room, songs: list[Song]) -> None:
    """Store a holder, a word on a side and one on the whole of each song."""
    async with store.transaction(room.id) as unit:
        for song in songs:
            made = holder(store.new_id(), song=song)
            step = StoredStep(
                store.new_id(), song.id, Stage.ASKED, UserId(1), NOW, holder_id=made.id
            )
            await unit.rights.add(room.id, made, step)
            whole = replace(step, id=store.new_id(), holder_id=None, status=True, side=Side.SONG)
            await unit.rights.say(room.id, whole)


async def test_of_some_songs_the_same_is_known_as_of_the_whole_room(store: Database) -> None:
    room = await make_room(store)
    episode = await make_episode(store, room)
    songs = await told_of(store, room, episode)
    assert len(songs) == len(BY_SPOTIFY) + len(FROM_FILES) + 1
    await know(store, room, songs)
    everything, rights = await store.read.rights.of_room(room.id), store.read.rights
    sizes = {song.title: len(everything.about(song).holders) for song in songs}
    assert sizes["Song 1 - Remastered 2011"] == sizes["As the file has it"] == 2
    for first, second in zip(songs, [*songs[1:], songs[0]], strict=True):
        alone = await rights.of_songs(room.id, [first.id])
        assert alone.about(first) == everything.about(first), first
        both = await rights.of_songs(room.id, [first.id, second.id, first.id])
        assert [both.about(one) for one in (first, second)] == [
            everything.about(one) for one in (first, second)
        ]
    assert await rights.of_songs(room.id, [song.id for song in songs]) == everything


async def test_what_is_known_of_other_songs_is_left_out(store: Database) -> None:
    room = await make_room(store)
    episode = await make_episode(store, room)
    songs = await told_of(store, room, episode)
    await know(store, room, songs)
    [alone] = [song for song in songs if song.title == "Song 4"]
    found = await store.read.rights.of_songs(room.id, [alone.id])
    assert {one.song.id for one in found.holders} == {alone.id}
    assert await store.read.rights.of_songs(room.id, []) == NOTHING_KNOWN


async def test_what_another_room_knows_of_the_song_stays_there(store: Database) -> None:
    room, other = await make_room(store), await make_room(store, channel=11)
    songs = await told_of(store, room, await make_episode(store, room))
    await know(store, room, songs)
    found = await store.read.rights.of_songs(other.id, [song.id for song in songs])
    assert found == NOTHING_KNOWN
