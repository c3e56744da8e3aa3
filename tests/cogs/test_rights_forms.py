"""What becomes of the forms of those who clear songs: currencies, names, and the page after."""

import pytest

from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, opened
from tests.cogs.messages import answered, said
from tests.cogs.test_rights_screens import ASKED, fill_in, supervised, updated, with_label


async def test_a_number_alone_is_in_the_currency_of_the_budget_or_the_fee_before(
    studio: Studio,
) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    form = await supervisor.click(shown, label="Update")
    quoted = ASKED | {"stage": ["quoted"], "fee": "12,500", "answer_by": ""}
    told = answered(await supervisor.submit_modal(form, quoted))
    assert "I can't read “12,500” as an amount of money" in told
    await opened(studio.boss, studio, "episode budget", amount="90,000 EUR")
    await fill_in(supervisor, shown, "Update", quoted)
    assert "quoted · 12,500 EUR" in said(shown)
    await updated(supervisor, shown, stage=["quoted"], fee="9,000 CAD", answer_by="")
    again = await updated(supervisor, shown, stage=["quoted"], fee="8000.50", answer_by="")
    assert "quoted · 8,000.50 CAD" in again


async def test_whoever_was_added_is_named_whatever_their_id(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    store = studio.house.store
    monkeypatch.setattr(store, "new_id", lambda: 5)  # as of a process whose clock is behind
    publisher = {"name": "Quiet Music", "share": "75", "contact": "", "favored": ["no"]}
    await fill_in(supervisor, shown, "Add a holder of the song", publisher)
    assert "Added **Quiet Music** to the song." in said(shown)


async def test_after_a_step_the_page_with_that_holder_is_shown(studio: Studio) -> None:
    supervisor = await supervised(studio)
    shown = await opened(supervisor, studio, "rights show", song="Song 1")
    for number in range(1, 12):
        publisher = {"name": f"Publisher {number}", "share": "", "contact": "", "favored": ["no"]}
        await fill_in(supervisor, shown, "Add a holder of the song", publisher)
    assert "11\\. **Publisher 11**" in said(shown)  # whoever was added last is on the second page
    await choose(supervisor, shown, "rightsholder:", "Publisher 11")
    for button in ("All holders", "Edit", "Mark as asked"):
        if button == "Edit":
            typed = {"name": "Publisher 11", "contact": "", "share": "5"}
            await fill_in(supervisor, shown, button, typed)
        else:
            await supervisor.click(shown, label=button)
        assert "**Publisher 11**" in said(shown)
        assert "**Publisher 1**" not in said(shown)
        await choose(supervisor, shown, "rightsholder:", "Publisher 11")
    await fill_in(supervisor, shown, "Update", ASKED | {"stage": ["refused"]})
    assert "**Publisher 11** · 5% · refused" in said(shown)
