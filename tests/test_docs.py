"""The documents say what is there: commands, options, settings, links, and the numbers in them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot import settings
from bot.__main__ import main
from bot.domain.counting import BY_LOT, METHODS, Picks, Profile, count
from bot.domain.spotify import SCOPES
from cogs.registry import COGS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
COUNTING = ROOT / "docs" / "how-votes-are-counted.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOR_PEOPLE = [README, *sorted((ROOT / "docs").rglob("*.md"))]

FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?<![\w./:)-])/([a-z][a-z-]*)(?![\w/-])(?: ([a-z][a-z-]*))?")
"""A command; what goes on with a slash is a folder."""
UNBUILT = "Not there yet"


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text_of(pages: list[Path]) -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def commands() -> dict[str, app_commands.Command[Any, ..., Any]]:
    """Return every command that Discord is told of, by its full name."""
    found: dict[str, app_commands.Command[Any, ..., Any]] = {}
    for cog in COGS:
        for top in cog.__cog_app_commands__:
            branch = top.walk_commands() if isinstance(top, app_commands.Group) else [top]
            found |= {
                one.qualified_name: one for one in branch if isinstance(one, app_commands.Command)
            }
    return found


COMMANDS = commands()
TOPS = {name.partition(" ")[0] for name in COMMANDS}


def without_section(text: str, title: str) -> str:
    """Return a page without the section of that title."""
    heading = re.search(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    if heading is None:
        return text
    rest = text[heading.end() :]
    after = re.search(rf"^#{{1,{len(heading[1])}}} ", rest, re.MULTILINE)
    return text[: heading.start()] + (rest[after.start() :] if after else "")


def mentioned(text: str) -> Iterator[str]:
    """Yield the commands that a text names: at the beginning of a code span, or outside of one."""
    plain = FENCE.sub("", text)
    spans = filter(None, map(COMMAND.match, SPAN.findall(plain)))
    for found in (*spans, *COMMAND.finditer(SPAN.sub("", plain))):
        top, second = found.groups()
        yield top if second is None or top in COMMANDS else f"{top} {second}"


def anchors(page: Path) -> set[str]:
    """Return what links may name behind the `#` of a page."""
    headings = HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for _, title in headings
    }


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
            if not target.startswith(("http://", "https://", "mailto:")):
                yield page, target


def test_there_are_commands_and_pages_to_check() -> None:
    assert {"vote", "room setup", "round schedule"} <= set(COMMANDS)
    assert {README, COUNTING} <= set(PAGES)
    assert len(list(links())) > 10


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented(name: str) -> None:
    assert name in set(mentioned(text_of(FOR_PEOPLE)))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_documented(name: str) -> None:
    pages = [text_of([p]) for p in FOR_PEOPLE if name in set(mentioned(text_of([p])))]
    for option in COMMANDS[name].parameters:
        assert any(f"`{option.display_name}`" in page for page in pages), option.display_name


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_speaks_of_a_command_that_is_not_there(page: Path) -> None:
    text = without_section(page.read_text(encoding="utf-8"), UNBUILT)
    unknown = {name for name in mentioned(text) if name not in COMMANDS and name not in TOPS}
    assert unknown == set()


def test_mentions_are_found_wherever_they_stand() -> None:
    text = "`/round schedule a`, `/round plan`, `/help`, `GET /me`, a/b; /vote shows, /song nothing"
    text += ", `/opt/x`, `/data/`"
    assert list(mentioned(text)) == [
        "round schedule",
        "round plan",
        "help",
        "vote",
        "song nothing",
    ]
    parts = f"# A\n## {UNBUILT}\n`/x`\n### still\n## B\n`/y`"
    assert list(mentioned(without_section(parts, UNBUILT))) == ["y"]


@pytest.mark.parametrize("name", sorted(settings.REMEDIES))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in text_of(FOR_PEOPLE)


def test_what_hosts_are_told_to_type_is_there() -> None:
    text = text_of(FOR_PEOPLE)
    code = "\n".join([*FENCE.findall(text), *SPAN.findall(FENCE.sub("", text))])
    verbs = set(re.findall(r"(?:(?<!-u )\bneedledrop|-m bot) ([a-z]+(?:-[a-z]+)*)(?![\w-])", code))
    assert {"run", "demo", "doctor", "backup", "recount"} <= verbs
    assert verbs <= set(main.commands)


def test_the_settings_send_people_to_a_heading_that_is_there() -> None:
    named = re.search(r"README says .*'(.+)'", settings.REMEDIES["SPOTIFY_REFRESH_TOKEN"])
    assert named is not None
    headings = [title for _, title in HEADING.findall(README.read_text(encoding="utf-8"))]
    assert named[1] in headings


@pytest.mark.parametrize(
    ("page", "target"),
    list(links()),
    ids=lambda value: name_of(value) if isinstance(value, Path) else value,
)
def test_links_lead_somewhere(page: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    there = page.parent / path if path else page
    assert there.exists()
    assert there.resolve().is_relative_to(ROOT)
    if anchor:
        assert anchor in anchors(there)


def test_the_invitation_asks_for_what_its_table_names() -> None:
    text = README.read_text(encoding="utf-8")
    asked = discord.Permissions(
        view_channel=True,
        send_messages=True,
        attach_files=True,
        read_message_history=True,
        create_public_threads=True,
        send_messages_in_threads=True,
    )
    (number,) = re.findall(r"oauth2/authorize\?client_id=\w+&scope=\S+&permissions=(\d+)", text)
    assert int(number) == asked.value
    assert "scope=bot+applications.commands&" in text
    needed = ("View Channel", "Send Messages", "Attach Files", "Read Message History")
    for permission in (*needed, "Create Public Threads", "Send Messages in Threads"):
        assert f"| {permission} |" in text


def test_spotify_is_asked_for_what_the_bot_uses() -> None:
    (address,) = re.findall(
        r"https://accounts\.spotify\.com/authorize\?\S+", text_of([ROOT / "docs/guide/hosts.md"])
    )
    assert address.endswith("&scope=" + "%20".join(SCOPES.split()))


def songs_of(table: str) -> dict[str, str]:
    return {
        title: number
        for number, title in re.findall(r"^\| (\d) \| ([^|]+) \|", table, re.MULTILINE)
    }


def ballots_of(text: str, numbers: dict[str, str]) -> list[Picks]:
    """Return the ballots that the example's first table lists."""
    ballots = []
    for row in re.findall(r"^\| (?:Ana|Bo|Cy|Dee|Eli) \| ([^|]+) \|$", text, re.MULTILINE):
        picks = [pick.strip() for pick in row.split(",")]
        ids = {pick: f"s{numbers[pick.removesuffix(' (star)')]}" for pick in picks}
        stars = frozenset(ids[pick] for pick in picks if pick.endswith(" (star)"))
        ballots.append(Picks(frozenset(ids.values()), stars))
    return ballots


def test_the_example_is_counted_as_the_page_says() -> None:
    text = COUNTING.read_text(encoding="utf-8")
    numbers = songs_of(text)
    titles = {f"s{number}": title for title, number in numbers.items()}
    (seed,) = re.findall(r"\b[0-9a-f]{32}\b", text)
    ballots = tuple(ballots_of(text, numbers))
    outcome = count(Profile("approval", 4, seed, tuple(sorted(titles)), ballots, casting=BY_LOT))
    assert len(ballots) == 5
    assert [(titles[seat.song], seat.decided_by) for seat in outcome.seats] == [
        ("Kitchen Radio", "approvals"),
        ("Salt Road", "stars"),
        ("Winter Coat", "spread"),
        ("Last Ferry", "lot"),
    ]
    assert [titles[song] for song in outcome.runners_up] == ["Blue Motel", "Long Division"]
    spread = count(Profile("spread", 4, seed, tuple(sorted(titles)), ballots))
    assert [(titles[seat.song], seat.decided_by) for seat in spread.seats] == [
        ("Kitchen Radio", "spread"),
        ("Last Ferry", "lot"),
        ("Winter Coat", "lot"),
        ("Salt Road", "stars"),
    ]
    for tally in outcome.tallies:
        (approvals, stars) = (value for _, value in tally.figures)
        assert f"| {titles[tally.song]} | {approvals} | {stars} |" in text


def test_the_lot_can_be_checked_as_the_page_says() -> None:
    text = COUNTING.read_text(encoding="utf-8")
    found = re.search(r"python3 -c '(.+?)' (\w+) (\d+)\n```.*?```\n(.+?)\n```", text, re.DOTALL)
    assert found is not None
    script, seed, songs, printed = found.groups()
    ran = subprocess.run(  # noqa: S603 - the page's own few lines
        [sys.executable, "-c", script, seed, songs],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stdout.strip() == printed


@pytest.mark.parametrize("name", METHODS)
def test_every_method_of_counting_is_explained(name: str) -> None:
    text = COUNTING.read_text(encoding="utf-8")
    assert f"| `{name}` |" in text
    assert f"\n## {METHODS[name].title}\n" in text
