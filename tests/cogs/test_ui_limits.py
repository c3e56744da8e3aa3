"""Whatever people type, every screen fits into Discord's limits and says only what it should."""

import re
from collections.abc import Iterator
from dataclasses import replace

import discord
import pytest
from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.counting import Outcome, Seat, TieBreak
from bot.domain.errors import SpotifyUnavailable
from bot.domain.hints import Hint
from bot.domain.links import Link, LinkKind
from bot.domain.model import (
    Candidate,
    Cause,
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    EpisodeSummary,
    GuildId,
    Note,
    Recording,
    Room,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    Song,
    SongId,
    Turnout,
    UserId,
)
from bot.services.ports.read_models import (
    BallotView,
    ImportView,
    Results,
    RoomStatus,
    RoundView,
    Waiting,
)
from bot.services.songs.lookup import Found
from bot.services.songs.related import Related
from cogs.registry import ITEMS
from cogs.ui import status
from cogs.ui.ballots import own
from cogs.ui.ballots.post import ballot_message
from cogs.ui.kit import texts
from cogs.ui.rooms.roster import room_ready, roster_page
from cogs.ui.rounds import direct_messages, replies
from cogs.ui.rounds.results import results_message
from cogs.ui.songs import card, from_message, import_playlist, propose
from cogs.ui.songs.card import proposal_card
from tests.cogs import shapes

few = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

OUR_LINK = re.compile(r"\[([^\n]*?)\]\(https://open\.spotify\.com/(track|playlist)/[0-9A-Za-z]+\)")
OUR_MENTION = re.compile(r"<@&?\d+>|<t:\d+:[FR]>")
PLAIN_LINK = re.compile(r"https?://[A-Za-z0-9\-._~:/?#&=%+,;!$]+")
ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
INJECTED = re.compile(r"@everyone|@here|<[@#:/ta]|\]\(|^#|^>|^\s*-\s.*\n\s*-#", re.MULTILINE)


def texts_of(view: ui.LayoutView) -> Iterator[str]:
    for item in view.walk_children():
        if isinstance(item, ui.TextDisplay):
            yield item.content


def check(view: ui.LayoutView) -> None:
    items = list(view.walk_children())
    assert len(items) <= 40
    assert view.total_children_count == len(items)
    assert view.content_length() <= 4000
    ids = [item.custom_id for item in items if getattr(item, "custom_id", None)]  # type: ignore[attr-defined]
    assert len(ids) == len(set(ids))
    assert all(len(one) <= 100 for one in ids)
    assert all([kind.names(one) for kind in ITEMS].count(True) == 1 for one in ids)
    for item in items:
        check_item(item.item if isinstance(item, ui.DynamicItem) else item)
    for text in texts_of(view):
        check_text(text)


def check_item(item: ui.Item[ui.LayoutView]) -> None:
    if isinstance(item, ui.TextDisplay):
        assert item.content.strip()
    if isinstance(item, ui.Thumbnail):
        assert item.media.url.startswith("https://")
        assert 1 <= len(item.description or "") <= 1024
    if isinstance(item, ui.MediaGallery):
        assert all(1 <= len(picture.description or "") <= 1024 for picture in item.items)
    if isinstance(item, ui.Button):
        assert item.label
        assert len(item.label) <= 80
    if isinstance(item, ui.Select):
        assert 1 <= len(item.options) <= 25
        assert item.min_values <= item.max_values <= len(item.options)
        assert sum(option.default for option in item.options) <= item.max_values
        assert len({option.value for option in item.options}) == len(item.options)
        assert len(item.placeholder or "") <= 150
        for option in item.options:
            check_option(option)


def check_option(option: discord.SelectOption) -> None:
    assert option.label.strip()
    assert len(option.label) <= 100
    assert len(option.value) <= 100
    assert option.description is None or 1 <= len(option.description) <= 100


def check_text(text: str) -> None:
    """Refuse mentions and links that are not ours, however they got there."""
    bare = OUR_MENTION.sub("", ESCAPED.sub("", text))
    bare = PLAIN_LINK.sub("", OUR_LINK.sub("", bare)).removeprefix("## ")
    assert not INJECTED.search(bare), text


@few
@given(shapes.round_views(), st.integers(0, 120))
def test_ballot_message(view: RoundView, mentioned: int) -> None:
    message = ballot_message(view, [UserId(shapes.ID - n) for n in range(mentioned)])
    check(message)
    text = "\n".join(texts_of(message))
    assert all(f"{n}\\. " in text for n in range(1, len(view.round.candidates) + 1))


@few
@given(shapes.ballot_views())
def test_my_ballot(view: BallotView) -> None:
    message = own.my_ballot(view)
    check(message)
    pressable = [item for item in message.walk_children() if isinstance(item, ui.DynamicItem)]
    assert bool(pressable) == (view.round.state is RoundState.OPEN)


@few
@given(shapes.results())
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
        episode, Found(words, songs=tuple(songs), trouble=trouble), propose.Said(why)
    )
    check(message)
    kept = message.find_item(propose.NOTE_PIECE)
    if texts.clean(why):
        assert isinstance(kept, ui.TextDisplay)
        assert texts.unescape(kept.content) == texts.cut(texts.clean(why), propose.TYPED_MAX)


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
    check(propose.elsewhere_page(episode, elsewhere, propose.Said(why)))


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
    check(card.proposed(episode, proposal, kin))


@few
@given(shapes.import_views())
def test_imports(view: ImportView) -> None:
    check(import_playlist.begun(view))
    check(import_playlist.import_message(view))
    waiting = RoomStatus(view.room, 9, None, None, (), "limited", (view,) * 9)
    check(status.room_status(waiting))


@few
@given(shapes.round_views(), st.booleans(), st.integers(0, 30))
def test_statuses(view: RoundView, names: bool, episodes: int) -> None:
    summary = EpisodeSummary(view.episode, 100, 12, 1, view.round.state)
    check(status.round_status(view, names=names))
    check(replies.scheduled(view))
    check(status.episode_list([summary] * episodes))
    check(status.episode_page(summary))
    owed = (Waiting("results.post", "channel:1", 3, 1, view.episode.title),) * 9
    check(status.room_status(RoomStatus(view.room, 9, summary, view, owed, "limited")))


@few
@given(shapes.round_views(), st.one_of(st.none(), shapes.round_views()))
def test_moves_and_notices(view: RoundView, heir: RoundView | None) -> None:
    for told in (
        replies.extended,
        replies.paused,
        replies.resumed,
        direct_messages.decided,
        direct_messages.reminder,
    ):
        check(told(view))
    check(replies.closed(view, heir))
    check(replies.cancelled(view, heir))
    asked = direct_messages.decision(view, shapes.ID)
    check(asked)
    pressable = [item for item in asked.walk_children() if isinstance(item, ui.DynamicItem)]
    assert 2 <= len(pressable) <= 3


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("state", RoundState)
@pytest.mark.parametrize("typed", ["*" * 100, "@" * 100, "ש" * 100])
def test_the_longest_plans_fit(
    sample_view: RoundView, state: RoundState, cause: Cause, typed: str
) -> None:
    view = with_candidates(sample_view, 25)
    rules = replace(view.round.rules, seats=24, quorum=100)
    round_ = replace(view.round, state=state, cause=cause, rules=rules, casting_until=2**31)
    later = tuple(replace(round_, rules=replace(rules, seats=23 - n)) for n in range(20))
    view = replace(
        view,
        room=replace(view.room, title=typed),
        episode=replace(view.episode, number=typed[:20], title=typed),
        round=replace(round_, time_left=400_000 if state is RoundState.PAUSED else None),
        awaited=tuple(UserId(shapes.ID - n) for n in range(100)),
        later=later,
    )
    summary = EpisodeSummary(view.episode, 100, 25, 1, state)
    owed = (Waiting("results.post", "channel:1", 3, 1, "ChannelGone"),) * 9
    for screen in (
        ballot_message(view, [UserId(shapes.ID - n) for n in range(100)]),
        status.round_status(view, names=True),
        status.room_status(RoomStatus(view.room, 9, summary, view, owed, "reconnect")),
        replies.scheduled(view),
        replies.extended(view),
        replies.paused(view),
        replies.closed(view, view),
        replies.cancelled(view, view),
        direct_messages.decision(view, shapes.ID),
        direct_messages.decided(view),
    ):
        check(screen)


@few
@given(shapes.rooms(), st.integers(0, 60), st.integers(0, 3))
def test_rosters(room: Room, writers: int, page: int) -> None:
    roster = [UserId(n + 1) for n in range(writers)]
    check(room_ready(room))
    view = roster_page(room, roster, page)
    check(view)
    [picker] = [item for item in view.walk_children() if item.type.name == "user_select"]
    assert isinstance(picker, ui.DynamicItem)
    page = min(page, writers // 25)
    shown = [UserId(default.id) for default in picker.item.default_values]
    assert shown == roster[page * 25 : (page + 1) * 25]


def plain_song(number: int) -> Song:
    return Song(
        SongId(number),
        Recording(
            f"Song {number}",
            ("Somebody",),
            uri="spotify:track:0123456789abcdefghijAB",
            cover_url="https://i.scdn.co/image/abc",
        ),
    )


def test_twelve_songs_with_covers_fit_with_the_vote_button(sample_view: RoundView) -> None:
    message = ballot_message(sample_view)
    kinds = [item.type.name for item in message.walk_children()]
    assert kinds.count("thumbnail") == 12
    assert len(kinds) == 39  # a header, twelve times three, a row and its button


@pytest.mark.parametrize("candidates", range(13, 26))
def test_more_than_twelve_songs_share_text_blocks(sample_view: RoundView, candidates: int) -> None:
    message = ballot_message(with_candidates(sample_view, candidates))
    assert message.total_children_count <= 10
    text = "\n".join(texts_of(message))
    assert all(f"Song {n}]" in text for n in range(candidates))


def with_candidates(view: RoundView, number: int) -> RoundView:
    candidates = tuple(Candidate(plain_song(n), UserId(1), "why" * 99) for n in range(number))
    return replace(view, round=replace(view.round, candidates=candidates))


@pytest.fixture
def sample_view() -> RoundView:
    episode = Episode(EpisodeId(1), RoomId(1), "104", "", EpisodeState.ACTIVE, 0)
    room = Room(RoomId(1), GuildId(1), ChannelId(1), "Show", "UTC", UserId(1))
    round_ = Round(
        id=RoundId(1),
        episode_id=episode.id,
        room_id=room.id,
        state=RoundState.OPEN,
        rules=Rules(),
        opens_at=1,
        closes_at=2,
        closes_wall="",
        timezone="UTC",
        candidates=(),
        scheduled_by=UserId(1),
        seed="ab" * 16,
    )
    return with_candidates(RoundView(room, episode, round_, Turnout(3, 9)), 12)


@pytest.mark.parametrize("seats", [6, 12, 24])
@pytest.mark.parametrize("typed", ["*" * 300, "<" * 300, "e\u0301" * 150, "ש" * 300, "@" * 300])
def test_the_worst_results_fit(sample_view: RoundView, seats: int, typed: str) -> None:
    """Every title escaped to twice its length, every list full, every kind of tie."""
    songs = {f"s{n}": Song(SongId(n), Recording(typed, (typed,))) for n in range(1, 26)}
    names = tuple(songs)
    figures = (("approvals", 11), ("stars", 11))
    steps = ("stars", "spread", "casting", "lot")
    outcome = Outcome(
        "approval",
        tuple(Seat(song, n, "unopposed", figures) for n, song in enumerate(names[:seats], 1)),
        names,
        24,
        2,
        names[seats:],
        1000,
        1000,
        (),
        tuple(TieBreak(names, 24, step, names, names) for step in steps),
    )
    check(
        results_message(
            Results(
                sample_view.room,
                replace(sample_view.episode, number=typed[:20], title=typed[:100]),
                sample_view.round,
                outcome,
                songs,
                "ab" * 32,
                "synced",
                "https://open.spotify.com/playlist/" + "a" * 22,
                tuple(song.title for song in songs.values()),
            )
        )
    )


@pytest.mark.parametrize("candidates", [12, 13, 25])
@pytest.mark.parametrize("typed", ["*" * 300, "@" * 300, "ש" * 300])
def test_the_worst_ballots_fit(sample_view: RoundView, candidates: int, typed: str) -> None:
    view = with_candidates(sample_view, candidates)
    songs = [
        replace(one.song, recording=replace(one.song.recording, title=typed, artists=(typed,)))
        for one in view.round.candidates
    ]
    full = tuple(Candidate(song, UserId(1), typed) for song in songs)
    view = replace(view, round=replace(view.round, candidates=full))
    check(ballot_message(view, [UserId(shapes.ID)] * 100))
