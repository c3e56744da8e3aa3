"""The pages of rights fit into Discord's limits, whatever people type, and show it as text."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.board import Clearance
from bot.domain.bounds import BOUNDS
from bot.domain.model import EpisodeId, SongId, UserId
from bot.domain.rights import (
    CURRENCIES,
    MINOR_MAX,
    WHOLE,
    Holder,
    HolderId,
    Money,
    Rights,
    Side,
    SongRights,
    Stage,
)
from bot.domain.structs import replace
from bot.services.ports.repositories.rights import StoredStep
from bot.services.rights import EpisodeRights, RightsView
from bot.services.rights.clearing import CONTACT_MAX, NAME_MAX, STEP_NOTE_MAX
from cogs.ui.rights import lists
from cogs.ui.rights.forms import EditHolderForm, StepForm
from cogs.ui.rights.holders import holder_page
from cogs.ui.rights.songs import PER_PAGE, song_page
from tests.cogs import shapes
from tests.cogs.limits import check, few, texts_of

NOW = 1_900_000_000
CONTACT = "zither@quiet.example"
"""The beginning of every contact; only the page of a holder may say it."""
money = st.builds(Money, st.integers(0, MINOR_MAX), st.sampled_from(sorted(CURRENCIES)))


@st.composite
def holders(draw: st.DrawFn, number: int, full: bool = False) -> Holder:
    name = draw(shapes.anything)[:NAME_MAX]
    return Holder(
        id=HolderId(shapes.ID - number),
        song=draw(shapes.songs(number + 1)),
        side=draw(st.sampled_from(Side)),
        name="*" * NAME_MAX if full else name or "A",
        contact=f"{CONTACT} {draw(shapes.anything)}"[:CONTACT_MAX],
        share=draw(st.none() | st.integers(1, WHOLE)),
        most_favored=draw(st.booleans()),
        stage=draw(st.sampled_from(Stage)),
        fee=draw(st.none() | money),
        answer_by=draw(st.none() | st.integers(NOW - 10**6, NOW + 10**6)),
        step=number + 1,
        at=NOW,
    )


@st.composite
def steps(draw: st.DrawFn, number: int, holder_id: HolderId) -> StoredStep:
    status = draw(st.sampled_from([*Stage, *Clearance, True, False]))
    return StoredStep(
        number,
        SongId(1),
        status,
        UserId(shapes.ID),
        NOW,
        number=draw(shapes.anything)[:20],
        holder_id=holder_id if isinstance(status, Stage) else None,
        side=draw(st.sampled_from(Side)) if isinstance(status, bool) else None,
        fee=draw(st.none() | money) if isinstance(status, Stage) else None,
        answer_by=draw(st.none() | st.just(NOW)),
        note=draw(shapes.anything)[:STEP_NOTE_MAX],
    )


@st.composite
def views(draw: st.DrawFn) -> RightsView:
    full = draw(st.booleans())
    most = BOUNDS["holders"]
    many = [draw(holders(n, full)) for n in range(most if full else draw(st.integers(0, 12)))]
    about = [one.id for one in many] or [HolderId(1)]
    taken = [draw(steps(n, about[n % len(about)])) for n in range(draw(st.integers(0, 20)))]
    rights = SongRights(tuple(many), draw(st.frozensets(st.sampled_from(Side))))
    numbers = {EpisodeId(shapes.ID): draw(shapes.anything)[:20]}
    return RightsView(draw(shapes.rooms()), draw(shapes.songs(1)), rights, tuple(taken), numbers)


@few
@given(views())
def test_every_page_of_a_song_fits_and_together_they_name_all_holders(view: RightsView) -> None:
    named = list[str]()
    pages = -(-len(view.rights.holders) // PER_PAGE) or 1
    for page in range(pages):
        message = song_page(view, NOW, shapes.ID, page, "Saved.")
        check(message)
        named += [
            option.value
            for item in message.walk_children()
            for option in getattr(getattr(item, "item", item), "options", ())
        ]
        assert not any("zither" in text for text in texts_of(message))
    assert sorted(named) == sorted(str(one.id) for one in view.rights.holders)


@few
@given(views())
def test_the_page_and_the_forms_of_a_holder_fit(view: RightsView) -> None:
    for holder in view.rights.holders[:3]:
        check(holder_page(view, holder, EpisodeId(shapes.ID), NOW))
        step = StepForm.of(view.room, holder, EpisodeId(shapes.ID), NOW)
        edit = EditHolderForm.of(holder, EpisodeId(shapes.ID))
        for form in (step, edit):
            assert len(form.custom_id) <= 100
            assert len(form.children) <= 5
            assert 1 <= len(form.title) <= 45


@few
@given(views(), shapes.episodes())
def test_lists_fit_however_much_waits(view: RightsView, episode: object) -> None:
    waiting = [replace(one, stage=Stage.ASKED) for one in view.rights.holders]
    for page in range(-(-len(waiting) // PER_PAGE) or 1):
        check(lists.due_page(waiting, NOW, page))
    check(lists.due_page([], NOW))
    if waiting:
        check(lists.overdue_message(view.room, waiting))
        check(lists.overdue_message(view.room, waiting, UserId(7)))
    songs = tuple(one.song for one in waiting) or (view.song,)
    listed = EpisodeRights(view.room, episode, songs, Rights(holders=waiting))  # type: ignore[arg-type]
    for page in range(-(-len(songs) // PER_PAGE)):
        check(lists.episode_page(listed, page))
    check(lists.episode_page(replace(listed, songs=())))
