"""The cards of a session say what has happened in it."""

from typing import Any

import pytest

from bot.domain.listening import Card, CardId, Listening, ListeningId, Stage
from bot.domain.model import (
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    Note,
    Proposal,
    ProposalId,
    Room,
    RoomId,
    Song,
    SongId,
    UserId,
)
from bot.domain.structs import replace
from bot.services.ports.listening_view import ListeningView
from cogs.ui.listening.cards import card_message
from tests.builders import NOW, recording
from tests.wire.shapes import Json, text_of, walk

SONGS = 3
ROOM = Room(RoomId(1), GuildId(5), ChannelId(10), "The Room", "UTC", UserId(1))
EPISODE = Episode(EpisodeId(1), ROOM.id, "104", "Pilot", EpisodeState.ACTIVE, 0)


def proposal(place: int) -> Proposal:
    """Return the song at a place."""
    song = Song(SongId(place), recording(place))
    return Proposal(ProposalId(place), EPISODE.id, song, UserId(1), NOW)


def cards(heard: int) -> tuple[Card, ...]:
    """Return the cards of a session of which so many songs were shown."""
    songs = [
        Card(
            CardId(place),
            place,
            ProposalId(place),
            shown=place <= heard,
            edit_due=int(place <= heard),
        )
        for place in range(1, SONGS + 1)
    ]
    return (Card(CardId(8), 0), *songs, Card(CardId(9), SONGS + 1))


def view_of(place: int, at: Listening, heard: int = 0, **more: Any) -> ListeningView:
    """Return the card at a place of a session."""
    all_of_them = cards(heard)
    proposal_id = all_of_them[place].proposal_id
    songs = {proposal_id: proposal(place)} if proposal_id else {}
    given = {"episode": EPISODE, "songs": songs, **more}
    return ListeningView(
        room=ROOM, listening=at, card=all_of_them[place], cards=all_of_them, **given
    )


def session(stage: Stage, place: int, **more: Any) -> Listening:
    """Return a session where it is."""
    return Listening(ListeningId(1), ROOM.id, EPISODE.id, stage, place, **more)


def shown(view: ListeningView) -> Json:
    """Return the message of a card, as Discord takes it."""
    card: Any = card_message(view, 1)
    return {"content": "", "components": card.to_components()}


def pressable(view: ListeningView) -> list[str]:
    """Return what can be pressed on a card, by the first word of its custom id."""
    return [
        one["custom_id"].split(":")[0]
        for one in walk(shown(view)["components"])
        if "custom_id" in one and not one.get("disabled")
    ]


def end(heard: int, **more: Any) -> str:
    """Return the text of the last card of a session that heard so many of its songs."""
    over = session(Stage.ENDED, SONGS + 1)
    return text_of(shown(view_of(SONGS + 1, over, heard, **more)))


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (0, "No song was heard together."),
        (1, "1 song heard together."),
        (SONGS, "3 songs heard together."),
    ],
)
async def test_the_last_card_counts_the_songs_that_were_heard(heard: int, said: str) -> None:
    assert said in end(heard)


async def test_the_lines_of_one_song_end_before_the_next_on_the_last_card() -> None:
    """Otherwise Discord takes the next title for a part of the last line."""
    told = replace(proposal(1), notes=(Note(UserId(2), "Heat", NOW, 1, drawn=5),))
    songs = {ProposalId(1): told, ProposalId(2): proposal(2), ProposalId(3): proposal(3)}
    first, second, third = (
        f"{place}\\. **{one.song.title}**" for place, one in enumerate(songs.values(), 1)
    )
    lines = end(SONGS, songs=songs).splitlines()
    at = [
        next(n for n, line in enumerate(lines) if line.startswith(one))
        for one in (first, second, third)
    ]
    assert lines[at[0] + 1 : at[1]] == ["- Heat", ""]
    assert at[2] == at[1] + 1


@pytest.mark.parametrize(
    ("more", "said", "changeable"),
    [
        ({}, "The showrunner schedules it", True),
        ({"voted": True}, "The vote on these songs has closed", False),
        ({"episode": replace(EPISODE, state=EpisodeState.ARCHIVED)}, "is archived", False),
        ({"episode": replace(EPISODE, state=EpisodeState.LOCKED)}, "board is locked", False),
    ],
)
async def test_the_last_card_says_what_comes_next(
    more: dict[str, Any], said: str, changeable: bool
) -> None:
    text = end(SONGS, **more)
    assert said in text
    assert ("Next comes the vote" in text) is changeable
    assert ("you can change or take back" in text) is changeable
    buttons = pressable(view_of(SONGS + 1, session(Stage.ENDED, SONGS + 1), SONGS, **more))
    assert buttons == (["listenalone"] if changeable else [])


AT_TWO = session(Stage.HIDDEN, 2)
OVER = session(Stage.ENDED, SONGS + 1)


@pytest.mark.parametrize(
    ("place", "at", "buttons"),
    [
        (0, session(Stage.GATHERING, 0), ["listenhere", "listenmove", "listenmove"]),
        (0, AT_TWO, []),
        (0, OVER, []),
        (1, AT_TWO, ["listenline"]),
        (2, AT_TWO, ["listenline", "listennothing", "listenhere", *["listenmove"] * 4]),
        (
            2,
            replace(AT_TWO, paused=True),
            ["listenline", "listennothing", "listenhere", *["listenmove"] * 2],
        ),
        (2, OVER, ["listenline"]),
    ],
)
async def test_a_card_that_was_left_moves_nothing(
    place: int, at: Listening, buttons: list[str]
) -> None:
    assert pressable(view_of(place, at, heard=1)) == buttons


@pytest.mark.parametrize(
    ("place", "at", "heard", "said"),
    [
        (0, session(Stage.GATHERING, 0), 0, "Here so far: 0"),
        (0, AT_TWO, 1, "take part on the latest one"),
        (0, OVER, 0, "ended before the first song"),
        (2, AT_TWO, 1, "Press *I'm here* so that they wait for you."),
        (2, session(Stage.SHOWN, 1), 1, "left this song before its lines were shown"),
        (2, OVER, 1, "until the room comes back to it or the vote opens"),
        (1, AT_TWO, 1, "Nobody wrote a line about it."),
    ],
)
async def test_a_card_says_where_the_session_is(
    place: int, at: Listening, heard: int, said: str
) -> None:
    assert said in text_of(shown(view_of(place, at, heard)))
