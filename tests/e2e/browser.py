"""The browser of the tests, and being somebody on the demo page."""

import shutil

from playwright.async_api import Page, expect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000
"""Milliseconds the browser may take on a slow machine."""


async def become(tab: Page, name: str) -> None:
    await tab.get_by_label("Viewing as").select_option(label=name)
    await ready(tab)


async def ready(tab: Page) -> None:
    """Wait until the page has drawn what the last press brought about."""
    await expect(tab.locator("#action-status")).not_to_contain_text("…", timeout=PATIENCE)
