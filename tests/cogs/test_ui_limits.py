"""Whatever people type, every screen fits into Discord's limits and says only what it should."""

from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.channel_permissions import missing
from bot.domain.errors import RoundTooSmall, SpotifyUnavailable
from bot.domain.hints import Hint
from bot.domain.imports import ImportState
from bot.domain.links import Link, LinkKind
from bot.domain.model import Episode, EpisodeSummary, Note, Room, RoundState, Song, UserId
from bot.domain.plans import PlannedCut, VoteDraft
from bot.domain.structs import replace
from bot.domain.when import Instant
from bot.services.ports.read_models import (
    BallotView,
    ImportView,
    Results,
    RoundView,
    TakeBackView,
    VotePreview,
)
from bot.services.ports.statuses import RoomStatus, Waiting
from bot.services.songs.lookup import LookupResult
from bot.services.songs.related import Related
from cogs.ui import status
from cogs.ui.ballots import own
from cogs.ui.ballots.post import ballot_message
from cogs.ui.kit import texts
from cogs.ui.rooms.roster import roster_page
from cogs.ui.rooms.setup import setup_reply
from cogs.ui.rounds import direct_messages, endings, previews, replies, shown_drafts
from cogs.ui.rounds.results import results_message
from cogs.ui.songs import card, details, from_message, import_playlist, propose, taking_back
from cogs.ui.songs.card import proposal_card
from tests.cogs import shapes, view_shapes
from tests.cogs.limits import check, few, texts_of


@few
@given(view_shapes.round_views(), st.integers(0, 120))
def test_ballot_message(view: RoundView, mentioned: int) -> None:
    message = ballot_message(view, [UserId(shapes.ID - n) for n in range(mentioned)])
    check(message)
    text = "\n".join(texts_of(message))
    assert all(f"{n}\\. " in text for n in range(1, len(view.round.candidates) + 1))


@few
@given(view_shapes.ballot_views())
def test_my_ballot(view: BallotView) -> None:
    message = own.my_ballot(view)
    check(message)
    pressable = [item for item in message.walk_children() if isinstance(item, ui.DynamicItem)]
    assert bool(pressable) == (view.round.state is RoundState.OPEN)


@few
@given(view_shapes.results())
def test_results(results: Results) -> None:
    check(results_message(results))


@few
@given(st.data())
def test_card(data: st.DataObject) -> None:
    room, episode = data.draw(shapes.rooms()), data.draw(shapes.episodes())
    proposal = data.draw(shapes.songs().flatmap(shapes.proposals))
    message = proposal_card(room, episode, proposal)
    check(message)
    if room.settings.proposers_hidden:
        assert f"<@{proposal.proposer_id}>" not in "\n".join(texts_of(message))


@few
@given(
    shapes.episodes(),
    shapes.song_lists(0, 10),
    shapes.anything,
    shapes.notes,
    st.sampled_from([None, SpotifyUnavailable("search")]),
)
def test_matches(
    episode: Episode, songs: list[Song], words: str, why: str, trouble: SpotifyUnavailable | None
) -> None:
    message = propose.matches_page(
        episode, LookupResult(words, songs=tuple(songs), trouble=trouble), details.Details(why)
    )
    check(message)
    kept = message.find_item(details.NOTE_PIECE)
    if texts.clean(why):
        assert isinstance(kept, ui.TextDisplay)
        assert texts.unescape(kept.content) == texts.cut(texts.clean(why), details.TYPED_MAX)


@few
@given(
    shapes.episodes(),
    st.lists(st.tuples(shapes.anything, shapes.anything, st.booleans()), min_size=1, max_size=40),
    shapes.notes,
)
def test_links(episode: Episode, named: list[tuple[str, str, bool]], why: str) -> None:
    offers = [
        from_message.Offer(
            Link(LinkKind.TRACK, f"{number:022}", "spotify", "")
            if spotify
            else Link(LinkKind.OTHER, "", "youtube", f"https://youtu.be/{number:011}"),
            Hint(title, artist),
        )
        for number, (title, artist, spotify) in enumerate(named)
    ]
    check(from_message.links_page(episode, offers))
    elsewhere = Link(LinkKind.OTHER, "", "apple", f"https://music.apple.com/{why[:400]}")
    check(propose.elsewhere_page(episode, elsewhere, details.Details(why)))


@few
@given(st.data(), shapes.notes)
def test_proposed(data: st.DataObject, why: str) -> None:
    episode = data.draw(shapes.episodes())
    proposal = replace(
        data.draw(shapes.songs().flatmap(shapes.proposals)),
        notes=(Note(UserId(1), why, 0),) if why else (),
    )
    kin = Related(
        tuple(data.draw(shapes.song_lists(0, 8))),
        tuple(data.draw(shapes.song_lists(0, 8))),
        tuple(data.draw(st.lists(shapes.episodes(), max_size=8))),
        tuple(
            data.draw(st.lists(st.tuples(shapes.songs(), shapes.episodes()), max_size=8)),
        ),
    )
    check(card.proposed_reply(episode, proposal, kin))


@few
@given(view_shapes.import_views())
def test_imports(view: ImportView) -> None:
    check(import_playlist.started_reply(view))
    check(import_playlist.import_message(view))
    check(import_playlist.stopped_reply(view))
    check(taking_back.back_reply(view.import_, 3))
    waiting = RoomStatus(view.room, 9, None, None, (), "limited", (view,) * 9)
    check(status.room_status(waiting))


@few
@given(view_shapes.take_back_views())
def test_taking_imports_back(view: TakeBackView) -> None:
    page = taking_back.take_back_question(view)
    check(page)
    check(taking_back.taken_reply(view))
    if view.import_.state is not ImportState.TAKEN_BACK and view.untouched:
        numbers = f"{len(view.untouched)} of {texts.count(len(view.songs), 'song')}"
        assert numbers in "\n".join(texts_of(page))


@few
@given(view_shapes.round_views(), st.booleans(), st.integers(0, 30))
def test_statuses(view: RoundView, names: bool, episodes: int) -> None:
    summary = EpisodeSummary(view.episode, 100, 12, 1, view.round.state)
    check(status.round_status(view, names=names))
    check(replies.scheduled(view))
    check(status.episode_list([summary] * episodes))
    check(status.episode_page(summary))
    owed = (Waiting("results.post", "channel:1", 3, 1, view.episode.title),) * 9
    check(status.room_status(RoomStatus(view.room, 9, summary, view, owed, "limited")))


@few
@given(view_shapes.round_views(), st.one_of(st.none(), view_shapes.round_views()))
def test_moves_and_notices(view: RoundView, heir: RoundView | None) -> None:
    for told in (
        replies.extended,
        replies.paused,
        replies.resumed,
        direct_messages.decision_made,
        direct_messages.reminder,
    ):
        check(told(view))
    check(replies.closed(view, heir))
    check(endings.ended(view, heir))
    check(endings.cancel_question(view))
    check(endings.close_question(view))
    asked = direct_messages.decision_request(view, shapes.ID)
    check(asked)
    pressable = [item for item in asked.walk_children() if isinstance(item, ui.DynamicItem)]
    assert 2 <= len(pressable) <= 3


@few
@given(shapes.rooms(), st.integers(0, 60), st.integers(0, 3))
def test_rosters(room: Room, writers: int, page: int) -> None:
    roster = [UserId(n + 1) for n in range(writers)]
    check(setup_reply(room, 1_800_000_000, missing(0, events=True)))
    check(roster_page(room, roster, page, roster[:25]))
    view = roster_page(room, roster, page)
    check(view)
    [picker] = [item for item in view.walk_children() if item.type.name == "user_select"]
    assert isinstance(picker, ui.DynamicItem)
    page = min(page, writers // 25)
    shown = [UserId(default.id) for default in picker.item.default_values]
    assert shown == roster[page * 25 : (page + 1) * 25]


@few
@given(st.data())
def test_preview(data: st.DataObject) -> None:
    room, episode = data.draw(shapes.rooms()), data.draw(shapes.episodes())
    songs = tuple(data.draw(shapes.song_lists(2, 25)))
    closes = Instant(2**33, "2242-03-16 12:56", "America/Argentina/ComodRivadavia")
    cuts = tuple(PlannedCut(seats, closes) for seats in range(len(songs) - 1, 0, -1))
    draft = VoteDraft("approval", cuts[: data.draw(st.sampled_from([1, 24]))], 2**33)
    changed = tuple(
        replace(data.draw(shapes.proposals(song)), shortlisted=data.draw(st.booleans()))
        for song in songs[:5]
    )
    problem = data.draw(st.sampled_from([None, RoundTooSmall(len(songs), 24)]))
    view = VotePreview(
        room, episode, draft, songs, 120, shapes.ID, changed, opened=True, problem=problem
    )
    message = previews.preview_page(view, missing(0, events=True))
    check(message)
    kept = "\n".join(texts_of(message))
    assert len(shown_drafts._CUT.findall(kept)) == len(draft.cuts)
