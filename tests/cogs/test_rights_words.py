"""The words by a song for what is known of its rights, as text and in menus."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.board import Clearance
from bot.domain.model import Episode, EpisodeId, EpisodeState, RoomId, Song, SongId
from bot.domain.rights import WHOLE, Holder, Rights, RightsStep, Side, Stage
from cogs.ui.kit.rights import SongsRights
from cogs.ui.kit.song_lists import NAMED
from tests.builders import NOW, recording
from tests.domain.rights_known import SONG, holder

FRIDAY = 1_796_428_800  # Fri Dec 4 2026, 16:00 in Los Angeles
LABEL = holder(1, Side.RECORDING, Stage.CLEARED)
OVER_MIDNIGHT = 1_775_026_800  # Apr 1 2026, 07:00 UTC: midnight in Los Angeles


def listed(
    holders: Sequence[Holder] = (), steps: Sequence[RightsStep] = (), *, on: int = 1
) -> SongsRights:
    episode = Episode(EpisodeId(on), RoomId(1), "101", "", EpisodeState.ACTIVE, NOW)
    return SongsRights(Rights(steps, holders), episode, "America/Los_Angeles")


def denied(at: int, episode_id: int | None, number: str) -> RightsStep:
    made = None if episode_id is None else EpisodeId(episode_id)
    return RightsStep(SONG, Clearance.DENIED, made, number, at, 1)


def asked(answer_by: int | None, side: Side = Side.SONG) -> Holder:
    return replace(holder(2, side, Stage.ASKED), answer_by=answer_by)


@pytest.mark.parametrize(
    ("found", "text", "plain"),
    [
        (listed(), "", ""),
        (listed([holder(1)]), "", ""),
        (
            listed(steps=[denied(OVER_MIDNIGHT - 1, 2, "102")]),
            "rights denied in March 2026 for episode 102",
            "rights denied in March 2026 for episode 102",
        ),
        (
            listed(steps=[denied(OVER_MIDNIGHT, 1, "101")]),
            "rights denied in April 2026",
            "rights denied in April 2026",
        ),
        (
            listed(steps=[denied(OVER_MIDNIGHT, None, "")]),
            "rights denied in April 2026",
            "rights denied in April 2026",
        ),
        (
            listed(steps=[denied(OVER_MIDNIGHT, 2, "**1**02 @everyone " + "x" * 99)]),
            "rights denied in April 2026 for episode \\*\\*1\\*\\*02 @\u200beveryone x…",
            "rights denied in April 2026 for episode **1**02 @everyone x…",
        ),
        (
            listed([LABEL, holder(2, Side.SONG, Stage.CLEARED, WHOLE)]),
            "rights cleared",
            "rights cleared",
        ),
        (
            listed([LABEL]),
            "rights half cleared: recording only",
            "rights half cleared: recording only",
        ),
        (
            listed([LABEL, asked(FRIDAY)]),
            f"rights half cleared: recording only; answer by <t:{FRIDAY}:D>",
            "rights half cleared: recording only; answer by Dec 4, 2026",
        ),
        (
            listed([holder(2, Side.SONG, Stage.CLEARED, WHOLE)]),
            "rights half cleared: song only",
            "rights half cleared: song only",
        ),
        (listed([asked(None)]), "rights asked for", "rights asked for"),
        (
            listed([asked(FRIDAY)]),
            f"rights asked for; answer by <t:{FRIDAY}:D>",
            "rights asked for; answer by Dec 4, 2026",
        ),
        (
            listed([holder(2, Side.SONG, Stage.QUOTED)]),
            "rights quoted, not cleared",
            "rights quoted, not cleared",
        ),
        (
            listed([holder(2, Side.SONG, Stage.CLEARED, 50)]),
            "rights partly cleared",
            "rights partly cleared",
        ),
        (
            listed(steps=[replace(denied(1, 1, "101"), status=Clearance.PENDING)]),
            "rights pending",
            "rights pending",
        ),
    ],
)
def test_what_is_said_by_a_song(found: SongsRights, text: str, plain: str) -> None:
    assert found.facts(SONG) == text
    assert found.words(SONG) == plain
    assert len(plain) <= 80  # it comes first in menus, where a hundred characters fit


def test_songs_denied_for_the_same_episode_in_the_same_month_are_named_together() -> None:
    songs = [Song(SongId(n), recording(n)) for n in (1, 2, 3)]
    steps = [
        replace(denied(OVER_MIDNIGHT, 2, "102"), song=songs[0], id=1),
        replace(denied(OVER_MIDNIGHT, 2, "102"), song=songs[1], id=2),
        replace(denied(OVER_MIDNIGHT, 3, "103"), song=songs[2], id=3),
    ]
    assert listed(steps=steps).refusal_lines(songs, NAMED, "Look.") == [
        (
            "Rights denied: **Song 1** – Artist 1 and **Song 2** – Artist 2 in April 2026 for"
            " episode 102; **Song 3** – Artist 3 in April 2026 for episode 103. Look."
        )
    ]
    assert listed([LABEL]).refusal_lines(songs, NAMED) == []
