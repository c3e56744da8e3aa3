"""`/playlist`: link, sync and status, as people see them."""

import pytest
import simcord
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Cause, SpotifyRefused, SpotifyUnavailable
from bot.domain.model import ChannelId, GuildId, Recording, Room, RoomId, UserId
from bot.domain.structs import replace
from bot.services.effects.failures import name_of
from bot.services.ports.statuses import PlaylistStatus
from cogs.ui import promised
from cogs.ui.kit.spotify_error_texts import TO_DO, WRONG, state_text
from cogs.ui.playlists import status
from tests.builders import recording
from tests.cogs.conftest import Studio
from tests.cogs.limits import few
from tests.cogs.messages import answered, said
from tests.cogs.shapes import recordings
from tests.cogs.steps import set_up
from tests.cogs.test_casting_vote import vote_to_a_tie
from tests.cogs.test_methods import cast, close, open_method, public

THEIRS = "A" * 22
LINK = f"https://open.spotify.com/playlist/{THEIRS}"
ROOM = Room(RoomId(1), GuildId(1), ChannelId(1), "Soundtrack", "UTC", UserId(1))


async def link(studio: Studio, words: str = LINK) -> simcord.InteractionResult:
    return await studio.boss.slash(studio.channel, "playlist link", playlist=words)


async def test_a_playlist_is_linked_and_named(studio: Studio) -> None:
    await set_up(studio)
    studio.house.library.playlists[THEIRS] = [recording(20)]
    text = answered(await link(studio))
    assert f"Linked: [Songs \\*of\\* ours]({LINK}) by Dana, with 1 song so far." in text
    assert "never remove" in text
    writer = await studio.writers[0].slash(studio.channel, "playlist link", playlist=LINK)
    assert "Only the showrunner" in answered(writer)


async def test_a_public_one_takes_another_press(studio: Studio) -> None:
    await set_up(studio)
    studio.house.library.playlists[THEIRS] = []
    studio.house.library.public.add(THEIRS)
    result = await link(studio)
    assert "is **public**" in answered(result)
    shown = result.response or result.followups[0]
    told = answered(await studio.boss.click(shown, label="Link it although it is public"))
    assert "Linked:" in told


async def test_a_linked_playlist_that_is_public_is_said_to_be(studio: Studio) -> None:
    await set_up(studio)
    studio.house.library.playlists[THEIRS] = []
    studio.house.library.public.add(THEIRS)
    result = await link(studio)
    await studio.boss.click(
        result.response or result.followups[0], label="Link it although it is public"
    )
    told = answered(await studio.boss.slash(studio.channel, "playlist status"))
    assert "**It is public:**" in told


@pytest.mark.parametrize("cause", list(Cause))
def test_a_refusal_says_what_is_wrong_since_when_and_what_to_do(cause: Cause) -> None:
    trouble = SpotifyRefused("read a playlist", 403, "", cause, 1_790_000_000)
    for playlist_id in (None, "p" * 22):
        view = PlaylistStatus(ROOM, playlist_id, (), mode="mirror", trouble=trouble)
        text = "\n".join(
            getattr(one, "content", "") for one in status.playlist_status(view).walk_children()
        )
        assert "<t:1790000000" in text
        assert TO_DO[cause] in text
        assert "another song" not in text
    in_room = state_text(f"{cause} 1790000000")
    assert "<t:1790000000" in in_room
    assert TO_DO[cause] in in_room
    assert WRONG[cause] in promised.why(name_of(trouble))


async def test_a_playlist_one_may_not_change_is_explained_and_the_link_given_back(
    studio: Studio,
) -> None:
    await set_up(studio)
    studio.house.library.playlists[THEIRS] = []
    studio.house.library.closed.add(THEIRS)
    text = answered(await link(studio))
    assert "make that account a collaborator" in text
    assert LINK in text


async def test_the_status_says_what_is_there_and_what_is_not(studio: Studio) -> None:
    await set_up(studio)
    assert "There's no playlist yet" in answered(
        await studio.boss.slash(studio.channel, "playlist status")
    )
    assert "There are no results" in answered(
        await studio.boss.slash(studio.channel, "playlist sync")
    )


async def test_after_a_vote_the_songs_are_compared(studio: Studio) -> None:
    await vote_to_a_tie(studio)
    await close(studio)
    await close(studio)  # leaves it to the lot
    studio.house.library.playlists["p" * 22] = [recording(25)]
    text = answered(await studio.boss.slash(studio.channel, "playlist status"))
    assert "In place: 0 of 1 song" in text
    assert "**Missing**" in text
    assert "Song 25" in text
    assert "The next sync removes those" in text
    assert "is syncing" in answered(await studio.boss.slash(studio.channel, "playlist sync"))


@few
@given(
    st.lists(recordings(), max_size=60),
    st.sampled_from(["append", "mirror"]),
    st.sampled_from([None, SpotifyUnavailable("read")]),
)
def test_the_status_fits_whatever_there_is(
    songs: list[Recording], mode: str, trouble: Exception | None
) -> None:
    view = PlaylistStatus(
        ROOM,
        THEIRS,
        tuple(songs),
        mode=mode,
        missing=tuple((song, "taken_out") for song in songs),
        by_hand=tuple(replace(song, uri="") for song in songs),
        extra=tuple(songs),
        trouble=trouble,
    )
    screen = status.playlist_status(view)
    assert screen.content_length() <= 4000


def test_the_longest_lists_of_the_longest_names_fit() -> None:
    long = recording(1, title="*" * 300, artists=("_" * 300,))
    longest = tuple(replace(long, uri=f"spotify:track:{n:022}") for n in range(90))
    view = PlaylistStatus(
        ROOM, THEIRS, longest, missing=tuple((one, "dead") for one in longest), extra=longest
    )
    screen = status.playlist_status(view)
    assert screen.content_length() <= 4000
    assert any("**Missing**" in getattr(one, "content", "") for one in screen.walk_children())


@pytest.mark.parametrize(
    ("seats", "told"),
    [
        (0, "The board and the playlist stay as they were."),
        (1, "The playlist holds the one song."),
        (2, "The playlist holds both."),
        (3, "The playlist holds all three."),
    ],
)
async def test_results_say_in_plain_words_what_the_playlist_holds(
    studio: Studio, seats: int, told: str
) -> None:
    await open_method(studio, seats=max(seats, 1))
    if seats:
        await cast(studio, studio.boss, "approval", *range(1, seats + 1))
    await close(studio)
    assert told in said(public(studio, "## The cut for"))


def test_the_status_says_when_it_was_read_and_that_only_searches_wait() -> None:
    view = PlaylistStatus(
        ROOM, THEIRS, (), read_at=1_800_000_000, searches_until=1_800_003_600, in_place=0
    )
    texts = "\n".join(
        getattr(one, "content", "") for one in status.playlist_status(view).walk_children()
    )
    assert "This is how it was at <t:1800000000" in texts
    assert "allows no more searches until <t:1800003600" in texts
    assert "Songs still go into the playlists" in texts
