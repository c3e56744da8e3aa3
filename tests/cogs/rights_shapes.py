"""Random knowledge of the rights to songs, with what only those who clear rights may read."""

from collections.abc import Sequence

from hypothesis import strategies as st

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Song
from bot.domain.rights import (
    MINOR_MAX,
    WHOLE,
    Holder,
    HolderId,
    Money,
    Rights,
    RightsStep,
    Side,
    Stage,
)
from tests.cogs import shapes

NAME, CONTACT = "Zither Holdings", "zither@quiet.example"
"""The beginning of every holder's name, and every contact; no list of songs may say them."""

fees = st.none() | st.builds(
    Money,
    st.integers(0, MINOR_MAX),
    st.sampled_from(["USD", "EUR", "JPY", "KWD"]),
)
episode_ids = st.none() | st.sampled_from([EpisodeId(shapes.ID), EpisodeId(1)])


@st.composite
def known_rights(draw: st.DrawFn, songs: Sequence[Song], *, full: bool = False) -> Rights:
    """What a room knows: mostly of some songs; with `full`, of each of them, and much of it."""
    holders, steps, number = [], [], 0
    for song in songs:
        for _ in range(draw(st.integers(1 if full else 0, 3))):
            number += 1
            typed = draw(shapes.anything)
            holders.append(
                Holder(
                    id=HolderId(number),
                    song=song,
                    side=draw(st.sampled_from(Side)),
                    name=f"{NAME} {typed}"[:100],
                    contact=CONTACT,
                    share=draw(st.none() | st.integers(1, WHOLE)),
                    most_favored=draw(st.booleans()),
                    stage=draw(st.sampled_from(Stage)),
                    fee=draw(fees),
                    answer_by=draw(st.none() | st.just(9_999_999_999)),
                    step=number,
                    at=1_999_999_999,
                    episode_id=draw(episode_ids),
                    number=typed[:20],
                )
            )
        if draw(st.booleans()):
            number += 1
            status, episode_id = draw(st.sampled_from(Clearance)), draw(episode_ids)
            said = draw(shapes.anything)[:20]
            steps.append(RightsStep(song, status, episode_id, said, 1_999_999_999, number))
    return Rights(steps, holders)
