"""What is known of rights: by recording, over episodes, the latest word."""

import pytest

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Recording, Song, SongId
from bot.domain.rights import Rights, RightsStep, Side, Stage, Whole
from bot.domain.structs import replace
from tests.builders import recording
from tests.domain.rights_known import holder

DENIED, CLEARED, PENDING = Clearance.DENIED, Clearance.CLEARED, Clearance.PENDING
SONG = Song(SongId(1), recording(1))


def known(*statuses: Clearance, song: Song = SONG) -> Rights:
    steps = [
        RightsStep(song, status, EpisodeId(place), str(100 + place), place)
        for place, status in enumerate(statuses)
    ]
    return Rights(steps)


def song(made: Recording, number: int = 2) -> Song:
    return Song(SongId(number), made)


@pytest.mark.parametrize(
    ("statuses", "refused_for"),
    [
        ((), ""),
        ((PENDING,), ""),
        ((DENIED,), "100"),
        ((CLEARED, DENIED), "101"),
        ((DENIED, PENDING), ""),
        ((DENIED, DENIED, CLEARED), ""),
    ],
)
def test_the_latest_word_counts_whichever_episode_it_was_for(
    statuses: tuple[Clearance, ...], refused_for: str
) -> None:
    step = known(*statuses).refused(SONG)
    assert (step.number if step else "") == refused_for


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (recording(1), True),
        (recording(1, uri="spotify:track:" + "9" * 22, isrc="us-xxx-26-00001"), True),
        (recording(1, uri="spotify:track:" + "9" * 22, title="Another"), False),
        (recording(1, isrc="", uri="", title="SONG 1"), True),
        (recording(1, isrc="USXXX2699999", uri="spotify:track:" + "9" * 22), False),
        (recording(2), False),
    ],
    ids=["link", "code", "code of another title", "by hand", "another version", "another song"],
)
def test_recordings_are_told_apart_as_on_a_longlist(other: Recording, same: bool) -> None:
    assert (known(DENIED).refused(song(other)) is not None) is same
    assert (known(DENIED, song=song(other)).refused(SONG) is not None) is same


def test_the_latest_word_is_found_by_whatever_names_it() -> None:
    by_hand = song(replace(recording(1), isrc="", uri=""), 3)
    steps = (*known(DENIED).steps, *known(CLEARED, song=by_hand).steps)
    assert Rights(steps).refused(SONG) is None
    assert Rights(tuple(reversed(steps))).refused(SONG) is not None


def test_refusals_are_told_in_the_order_of_a_list() -> None:
    songs = [song(recording(n), n) for n in (3, 1, 2)]
    steps = (*known(DENIED, song=songs[2]).steps, *known(DENIED, song=songs[0]).steps)
    assert [one.song.id for one in Rights(steps).refusals(songs)] == [3, 2]


HOLDER = holder(7, Side.RECORDING, Stage.REFUSED)


def test_a_holder_who_refuses_refuses_the_song_for_their_episode() -> None:
    step = Rights(holders=[HOLDER]).refused(SONG)
    assert step is not None
    assert (step.song, step.status, step.episode_id, step.number) == (SONG, DENIED, 2, "102")
    assert Rights(holders=[HOLDER]).refused(song(recording(2))) is None


@pytest.mark.parametrize(("step_id", "refused"), [(6, True), (8, False)])
def test_a_later_word_on_the_song_overrules_a_holder(step_id: int, refused: bool) -> None:
    said = RightsStep(SONG, CLEARED, EpisodeId(1), "101", 5, step_id)
    assert (Rights([said], [HOLDER]).refused(SONG) is not None) is refused


def test_holders_of_all_that_is_the_same_recording_are_found_once_and_in_order() -> None:
    by_hand = song(replace(recording(1), isrc="", uri=""), 3)
    other = song(recording(2), 4)
    holders = [holder(n, song=one) for n, one in enumerate((SONG, other, by_hand), start=1)]
    rights = Rights(holders=holders, wholes=[Whole(by_hand, Side.SONG)])
    assert rights.about(SONG).holders == (holders[0], holders[2])
    assert rights.about(SONG).whole == {Side.SONG}
    assert rights.about(other).whole == set()
    assert [one.song.id for one in rights.refusals([SONG, other])] == []


def test_a_refusal_is_told_about_the_song_as_it_is_given() -> None:
    by_hand = song(replace(recording(1), isrc="", uri=""), 3)
    assert [one.song for one in Rights(holders=[HOLDER]).refusals([by_hand])] == [by_hand]
