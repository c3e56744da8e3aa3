"""Read what MusicBrainz answers: its documented JSON, without trusting the form of it.

Names are kept as they are written there. Whoever is not named is left out, and nothing is guessed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from bot.domain.credits import CreditKind, Found
from bot.domain.model import Recording
from bot.domain.typed_text import one_line
from bot.domain.versions import title_key

SITE = "https://musicbrainz.org"
NAME_MAX = 100
"""Characters; a longer name cannot be a holder's, and is left out rather than cut."""
OF_A_KIND_MAX = 8
"""How many writers, publishers or labels are suggested at most."""
NO_LABEL = "157afde4-4bf5-4039-8ad2-5a15acc85176"
"""The label of releases without one."""

_WRITERS = frozenset({"writer", "composer", "lyricist", "librettist"})
_PUBLISHING = "publishing"
_RIGHTS_IN_RECORDING = "phonographic copyright"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_YEAR = re.compile(r"(?:19|20)\d\d(?=-|$)")


class KnownRecording(Struct, frozen=True):
    """A recording as MusicBrainz has it; `released` is a date such as `1971-06-22`, or empty."""

    id: str
    title: str
    released: str = ""


def recordings_of(answer: Mapping[str, Any], wanted: Recording) -> list[KnownRecording]:
    """Return the recordings with a code, those first whose title is that of the one we have.

    Labels give one code to two recordings by mistake, and videos have that of their songs.
    """
    known = [
        (
            KnownRecording(one["id"], _text(one, "title"), _text(one, "first-release-date")),
            one.get("video") is True,
        )
        for one in _objects(answer, "recordings")
        if _ID.fullmatch(_text(one, "id"))
    ]
    title = title_key(wanted.title)
    known.sort(key=lambda one: (title_key(one[0].title) != title, one[1]))
    return [recording for recording, _ in known]


def year_of(recording: KnownRecording) -> Iterator[Found]:
    """Yield the year in which a recording was first released, if that is known."""
    if year := _YEAR.match(recording.released):
        yield Found(CreditKind.YEAR, year[0], f"{SITE}/recording/{recording.id}")


def people_of(answer: Mapping[str, Any]) -> Iterator[Found]:
    """Yield who wrote and published a recording's works, and whose recording it is, in order."""
    for relation in _objects(answer, "relations"):
        kind, target = _text(relation, "type"), _text(relation, "target-type")
        if target == "work" and isinstance(work := relation.get("work"), Mapping):
            yield from _of_work(work)
        elif (kind, target) == (_RIGHTS_IN_RECORDING, "label"):
            yield from _named(relation, target, CreditKind.LABEL, _link("recording", answer))


def _of_work(work: Mapping[str, Any]) -> Iterator[Found]:
    link = _link("work", work)
    for relation in _objects(work, "relations"):
        kind, target = _text(relation, "type"), _text(relation, "target-type")
        if kind in _WRITERS and target == "artist":
            yield from _named(relation, target, CreditKind.WRITER, link)
        elif kind == _PUBLISHING and target in ("artist", "label"):
            yield from _named(relation, target, CreditKind.PUBLISHER, link)


def labels_of(answer: Mapping[str, Any]) -> Iterator[Found]:
    """Yield the labels of a recording's releases, those of the earliest release first."""
    releases = sorted(_objects(answer, "releases"), key=lambda one: _text(one, "date") or "9999")
    for release in releases:
        for info in _objects(release, "label-info"):
            yield from _named(info, "label", CreditKind.LABEL, _link("release", release))


def _named(holding: Mapping[str, Any], key: str, kind: CreditKind, link: str) -> Iterator[Found]:
    """Yield who is named under a key, if somebody is whose name can be used."""
    who = holding.get(key)
    if not isinstance(who, Mapping) or who.get("id") == NO_LABEL:
        return
    name = one_line(_text(who, "name"))
    if 0 < len(name) <= NAME_MAX:
        yield Found(kind, name, link)


def suggested(found: Iterator[Found]) -> tuple[Found, ...]:
    """Return what was found with each name once, and not too many of a kind."""
    kept: dict[tuple[CreditKind, str], Found] = {}
    for one in found:
        alike = sum(kind is one.kind for kind, _ in kept)
        if alike < OF_A_KIND_MAX:
            kept.setdefault((one.kind, one.name), one)
    return tuple(kept.values())


def _link(kind: str, thing: Mapping[str, Any]) -> str:
    """Return the page of a thing; empty if its id is none, for nothing else may be linked."""
    known = _text(thing, "id")
    return f"{SITE}/{kind}/{known}" if _ID.fullmatch(known) else ""


def _text(holding: Mapping[str, Any], key: str) -> str:
    value = holding.get(key)
    return value if isinstance(value, str) else ""


def _objects(holding: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = holding.get(key)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
