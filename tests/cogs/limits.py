"""Discord's limits, and what a screen may say."""

import re
from collections.abc import Iterator

import discord
from discord import ui
from hypothesis import HealthCheck, settings

from bot.domain.rights.words import STATUS, TRADE_NAMES
from cogs.registry import ITEMS
from cogs.ui.rights.wording import STEPS

few = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

OUR_LINK = re.compile(r"\[([^\n]*?)\]\(https://open\.spotify\.com/(track|playlist)/[0-9A-Za-z]+\)")
OUR_MENTION = re.compile(r"<(?:@&?|#)\d+>|<t:\d+:[DFR]>")
CODE = re.compile(r"```\n.*?\n```", re.DOTALL)
"""What Discord shows as it is; no text of people's can end it."""
PLAIN_LINK = re.compile(r"https?://[A-Za-z0-9\-._~:/?#&=%+,;!$]+")
_SIDES = [
    f"### {name}: {word.lower()}" for name in TRADE_NAMES.values() for word in STATUS.values()
]
OUR_HEADING = re.compile(f"^(?:{'|'.join(map(re.escape, (STEPS, *_SIDES)))})$", re.MULTILINE)
"""Headings within a text, each by all that it says: what people wrote may begin none."""
ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
OUR_HEADING = re.compile(
    r"^### (?=Recording \(master\): |Song \(publishing\): |Steps, the latest first$"
    r"|Suggested by MusicBrainz$)",
    re.MULTILINE,
)
INJECTED = re.compile(r"@everyone|@here|<[@#:/ta]|\]\(|^#|^>|^\s*-\s.*\n\s*-#", re.MULTILINE)


def texts_of(view: ui.LayoutView) -> Iterator[str]:
    for item in view.walk_children():
        if isinstance(item, ui.TextDisplay):
            yield item.content


def check(view: ui.LayoutView) -> None:
    items = list(view.walk_children())
    assert len(items) <= 40
    assert view.total_children_count == len(items)
    assert view.content_length() <= 4000
    ids = [item.custom_id for item in items if getattr(item, "custom_id", None)]  # type: ignore[attr-defined]
    assert len(ids) == len(set(ids))
    assert all(len(one) <= 100 for one in ids)
    assert all([kind.matches(one) for kind in ITEMS].count(True) == 1 for one in ids)
    for item in items:
        check_item(item.item if isinstance(item, ui.DynamicItem) else item)
    for text in texts_of(view):
        check_text(text)


def check_item(item: ui.Item[ui.LayoutView]) -> None:
    if isinstance(item, ui.TextDisplay):
        assert item.content.strip()
    if isinstance(item, ui.Thumbnail):
        assert item.media.url.startswith("https://")
        assert 1 <= len(item.description or "") <= 1024
    if isinstance(item, ui.MediaGallery):
        assert all(1 <= len(picture.description or "") <= 1024 for picture in item.items)
    if isinstance(item, ui.Button):
        assert item.label
        assert len(item.label) <= 80
    if isinstance(item, ui.Select):
        assert 1 <= len(item.options) <= 25
        assert item.min_values <= item.max_values <= len(item.options)
        assert sum(option.default for option in item.options) <= item.max_values
        assert len({option.value for option in item.options}) == len(item.options)
        assert len(item.placeholder or "") <= 150
        for option in item.options:
            check_option(option)


def check_option(option: discord.SelectOption) -> None:
    assert option.label.strip()
    assert len(option.label) <= 100
    assert len(option.value) <= 100
    assert option.description is None or 1 <= len(option.description) <= 100


def check_text(text: str) -> None:
    """Refuse mentions and links that are not ours, however they got there."""
    bare = OUR_HEADING.sub("", CODE.sub("", text))
    bare = OUR_MENTION.sub("", ESCAPED.sub("", bare))
    bare = PLAIN_LINK.sub("", OUR_LINK.sub("", bare)).removeprefix("## ")
    bare = OUR_HEADING.sub("", bare)
    assert not INJECTED.search(bare), text
