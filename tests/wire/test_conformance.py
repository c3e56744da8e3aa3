"""The checker of captured requests, on a little API of its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.wire.capture import VARIABLE, Recorded, append
from tests.wire.conformance import Conformance, main

SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/songs/{song_id}": {
            "parameters": [{"name": "song_id", "in": "path", "required": True}],
            "get": {
                "parameters": [
                    {"$ref": "#/components/parameters/Limit"},
                    {"name": "full", "in": "query", "schema": {"type": "boolean"}},
                ]
            },
            "patch": {
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Song"}},
                        "multipart/form-data": {"schema": {"type": "object"}},
                    },
                }
            },
        },
        "/songs/@newest": {"get": {}},
        "/lists": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "array",
                                "items": {"$ref": "#/components/schemas/Piece"},
                            }
                        }
                    }
                }
            }
        },
    },
    "components": {
        "parameters": {
            "Limit": {
                "name": "limit",
                "in": "query",
                "schema": {"type": "integer", "maximum": 100},
            }
        },
        "schemas": {
            "Named": {"type": "object", "properties": {"title": {"type": "string"}}},
            "Song": {
                "allOf": [{"$ref": "#/components/schemas/Named"}],
                "properties": {
                    "length": {"type": ["integer", "null"]},
                    "facts": {"type": "object"},
                    "labels": {
                        "type": "object",
                        "properties": {"en": {"type": "string"}},
                        "additionalProperties": {"type": "string"},
                    },
                },
                "required": ["title"],
            },
            "Piece": {
                "oneOf": [
                    {"$ref": "#/components/schemas/Text"},
                    {"$ref": "#/components/schemas/Row"},
                ]
            },
            "Text": {
                "type": "object",
                "properties": {"type": {"enum": [1]}, "content": {"type": "string"}},
                "required": ["type", "content"],
            },
            "Row": {
                "type": "object",
                "properties": {
                    "type": {"enum": [2]},
                    "pieces": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/Piece"},
                    },
                },
                "required": ["type"],
            },
        },
    },
}
SONG = "/songs/123456789"


def violations(method: str, path: str, **given: Any) -> list[str]:
    asked = {"query": {}, "body": None, "multipart": False} | given
    return sorted(Conformance(SPEC).violations({"method": method, "path": path, **asked}))


FINE: dict[str, tuple[str, str, dict[str, Any]]] = {
    "known queries": ("GET", SONG, {"query": {"limit": "100", "full": "1"}}),
    "no query": ("GET", SONG, {}),
    "a literal path": ("GET", "/songs/@newest", {}),
    "a body": ("PATCH", SONG, {"body": {"title": "A", "length": None}}),
    "a body in parts": ("PATCH", SONG, {"body": {"title": "A"}, "multipart": True}),
    "anything, where nothing is named": (
        "PATCH",
        SONG,
        {"body": {"title": "A", "facts": {"b": 1}}},
    ),
    "others, where they may be": (
        "PATCH",
        SONG,
        {"body": {"title": "A", "labels": {"en": "a", "de": "b"}}},
    ),
    "nested alternatives": (
        "POST",
        "/lists",
        {"body": [{"type": 2, "pieces": [{"type": 1, "content": "a"}]}]},
    ),
}
WRONG: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "the path": ("GET", "/albums/1", {}, "no such path"),
    "the method": ("DELETE", SONG, {}, "no such method"),
    "a query": ("GET", SONG, {"query": {"page": "2"}}, "'page' is not known"),
    "what a query says": ("GET", SONG, {"query": {"limit": "101"}}, "'limit' cannot be '101'"),
    "no body": ("PATCH", SONG, {}, "the body is missing"),
    "a body": ("GET", SONG, {"body": {}}, "should be no body"),
    "files": ("POST", "/lists", {"body": [], "multipart": True}, "files may not"),
    "a type": ("PATCH", SONG, {"body": {"title": 1}}, "title: 1 is not of type 'string'"),
    "what is left out": ("PATCH", SONG, {"body": {}}, "'title' is a required property"),
    "a property": ("PATCH", SONG, {"body": {"title": "A", "lenght": 1}}, "'lenght'"),
    "a property of the kind that was requested": (
        "POST",
        "/lists",
        {"body": [{"type": 2, "pieces": [{"type": 1, "content": "a", "style": 1}]}]},
        "*/pieces/*: Unevaluated properties are not allowed ('style'",
    ),
    "what a label says": (
        "PATCH",
        SONG,
        {"body": {"title": "A", "labels": {"de": 1}}},
        "labels/de: 1 is not of type 'string'",
    ),
}


@pytest.mark.parametrize(("method", "path", "given"), FINE.values(), ids=FINE.keys())
def test_what_conforms_is_let_be(method: str, path: str, given: dict[str, Any]) -> None:
    assert violations(method, path, **given) == []


@pytest.mark.parametrize(("method", "path", "given", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_does_not_conform_is_told(
    method: str, path: str, given: dict[str, Any], told: str
) -> None:
    [violation] = violations(method, path, **given)
    assert told in violation


def test_a_capture_is_counted_and_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec, capture = tmp_path / "spec.json", tmp_path / "capture.jsonl"
    spec.write_text(json.dumps(SPEC))
    monkeypatch.setenv(VARIABLE, str(capture))
    append(Recorded("GET", "/songs/{song_id}", SONG, {"limit": "5"}))
    append(Recorded("PATCH", "/songs/{song_id}", SONG, {}, {"title": "A"}))
    assert main([str(spec), str(capture)]) == 0
    assert capsys.readouterr().out == "2 requests, 2 routes, 0 violations\n"
    for number in ("223456789", "323456789"):
        append(Recorded("PATCH", "/songs/{song_id}", f"/songs/{number}", {}, {"name": "A"}))
    assert main([str(spec), str(capture)]) == 1
    first, *others = capsys.readouterr().out.splitlines()
    assert first == "4 requests, 2 routes, 2 violations"
    assert all("PATCH /songs/{song_id}" in line and "(2 times)" in line for line in others)


def test_nothing_is_kept_where_no_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    append(Recorded("GET", "/songs/@newest", "/songs/@newest", {}))
    assert list(tmp_path.iterdir()) == []
