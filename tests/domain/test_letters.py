"""Who gets a letter: everybody who has not been asked, once."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rights import Holder, Side, Stage, to_ask
from bot.domain.structs import replace
from tests.domain.rights_known import holder

names = st.sampled_from(["Quiet Music", "quiet music ", "Loud", "Loud Music"])
holders = st.builds(
    lambda number, side, stage, name, contact: replace(
        holder(number, side, stage), name=name, contact=contact
    ),
    st.integers(1, 10**6),
    st.sampled_from(Side),
    st.sampled_from(Stage),
    names,
    st.sampled_from(["", "a@b.example", "c@d.example"]),
)


@given(st.lists(holders, max_size=8, unique_by=lambda one: one.id))
def test_everybody_who_was_not_asked_gets_exactly_one_letter(known: list[Holder]) -> None:
    groups = to_ask(known)
    written = [one.id for group in groups for one in group]
    assert sorted(written) == sorted(one.id for one in known if one.stage is Stage.TO_ASK)
    for group in groups:
        assert len({one.side for one in group}) == len(group)
        assert len({one.contact for one in group if one.contact}) < 2
    firsts = [known.index(min(group, key=known.index)) for group in groups]
    assert firsts == sorted(firsts)


def test_whoever_holds_both_sides_gets_one_letter_about_both() -> None:
    song, recording = holder(1), holder(2, Side.RECORDING)
    both = [replace(song, name="Quiet  Music"), replace(recording, name="QUIET MUSIC")]
    assert to_ask(both) == ((both[1], both[0]),)
    asked = [both[0], replace(both[1], stage=Stage.ASKED)]
    assert to_ask(asked) == ((both[0],),)
    apart = [replace(both[0], contact="a@b.example"), replace(both[1], contact="c@d.example")]
    assert to_ask(apart) == ((apart[0],), (apart[1],))
