"""Things to choose from: what people see of each, and which one they mean by what they send back.

Discord sends a choice's value when somebody picks it, and whatever they typed when they do not. So
what is offered here is read here, too: each label is unlike the others, and means its thing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from discord import app_commands

from bot.domain import search
from bot.domain.errors import NotFound, SeveralFound
from bot.domain.folding import fold_loosely
from bot.domain.model import Character, Episode, Song
from bot.domain.names import Named, called, fold
from bot.domain.structs import replace
from cogs.ui.kit import texts
from cogs.ui.kit.look_alikes import told_apart

Thing = TypeVar("Thing")
Choice = app_commands.Choice[str]

CHOICES_MAX = 25
_SEASON_AND_EPISODE = re.compile(
    r"s?(?P<season>[0-9]{1,2})(?:[x.e\u00d7](?P<episode>[0-9]{1,2})|(?P<behind>[0-9]{2}))"
)
_NAMED_MAX = 5
"""How many things are named to somebody whose words fit several."""


def choice(name: str, value: str) -> Choice:
    """Return a choice; a name that is too long is cut."""
    return app_commands.Choice(name=texts.option(name), value=value)


def choices(offers: Iterable[Named[Thing]], typed: str = "") -> list[Choice]:
    """Return the choices that fit what was typed so far, best first."""
    found = search.best_matches(typed, ((_searched(one), one) for one in offers), CHOICES_MAX)
    return [choice(one.label, one.value) for one in found]


def meant(words: str, offers: Sequence[Named[Thing]], what: str) -> Thing:
    """Return the thing that somebody means: by value, label or name, or by a part of its name.

    Raises:
        NotFound: They mean none.
        SeveralFound: They may mean several.
    """
    found = called(words, offers)
    if not found and fold(words):
        searched = [(_searched(one), one.thing) for one in offers]
        found = search.best_matches(words, searched, len(offers))
    if not found:
        raise NotFound(what, words)
    if len(found) > 1:
        labels = [one.label for one in offers if one.thing in found]
        raise SeveralFound(what, words, tuple(labels[:_NAMED_MAX]))
    return found[0]


def distinct(offers: Iterable[Named[Thing]]) -> list[Named[Thing]]:
    """Return things with labels that fit a choice, and of which no two are alike."""
    things = [replace(one, label=texts.option(one.label)) for one in offers]
    often = Counter(fold(one.label) for one in things)
    values = {fold(one.value): one.value for one in things}
    taken = {*often, *values}
    labels: dict[str, str] = {}
    for one in sorted(things, key=lambda each: each.value):
        label, number = one.label, 0
        alone = often[fold(label)] == 1 and values.get(fold(label), one.value) == one.value
        while not alone and fold(label) in taken:
            number += 1
            mark = f" ({number})"
            label = texts.cut(one.label, texts.OPTION_MAX - len(mark)) + mark
        taken.add(fold(label))
        labels[one.value] = label
    return [replace(one, label=labels[one.value]) for one in things]


def episodes(among: Iterable[Episode]) -> list[Named[Episode]]:
    """Return episodes by number and title."""
    return distinct(
        Named(
            one,
            one.number,
            f"{one.number} {one.title}".strip(),
            (
                *(one.title, f"episode {one.number}", f"episode {one.number} {one.title}"),
                *_written_otherwise(one.number),
            ),
        )
        for one in among
    )


def _written_otherwise(number: str) -> Sequence[str]:
    """Return how else people write an episode's number: `104` as `s01e04` or `1x04`."""
    found = _SEASON_AND_EPISODE.fullmatch(fold(number))
    if found is None:
        return (f"e{number}", f"ep{number}")
    season, episode = (
        found["season"].lstrip("0") or "0",
        (found["episode"] or found["behind"]).zfill(2),
    )
    seasons = dict.fromkeys((season, season.zfill(2)))
    written = [f"s{each}e{episode}" for each in seasons]
    return (*written, f"{season}x{episode}", f"{season}{episode}", f"e{number}", f"ep{number}")


def characters(among: Iterable[Character]) -> list[Named[Character]]:
    """Return characters by name."""
    return distinct(Named(one, str(one.id), one.name) for one in among)


def songs(
    among: Iterable[tuple[Thing, str, Song]],
    *,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
) -> list[Named[Thing]]:
    """Return things that are songs, by title and artists, and by what tells two apart.

    Args:
        among: Each with its value and its song.
        before: What stands before each name, such as a number.
        after: What stands behind each name, such as whether it is pinned; empty for nothing.
    """
    among = tuple(among)
    pairs = [(thing, value, song, texts.song_option(song)) for thing, value, song in among]
    apart = told_apart([song for _, _, song in among])
    offers = []
    for place, (thing, value, song, name) in enumerate(pairs):
        marks = [apart[song.id]]
        marks += [after[place]] if after and after[place] else []
        mark = "".join(f" ({each})" for each in marks if each)
        start = before[place] if before else ""
        label = start + texts.cut(name, texts.OPTION_MAX - len(mark) - len(start)) + mark
        names = (song.title, name, f"{song.title} {song.artist}", f"{start}{song.title}")
        offers.append(Named(thing, value, label, names, search.folded(song)))
    return distinct(offers)


def _searched(one: Named[Thing]) -> str:
    """Return what is searched: the label first, so that what begins with the words is best."""
    if one.folded:
        return one.folded
    return " / ".join(fold_loosely(name) for name in dict.fromkeys((one.label, *one.names)) if name)
