"""Random boards, with everything people type in every slot."""

from hypothesis import strategies as st

from bot.domain.board import (
    BEAT_MAX,
    LOST_WITHOUT_MAX,
    Board,
    BoardAction,
    BoardChange,
    Clearance,
    ClearanceStep,
    Entry,
)
from bot.domain.model import (
    NOTE_MAX,
    Character,
    CharacterId,
    EpisodeId,
    RoundId,
    Song,
    SongId,
    UserId,
)
from bot.domain.shared_slots import HOW_MAX, SharedSlot
from bot.services.ports.read_models import BoardView
from tests.cogs import shapes

whose = st.sampled_from([None, CharacterId(shapes.ID), CharacterId(1)])


@st.composite
def entries(draw: st.DrawFn, song: Song) -> Entry:
    """What is said of a song on the board."""
    return Entry(
        song=song,
        beat=draw(shapes.anything)[:BEAT_MAX],
        character_id=draw(whose),
        note=draw(shapes.notes)[:NOTE_MAX],
        lost_without=draw(shapes.anything)[:LOST_WITHOUT_MAX],
        clearance=draw(st.sampled_from(Clearance)),
    )


def clearance_steps(some: st.SearchStrategy[SongId]) -> st.SearchStrategy[ClearanceStep]:
    return st.builds(
        ClearanceStep,
        some,
        st.sampled_from(Clearance),
        shapes.anything.map(lambda text: text[:200]),
        st.just(UserId(shapes.ID)),
        st.just(9_999_999_999),
    )


def board_changes(some: st.SearchStrategy[SongId]) -> st.SearchStrategy[BoardChange]:
    return st.builds(
        BoardChange,
        st.just(99_999_999),
        st.sampled_from(BoardAction),
        st.none() | some,
        st.just(UserId(shapes.ID)),
        st.just(0),
        st.none() | some,
    )


@st.composite
def shared_slots(draw: st.DrawFn, order: list[SongId], off: list[SongId]) -> list[SharedSlot]:
    """What slots songs share: some two by two, some with one that is left."""
    fell = st.sampled_from([None, *off])
    found: list[SharedSlot] = []
    while order:
        size = draw(st.integers(1, 2))
        songs, order = order[:size], order[size:]
        if draw(st.booleans()):
            found.append(SharedSlot(tuple(songs), draw(shapes.anything)[:HOW_MAX], draw(fell)))
    return found


@st.composite
def boards(draw: st.DrawFn) -> BoardView:
    """Boards of up to 25 songs, with everything people type in every slot."""
    songs = draw(shapes.song_lists(1, 25))
    cut = draw(st.integers(1, len(songs)))
    seated = [draw(entries(song)) for song in songs[:cut]]
    ids = [song.id for song in songs]
    some = st.sampled_from([*songs]).map(lambda song: song.id)
    episode = draw(shapes.episodes())
    name = draw(shapes.anything)[:80]
    room = draw(shapes.rooms())
    maya = Character(CharacterId(shapes.ID), room.id, name, "", UserId(1), 0)
    return BoardView(
        room=room,
        episode=episode,
        board=Board(
            EpisodeId(shapes.ID),
            RoundId(shapes.ID),
            tuple(seated),
            tuple(songs[cut:]),
            revision=99_999_999,
            locked=draw(st.booleans()),
            shared=tuple(draw(shared_slots(ids[:cut], ids[cut:]))),
            fallen=tuple(songs[cut:]),
        ),
        characters={maya.id: maya},
        clearances=tuple(draw(st.lists(clearance_steps(some), max_size=40))),
        changes=tuple(draw(st.lists(board_changes(some), max_size=12))),
    )
