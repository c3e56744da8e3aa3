"""Boards: songs keep their place where they can, and what two people say is brought together."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from bot.domain.board import (
    EntryText,
    arranged,
    fingerprints,
    merge_texts,
    songs_in_waiting,
    swap_song,
)
from bot.domain.model import SongId
from bot.domain.structs import replace

Order = tuple[SongId, ...]

orders = st.lists(st.integers(1, 25).map(SongId), min_size=1, max_size=25, unique=True).map(tuple)
texts = st.builds(EntryText, *[st.sampled_from(["", "a", "b", "c"])] * 4)


@given(orders, st.data())
def test_a_swap_touches_one_slot(order: Order, data: st.DataObject) -> None:
    out = data.draw(st.sampled_from(order))
    after = swap_song(order, out, SongId(99))
    assert after.index(SongId(99)) == order.index(out)
    assert swap_song(after, SongId(99), out) == order


@given(orders, st.data())
def test_after_another_vote_songs_keep_the_order_they_were_put_in(
    before: Order, data: st.DataObject
) -> None:
    seated = data.draw(orders)
    after = arranged(seated, before)
    assert sorted(after) == sorted(seated)
    stayed = [one for one in before if one in seated]
    new = [one for one in seated if one not in before]
    assert list(after) == stayed + new
    assert arranged(seated, after) == after


@given(orders, st.data())
def test_runners_up_come_first_and_nobody_is_lost(everybody: Order, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(everybody)))
    seated, runners_up = everybody[:cut], everybody[cut:]
    order = data.draw(st.permutations(everybody))[: len(seated)]
    waiting = songs_in_waiting(order, seated, runners_up)
    assert sorted((*order, *waiting)) == sorted(everybody)
    called = [one for one in runners_up if one not in order]
    called += [one for one in seated if one not in order]
    assert list(waiting) == called
    removed = set(called[: data.draw(st.integers(0, len(called)))])
    after = songs_in_waiting(order, seated, runners_up, removed)
    kept, taken_off = (
        [one for one in called if (one in removed) is away] for away in (False, True)
    )
    assert list(after) == kept + taken_off


@given(texts, texts)
def test_one_person_alone_never_clashes(was: EntryText, typed: EntryText) -> None:
    assert merge_texts(fingerprints(was), was, typed) == (typed, ())


@given(texts, texts, texts)
def test_nobody_overwrites_what_they_have_not_seen(
    was: EntryText, now: EntryText, typed: EntryText
) -> None:
    became, clashes = merge_texts(fingerprints(was), now, typed)
    before, there, given_, after = map(asdict, (was, now, typed, became))
    for name in before:
        both = before[name] not in (there[name], given_[name]) and there[name] != given_[name]
        assert (name in clashes) == both
        if both or given_[name] == before[name]:
            assert after[name] == there[name]
        else:
            assert after[name] == given_[name]


@given(texts, texts)
def test_other_fields_changed_meanwhile_are_no_clash(was: EntryText, typed: EntryText) -> None:
    now = replace(was, beat=f"{was.beat}, said by somebody else")
    became, clashes = merge_texts(fingerprints(was), now, replace(typed, beat=was.beat))
    assert (became, clashes) == (replace(typed, beat=now.beat), ())
