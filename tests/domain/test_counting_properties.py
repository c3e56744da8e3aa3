"""What holds for every round by every method."""

import random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.counting import (
    BY_LOT,
    METHODS,
    CountedBallot,
    Picks,
    Points,
    Profile,
    Ranking,
    count,
    lot_order,
)
from bot.domain.structs import replace
from tests.domain.counting_rounds import SONGS, chosen, renamed, rounds, seated, seeds

BY_KEY = ("approval", "points")
UNSUPPORTED = {"pin", "unopposed", "last_standing"}
"""What may seat a song that nobody supports."""


@given(rounds())
def test_every_song_is_in_exactly_one_place_and_every_seat_accounted_for(profile: Profile) -> None:
    outcome = count(profile)
    everywhere = [*seated(outcome), *outcome.tied, *outcome.runners_up, *profile.vetoed]
    assert sorted(everywhere) == sorted(profile.songs)
    assert len(outcome.seats) + outcome.open_seats + outcome.empty_seats == profile.seats
    assert min(outcome.open_seats, outcome.empty_seats) == 0
    assert len(outcome.tied) > outcome.open_seats or outcome.tied == ()
    assert (outcome.open_seats > 0) == bool(outcome.tied)
    assert [seat.rank for seat in outcome.seats] == [*range(1, len(outcome.seats) + 1)]
    assert [tally.song for tally in outcome.tallies] == [*profile.songs]


@given(rounds())
def test_pins_are_seated_first_and_every_reason_is_a_legal_one(profile: Profile) -> None:
    outcome = count(profile)
    reasons = [seat.decided_by for seat in outcome.seats]
    assert set(reasons) <= set(METHODS[profile.method].reasons)
    lot = lot_order(profile.seed, profile.songs)
    pinned = [song for song in lot if song in profile.pinned]
    assert seated(outcome)[: len(pinned)] == pinned
    assert [reason == "pin" for reason in reasons] == [song in pinned for song in seated(outcome)]
    assert set(reasons) <= {"pin", "unopposed"} or "unopposed" not in reasons
    assert "casting" not in reasons


@given(rounds())
def test_a_song_nobody_supports_is_seated_only_where_nothing_else_is_left(
    profile: Profile,
) -> None:
    supported = {song for ballot in profile.ballots for song in chosen(ballot)}
    outcome = count(profile)
    assert {*outcome.tied} <= supported
    for seat in outcome.seats:
        assert seat.song in supported or seat.decided_by in UNSUPPORTED
    if outcome.empty_seats and outcome.runners_up:
        assert not supported & {*outcome.runners_up}


@given(rounds(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_candidates_does_not_matter(
    profile: Profile, rng: random.Random
) -> None:
    ballots = rng.sample(profile.ballots, len(profile.ballots))
    songs = rng.sample(profile.songs, len(profile.songs))
    shuffled = replace(profile, ballots=tuple(ballots), songs=tuple(songs))
    assert count(shuffled).as_json("") == count(profile).as_json("")
    assert count(shuffled).ties == count(profile).ties


@given(rounds(), seeds)
def test_names_do_not_matter_but_for_the_lot(profile: Profile, seed: str) -> None:
    """Give the song at each place of the lot order another name with the same place."""
    new_songs = [f"song {name}" for name in profile.songs]
    old_lot, new_lot = lot_order(profile.seed, profile.songs), lot_order(seed, new_songs)
    new = dict(zip(old_lot, new_lot, strict=True))
    other = replace(
        profile,
        seed=seed,
        songs=tuple(new_songs),
        ballots=tuple(renamed(ballot, new) for ballot in profile.ballots),
        pinned=frozenset(new[song] for song in profile.pinned),
        vetoed=frozenset(new[song] for song in profile.vetoed),
    )
    before, after = count(profile), count(other)
    assert [(s.song, s.decided_by, s.figures) for s in after.seats] == [
        (new[s.song], s.decided_by, s.figures) for s in before.seats
    ]
    assert after.tied == tuple(new[song] for song in before.tied)
    assert after.runners_up == tuple(new[song] for song in before.runners_up)
    assert [stage.elected for stage in after.stages or ()] == [
        tuple(new[song] for song in stage.elected) for stage in before.stages or ()
    ]


@given(rounds("approval", "spread", "points"), st.data())
def test_more_support_never_unseats_a_song(profile: Profile, data: st.DataObject) -> None:
    """A pick, star or point more for a seated song, all else the same, and it stays seated.

    Under `spread` too: until the song is seated, no other song's weight is changed by that. Not so
    under `ranked`, where it matters who is taken out first; a counterexample stands with its tests.
    """
    profile = replace(profile, casting=BY_LOT)
    outcome = count(profile)
    gains = [
        (place, more, song)
        for place, ballot in enumerate(profile.ballots)
        for song in seated(outcome)
        if (more := _more_support(ballot, song)) != ballot
    ]
    if gains:
        place, ballot, song = data.draw(st.sampled_from(gains))
        ballots = (*profile.ballots[:place], ballot, *profile.ballots[place + 1 :])
        assert song in seated(count(replace(profile, ballots=ballots)))


def _more_support(ballot: CountedBallot, song: str) -> CountedBallot:
    if isinstance(ballot, Picks):
        if song not in ballot.picks:
            return replace(ballot, picks=ballot.picks | {song})
        return replace(ballot, stars=ballot.stars | {song})
    assert isinstance(ballot, Points)
    points = dict(ballot.points)
    return Points(frozenset((points | {song: points.get(song, 0) + 1}).items()))


@settings(max_examples=60)
@given(rounds("ranked"), st.data())
def test_to_rank_more_songs_never_harms_those_ranked_above(
    profile: Profile, data: st.DataObject
) -> None:
    """No song is looked at on a ballot before all those above it are elected or out."""
    assume(profile.ballots)
    place = data.draw(st.integers(0, len(profile.ballots) - 1))
    ballot = profile.ballots[place]
    assert isinstance(ballot, Ranking)
    whole = ballot.ranking
    kept = data.draw(st.integers(0, len(whole)))
    free = set(profile.songs) - profile.pinned - profile.vetoed
    assume(set(whole[:kept]) & free)  # else the ballot would rank nothing, and the quota change
    shorter = (*profile.ballots[:place], Ranking(whole[:kept]), *profile.ballots[place + 1 :])
    before = seated(count(replace(profile, ballots=shorter)))
    after = seated(count(profile))
    assert [song in after for song in whole[:kept]] == [song in before for song in whole[:kept]]


@given(
    st.frozensets(st.sampled_from(SONGS), min_size=1, max_size=4),
    st.integers(1, 5),
    st.lists(st.permutations(SONGS), min_size=1, max_size=12),
    st.integers(0, 12),
)
def test_as_many_quotas_as_agree_on_some_songs_so_many_of_these_are_elected(
    wanted: frozenset[str], places: int, orders: list[list[str]], agreeing: int
) -> None:
    """The promise of ranked votes to any part of the room, however its writers order the songs."""
    ballots = [
        Ranking(tuple(sorted(order, key=lambda song: song not in wanted)))
        if number < agreeing
        else Ranking(tuple(order))
        for number, order in enumerate(orders)
    ]
    quota = len(ballots) // (places + 1) + 1
    due = min(min(agreeing, len(ballots)) // quota, len(wanted))
    outcome = count(Profile("ranked", places, "0" * 32, SONGS, tuple(ballots)))
    assert len(wanted & set(seated(outcome))) >= due


@given(rounds("ranked"))
def test_stages_add_up(profile: Profile) -> None:
    outcome = count(profile)
    assert outcome.stages is not None
    free = [s for s in profile.songs if s not in profile.pinned | profile.vetoed]
    left = set(free)
    before = None
    for stage in outcome.stages:
        assert [song for song, _ in stage.totals] == [song for song in free if song in left]
        votes = sum(number for _, number in stage.totals)
        assert before is None or votes <= before  # votes are spent and never made
        before = votes
        left -= {stage.excluded} if stage.excluded else set()
        assert stage.transferred is None or stage.excluded is None
    assert [song for stage in outcome.stages for song in stage.elected] == [
        seat.song for seat in outcome.seats if seat.decided_by in ("quota", "last_standing")
    ]
    for seat in outcome.seats:
        if seat.decided_by == "quota":
            assert outcome.quota is not None
            assert dict(seat.figures)["votes"] >= outcome.quota


@given(rounds("spread"))
def test_the_seats_of_spread_are_the_first_of_one_more(profile: Profile) -> None:
    fewer, more = count(profile), count(replace(profile, seats=profile.seats + 1))
    if "unopposed" in {seat.decided_by for seat in more.seats}:
        assert set(seated(fewer)) <= set(seated(more))
        return
    assert more.seats[: len(fewer.seats)] == fewer.seats
    assert len(more.seats) <= len(fewer.seats) + 1
    for seat in more.seats[len(fewer.seats) :]:
        assert seat.song == fewer.runners_up[0]
    assert more.ties[: len(fewer.ties)] == fewer.ties


@given(rounds(*BY_KEY), st.data())
def test_a_casting_vote_fills_the_open_seats_and_changes_no_other(
    profile: Profile, data: st.DataObject
) -> None:
    open_outcome = count(replace(profile, casting=None))
    if not open_outcome.tied:
        return
    order = data.draw(st.permutations(open_outcome.tied))
    choice = tuple(order[: open_outcome.open_seats])
    cast = count(replace(profile, casting=choice))
    assert seated(cast) == [*seated(open_outcome), *choice]
    assert cast.seats[: len(open_outcome.seats)] == open_outcome.seats
    assert cast.ties[:-1] == open_outcome.ties
    by_lot = count(replace(profile, casting=BY_LOT))
    assert seated(by_lot) == [
        *seated(open_outcome),
        *open_outcome.tied[: open_outcome.open_seats],
    ]


@given(rounds(*BY_KEY))
def test_the_steps_of_a_tie_follow_one_another(profile: Profile) -> None:
    outcome = count(profile)
    steps = METHODS[profile.method].steps
    by_reason = {
        step: tuple(s.song for s in outcome.seats if s.decided_by == step) for step in steps
    }
    assert {t.step: t.seated for t in outcome.ties if t.seated} == {
        step: songs for step, songs in by_reason.items() if songs
    }
    lot = lot_order(profile.seed, profile.songs)
    for tie in outcome.ties:
        assert len(tie.tied) > tie.seats >= len(tie.seated)
        assert {*tie.seated, *tie.level} <= set(tie.tied)
        assert tie.level != tie.tied  # each step got somewhere
        assert not set(tie.seated) & set(tie.level)
        assert list(tie.tied) == [song for song in lot if song in tie.tied]
        assert len(tie.seated) == tie.seats or tie.level
    for tie, following in zip(outcome.ties, outcome.ties[1:], strict=False):
        assert following.tied == tie.level
        assert following.seats == tie.seats - len(tie.seated)
    if outcome.tied:
        assert not outcome.ties or outcome.ties[-1].level == outcome.tied
    elif outcome.ties:
        assert outcome.ties[-1].level == ()


@given(rounds("spread"))
def test_every_seat_of_spread_that_weight_did_not_decide_is_explained(profile: Profile) -> None:
    outcome = count(profile)
    decided = [(tie.seated[0], tie.step) for tie in outcome.ties if tie.seated]
    assert decided == [
        (seat.song, seat.decided_by)
        for seat in outcome.seats
        if seat.decided_by not in ("pin", "unopposed", "spread")
    ]
    for tie, following in zip(outcome.ties, outcome.ties[1:], strict=False):
        assert tie.seated or following.tied == tie.level
    assert all(set(tie.seated) | set(tie.level) < set(tie.tied) for tie in outcome.ties)
