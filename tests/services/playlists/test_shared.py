"""The shared playlist: linked by the showrunner, synced on request, compared with what it holds."""

import pytest

from bot.domain.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    SpotifyNotConfigured,
    SpotifyUnavailable,
)
from bot.domain.model import ChannelId, GuildId, Recording
from bot.domain.structs import replace
from bot.services.playlists.looks import PlaylistLooks
from bot.services.playlists.readings import Readings
from bot.services.ports.repositories.spotify import APPEND, MIRROR, PlaylistKind, StoredPlaylist
from tests.builders import person, recording
from tests.services.conftest import House
from tests.services.rounds.test_plans import DAY, planned, voted
from tests.services.rounds.timed import passes

THEIRS = "A" * 22
LINK = f"https://open.spotify.com/playlist/{THEIRS}?si=1"


async def closed(house: House) -> list[Recording]:
    """Close a round that songs 2 and 3 win; return them in that order."""
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 2, 3)
    await house.vote(round_id, 4, 2)
    await house.close(episode)
    await house.work_off()
    return [recording(2), recording(3)]


async def kept_by(house: House) -> StoredPlaylist | None:
    return await house.store.read.playlists.get(PlaylistKind.BOARD, house.room.id)


async def linked(house: House, *places: Recording | None) -> None:
    house.library.playlists[THEIRS] = list(places)
    await house.services.playlists.link(house.boss, house.room, LINK)
    await house.work_off()


async def test_a_linked_playlist_is_added_to_from_then_on(house: House) -> None:
    await linked(house, recording(20))
    winners = await closed(house)
    intent = house.playlists.boards[-1]
    assert (intent.playlist_id, intent.mode) == (THEIRS, APPEND)
    assert list(intent.wanted) == [song.uri for song in winners]


async def test_linking_later_brings_what_was_won_before_and_says_what_it_replaces(
    house: House,
) -> None:
    await closed(house)
    made = house.playlists.boards[-1]
    assert made.mode == MIRROR
    house.library.playlists[THEIRS] = []
    view = await house.services.playlists.link(house.boss, house.room, LINK)
    assert (view.needs_confirmation, view.replaces) == (False, "p" * 22)
    await house.work_off()
    assert house.playlists.boards[-1].playlist_id == THEIRS
    again = await house.services.playlists.link(house.boss, house.room, LINK)
    assert again.replaces == ""
    kept = await kept_by(house)
    assert kept is not None
    assert kept.added


async def test_a_public_playlist_is_asked_about_first(house: House) -> None:
    house.library.playlists[THEIRS] = []
    house.library.public.add(THEIRS)
    playlists = house.services.playlists
    assert (await playlists.link(house.boss, house.room, LINK)).needs_confirmation
    assert await kept_by(house) is None
    view = await playlists.link(house.boss, house.room, LINK, even_if_public=True)
    assert not view.needs_confirmation
    assert await kept_by(house) is not None


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("", "playlist.no_link"),
        ("our songs", "playlist.no_link"),
        (f"https://open.spotify.com/track/{'B' * 22}", "playlist.track"),
        ("https://spotify.link/abc", "playlist.short"),
        ("spotify:playlist:37i9dQZF1DXcBWIGoYBM5M", "playlist.spotifys"),
        (f"https://open.spotify.com/playlist/{'B' * 22}", "playlist.dead"),
        (f"https://open.spotify.com/playlist/{'C' * 22}", "playlist.closed"),
    ],
)
async def test_what_cannot_be_linked_is_refused_and_nothing_changes(
    house: House, words: str, what: str
) -> None:
    house.library.playlists["C" * 22] = []
    house.library.closed.add("C" * 22)
    with pytest.raises(InvalidInput) as refusal:
        await house.services.playlists.link(house.boss, house.room, words)
    assert (refusal.value.what, refusal.value.given) == (what, words)
    assert await kept_by(house) is None


@pytest.mark.parametrize("kind", list(PlaylistKind))
async def test_what_the_bot_keeps_for_any_room_is_not_linked(
    house: House, kind: PlaylistKind
) -> None:
    other = await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(11), title="Other", timezone="UTC"
    )
    for room, kept_id in ((house.room, "K" * 22), (other, "L" * 22)):
        kept = StoredPlaylist(kind, room.id, room.id, kept_id, MIRROR)
        async with house.store.transaction(None) as unit:
            await unit.playlists.save(kept)
        house.library.playlists[kept_id] = []
        with pytest.raises(InvalidInput) as refusal:
            await house.services.playlists.link(
                house.boss, house.room, f"spotify:playlist:{kept_id}"
            )
        assert refusal.value.what == "playlist.kept"


async def test_rooms_may_share_a_playlist_that_people_keep(house: House) -> None:
    other = await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(11), title="Other", timezone="UTC"
    )
    house.library.playlists[THEIRS] = []
    for room in (house.room, other, house.room):
        assert (await house.services.playlists.link(house.boss, room, LINK)).facts.id == THEIRS


async def test_only_the_showrunner_links_and_syncs(house: House) -> None:
    playlists = house.services.playlists
    for attempt in (
        playlists.link(person(101), house.room, LINK),
        playlists.request_sync(person(101), house.room, await house.episode()),
    ):
        with pytest.raises(NotAllowed):
            await attempt


async def test_a_sync_on_request_does_not_wait_for_its_turn(house: House) -> None:
    with pytest.raises(NotFound):
        await house.services.playlists.request_sync(
            house.boss, house.room, await house.episode("103")
        )
    house.playlists.trouble = SpotifyUnavailable("sync")
    await closed(house)
    house.playlists.trouble = None
    tries = len(house.playlists.boards)
    await house.services.playlists.request_sync(
        house.boss, house.room, await house.services.episodes.find(house.room)
    )
    await house.work_off()
    assert len(house.playlists.boards) > tries
    assert not (await house.services.rooms.status(house.room)).waiting


async def test_it_is_synced_on_request_also_while_the_only_plan_goes_on_that_had_ended(
    house: House,
) -> None:
    """The playlist is there from when the plan had ended; people may have put songs into it."""
    first = await planned(house)
    await voted(house, first.round.id, 1, 2, 3, 4)
    await passes(house, DAY)
    cancelled = await house.cancel(first.episode)
    await house.work_off()
    await house.services.control.take_back(house.boss, house.room, cancelled.round.id)
    await house.work_off()
    before = [one.wanted for one in house.playlists.boards]
    assert before[-1] == ()
    await house.services.playlists.request_sync(house.boss, house.room, first.episode)
    await house.work_off()
    assert [one.wanted for one in house.playlists.boards] == [*before, ()]


async def test_the_status_tells_what_differs(house: House) -> None:
    await linked(house)
    two, three = await closed(house)
    twin = replace(three, uri=f"spotify:track:{'T' * 22}")  # the same recording elsewhere
    extra = recording(20)
    house.library.playlists[THEIRS] = [extra, None, twin]
    view = await house.services.playlists.status(house.room)
    assert (view.playlist_id, view.mode, view.in_place) == (THEIRS, APPEND, 1)
    assert [(song.uri, why) for song, why in view.missing] == [(two.uri, "")]
    assert view.extra == (extra,)
    assert (view.by_hand, view.waiting, view.trouble) == ((), (), None)


async def test_the_status_tells_what_another_process_has_synced_since(house: House) -> None:
    winners, spotify = await closed(house), house.app.ports.spotify
    house.library.playlists["p" * 22] = []
    readings = Readings(house.clock, spotify)
    elsewhere = PlaylistLooks(house.store, house.clock, spotify, readings)
    assert (await elsewhere.status(house.room)).in_place == 0
    await house.outbox.idle()
    house.clock.move(10)
    house.library.playlists["p" * 22] = list(winners)
    episode = await house.services.episodes.find(house.room)
    await house.services.playlists.request_sync(house.boss, house.room, episode)
    await house.work_off()
    house.clock.move(1)
    assert (await elsewhere.status(house.room)).in_place == 2
    asked = len(house.library.asked)
    assert (await elsewhere.status(house.room)).in_place == 2
    assert len(house.library.asked) == asked


@pytest.mark.parametrize("before", [0, 0.2, 0.7])
async def test_the_status_tells_what_another_process_synced_within_the_same_second(
    house: House, before: float
) -> None:
    """A sync is noted by the second; a look from earlier in it saw what was there before."""
    winners, spotify = await closed(house), house.app.ports.spotify
    await house.outbox.idle()
    house.clock.move(10 + before)
    house.library.playlists["p" * 22] = []
    elsewhere = PlaylistLooks(house.store, house.clock, spotify, Readings(house.clock, spotify))
    assert (await elsewhere.status(house.room)).in_place == 0
    house.clock.move(0.9 - before)
    house.library.playlists["p" * 22] = list(winners)
    episode = await house.services.episodes.find(house.room)
    await house.services.playlists.request_sync(house.boss, house.room, episode)
    await house.work_off()
    assert (await elsewhere.status(house.room)).in_place == 2


async def test_one_code_in_two_spellings_is_in_place_and_under_another_title_is_not(
    house: House,
) -> None:
    await linked(house)
    two, three = await closed(house)
    spelled = replace(two, uri=f"spotify:track:{'S' * 22}", isrc="us-xxx-26-00002")
    mistaken = replace(three, uri=f"spotify:track:{'M' * 22}", title="Another")
    house.library.playlists[THEIRS] = [spelled, mistaken]
    view = await house.services.playlists.status(house.room)
    assert [song.uri for song, _ in view.missing] == [three.uri]
    assert (view.in_place, view.extra) == (1, (mistaken,))


async def test_while_spotify_is_away_the_last_sync_is_told(house: House) -> None:
    await linked(house)
    winners = await closed(house)
    house.library.trouble = [SpotifyUnavailable("read")]
    view = await house.services.playlists.status(house.room)
    assert isinstance(view.trouble, SpotifyUnavailable)
    assert (view.in_place, view.missing, view.extra) == (len(winners), (), ())


async def test_a_playlist_of_hundreds_is_read_to_its_end(house: House) -> None:
    await linked(house)
    winners = await closed(house)
    many: list[Recording | None] = [recording(n) for n in range(100, 350)]
    house.library.playlists[THEIRS] = [*many, *winners]
    view = await house.services.playlists.status(house.room)
    assert (view.in_place, len(view.extra)) == (2, 250)


async def test_without_an_account_it_says_so(house: House) -> None:
    house.playlists.configured = False
    for attempt in (
        house.services.playlists.status(house.room),
        house.services.playlists.request_sync(house.boss, house.room, await house.episode()),
    ):
        with pytest.raises(SpotifyNotConfigured):
            await attempt


async def test_before_the_first_vote_there_is_none(house: House) -> None:
    view = await house.services.playlists.status(house.room)
    assert (view.playlist_id, view.wanted) == (None, ())
