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
    ProposalId,
    Room,
    RoomId,
    UserId,
)
from bot.services.ports.listening_view import ListeningView
from cogs.ui.listening.cards import card_message
from tests.wire.shapes import text_of

SONGS = 3
ROOM = Room(RoomId(1), GuildId(5), ChannelId(10), "The Room", "UTC", UserId(1))
EPISODE = Episode(EpisodeId(1), ROOM.id, "104", "Pilot", EpisodeState.ACTIVE, 0)


def end(heard: int) -> str:
    """Return the text of the last card of a session that heard so many of its songs."""
    songs = [
        Card(CardId(place), place, ProposalId(place), shown=place <= heard)
        for place in range(1, SONGS + 1)
    ]
    last = Card(CardId(9), SONGS + 1)
    cards = (Card(CardId(8), 0), *songs, last)
    listening = Listening(ListeningId(1), ROOM.id, EPISODE.id, Stage.ENDED, last.place)
    view = ListeningView(ROOM, EPISODE, listening, last, cards, {})
    card: Any = card_message(view, 1)
    return text_of({"content": "", "components": card.to_components()})


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
