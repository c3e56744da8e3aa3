"""The simulator's page in the demo's clothes: its name, its panel, and words for everybody.

Simcord is a tool for those who write bots, and its page speaks to them. Here it speaks to whoever
tries Needle Drop. The library is pinned; what is replaced must be there, or nothing is served.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent

SHELL = '<div id="preview-shell"'
STYLE = '<link rel="stylesheet" href="/demo.css"></head>'
SCRIPT = '<script type="module" src="/demo.js"></script></body>'
NAMES = (
    ("<title>SimCord Preview</title>", "<title>Needle Drop demo</title>"),
    ('aria-label="SimCord preview"', 'aria-label="Needle Drop demo"'),
    ('aria-hidden="true">S</span>', 'aria-hidden="true">N</span>'),
    (
        "<strong>SimCord</strong><small>Preview</small>",
        "<strong>Needle Drop</strong><small>Demo</small>",
    ),
    ("End preview session", "Stop the demo"),
)
"""What the simulator's page calls itself, and what the demo's is called."""

STATUS = (
    ("Callback completed", "Done"),
    ("Action completed", "Done"),
    ("Viewer switched", "Done"),
    ("Conversation updated", "Done"),
    ("Viewport updated", "Ready"),
    ("Preview ready", "Ready"),
    ("Updating viewport…", "Loading…"),
    ("Updating preview…", "Loading…"),
    ("Loading preview…", "Loading…"),
    ("Completing action…", "The bot is working…"),
    ("Preview session ended.", "The demo was stopped."),
    (
        "Action outcome uncertain. It will not be retried.",
        "That may not be done. The bot's answer says why.",
    ),
    ("Action was not completed.", "That wasn't done. The bot's answer says why."),
)
"""What the page says it is doing: words of a developer's tool, and everyday ones."""

REMEMBERED = """\
const defaultsBefore = new Map();
"""
FRESH = """\
  // As in Discord, a message that is edited shows the choices it comes with, not those made before.
  if (component.type === TYPE.STRING_SELECT && !(dropdown?.key === key)) {
    const chosen = optionDefaults(entries).slice(0, maximum);
    const before = defaultsBefore.get(key);
    defaultsBefore.set(key, chosen.join(" "));
    const changed = before !== undefined && before !== chosen.join(" ");
    if (changed) options.onReconcileDraft?.(key, chosen);
  }
"""
SELECTS = (
    ("const TYPE = Object.freeze({", REMEMBERED + "const TYPE = Object.freeze({"),
    (
        "  if (draftValue(key) === undefined) {",
        FRESH + "  if (draftValue(key) === undefined) {",
    ),
    ('"SimCord selection draft actions"', '"Your choice"'),
    ('"SimCord selection draft"', '"Not sent yet"'),
)
"""How menus keep to what the bot's message says is chosen."""

SCRIPTS: Mapping[str, Sequence[tuple[str, str]]] = {"/actions.js": STATUS, "/selects.js": SELECTS}
"""What is replaced in the simulator's scripts, by their paths."""


def dress(page: str) -> str:
    """Return the simulator's page, named after the bot and with the demo's panel on it.

    Raises:
        LookupError: The page is not the one this is made for.
    """
    panel = (FOLDER / "panel.html").read_text(encoding="utf-8")
    additions = ((SHELL, panel + SHELL), ("</head>", STYLE), ("</body>", SCRIPT))
    for old, new in (*NAMES, *additions):
        page = _replaced(page, old, new, 1)
    return page


def rewrite(path: str, script: str) -> str:
    """Return one of the simulator's scripts as the demo has it.

    Raises:
        LookupError: The script is not the one this is made for.
    """
    for old, new in SCRIPTS.get(path, ()):
        script = _replaced(script, old, new)
    return script


def _replaced(text: str, old: str, new: str, times: int = -1) -> str:
    if old not in text:
        raise LookupError(f"the simulator's page has no {old!r}")
    return text.replace(old, new, times)
