"""What people read is everyday American English: phrases that were mended do not come back."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.site.dressing import FOLDER
from tests.test_docs import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / ".env.example", FOLDER / "panel.html"]
PAGES += [page for page in (ROOT / "docs").rglob("*.md") if "adr" not in page.parts]
CODE = [*(ROOT / "cogs").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]

BETTER = {
    # Phrases that no American would use, wherever they stand.
    r"\banew\b": "again, a new one, or start fresh",
    r"\blet be\b": "leave alone",
    r"\bcomes to\b(?! an end\b)": "say what it is",
    r"\bbesides\b": "also, or in addition",
    r"\b(?:it|them|him|her|that|account|room) no more\b": "no longer, or not … anymore",
    r"\bany more\b": "no longer, or anymore",
    r"\bby themself\b": "automatically",
    r"\bthere is no such\b": "name it: this room has no episode “X”",
    r"\bas a rule\b": "usually",
    r"\bis called that called\b": "No song matches “X”",
    r"\bone called that\b": "name it",
    r"\bis of (?:no|any) more use\b": "is no longer needed",
    r"\bwhom you\b": "who you",
    r"\btime of grace\b": "grace period",
    r"\bfor want of\b": "because too few …",
    r"\bhave (?:the|a) lot\b|\bthe lot (?:decides?|drawn|took|seated)\b|\blot seed\b": "the draw",
    r"\bballots? stands?\b(?! in)": "your ballot is kept",
    r"\bcounts? for nothing\b": "doesn’t count",
    r"\bhow far (?:the|its|a song.s|all|their) rights\b": "update a song’s rights",
    r"\b(?:who|whom) .{1,40} in songs\b(?! of)": "their songs",
    r"\bI may not\b": "I don’t have permission to",
    r"\bmay not be (?:made|opened|attached) here\b": "I don’t have permission to … here",
    r"\bnot answering well\b": "is having trouble",
    r"\bstands in a (?:round|vote)\b": "is in a vote",
    r"\bthat is not over\b": "that hasn’t closed",
    r"\bno way of counting\b": "isn’t a counting method",
    r"\bbrok(?:e|en) off\b|\bbreaks? .{1,20} off\b": "interrupted, or stops",
    r"\bgoing on with\b": "resuming",
    r"\bbrought in line\b|\bin line now\b": "syncing",
    r"\bbelongs? into\b": "belongs in",
    r"\bwho has closed their\b": "anyone with DMs closed",
    r"\bwhose name goes on with\b": "ending in",
    r"\bhas a song fall\b|\ba song falls\b": "removes a song, or swaps it",
    r"\bfell (?:for|off) (?:its|the) \w+": "was swapped, or removed",
    r"\bput the token behind\b|, behind$": "paste … after",
    r"\bby itself by\b": "automatically",
    r"\bin waiting\b": "runners-up",
    r"\bwithout a beat\b": "with no scene yet",
    r"\bhad got\b|\bhave got\b(?! to)": "had",
    r"\bmeanwhile, and\b": "in the meantime",
    r"\b(?:fav|col|behavi|neighb)our|(?:synchron|recogn)is|\bcentre\b|\bwhilst\b": (
        "American spelling"
    ),
    r"\bseat them\b": "Confirm",
    r"\bMade episode\b|\bMade (?:the )?character\b": "Created",
    r"\bas many as there can be\b": "the most it can have",
    r"\bis called up\b|\brunner-up up\b": "replaces it",
    r"\bis over already\b": "is in the past",
    r"\bnothing of it\b": "it can’t be changed",
    r"\bwas (?:a day )?later than planned\b": "was extended",
    r"\bcancell(?:ed|ing)\b|\bafterwards\b": "canceled, canceling, afterward",
    r"\ball the same\b": "anyway, or still",
    r"\b(?:say|says|said|saying)(?: nothing)? of\b": "about",
    r"\bto the lot\b|\bthe lot (?:can|may|seats?)\b": "the draw",
    r"\bawaited\b": "still to vote",
    r"\brights (?:are |were )?refused\b": "rights denied, as the board says",
    r"\balready\b[^.]{1,60}\balready\b": "already, once",
    r"\bby (?:itself|themselves)\b": "automatically, or on its own",
    r"\bname (?:taken )?out\b": "name removed",
    r"\bin place of .{1,40} stands?\b": "X takes the place of Y",
    r"\beverything else goes on\b": "everything else works",
    r"\bgoes on (?:from here|waiting)\b": "picks up, or still waits",
    r"\bare brought up to date\b": "are updated",
    r"\basked for what waits\b": "asked about whatever is waiting",
    r"\bput forward\b|\bput a song forward\b": "propose",
    r"\bneed(?:n.t| not)\b(?! to)": "doesn’t have to",
    r"\bmend (?:or|the)\b": "fix",
    r"\b(?:is|are) to (?:own|be|belong|have|go|take)\b": "should, or will",
    r"\b(?:looks?|see) whether\b": "check whether",
    r"\bsomething else than\b": "something other than",
    r"(?<!\bthere )\bis no (?:setting|song|address|key|record)\b": "isn’t a …",
    r"\bno song.s\b|\bhas no such\b|\bno such (?:kind|recording|address)\b": "say what it isn’t",
    r"\bbehind (?:that|the|this) (?:link|new)\b": "at that link, or after the new one",
    r"\bhad typed\b": "You typed, once",
    r"[\d}] %": "50%",
    r"\band the like\b": "and similar services",
    r"\bwas away\b": "was offline",
    r"\bfewer questions\b": "is limiting requests",
    r"\b(?:is|not) well\b(?!-)": "is having trouble",
    r"\bgo(?:es)? on as\b|\blets? (?:it|the vote) go on\b": "continues, or keeps",
    r"\bwhat is in stays\b": "the songs added so far stay",
    r"\btakes? .{1,30} for a date\b": "turns … into a date",
    r"\b(?:tells?|told|telling) of\b": "about",
    r"\bleads on\b": "redirects",
    r"\btakes? no (?:more|such)\b": "allows no more, or doesn’t accept",
    r"\bI (?:am|have|could|will) not\b": "I’m not, I haven’t, I couldn’t",
    r"\bfits? (?:no|more than one)\b": "matches",
    r"\bdelegate\) can do that\. Ask them to\b": "Ask one of them",
    r"(?<![/\"])\brounds?\b": "a vote; round is the name of commands, and of code",
}
"""Patterns of what people do not read anymore, and what they read instead."""

SPAN = re.compile(r"`[^`]*`|```.*?```", re.DOTALL)
PATTERNS = {re.compile(old, re.IGNORECASE | re.MULTILINE): new for old, new in BETTER.items()}


def unlisted(text: str) -> str:
    """Return a text without code and with each paragraph on one line."""
    return re.sub(r"(?<!\n)\n(?!\n|[-*|#\d])\s*", " ", SPAN.sub("…", text))


def faults(text: str) -> list[str]:
    plain = unlisted(text)
    return [
        f"“{plain[max(0, hit.start() - 40) : hit.end() + 40]}” → {better}"
        for pattern, better in PATTERNS.items()
        for hit in pattern.finditer(plain)
    ]


def _unread(tree: ast.Module) -> set[int]:
    """Return the ids of the strings that nobody reads in Discord or a terminal."""
    unread = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            unread.add(id(node.value))  # a docstring
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log."):
            unread |= {id(one) for one in ast.walk(node)}
    return unread


def sentences(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module that people may read, with their lines."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    # The terminal shows the docstrings of commands as their help.
    skipped = set() if file.name == "__main__.py" else _unread(tree)
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(one) for one in node.values}
            parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
            text = "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        # Names, keys and custom ids are one word; the names of commands have words of their own.
        if " " in text.strip() and text not in COMMANDS:
            yield node.lineno, text


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_the_bot_says_is_everyday_english(file: Path) -> None:
    found = [f"{line}: {fault}" for line, text in sentences(file) for fault in faults(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_are_everyday_english(page: Path) -> None:
    found = faults(page.read_text(encoding="utf-8"))
    assert not found, "\n".join(found)


def test_what_comes_next_in_the_changelog_is_everyday_english() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = re.search(r"^## \[?Unreleased\]?.*?$(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert unreleased
    found = faults(unreleased[1])
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "old",
    ["Use that account no more", "You begin anew", "The round is paused", "Ballots stand"],
)
def test_a_phrase_that_was_mended_is_noticed(old: str) -> None:
    assert faults(old)


def test_strings_in_pieces_are_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(
        '"""As a rule."""\nx = (f"It {1}"\n "has no" " more of it")\nlog.info("a rule")\n'
    )
    assert [text for _, text in sentences(file)] == ["It {}has no more of it"]
