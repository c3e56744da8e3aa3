"""What the web service answers: its JSON, key by key as MusicBrainz's own tests have it."""

from collections.abc import Collection, Iterable

from bot.demo.musicbrainz.data import Release, SimulatedRecording, Work, id_of

Json = dict[str, object]

_TYPES = {
    "composer": "d59d99ea-23d4-4a80-b066-edca32ee158f",
    "lyricist": "3e48faba-ec01-47fd-8e89-30e81161661c",
    "writer": "a255bca1-b157-4518-9108-7b147dc3fc68",
    "arranger": "d3fd781c-5894-47e2-8c12-86cc0e2c8d08",
    "publishing": "05ee6f18-4517-342d-afdf-5897f64276e3",
    "performance": "a3005666-a872-32c3-ad06-98af558e99b0",
}
_OFFICIAL = "4e304316-386d-3409-af2e-78857eec5cfe"
_PRODUCTION = "7aaa37fe-2def-3476-b359-80245850062d"
_PERSON = "b6e035f4-3ce9-331c-97df-83397230b0df"
NO_LABEL = "157afde4-4bf5-4039-8ad2-5a15acc85176"


def error(text: str) -> Json:
    """Return the answer to a question that cannot be answered."""
    return {"error": text, "help": "For usage, please see: https://musicbrainz.org/development/mmd"}


def of_code(isrc: str, recordings: Iterable[SimulatedRecording], inc: Collection[str]) -> Json:
    """Return the recordings of a code."""
    return {"isrc": isrc, "recordings": [recording(one, inc) for one in recordings]}


def recording(one: SimulatedRecording, inc: Collection[str]) -> Json:
    """Return a recording, with as much about it as was asked for."""
    told: Json = {
        "id": one.id,
        "title": one.title,
        "length": one.length,
        "disambiguation": "",
        "video": one.video,
    }
    if one.released:
        told["first-release-date"] = one.released
    if "artist-credits" in inc or "artists" in inc:
        told["artist-credit"] = [
            {"name": one.artist, "joinphrase": "", "artist": _artist(one.artist)}
        ]
    if "work-rels" in inc:
        told["relations"] = [
            _relation("performance", "forward", "work", _work(work, inc)) for work in one.works
        ]
    return told


def releases(one: SimulatedRecording, inc: Collection[str], status: str) -> Json:
    """Return the releases of a recording, of one status where that was asked for."""
    found = [each for each in one.releases if status in ("", each.status.lower())]
    return {
        "release-count": len(found),
        "release-offset": 0,
        "releases": [_release(release, inc) for release in found],
    }


def _work(work: Work, inc: Collection[str]) -> Json:
    told: Json = {
        "id": id_of("work", work.title),
        "title": work.title,
        "disambiguation": "",
        "attributes": [],
        "iswcs": [],
        "language": "eng",
        "languages": ["eng"],
        "type": None,
        "type-id": None,
    }
    if "work-level-rels" in inc:
        told["relations"] = [
            *(
                _relation(kind, "backward", "artist", _artist(name))
                for name, kind in work.writers
                if "artist-rels" in inc
            ),
            *(
                _relation("publishing", "backward", "label", _label(name))
                for name in work.publishers
                if "label-rels" in inc
            ),
        ]
    return told


def _relation(kind: str, direction: str, target: str, thing: Json) -> Json:
    return {
        "type": kind,
        "type-id": _TYPES[kind],
        "direction": direction,
        "target-type": target,
        target: thing,
        "attributes": [],
        "attribute-ids": {},
        "attribute-values": {},
        "begin": None,
        "end": None,
        "ended": False,
        "source-credit": "",
        "target-credit": "",
    }


def _artist(name: str) -> Json:
    return {
        "id": id_of("artist", name),
        "name": name,
        "sort-name": name,
        "disambiguation": "",
        "type": "Person",
        "type-id": _PERSON,
    }


def _label(name: str | None) -> Json:
    return {
        "id": NO_LABEL if name is None else id_of("label", name),
        "name": "[no label]" if name is None else name,
        "sort-name": "[no label]" if name is None else name,
        "disambiguation": "",
        "label-code": None,
        "type": "Original Production",
        "type-id": _PRODUCTION,
    }


def _release(release: Release, inc: Collection[str]) -> Json:
    told: Json = {
        "id": id_of("release", f"{release.title} {release.date}"),
        "title": release.title,
        "status": release.status,
        "status-id": _OFFICIAL,
        "quality": "normal",
        "text-representation": {"language": "eng", "script": "Latn"},
        "disambiguation": "",
        "packaging": None,
        "packaging-id": None,
        "barcode": None,
        "asin": None,
        "cover-art-archive": {
            "artwork": False,
            "count": 0,
            "front": False,
            "back": False,
            "darkened": False,
        },
    }
    if release.date:
        told |= {"date": release.date, "country": "XW"}
    if "labels" in inc:
        told["label-info"] = [
            {"catalog-number": None, "label": _label(name)} for name in release.labels
        ]
    return told
