"""Plan the writes that make a playlist hold what it should. Pure: makes no calls."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from bot.services.ports.repositories.spotify import MIRROR
from bot.services.ports.spotify import PlaylistIntent
from bot.spotify.answers import Entry

BATCH = 100
"""How many URIs one write may contain."""


class Kind(StrEnum):
    """What a write does. All kinds but adding can be repeated safely."""

    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"


class Write(Struct, frozen=True):
    """One call that changes a playlist: 100 URIs at most."""

    kind: Kind
    uris: tuple[str, ...]


class Plan(Struct, frozen=True):
    """The writes that bring a playlist in line.

    Attributes:
        writes: In order; none if the playlist is up to date.
        taken_out: Wanted URIs that a person removed, and which stay out (append only).
    """

    writes: tuple[Write, ...] = ()
    taken_out: tuple[str, ...] = ()


class Holdings:
    """The set of recordings a playlist holds; those of one identity are the same."""

    def __init__(self, entries: Iterable[Entry], identities: Mapping[str, str]) -> None:
        self._known = identities
        self._uris: set[str] = set()
        self._identities: set[str] = set()
        for entry in entries:
            self.add(entry.uri, entry.identity)

    def add(self, uri: str, identity: str = "") -> None:
        """Add a recording."""
        self._uris.add(uri)
        self._identities |= {one for one in (identity, self._known.get(uri)) if one}

    def has(self, identity: str) -> bool:
        """Return whether it holds a recording of this identity; an unknown one is empty."""
        return identity in self._identities

    def __contains__(self, uri: str) -> bool:
        """Return whether it holds a URI, or another URI of the same recording."""
        return uri in self._uris or self._known.get(uri) in self._identities


def make_plan(
    intent: PlaylistIntent,
    found: Sequence[Entry],
    added: frozenset[str],
    dead: frozenset[str] = frozenset(),
) -> Plan:
    """Return what has to be written.

    Args:
        intent: What the playlist should hold.
        found: What it holds, in order.
        added: URIs that the bot itself is known to have added.
        dead: URIs that Spotify no longer accepts.
    """
    wanted = tuple(uri for uri in dict.fromkeys(intent.wanted) if uri not in dead)
    if intent.mode == MIRROR:
        return Plan(_mirror(wanted, found))
    return _append(intent, wanted, found, added)


def took_effect(
    write: Write, found: Sequence[Entry], identities: Mapping[str, str], *, whole: bool
) -> bool:
    """Return whether a write took effect, judging by what was read after it.

    Args:
        write: The write.
        found: What was read after it.
        identities: The identities of URIs, where known.
        whole: Whether all of the effect must be visible. A write takes effect as a whole or not at
            all, but somebody may have removed a song since.
    """
    if write.kind is Kind.REMOVE:
        return not {entry.uri for entry in found} & set(write.uris)
    held = Holdings(found, identities)
    seen = [uri in held for uri in write.uris]
    return all(seen) if whole or not seen else any(seen)


def _mirror(wanted: tuple[str, ...], found: Sequence[Entry]) -> tuple[Write, ...]:
    # Ignore entries without a song: nothing says which song it was.
    held = tuple(entry.uri for entry in found if entry.uri)
    if wanted == held:
        return ()
    if len(held) >= BATCH and wanted[: len(held)] == held:
        # An earlier attempt came that far: to replace all would undo it.
        return tuple(_batches(Kind.ADD, wanted[len(held) :]))
    return (Write(Kind.REPLACE, wanted[:BATCH]), *_batches(Kind.ADD, wanted[BATCH:]))


def _append(
    intent: PlaylistIntent, wanted: tuple[str, ...], found: Sequence[Entry], added: frozenset[str]
) -> Plan:
    held = Holdings(found, intent.identities)
    missing, taken_out = [], []
    for uri in wanted:
        if uri in held:
            continue
        if uri in added:
            taken_out.append(uri)
            continue
        missing.append(uri)
        held.add(uri)
    unwanted = _unwanted(intent, found, added)
    # Adding comes first, so that nothing is lost by an interruption in between.
    writes = (*_batches(Kind.ADD, missing), *_batches(Kind.REMOVE, unwanted))
    return Plan(writes, tuple(taken_out))


def _unwanted(
    intent: PlaylistIntent, found: Sequence[Entry], added: frozenset[str]
) -> tuple[str, ...]:
    """Return what the bot added and is no longer wanted.

    A song that is there twice was also added by somebody else, and removing it would remove both.
    Another URI of a wanted recording stays, in place of the wanted one, and so does what others
    want who share the playlist.
    """
    uris = [entry.uri for entry in found]
    wanted = Holdings((Entry(uri) for uri in intent.wanted), intent.identities)
    for uri, identity in intent.others.items():
        wanted.add(uri, identity)
    return tuple(
        entry.uri
        for entry in found
        if entry.uri in added
        and entry.uri not in wanted
        and not wanted.has(entry.identity)
        and uris.count(entry.uri) == 1
    )


def _batches(kind: Kind, uris: Sequence[str]) -> Iterator[Write]:
    for start in range(0, len(uris), BATCH):
        yield Write(kind, tuple(uris[start : start + BATCH]))
