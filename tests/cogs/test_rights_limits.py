"""Whatever is known of rights, lists of songs fit into messages and keep what is private."""

import re

from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.longlist import Look
from bot.domain.model import Proposal, Song
from bot.domain.plans import PlannedCut, VoteDraft
from bot.domain.rights import MINOR_MAX, Money, money_of, outlook
from bot.domain.structs import replace
from bot.domain.when import Instant
from bot.services.ports.read_models import (
    BallotView,
    BoardView,
    LonglistView,
    RoundView,
    ShortlistView,
    VotePreview,
)
from bot.services.rights.budgets import BudgetView
from cogs.ui.ballots import own
from cogs.ui.ballots.post import ballot_message
from cogs.ui.board import budget, page
from cogs.ui.board.locking import lock_page
from cogs.ui.rounds import previews, replies
from cogs.ui.shortlists import compare, pick, post
from cogs.ui.songs.longlist import longlist_page, shortlist_page
from tests.cogs import shapes, view_shapes
from tests.cogs.board_shapes import boards
from tests.cogs.limits import check, few, texts_of
from tests.cogs.rights_shapes import CONTACT, NAME, known_rights

AMOUNT = re.compile(r"\d (?:USD|EUR|JPY|KWD)\b")
budgets = st.builds(Money, st.integers(0, MINOR_MAX), st.sampled_from(["USD", "EUR"]))


def read(view: ui.LayoutView) -> str:
    """Return all that can be read of a message, in its menus, too."""
    menus = [one for one in view.walk_children() if isinstance(one, ui.DynamicItem)]
    options = [
        f"{option.label}\n{option.description}"
        for menu in menus
        if isinstance(menu.item, ui.Select)
        for option in menu.item.options
    ]
    return "\n".join((*texts_of(view), *options))


def for_everybody(*messages: ui.LayoutView) -> None:
    """Check messages that writers read."""
    for message in messages:
        check(message)
        text = read(message)
        assert NAME not in text
        assert CONTACT not in text
        assert not AMOUNT.search(text)


@few
@given(st.data(), view_shapes.round_views())
def test_the_ballot_message_and_what_is_said_of_a_vote(
    data: st.DataObject, view: RoundView
) -> None:
    songs = [one.song for one in view.round.candidates]
    view = replace(view, rights=data.draw(known_rights(songs, full=True)))
    for_everybody(ballot_message(view), replies.scheduled(view))


@few
@given(st.data(), view_shapes.ballot_views())
def test_my_ballot(data: st.DataObject, view: BallotView) -> None:
    songs = [one.song for one in view.round.candidates]
    for_everybody(own.my_ballot(replace(view, rights=data.draw(known_rights(songs, full=True)))))


@few
@given(st.data(), view_shapes.shortlist_views())
def test_the_longlist_and_the_shortlist(data: st.DataObject, view: ShortlistView) -> None:
    songs = [one.song for one in view.longlist]
    view = replace(view, rights=data.draw(known_rights(songs, full=True)))
    listed = LonglistView(
        view.room, view.episode, Look(), view.longlist, view.longlist, rights=view.rights
    )
    shown = pick.first_songs(listed)
    for_everybody(
        longlist_page(listed),
        shortlist_page(view),
        post.shortlist_message(view, 1),
        compare.compare_page(view),
        compare.compare_page(view, 1),
        pick.picking_page(view, listed, shown),
    )


@st.composite
def seen_previews(draw: st.DrawFn) -> VotePreview:
    songs = tuple(draw(shapes.song_lists(2, 25)))
    closes = Instant(2**33, "2242-03-16 12:56", "America/Argentina/ComodRivadavia")
    cuts = tuple(PlannedCut(seats, closes) for seats in range(len(songs) - 1, 0, -1))
    draft = VoteDraft("approval", cuts[: draw(st.sampled_from([1, 24]))], 2**33)
    rights, budget_ = draw(known_rights(songs, full=True)), draw(st.none() | budgets)
    changed: tuple[Proposal, ...] = tuple(draw(shapes.proposals(song)) for song in songs[:5])
    return VotePreview(
        draw(shapes.rooms()),
        draw(shapes.episodes()),
        draft,
        songs,
        120,
        99_999,
        changed,
        rights=rights,
        outlook=outlook(songs, rights, budget_, draft.cuts[-1].seats) if budget_ else None,
        taken_off=tuple(draw(shapes.song_lists(0, 12))),
        taken_from=99_987,
    )


@few
@given(seen_previews())
def test_previews(view: VotePreview) -> None:
    check(previews.preview_page(view))
    text = read(previews.preview_page(view))
    assert NAME not in text
    assert CONTACT not in text
    assert view.outlook or not AMOUNT.search(text)


@few
@given(st.data(), boards(), st.none() | budgets, st.integers(-1, 24))
def test_the_board_says_more_to_those_who_clear_rights_and_nothing_of_it_to_others(
    data: st.DataObject, view: BoardView, amount: Money | None, place: int
) -> None:
    entries = view.board.entries
    songs = [one.song for one in entries]
    view = replace(view, rights=data.draw(known_rights([*songs, *view.board.runners_up])))
    chosen = entries[place % len(entries)].song.id if place >= 0 else None
    for_everybody(page.board_page(view, is_showrunner=False), lock_page(view, False))
    money = money_of(songs, view.rights, amount)
    told = page.board_page(replace(view, money=money), True, chosen)
    check(told)
    assert ("**Budget**: " in read(told)) is money.matters


@few
@given(st.data(), st.none() | budgets, st.none() | budgets, st.booleans())
def test_budgets(
    data: st.DataObject, amount: Money | None, was: Money | None, on_board: bool
) -> None:
    songs: list[Song] = data.draw(shapes.song_lists(0, 25))
    money = money_of(songs, data.draw(known_rights(songs, full=True)), amount)
    room, episode = data.draw(shapes.rooms()), data.draw(shapes.episodes())
    view = BudgetView(room, episode, tuple(songs), on_board, money, was)
    check(budget.budget_page(view))
    check(budget.changed_page(view))
