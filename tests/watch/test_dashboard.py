"""The dashboard and the guide name figures that there are, and all of them."""

import json
import re
from pathlib import Path

from bot.watch.meters import Meters

ROOT = Path(__file__).parents[2]


def told() -> set[str]:
    """Return the names of all figures, without what a histogram or a counter adds to its own."""
    text = Meters().text().decode()
    return set(re.findall(r"^# TYPE (needledrop_\w+) ", text, re.MULTILINE))


def named(text: str) -> set[str]:
    names = re.findall(r"needledrop_\w+", text)
    return {re.sub(r"_(bucket|count|sum)$", "", name) for name in names}


def figures() -> set[str]:
    """Return them as they are asked for."""
    return {name for name in told() if not name.endswith("_created")}


def test_the_dashboard() -> None:
    board = json.loads((ROOT / "deploy/grafana-dashboard.json").read_text(encoding="utf-8"))
    expressions = " ".join(
        target["expr"] for panel in board["panels"] for target in panel["targets"]
    )
    assert named(expressions) == figures()
    places = [(one["gridPos"]["x"], one["gridPos"]["y"]) for one in board["panels"]]
    assert len(set(places)) == len(places)


def test_the_guide() -> None:
    guide = (ROOT / "docs/guide/hosting/watching.md").read_text(encoding="utf-8")
    assert named(guide) == figures()
