"""Longlists and shortlists of hundreds: whatever people type, every page fits, in every order."""

import re

import discord
import pytest
from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import SeveralFound
from bot.domain.filling import fill_up
from bot.domain.longlist import Look, Reading, Show, Sort, arranged, listed_at_opening, page_from
from bot.domain.model import (
    ChannelId,
    Character,
    CharacterId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    Note,
    Proposal,
    ProposalId,
    Recording,
    Room,
    RoomId,
    Song,
    SongId,
    UserId,
)
from bot.domain.structs import replace
from bot.services.ports.read_models import LonglistView, ShortlistView
from cogs.ui.kit.custom_ids import converter_of
from cogs.ui.shortlists import by_name, compare, confirm, pick, post
from cogs.ui.songs import longlist, longlist_paging
from tests.cogs import shapes, view_shapes
from tests.cogs.limits import check, texts_of

few = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LISTEN = "https://open.spotify.com/playlist/" + "a" * 22
READER = UserId(shapes.ID)
LONG = [
    "A Title Of Just About Sixty Characters, Which Is A Lot Of It",
    "*" * 60,
    "שלום עולם " * 6,
    "مرحبا بالعالم " * 4 + "abcd",
    "👩‍👩‍👧‍👦" * 8,
    "[x](https://evil.example) @everyone <@1234> # - > | ~~ ||" + "_" * 5,
    "e\u0301" * 30,
]


@st.composite
def characters(draw: st.DrawFn) -> dict[CharacterId, Character]:
    """Up to forty characters, more than a menu holds."""
    names = draw(st.lists(shapes.titles.map(lambda text: text[:100]), max_size=40))
    ids = [CharacterId(shapes.ID - number) for number in range(len(names))]
    return {
        one: Character(one, RoomId(shapes.ID), name, "", READER, 0)
        for one, name in zip(ids, names, strict=True)
    }


@st.composite
def shortlist_views(draw: st.DrawFn) -> ShortlistView:
    """Shortlists as picked by two people, with all there is to say of them."""
    view, known = draw(view_shapes.shortlist_views()), draw(characters())
    whose = st.sampled_from([None, *known])
    songs = tuple(replace(one, character_id=draw(whose)) for one in view.longlist)
    return replace(
        view,
        longlist=songs,
        listen_url=draw(st.sampled_from(["", LISTEN])),
        revision=99_999_999,
        changed=tuple(one for one in songs if draw(st.booleans())),
        characters=known,
    )


looks = st.builds(
    Look,
    st.sampled_from(Sort),
    st.sampled_from(Show),
    st.sampled_from([0, shapes.ID, shapes.ID - 30]),
    st.just(shapes.ID),
    st.just(9_999_999_999),
)


def seen(view: ShortlistView, look: Look) -> LonglistView:
    """Return what a writer sees of a longlist, as the service says."""
    there = listed_at_opening(view.longlist, look)
    seconds = {one.id: one.seconds for one in there}
    songs = arranged(there, Reading(look, READER, seconds, tuple(view.characters)))
    return LonglistView(view.room, view.episode, look, songs, tuple(there), 3, view.characters)


@few
@given(shortlist_views(), looks, st.integers(0, 40))
def test_longlists(view: ShortlistView, look: Look, start: int) -> None:
    songs = seen(view, look)
    message = longlist.longlist_page(songs, page_from([one.id for one in songs.songs], start))
    check(message)
    if view.room.settings.proposers_hidden:
        text = "\n".join(texts_of(message))
        assert f"by <@{READER}>" not in text
        sorts = [one for one in message.walk_children() if isinstance(one, longlist.SortMenu)]
        labels = [option.label for menu in sorts for option in menu.item.options]
        assert "By proposer" not in labels


@few
@given(shortlist_views(), looks, st.integers(0, 40), st.integers(0, 5))
def test_shortlists(view: ShortlistView, look: Look, start: int, page: int) -> None:
    songs = seen(view, look)
    shown = list(enumerate(songs.songs, 1))[start : start + 10]
    check(pick.picking_page(view, songs, pick.first_songs(songs)))
    typed = view.room.title
    several = SeveralFound("song", typed, (typed[:100],) * 5)
    said = [by_name.unknown_line([typed] * 20), *[by_name.several_line(typed, several)] * 30]
    denied = {one.song.id for one in view.longlist[:: page + 1]}
    filling = fill_up(view.shortlist[:1], view.longlist, 12, variety=bool(page), denied=denied)
    check(pick.picking_page(view, songs, shown, filling, said))
    check(post.shortlist_message(view, shapes.ID))
    check(post.notes_page(view))
    check(confirm.presented_reply(view))
    check(confirm.confirm_page(view))
    check(confirm.filled_reply(view, filling))
    check(longlist.shortlist_page(view))
    check(compare.compare_page(view, page))


def long_proposal(number: int, typed: str, cover: str = "https://i.scdn.co/image/abc") -> Proposal:
    recording = Recording(
        typed[:60],
        (typed[:60], typed[:60]),
        uri="spotify:track:0123456789abcdefghijAB",
        duration_ms=200_000,
        cover_url=cover,
    )
    return Proposal(
        id=ProposalId(shapes.ID - number),
        episode_id=EpisodeId(shapes.ID),
        song=Song(SongId(shapes.ID - number), recording),
        proposer_id=UserId(shapes.ID - number % 7),
        proposed_at=1_800_000_000 - number,
        seconds=number % 23,
        shortlisted=number % 20 == 0,
        notes=tuple(Note(READER, typed * 16, 0) for _ in range(number % 4)),
        character_id=CharacterId(shapes.ID - number % 30) if number % 5 else None,
    )


@pytest.fixture(params=LONG)
def five_hundred(request: pytest.FixtureRequest) -> ShortlistView:
    """Return five hundred songs with the longest titles, 25 of them on the shortlist."""
    typed = str(request.param)
    known = {
        CharacterId(shapes.ID - n): Character(
            CharacterId(shapes.ID - n), RoomId(1), typed, "", READER, 0
        )
        for n in range(30)
    }
    room = Room(RoomId(1), GuildId(1), ChannelId(1), typed, "UTC", UserId(1))
    episode = Episode(
        EpisodeId(shapes.ID),
        RoomId(1),
        typed[:20],
        typed[:100],
        EpisodeState.ACTIVE,
        0,
    )
    longlist = tuple(long_proposal(number, typed) for number in reversed(range(500)))
    return ShortlistView(
        room,
        episode,
        longlist,
        locked=True,
        listen_url=LISTEN,
        revision=99_999_999,
        changed=longlist[:40],
        characters=known,
    )


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("show", Show)
def test_five_hundred_songs_fit_page_by_page(
    five_hundred: ShortlistView, sort: Sort, show: Show
) -> None:
    look = Look(sort, show, shapes.ID - 7, shapes.ID, 9_999_999_999, shapes.ID - 3, "x" * 50)
    songs = replace(seen(five_hundred, replace(look, proposer=0, words="")), look=look)
    order = [one.id for one in songs.songs]
    for start in range(0, len(order) or 1, 70):
        check(longlist.longlist_page(songs, page_from(order, start)))
        shown = list(enumerate(songs.songs, 1))[start : start + pick.PAGE_MAX]
        filling = fill_up((), songs.songs, 12)
        check(pick.picking_page(five_hundred, songs, shown, filling))


def test_five_hundred_songs_pared_to_25_fit(five_hundred: ShortlistView) -> None:
    assert len(five_hundred.shortlist) == 25
    check(post.shortlist_message(five_hundred, shapes.ID))
    check(post.notes_page(five_hundred))
    check(confirm.confirm_page(five_hundred))
    check(longlist.shortlist_page(five_hundred))
    for page in range(25):
        check(compare.compare_page(five_hundred, page))


def twelve(view: ShortlistView) -> ShortlistView:
    longlist = tuple(
        replace(one, shortlisted=place < 12) for place, one in enumerate(view.longlist)
    )
    return replace(view, longlist=longlist)


def test_twelve_covers_fit_beside_both_buttons(five_hundred: ShortlistView) -> None:
    message = post.shortlist_message(twelve(five_hundred), shapes.ID)
    check(message)
    kinds = [item.type.name for item in message.walk_children()]
    assert kinds.count("thumbnail") == 12
    assert len(kinds) == 40
    links = [one for one in message.walk_children() if isinstance(one, ui.Button) and one.url]
    assert [one.url for one in links] == [LISTEN]


def test_a_full_page_has_ten_covers_and_all_its_menus(five_hundred: ShortlistView) -> None:
    songs = seen(five_hundred, Look())
    message = longlist.longlist_page(songs)
    check(message)
    kinds = [item.type.name for item in message.walk_children()]
    assert (kinds.count("thumbnail"), kinds.count("select")) == (10, 3)
    assert len(kinds) == 40


def test_songs_side_by_side_are_told_in_full(five_hundred: ShortlistView) -> None:
    view = twelve(five_hundred)
    words = [f"Note {number} " + "word " * 150 for number in range(12)]
    view = replace(
        view,
        longlist=tuple(
            replace(one, notes=(Note(READER, words[place], 0),)) if place < 12 else one
            for place, one in enumerate(view.longlist)
        ),
    )
    told = ["\n".join(texts_of(compare.compare_page(view, page))) for page in range(12)]
    whole = "\n".join(dict.fromkeys(told))
    assert all(text.strip() in whole for text in words)
    assert re.search(r"page 1 of \d", told[0])
    numbers = re.findall(r"^(\d+)\\\.", whole, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 13)]


def test_characters_beyond_a_menu_are_those_with_fewest_songs(five_hundred: ShortlistView) -> None:
    songs = seen(five_hundred, Look())
    options = list(longlist_paging.show_options(songs))
    assert len(options) == 25
    counts = [option.description for option in options if option.value.startswith("4:")]
    assert counts[-1] == "100 songs"  # for nobody yet
    chosen = seen(five_hundred, Look(show=Show.CHARACTER, character=shapes.ID - 29))
    [default] = [one for one in longlist_paging.show_options(chosen) if one.default]
    assert default.value == f"4:{shapes.ID - 29}"


def test_what_can_be_pressed_says_how_the_list_is_looked_at() -> None:
    look = Look(Sort.SECONDED, Show.CHARACTER, shapes.ID, shapes.ID, 1_800_000_000)
    converter = converter_of(longlist_paging.PackedLook)
    packed = converter.write(look)
    assert re.fullmatch(converter.pattern, packed)
    assert converter.read(packed) == look


def test_options_never_describe_with_nothing() -> None:
    blank = long_proposal(0, " ")
    blank = replace(blank, song=Song(SongId(1), Recording("", ())))
    assert post.option_description(blank) is None
    option = discord.SelectOption(label="x", description=post.option_description(blank, "for Maya"))
    assert option.description == "for Maya"
