"""The demo page in a real browser: two writers vote, the showrunner closes, the six are named."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect
from playwright.async_api import TimeoutError as NotThere

from bot.demo import cast, page, story
from bot.demo.simulation import Simulation, open_simulation
from bot.demo.story import Story
from tests.e2e.browser import CHROMIUM, FLAGS, PATIENCE, become, ready

REFUSALS = 4

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no browser is installed: apt-get install chromium"
)


@pytest.fixture
async def simulation(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Simulation]:
    monkeypatch.setattr(story, "LONGLIST", 14)
    begins = datetime(2026, 11, 30, 17, tzinfo=UTC)
    async with open_simulation(begins=begins) as simulation:
        await Story(simulation, lambda _: None).prepare()
        yield simulation


@pytest.fixture
async def browser_page(simulation: Simulation) -> AsyncIterator[Page]:
    async with page.serve(simulation) as preview, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        tab = await browser.new_page(viewport={"width": 1100, "height": 1300})
        tab.set_default_timeout(PATIENCE)
        await tab.goto(preview.url)
        yield tab
        await browser.close()


async def press(tab: Page, name: str, brings: Locator) -> None:
    """Press a button until it brings what it should: a page being drawn anew refuses a press."""
    for _ in range(REFUSALS):
        await tab.get_by_role("button", name=name).last.click()
        await ready(tab)
        with contextlib.suppress(NotThere):
            await brings.wait_for(timeout=PATIENCE / REFUSALS)
            return
    await expect(brings).to_be_visible()


async def skip(tab: Page) -> None:
    """Go to the next event, and wait until the page shows what happened."""
    await tab.get_by_role("button", name="Next event: ").click()
    await expect(tab.locator("#demo-said")).to_contain_text("It is now ", timeout=PATIENCE)


async def tick(tab: Page, menu: str, *songs: str) -> None:
    """Choose songs in a menu, and leave it."""
    await tab.get_by_role("combobox", name=menu).last.click()
    for song in songs:
        await tab.get_by_role("option", name=song).last.click()
    await tab.get_by_role("button", name="Apply").last.click()
    await ready(tab)


async def vote(tab: Page, name: str, picks: tuple[str, ...], star: str) -> None:
    await become(tab, name)
    await tab.get_by_role("button", name="Vote", exact=True).last.click()
    await ready(tab)
    await tick(tab, "Pick up to 6 songs", *picks)
    await expect(tab.get_by_text(f"{len(picks)} of 6 picked").last).to_be_visible()
    await tick(tab, "Star up to", star)
    await expect(tab.get_by_text("receipt").last).to_be_visible()


async def test_two_writers_vote_and_the_showrunner_closes(
    simulation: Simulation, browser_page: Page
) -> None:
    tab = browser_page
    round_ = await Story(simulation, lambda _: None).round()
    own = [w.id for w in simulation.writers[:2]]
    anyones = [c.song.title for c in round_.candidates if c.proposer_id not in own]
    first, second = anyones[:6], [*anyones[:5], anyones[6]]
    for member, picks in zip(cast.WRITERS[:2], (first, second), strict=True):
        await vote(tab, member.name, tuple(picks), picks[0])
    await expect(tab.get_by_text("2 of 7 have voted").last).to_be_visible()

    await become(tab, cast.SHOWRUNNER.name)
    composer = tab.get_by_placeholder("Message #song-room")
    await composer.fill("/round close")
    await composer.press("Enter")
    await tab.get_by_role("button", name="Send").click()
    await ready(tab)
    await press(tab, "Close it now", tab.get_by_text("The votes are counted").last)
    await skip(tab)  # the time in which the close can be undone
    # Each of two songs has one pick: the showrunner breaks the tie.
    menu = tab.get_by_role("combobox", name="Choose a song").last
    await press(tab, "Cast the vote", menu)
    await menu.click()
    await tab.get_by_role("option", name=anyones[6]).last.click()
    await ready(tab)
    await press(tab, "Confirm", tab.get_by_text("casting vote seated").last)
    await expect(tab.get_by_text("The playlist holds all six").last).to_be_visible(timeout=PATIENCE)

    await simulation.app.idle()
    results = await simulation.app.services.results.results_of(round_.id)
    seated = [results.songs[seat.song] for seat in results.outcome.seats]
    assert {song.title for song in seated} == set(second)
    assert results.outcome.seats[-1].decided_by == "casting"
    reply_of = await tab.locator("article", has_text="The playlist holds all six").last.inner_text()
    for song in seated:
        assert song.title in reply_of
    playlist = simulation.spotify.playlist(results.playlist_url.rsplit("/", 1)[-1])
    assert list(playlist.uris) == [song.recording.uri for song in seated]
