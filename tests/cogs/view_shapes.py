"""Random rounds, ballots, imports and results as services show them."""

from collections.abc import Sequence

from hypothesis import strategies as st

from bot.domain.ballot_forms.form import Choices
from bot.domain.ballot_forms.picks import ChosenPicks
from bot.domain.ballot_forms.points import ChosenPoints
from bot.domain.ballot_forms.ranking import ChosenRanking
from bot.domain.ballots import Ballot
from bot.domain.counting import Outcome, Seat, Tally, TieBreak, method_named
from bot.domain.imports import LOST_MAX, Brought, Import, ImportFault, ImportState, Touch
from bot.domain.listening import LINE_MAX
from bot.domain.model import (
    EpisodeId,
    ProposalId,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    SongId,
    Turnout,
    UserId,
)
from bot.domain.structs import replace
from bot.domain.typed_text import one_line
from bot.services.ports.read_models import (
    BallotView,
    ImportView,
    Results,
    RoundView,
    ShortlistView,
    TakeBackView,
)
from tests.cogs.shapes import ID, episodes, notes, proposals, rooms, rounds, song_lists, titles

said = notes.map(lambda text: one_line(text)[:LINE_MAX] or "so")
"""A line that says why a song has a star."""
lines_said = st.sampled_from([1, 3, 40]).flatmap(lambda n: st.tuples(*[said] * n))


@st.composite
def plans(draw: st.DrawFn, round_: Round) -> tuple[Round, ...]:
    """The later rounds of a plan: none, or up to 23, as many as 25 songs can be cut."""
    many = draw(st.sampled_from([0, 1, 20, 23]))
    return tuple(
        replace(
            round_,
            id=RoundId(ID - 1 - n),
            state=RoundState.SCHEDULED,
            rules=replace(round_.rules, seats=max(1, 24 - n)),
            candidates=(),
            waits=True,
        )
        for n in range(many)
    )


@st.composite
def round_views(draw: st.DrawFn) -> RoundView:
    of = draw(st.integers(0, 100))
    round_ = draw(rounds())
    return RoundView(
        draw(rooms()),
        draw(episodes()),
        replace(round_, rules=replace(round_.rules, quorum=draw(st.sampled_from([0, 1, 100])))),
        Turnout(draw(st.integers(0, of)), of),
        tuple(UserId(ID - n) for n in range(draw(st.integers(0, 100)))),
        draw(plans(round_)),
    )


@st.composite
def ballot_views(draw: st.DrawFn) -> BallotView:
    round_ = draw(rounds())
    own_count = draw(st.integers(0, len(round_.candidates)))
    own, choices = round_.candidates[:own_count], round_.candidates[own_count:]
    songs = draw(st.permutations([one.song.id for one in choices]))
    ballot = draw(
        st.sampled_from(
            [
                None,
                Ballot(receipt="7F3A91C2", cast_at=1),
                draw(full_ballots(round_.rules, songs)),
                Ballot(abstained=True, receipt="7F3A91C2", cast_at=1),
            ]
        )
    )
    closed = round_.state is RoundState.CLOSED and ballot is not None and ballot.counts
    return BallotView(
        draw(episodes()),
        round_,
        choices,
        own,
        ballot,
        in_record=draw(st.booleans()) if closed else None,
        withheld=closed and draw(st.booleans()),
    )


@st.composite
def full_ballots(draw: st.DrawFn, rules: Rules, songs: Sequence[SongId]) -> Ballot:
    """Ballots that choose as much as they may, or less, in the form of the round's method."""
    match method_named(rules.method).form.name:
        case "picks":
            chosen = list(songs[: rules.max_picks])
            picks = tuple(chosen)
            choices: Choices = ChosenPicks(picks, picks[: rules.max_stars])
        case "points":
            points: dict[SongId, int] = {}
            for _ in range(draw(st.integers(0, rules.budget))):
                open_to = [song for song in songs if points.get(song, 0) < rules.per_song]
                if open_to:
                    song = draw(st.sampled_from(open_to))
                    points[song] = points.get(song, 0) + 1
            chosen, choices = list(points), ChosenPoints(tuple(points.items()))
        case _:
            chosen = list(songs[: draw(st.integers(0, len(songs)))])
            choices = ChosenRanking(tuple(chosen))
    lines = tuple((song, draw(said)) for song in draw(st.sampled_from([(), songs, chosen])))
    return Ballot(choices if chosen else None, receipt="7F3A91C2", cast_at=1, lines=lines)


@st.composite
def import_views(draw: st.DrawFn) -> ImportView:
    many = st.integers(0, 10_000)
    one = Import(
        id=ID,
        room_id=RoomId(ID),
        episode_id=EpisodeId(ID),
        playlist_id="a" * 22,
        name=draw(titles),
        asked_by=UserId(ID),
        begun_at=0,
        total=draw(many),
        place=draw(many),
        added=draw(many),
        present=draw(many),
        left_out=draw(many),
        state=draw(st.sampled_from(ImportState)),
        fault=draw(st.sampled_from(ImportFault)),
        changed=draw(st.booleans()),
        waits_until=draw(st.sampled_from([0, 2_000_000_000])),
        lost=tuple(draw(st.lists(st.tuples(many, titles), max_size=LOST_MAX))),
    )
    return ImportView(draw(rooms()), draw(episodes()), one)


@st.composite
def take_back_views(draw: st.DrawFn) -> TakeBackView:
    """Return an import, and the songs that it brought, touched or not."""
    view = draw(import_views())
    songs = draw(song_lists(0, 40))
    touches = [draw(st.none() | st.sampled_from(Touch)) for _ in songs]
    brought = tuple(
        Brought(ProposalId(n), song, touch)
        for n, (song, touch) in enumerate(zip(songs, touches, strict=True))
    )
    return TakeBackView(view.room, view.episode, view.import_, brought)


@st.composite
def shortlist_views(draw: st.DrawFn) -> ShortlistView:
    chosen = draw(song_lists(0, 30))
    longlist = tuple(draw(proposals(song)) for song in chosen)
    return ShortlistView(draw(rooms()), draw(episodes()), longlist, draw(st.booleans()))


@st.composite
def results(draw: st.DrawFn) -> Results:
    round_ = draw(rounds())
    named = {f"s{n}": one.song for n, one in enumerate(round_.candidates, 1)}
    names = draw(st.permutations(list(named)))
    seated, rest = names[: round_.rules.seats], names[round_.rules.seats :]
    figures = (("approvals", 11), ("stars", 1))
    reasons = ("approvals", "stars", "spread", "casting", "lot", "pin", "unopposed")
    outcome = Outcome(
        method="approval",
        seats=tuple(
            Seat(song, rank, draw(st.sampled_from(reasons)), figures)
            for rank, song in enumerate(seated, 1)
        ),
        tied=tuple(rest) if draw(st.booleans()) else (),
        open_seats=1,
        empty_seats=draw(st.integers(0, 2)),
        runners_up=tuple(rest),
        ballots=12,
        abstentions=draw(st.integers(0, 2)),
        tallies=tuple(Tally(song, figures) for song in named),
        ties=tuple(
            TieBreak(tuple(names), 2, step, tuple(seated[:some]), tuple(rest[:left]))
            for step, some, left in (("stars", 0, 25), ("spread", 3, 25), ("lot", 3, 0))
            if draw(st.booleans())
        ),
    )
    missing = tuple(named[song].title for song in seated if draw(st.booleans()))
    return Results(
        room=draw(rooms()),
        episode=draw(episodes()),
        round=round_,
        outcome=outcome,
        songs=named,
        record_sha256="0123456789abcdef" * 4,
        playlist_state=draw(st.sampled_from(["synced", "waiting", "off", "goes_on", "trouble"])),
        playlist_url=draw(st.sampled_from(["", "https://open.spotify.com/playlist/abc"])),
        playlist_missing=missing,
        altered=draw(st.booleans()),
        said={one.song.id: draw(lines_said) for one in round_.candidates if draw(st.booleans())},
    )
