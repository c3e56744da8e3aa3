"""The demo's panel in a real browser: what to try, time that is skipped, honest links."""

import asyncio
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.demo import cast, story
from bot.demo.screens import reply_of
from bot.demo.simulation import open_simulation
from bot.demo.site.dressing import FOLDER, SCRIPTS, dress, rewrite
from bot.demo.story import Story
from bot.domain.model import ChannelId
from tests.e2e.browser import CHROMIUM, FLAGS, PATIENCE, become, ready
from tests.test_docs import COMMANDS

ROOT = Path(__file__).parents[2]
SIZES = {"phone": (390, 844), "laptop": (1366, 768)}
PANEL = (FOLDER / "panel.html").read_text(encoding="utf-8")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/#\S+")
STARTS_WITHIN = 120
"""Seconds that the demo may take to set up its room on a slow machine."""

SEVERAL = 2
PADDING = 24
"""Pixels that may be left empty at the bottom."""

needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no browser is installed: apt-get install chromium"
)


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """Start the demo as a visitor does; its loop is its own, as it is for them."""
    demo = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", cwd=ROOT, stdout=PIPE
    )
    assert demo.stdout
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            async for line in demo.stdout:
                if found := ADDRESS.search(line.decode()):
                    yield found[0]
                    break
    finally:
        demo.terminate()
        await demo.wait()


@pytest.fixture
async def tab(address: str, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    width, height = SIZES[getattr(request, "param", "laptop")]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        tab = await browser.new_page(viewport={"width": width, "height": height})
        tab.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        await tab.goto(address)
        yield tab
        await browser.close()


async def skip(tab: Page) -> str:
    """Go to the next event; return when it is."""
    button = tab.get_by_role("button", name="Next event: ")
    await expect(button).to_be_enabled()
    at = (await button.inner_text()).removeprefix("Next event: ")
    await button.click()
    await expect(tab.locator("#demo-said")).to_contain_text(f"It is now {at}")
    return at


@needs_browser
async def test_time_is_skipped_to_the_reminders_and_to_a_vote_that_closes_by_itself(
    tab: Page,
) -> None:
    await expect(tab).to_have_title("Needle Drop demo")
    before = await tab.locator("#demo-now").inner_text()
    await tab.get_by_role("button", name="1 hour later").click()
    await expect(tab.locator("#demo-said")).to_contain_text("It is now ")
    assert await tab.locator("#demo-now").inner_text() != before
    await skip(tab)
    messages = tab.locator("#demo-messages li")
    await expect(messages.filter(has_text=f"To {cast.WRITERS[0].name}")).to_have_count(1)
    await expect(messages.filter(has_text=f"To {cast.WRITERS[2].name}")).to_have_count(0)  # voted
    for _ in range(2):
        await skip(tab)
    await expect(
        tab.get_by_text("Songs are tied").or_(tab.get_by_text("The cut for")).first
    ).to_be_visible()


@needs_browser
async def test_links_to_the_simulated_spotify_say_what_they_are(tab: Page) -> None:
    told = tab.locator("#demo-spotify")
    await tab.get_by_role("link", name="Listen").last.click()
    await expect(told).to_contain_text("Spotify is simulated here")
    await expect(told.locator("li")).to_have_count(12)
    song = (await told.locator("li").last.inner_text()).split(" · ")[0]
    await told.get_by_role("button", name="Close").click()
    await tab.get_by_role("link", name=song).last.click()
    await expect(told).to_contain_text(song)
    await expect(told.locator("li")).to_have_count(0)


@needs_browser
@pytest.mark.parametrize("tab", SIZES, indirect=True)
async def test_the_panel_leaves_room_for_the_channel_and_says_who_does_what(tab: Page) -> None:
    composer = tab.locator("#channel-composer-input")
    await expect(composer).to_be_in_viewport()
    for name, shown in (("As Carmen", "Carmen Ruiz"), ("As Odile", cast.SHOWRUNNER.name)):
        if not await tab.locator("#demo-about ol").is_visible():
            await tab.locator("#demo-about summary").click()
        await tab.get_by_role("button", name=name).first.click()
        await expect(tab.locator("#viewer-picker option:checked")).to_have_text(shown)
    await expect(composer).to_be_in_viewport()
    assert not await tab.evaluate("document.documentElement.scrollWidth > window.innerWidth")


CUT = """name => {
    const menu = document.getElementById("viewer-picker");
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = getComputedStyle(menu).font;
    return pen.measureText(name).width > menu.clientWidth - 24;
}"""
"""Whether a name is wider than the menu of people, less its arrow."""

GAP = """() => {
    const field = document.getElementById("channel-composer");
    return innerHeight - field.getBoundingClientRect().bottom;
}"""
"""How many pixels below the field for messages are left empty."""


@needs_browser
@pytest.mark.parametrize("tab", ["phone"], indirect=True)
async def test_on_a_phone_names_are_whole_and_answers_come_into_view(tab: Page) -> None:
    assert not [one.name for one in cast.EVERYBODY if await tab.evaluate(CUT, one.name)]
    await tab.locator("#demo-about summary").click()
    await tab.get_by_role("button", name="As Carmen").click()
    await ready(tab)
    await expect(tab.locator("#channel-composer")).to_be_visible()
    assert await tab.evaluate(GAP) < PADDING
    await tab.get_by_role("button", name="Vote", exact=True).last.click()
    await expect(tab.get_by_role("combobox", name="Pick up to 6 songs")).to_be_in_viewport()


@needs_browser
@pytest.mark.parametrize("tab", ["phone"], indirect=True)
async def test_the_panel_types_commands_and_opens_their_fields(tab: Page) -> None:
    await expect(tab.locator("#channel-composer")).to_be_visible()
    await tab.locator("#demo-about summary").click()
    await tab.get_by_role("button", name="/song propose").click()
    await expect(tab.locator(".command-pill[data-option=song]")).to_be_in_viewport()


@needs_browser
async def test_a_menu_shows_what_the_bot_says_is_chosen(tab: Page) -> None:
    await become(tab, "Carmen Ruiz")
    await tab.get_by_role("button", name="Vote", exact=True).last.click()
    menu = tab.get_by_role("combobox", name="Pick up to 6 songs")
    await menu.click()
    for option in await tab.locator(".select-option:visible:not(.is-disabled)").all():
        await option.click()
        if await tab.locator(".select-option[aria-selected=true]:visible").count() == SEVERAL:
            break
    await tab.get_by_role("button", name="Apply").click()
    await expect(tab.get_by_text(f"{SEVERAL} of 6 picked")).to_be_visible()
    for _ in range(2):  # asked first, since songs are picked
        await tab.get_by_role("button", name="Abstain", exact=True).click()
        await ready(tab)
    await expect(tab.get_by_text("You abstain. ")).to_be_visible()
    await expect(menu).not_to_contain_text("1. ")


async def test_the_playlist_to_import_is_there_and_brings_new_songs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(story, "LONGLIST", 14)
    async with open_simulation() as simulation:
        await Story(simulation, lambda _: None).prepare()
        await simulation.showrunner.slash(
            simulation.channel, "song import", playlist=simulation.playlist_to_import
        )
        simulation.env.raise_errors()
        await simulation.app.idle()
        services = simulation.app.services
        room = await services.rooms.at(ChannelId(simulation.channel.id))
        episode = await services.episodes.find(room, cast.EPISODE)
        assert len(await services.proposals.longlist(room, episode)) > story.LONGLIST


async def test_the_plan_to_try_can_be_scheduled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "LONGLIST", 14)
    cuts, closes = re.findall("<code>([^<]+)</code>", PANEL)
    async with open_simulation() as simulation:
        await Story(simulation, lambda _: None).prepare()
        showrunner, channel = simulation.showrunner, simulation.channel
        asked = reply_of(await showrunner.slash(channel, "round cancel"))
        await showrunner.click(asked, label="Cancel the vote")
        shown = reply_of(await showrunner.slash(channel, "round plan", cuts=cuts, closes=closes))
        await showrunner.click(shown, label="Schedule it")
        simulation.env.raise_errors()
        assert len((await Story(simulation, lambda _: None).round()).candidates) == int(cuts[:2])


def test_what_to_try_names_people_and_commands_there_are() -> None:
    people = {person.name for person in cast.EVERYBODY}
    assert set(re.findall(r'data-become="([^"]+)"', PANEL)) <= people
    typed = set(re.findall(r'data-type="([^"]+)"', PANEL))
    assert typed
    assert typed <= set(COMMANDS)


def test_a_page_that_is_not_the_simulators_is_refused() -> None:
    with pytest.raises(LookupError, match="no '<title>"):
        dress("<html></html>")
    for path in SCRIPTS:
        with pytest.raises(LookupError, match="the simulator's page has no"):
            rewrite(path, "nothing")
