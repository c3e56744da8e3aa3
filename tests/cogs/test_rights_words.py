"""A few words on rights where songs are listed: for which episodes, however few the words."""

import pytest

from bot.domain.board import Board, Clearance, Entry
from bot.domain.model import Episode, EpisodeId, EpisodeState, RoomId, RoundId
from bot.domain.rights import Side, SideRights, Stage
from cogs.ui.kit.rights import SongsRights
from cogs.ui.rights import wording
from tests.domain.rights_known import SONG
from tests.domain.test_rights_by_episode import BOTH_201, LABEL, PUBLISHER, Said, known

EPISODE = Episode(EpisodeId(203), RoomId(1), "203", "", EpisodeState.ACTIVE, 0)
HALF: list[Said] = [(LABEL, Stage.CLEARED, 201)]


@pytest.mark.parametrize(
    ("said", "brief", "facts"),
    [
        (BOTH_201, "rights cleared for episode 201", "rights cleared for episode 201"),
        (
            HALF,
            "rights half cleared for episode 201",
            "rights half cleared: recording only for episode 201",
        ),
        (
            [(LABEL, Stage.CLEARED, 203)],
            "rights half cleared",
            "rights half cleared: recording only",
        ),
        (
            [(LABEL, Stage.CLEARED, 201), (PUBLISHER, Stage.CLEARED, 202)],
            "rights partly cleared",
            "rights partly cleared",
        ),
    ],
)
def test_where_there_is_little_room_it_is_said_for_which_episode_too(
    said: list[Said], brief: str, facts: str
) -> None:
    words = SongsRights(known(said), EPISODE, "UTC")
    assert (words.brief(SONG), words.facts(SONG), words.words(SONG)) == (brief, facts, facts)


def _side(said: list[Said], episode: int, side: Side) -> SideRights:
    return known(said).about(SONG, EpisodeId(episode)).side(side)


def test_a_side_and_its_holders_say_for_which_episode_if_not_for_this_one() -> None:
    said = [*BOTH_201, (LABEL, Stage.CLEARED, 203)]
    label, publisher = (_side(said, 203, side) for side in Side)
    assert "only" not in wording.side_head(label)
    assert "\nCleared for episode 201 only.\n" in wording.side_head(publisher)
    assert wording.stage_facts(label.holders[0], 0) == ["cleared"]
    assert wording.stage_facts(publisher.holders[0], 0) == ["cleared for episode 201"]
    asked = _side([(LABEL, Stage.ASKED, 201)], 203, Side.RECORDING)
    assert wording.stage_facts(asked.holders[0], 0) == ["asked for episode 201"]


def test_a_board_tells_by_its_mark_that_a_song_is_cleared_for_another_episode_since() -> None:
    def mark(*cleared_for: str) -> int:
        entry = Entry(SONG, clearance=Clearance.CLEARED, cleared_for=cleared_for)
        return Board(EPISODE.id, RoundId(1), (entry,)).mark

    assert len({mark(), mark("201"), mark("201", "202")}) == 3
