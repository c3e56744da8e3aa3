"""What holds for every round, and a second count to compare with."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting import BY_LOT, METHODS, Casting, Outcome, Picks, Profile, count, lot_order
from tests.domain.counting_oracle import Naive

SONGS = tuple("abcdefg")
seeds = st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}")


@st.composite
def picks(draw: st.DrawFn, songs: tuple[str, ...] = SONGS) -> Picks:
    chosen = draw(st.frozensets(st.sampled_from(songs), max_size=5))
    starred = draw(st.frozensets(st.sampled_from(sorted(chosen)), max_size=2)) if chosen else None
    return Picks(chosen, starred or frozenset())


@st.composite
def rounds(draw: st.DrawFn) -> Profile:
    songs = SONGS[: draw(st.integers(2, len(SONGS)))]
    seats = draw(st.integers(1, len(songs) + 1))
    pinned = draw(st.frozensets(st.sampled_from(songs), max_size=min(2, seats)))
    vetoed = draw(st.frozensets(st.sampled_from(songs), max_size=2)) - pinned
    return Profile(
        method="approval",
        seats=seats,
        seed=draw(seeds),
        songs=songs,
        ballots=tuple(draw(st.lists(picks(songs), max_size=9))),
        pinned=pinned,
        vetoed=vetoed,
        casting=draw(st.sampled_from([None, BY_LOT])),
    )


def names(outcome: Outcome) -> list[str]:
    return [seat.song for seat in outcome.seats]


@given(rounds())
def test_every_song_is_in_exactly_one_place_and_every_seat_accounted_for(profile: Profile) -> None:
    outcome = count(profile)
    everywhere = [*names(outcome), *outcome.tied, *outcome.runners_up, *profile.vetoed]
    assert sorted(everywhere) == sorted(profile.songs)
    assert len(outcome.seats) + outcome.open_seats + outcome.empty_seats == profile.seats
    assert len(outcome.tied) > outcome.open_seats or outcome.tied == ()
    assert (outcome.open_seats > 0) == bool(outcome.tied)
    assert [seat.rank for seat in outcome.seats] == [*range(1, len(outcome.seats) + 1)]


@given(rounds())
def test_every_reason_is_a_legal_one(profile: Profile) -> None:
    outcome = count(profile)
    reasons = {seat.decided_by for seat in outcome.seats}
    assert reasons <= set(METHODS["approval"].reasons)
    assert {seat.song for seat in outcome.seats if seat.decided_by == "pin"} == profile.pinned
    assert reasons <= {"pin", "unopposed"} or "unopposed" not in reasons
    assert "casting" not in reasons


@given(rounds())
def test_a_song_nobody_picked_is_seated_only_by_pin_or_unopposed(profile: Profile) -> None:
    for seat in count(profile).seats:
        if seat.decided_by not in ("pin", "unopposed"):
            assert dict(seat.figures)["approvals"] > 0


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

    def rename(songs: frozenset[str]) -> frozenset[str]:
        return frozenset(new[song] for song in songs)

    ballots = [b for b in profile.ballots if isinstance(b, Picks)]
    renamed = replace(
        profile,
        seed=seed,
        songs=tuple(new_songs),
        ballots=tuple(Picks(rename(b.picks), rename(b.stars)) for b in ballots),
        pinned=rename(profile.pinned),
        vetoed=rename(profile.vetoed),
    )
    before, after = count(profile), count(renamed)
    assert names(after) == [new[song] for song in names(before)]
    assert after.tied == tuple(new[song] for song in before.tied)
    assert after.runners_up == tuple(new[song] for song in before.runners_up)


@given(rounds(), st.data())
def test_more_support_never_unseats_a_song(profile: Profile, data: st.DataObject) -> None:
    """An approval or a star more for a seated song, all else the same, and it stays seated."""
    profile = replace(profile, casting=BY_LOT)
    outcome = count(profile)
    gains: list[tuple[int, Picks, str]] = []
    for place, ballot in enumerate(profile.ballots):
        assert isinstance(ballot, Picks)
        for song in names(outcome):
            if song not in ballot.picks:
                gains.append((place, replace(ballot, picks=ballot.picks | {song}), song))
            elif song not in ballot.stars:
                gains.append((place, replace(ballot, stars=ballot.stars | {song}), song))
    if gains:
        place, ballot, song = data.draw(st.sampled_from(gains))
        ballots = (*profile.ballots[:place], ballot, *profile.ballots[place + 1 :])
        assert song in names(count(replace(profile, ballots=ballots)))


@given(rounds(), st.data())
def test_a_casting_vote_fills_the_open_seats_and_changes_no_other(
    profile: Profile, data: st.DataObject
) -> None:
    open_outcome = count(replace(profile, casting=None))
    if not open_outcome.tied:
        return
    order = data.draw(st.permutations(open_outcome.tied))
    chosen = tuple(order[: open_outcome.open_seats])
    cast = count(replace(profile, casting=chosen))
    assert names(cast) == [*names(open_outcome), *chosen]
    assert cast.seats[: len(open_outcome.seats)] == open_outcome.seats
    assert cast.ties[:-1] == open_outcome.ties
    by_lot = count(replace(profile, casting=BY_LOT))
    assert names(by_lot) == [
        *names(open_outcome),
        *open_outcome.tied[: open_outcome.open_seats],
    ]


@given(rounds())
def test_the_steps_of_a_tie_follow_one_another(profile: Profile) -> None:
    outcome = count(profile)
    by_reason = {
        step: tuple(s.song for s in outcome.seats if s.decided_by == step)
        for step in ("stars", "spread", "casting", "lot")
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


@given(rounds())
def test_it_agrees_with_the_naive_count(profile: Profile) -> None:
    assert count(profile).as_json("") == Naive(profile).as_json()


@pytest.mark.parametrize("batch", range(4))
def test_it_agrees_with_the_naive_count_on_many_close_rounds(batch: int) -> None:
    """Few voters and few songs, so that most rounds are tied at some step."""
    rng = random.Random(batch)
    reasons: set[str] = set()
    for _ in range(1000):
        profile = _random_round(rng)
        open_tie = Naive(profile)
        chosen = tuple(rng.sample(open_tie.tied, open_tie.open))
        casting: Casting = rng.choice([None, BY_LOT, chosen or None])
        profile = replace(profile, casting=casting)
        outcome = count(profile)
        assert outcome.as_json("") == Naive(profile).as_json(), profile
        reasons |= {seat.decided_by for seat in outcome.seats}
    assert reasons == set(METHODS["approval"].reasons)  # every rule was met


def _random_round(rng: random.Random) -> Profile:
    songs = SONGS[: rng.randint(3, 7)]
    seats = rng.randint(1, len(songs) - 1)
    pinned = rng.sample(songs, rng.choice([0, 0, 0, 1])) if seats > 1 else []
    free = [song for song in songs if song not in pinned]
    ballots = []
    for _ in range(rng.randint(0, 8)):
        chosen = rng.sample(songs, rng.randint(0, 3))
        ballots.append(Picks(frozenset(chosen), frozenset(chosen[: rng.choice([0, 0, 1, 2])])))
    return Profile(
        method="approval",
        seats=seats,
        seed=f"{rng.getrandbits(128):032x}",
        songs=songs,
        ballots=tuple(ballots),
        pinned=frozenset(pinned),
        vetoed=frozenset(rng.sample(free, rng.choice([0, 0, 0, 1]))),
    )
