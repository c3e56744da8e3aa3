"""Check what the bot asked of Discord or Spotify against a description of that API.

    python -m tests.wire.conformance SPEC.json CAPTURE.jsonl

SPEC.json is an OpenAPI 3.1 document, CAPTURE.jsonl what the tests append to the file that the
environment variable NEEDLEDROP_CAPTURE names. A property that a schema does not name is a violation
unless the schema says that others may be there: such a thing is mostly a misspelling, and both let
it pass without a word.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

Json = Mapping[str, Any]

_METHODS = ("get", "put", "post", "patch", "delete")
_BRANCHES = ("allOf", "oneOf", "anyOf")
_SPEC = "spec:"
_JSON = "application/json"
ELLIPSIS, MESSAGE_MAX = "…", 160
"""What stands for what is left out of a message, and its most characters."""


@dataclass(frozen=True, slots=True)
class Report:
    """How many requests of how many routes were looked at, and what was wrong, with how often."""

    requests: int
    routes: int
    violations: Mapping[str, int]

    def lines(self) -> Iterator[str]:
        """Yield what to print."""
        yield f"{self.requests} requests, {self.routes} routes, {len(self.violations)} violations"
        for violation, times in sorted(self.violations.items()):
            yield f"{violation} ({times} times)" if times > 1 else violation


class Conformance:
    """Checks requests against one OpenAPI document."""

    def __init__(self, spec: Json) -> None:
        self._spec = spec
        self._paths = sorted(
            ((_pattern(path), path) for path in spec["paths"]),
            key=lambda known: known[1].count("{"),  # /users/@me before /users/{user_id}
        )
        strict = {**spec, "components": self._strict_components()}
        self._registry: Registry[Any] = Registry().with_resource(
            _SPEC, DRAFT202012.create_resource(strict)
        )
        self._validators: dict[tuple[str, str, str], Draft202012Validator] = {}

    def check(self, requests: Sequence[Json]) -> Report:
        """Check all requests."""
        routes, found = set(), Counter[str]()
        cached: dict[str, set[str]] = {}
        for request in requests:
            route = f"{request['method']} {self._path(request['path']) or request['path']}"
            routes.add(route)
            # Many requests differ in their ids only, and one look takes its time.
            same = re.sub(r"\d{6,}", lambda number: "1" * len(number[0]), json.dumps(request))
            if same not in cached:
                cached[same] = set(self.violations(request))
            found.update(f"{route}: {violation}" for violation in cached[same])
        return Report(len(requests), len(routes), found)

    def violations(self, request: Json) -> Iterator[str]:
        """Yield what is wrong with one request."""
        path = self._path(request["path"])
        if path is None:
            yield "there is no such path"
            return
        known = self._spec["paths"][path]
        operation = known.get(request["method"].lower())
        if operation is None:
            yield "there is no such method"
            return
        yield from self._query(
            request, [*known.get("parameters", ()), *operation.get("parameters", ())]
        )
        yield from self._body(request, path, operation)

    def _path(self, path: str) -> str | None:
        return next((known for pattern, known in self._paths if pattern.fullmatch(path)), None)

    def _query(self, request: Json, parameters: Sequence[Json]) -> Iterator[str]:
        named = [self._resolve(one) for one in parameters]
        known = {one["name"]: one for one in named if one["in"] == "query"}
        for name, value in request["query"].items():
            if name not in known:
                yield f"the query {name!r} is not known"
            elif not self._reads(value, known[name].get("schema", {})):
                yield f"the query {name!r} cannot be {value!r}"
        for name, one in known.items():
            if one.get("required") and name not in request["query"]:
                yield f"the query {name!r} is missing"

    def _reads(self, value: str, schema: Json) -> bool:
        """Say whether a text of a query is one of the values it may be read as."""
        readings: list[Any] = [value]
        if self._resolve(schema).get("type") == "array":
            readings.append(value.split(","))
        if re.fullmatch(r"-?\d+", value):
            readings.append(int(value))
        if value in ("0", "1", "true", "false"):
            readings.append(value in ("1", "true"))
        validator = self._validator(schema)
        return any(validator.is_valid(one) for one in readings)

    def _body(self, request: Json, path: str, operation: Json) -> Iterator[str]:
        described = self._resolve(operation.get("requestBody", {}))
        body, content = request["body"], described.get("content", {})
        media = request.get("media", _JSON)
        if media != _JSON and media in content:
            return  # a picture, say: what is in it, no schema tells
        if body is None:
            if described.get("required"):
                yield "the body is missing"
            return
        if not content:
            yield "there should be no body"
            return
        if request["multipart"] and "multipart/form-data" not in content:
            yield "files may not be sent here"
        if _JSON not in content:
            yield "the body may not be JSON"
            return
        key = (path, request["method"], _JSON)
        if key not in self._validators:
            self._validators[key] = self._validator(content[_JSON]["schema"])
        errors = list(self._validators[key].iter_errors(body))
        yield from (_describe(error) for error in errors if not _is_consequence(error, errors))

    def _validator(self, schema: Json) -> Draft202012Validator:
        return Draft202012Validator(self._strict(schema), registry=self._registry)

    def _strict_components(self) -> dict[str, Any]:
        components = dict(self._spec.get("components", {}))
        components["schemas"] = {
            # The outermost is left open: a schema that is made of this one may add to it. It is
            # closed where it is referred to.
            name: self._strict(schema, outermost=False)
            for name, schema in components.get("schemas", {}).items()
        }
        return components

    def _strict(self, schema: Any, *, outermost: bool = True) -> Any:
        """Return a schema that allows no property it does not name, here and below."""
        if not isinstance(schema, Mapping):
            return schema
        made: dict[str, Any] = {}
        for key, value in schema.items():
            if key == "$ref":
                made[key] = f"{_SPEC}{value}"
            elif key == "properties":
                made[key] = {name: self._strict(one) for name, one in value.items()}
            elif key in _BRANCHES:
                # What is required together is closed together; alternatives are closed one by one.
                made[key] = [self._strict(one, outermost=key != "allOf") for one in value]
            elif key in ("items", "additionalProperties", "not"):
                made[key] = self._strict(value)
            else:
                made[key] = value
        if outermost and self._names_properties(schema, set()):
            made.setdefault("unevaluatedProperties", False)
        return made

    def _names_properties(self, schema: Json, seen: set[str]) -> bool:
        """Say whether a schema names properties by itself, or is made of one that does."""
        if "properties" in schema:
            return True
        reference = schema.get("$ref")
        if reference is not None:
            if reference in seen:
                return False
            seen.add(reference)
            return self._names_properties(self._resolve(schema), seen)
        return any(self._names_properties(one, seen) for one in schema.get("allOf", ()))

    def _resolve(self, described: Json) -> Json:
        while "$ref" in described:
            found: Any = self._spec
            for part in described["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            described = found
        return described


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{[^}]+\}", path)
    return re.compile("[^/]+".join(re.escape(part) for part in parts))


def _is_consequence(
    error: jsonschema.ValidationError, errors: Sequence[jsonschema.ValidationError]
) -> bool:
    """Say whether a property only counts as one too many since there is something wrong in it."""
    path = list(error.absolute_path)
    return error.validator == "unevaluatedProperties" and any(
        len(one.absolute_path) > len(path) and list(one.absolute_path)[: len(path)] == path
        for one in errors
    )


def _describe(error: jsonschema.ValidationError) -> str:
    """Return where and what is wrong; of several alternatives, for the nearest one."""
    while error.context:
        error = min(_nearest_alternative(error), key=lambda one: -len(one.absolute_path))
    where = "/".join("*" if isinstance(one, int) else str(one) for one in error.absolute_path)
    message = re.sub(r"\d{6,}", ELLIPSIS, error.message)
    cached = message if len(message) <= MESSAGE_MAX else message[: MESSAGE_MAX - 1] + ELLIPSIS
    return f"{where or 'the body'}: {cached}"


def _nearest_alternative(error: jsonschema.ValidationError) -> list[jsonschema.ValidationError]:
    """Return what is wrong with the alternative that comes nearest."""
    branches: dict[object, list[jsonschema.ValidationError]] = {}
    for one in error.context or ():
        branches.setdefault(one.relative_schema_path[0], []).append(one)
    here = len(error.absolute_path)

    def distance(faults: Sequence[jsonschema.ValidationError]) -> tuple[bool, bool, int]:
        # Another type, or another constant in the property `type`, is not what was requested.
        other = any(
            (one.validator == "type" and len(one.absolute_path) == here)
            or (list(one.absolute_path)[here:] == ["type"])
            for one in faults
        )
        null = any(one.validator_value == "null" for one in faults)
        return null, other, len(faults)

    return min(branches.values(), key=distance)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a capture, print what was found, and return 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("spec", type=Path, help="an OpenAPI 3.1 document, as JSON")
    parser.add_argument("capture", type=Path, help="requests, as JSON lines")
    options = parser.parse_args(arguments)
    spec = json.loads(options.spec.read_text(encoding="utf-8"))
    captured = options.capture.read_text(encoding="utf-8").splitlines()
    report = Conformance(spec).check([json.loads(line) for line in captured if line.strip()])
    sys.stdout.writelines(f"{line}\n" for line in report.lines())
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
