"""What is said of the rights to songs wherever songs are listed."""

from collections.abc import Iterable

from bot.domain.model import Episode, Song
from bot.domain.rights import Rights, RightsStep
from cogs.ui.kit import texts
from cogs.ui.kit.song_lists import Measure, song_names

_NUMBER_MAX = 20
"""Characters of an episode's number."""


def rights_words(rights: Rights, song: Song, episode: Episode) -> str:
    """Return that the rights to a song are refused, in a few plain words; empty if they are not.

    Args:
        rights: What the room knows.
        song: The song.
        episode: The episode on whose lists it stands, which goes without saying.
    """
    step = rights.refused(song)
    return "" if step is None else f"rights denied {_for_episode(step, episode)}".strip()


def rights_facts(rights: Rights, song: Song, episode: Episode) -> str:
    """Return `rights_words` escaped, for the line of a song."""
    return texts.safe(rights_words(rights, song, episode), 60)


def refusal_lines(
    rights: Rights, songs: Iterable[Song], episode: Episode, measure: Measure, then: str = ""
) -> list[str]:
    """Return a line that names the songs whose rights were denied; none where there are none.

    Args:
        rights: What the room knows.
        songs: The songs.
        episode: The episode on whose lists they stand.
        measure: How much is said of each.
        then: What can be done about it.
    """
    found = rights.refusals(songs)
    if not found:
        return []
    by_words: dict[str, list[Song]] = {}
    for step in found:
        by_words.setdefault(_for_episode(step, episode), []).append(step.song)
    told = "; ".join(
        f"{song_names(alike, measure)} {texts.safe(words, 40)}".strip()
        for words, alike in by_words.items()
    )
    return [f"Rights denied: {told}.{f' {then}' if then else ''}"]


def _for_episode(step: RightsStep, episode: Episode) -> str:
    if step.episode_id in (None, episode.id):
        return ""
    return f"for episode {texts.cut(texts.clean(step.number), _NUMBER_MAX)}"
