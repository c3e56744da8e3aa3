"""Characters in Discord: made, shown, given songs, and within its limits whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.model import (
    Character,
    CharacterId,
    EpisodeId,
    Proposal,
    Room,
    RoomId,
    SongId,
    UserId,
)
from bot.domain.structs import replace
from bot.services.characters import CharacterView
from cogs.ui import characters
from tests.cogs import shapes
from tests.cogs.conftest import Studio
from tests.cogs.limits import check, few, texts_of
from tests.cogs.longlists import opened
from tests.cogs.messages import answered, menu, said, values
from tests.cogs.steps import set_up

LISTEN = "https://open.spotify.com/playlist/" + "a" * 22


@st.composite
def casts(draw: st.DrawFn) -> list[Character]:
    """Up to sixty characters, more than two pages."""
    return [
        Character(
            CharacterId(shapes.ID - number),
            RoomId(shapes.ID),
            draw(shapes.anything)[:80],
            draw(shapes.notes) * 2,
            UserId(shapes.ID),
            0,
            draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 60)))
    ]


@few
@given(shapes.rooms(), casts(), st.integers(0, 5))
def test_a_list_fits(room: Room, cast: list[Character], page: int) -> None:
    counts = {one.id: 500 for one in cast}
    check(characters.character_list(room, cast, counts, page))


@few
@given(st.data())
def test_a_page_fits(data: st.DataObject) -> None:
    [character, *_] = data.draw(casts().filter(bool))
    episodes = [
        replace(data.draw(shapes.episodes()), id=EpisodeId(shapes.ID - n)) for n in range(3)
    ]
    made: list[Proposal] = data.draw(
        shapes.song_lists(2, 25).flatmap(
            lambda songs: st.tuples(*map(shapes.proposals, songs)).map(list)
        )
    )
    free = data.draw(st.integers(0, 40))
    view = CharacterView(
        room=data.draw(shapes.rooms()),
        character=character,
        songs=tuple((episodes[n * 3 // len(made)], one) for n, one in enumerate(made)) * 4,
        seated=frozenset((episodes[0].id, SongId(one.song.id)) for one in made),
        free=tuple(replace(made[0], id=type(made[0].id)(n)) for n in range(free)),
        listen_url=data.draw(st.sampled_from(["", LISTEN])),
    )
    for is_showrunner in (False, True):
        page = characters.character_page(view, is_showrunner)
        check(page)
        pressable = [type(one) for one in page.walk_children()]
        assert (characters.EditCharacterButton in pressable) == is_showrunner
    assert any("more" in text for text in texts_of(page)) or len(view.songs) <= 40


async def test_a_character_is_made_shown_and_edited(studio: Studio) -> None:
    await set_up(studio)
    writer = studio.writers[0]
    assert "no characters yet" in answered(await writer.slash(studio.channel, "character list"))
    refused = await writer.slash(studio.channel, "character create", name="Maya")
    assert "Only the showrunner" in answered(refused)
    shown = await opened(studio.boss, studio, "character create", name="Maya", backstory="She left")
    assert "## Maya\nShe left" in said(shown)
    again = await studio.boss.slash(studio.channel, "character create", name="MAYA")
    assert "already a character called “MAYA”" in answered(again)
    form = await studio.boss.click(shown, label="Edit")
    await studio.boss.submit_modal(form, {"name": "Maya L.", "backstory": ""})
    assert "No backstory yet" in said(shown)
    listed = await opened(writer, studio, "character list")
    assert "**Maya L.**: 0 songs" in said(listed)
    found = menu(listed, "characters:")
    page = await writer.select(listed, values(found, "Maya L."), custom_id=found["custom_id"])
    assert "## Maya L" in answered(page)
    assert "Edit" not in str(page.response)


async def test_a_song_is_proposed_for_a_character_or_given_to_one(studio: Studio) -> None:
    await set_up(studio)
    await opened(studio.boss, studio, "character create", name="Maya")
    writer = studio.writers[0]
    choices = await writer.autocomplete(studio.channel, "song propose", "character", "may")
    assert [one["name"] for one in choices] == ["Maya"]
    for number, whose in ((1, {"character": "Maya"}), (2, {})):
        await writer.slash(
            studio.channel,
            "song propose",
            song=f"https://open.spotify.com/track/{number:022}",
            why="She leaves",
            **whose,
        )
    await studio.work_off()
    [card] = [one for one in studio.channel.history() if "Song 1" in said(one)]
    assert "Maya" in said(card)
    shown = await opened(writer, studio, "character show", name="maya")
    assert "Their songs (1)" in said(shown)
    assert "She leaves" in said(shown)
    found = menu(shown, "givesong:")
    await writer.select(shown, values(found, "Song 2"), custom_id=found["custom_id"])
    assert "Their songs (2)" in said(shown)
    await studio.work_off()
    [card] = [one for one in studio.channel.history() if "Song 2" in said(one)]
    assert "Maya" in said(card)


@pytest.mark.parametrize("name", ["Ned", ""])
async def test_a_character_that_is_not_there_is_said_to_be_missing(
    studio: Studio, name: str
) -> None:
    await set_up(studio)
    told = answered(await studio.boss.slash(studio.channel, "character show", name=name or "?"))
    assert "/character list" in told
    told = answered(
        await studio.boss.slash(
            studio.channel,
            "song propose",
            song=f"https://open.spotify.com/track/{1:022}",
            character="Ned",
        )
    )
    assert "/character list" in told


async def test_a_playlist_for_a_character_is_switched_on_and_off(studio: Studio) -> None:
    await set_up(studio)
    shown = await opened(studio.boss, studio, "character create", name="Maya")
    await studio.boss.click(shown, label="Keep a playlist")
    link = f"https://open.spotify.com/track/{1:022}"
    await studio.boss.slash(studio.channel, "song propose", song=link, character="Maya")
    await studio.work_off()
    shown = await opened(studio.boss, studio, "character show", name="Maya")
    assert "Listen" in str(shown.components)
    await studio.boss.click(shown, label="Stop keeping a playlist")
    assert "Keep a playlist" in str(shown.components)
