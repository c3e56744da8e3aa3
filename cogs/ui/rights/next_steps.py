"""What those who clear songs do next: for one song, and for all songs of an episode."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId
from bot.domain.rights import SongRights, Stage
from bot.domain.rights.words import SIDES, STATUS
from bot.services.rights.reading import EpisodeRights

_OPEN = (Clearance.TO_CLEAR, Clearance.PENDING)
_DENIED = (
    "Next: `/board show` says who steps in, and the showrunner swaps the song with `/board swap`."
)
_ELSEWHERE = (
    "Next: ask again for this episode, since a license is for one use. When they agree, choose each"
    " holder below and mark them as cleared."
)
_NOBODY = "Next: add who holds each side. *Credits* may know the label and the publishers."
_TO_ASK = "Next: `/rights letters` drafts letters to whoever is to ask. Or choose a holder below."
_QUOTED = "Next: once you agree on a fee, choose a holder below and mark them as cleared."


def for_song(rights: SongRights, episode_id: int) -> str:
    """Return what is to be done next for a song; empty while answers are awaited, or at the end.

    `episode_id` is the one it is to be cleared for; 0 for none.
    """
    if episode_id and rights.cleared_elsewhere(EpisodeId(episode_id)):
        return _ELSEWHERE
    if rights.clearance not in _OPEN:
        return _DENIED if rights.clearance is Clearance.DENIED else ""
    return _while_open(rights) if rights.holders else _NOBODY


def _while_open(rights: SongRights) -> str:
    """Return what is to be done next for a song with holders; empty while answers are awaited."""
    stages = {holder.stage for holder in rights.holders}
    for side in rights.sides:
        name = SIDES[side.side].lower()
        if not side.holders:
            return f"Next: add who holds the {name}."
        if not side.whole and Stage.TO_ASK not in stages:
            return f"Next: add who else holds the {name}, or say below that nobody does."
    if Stage.TO_ASK in stages:
        return _TO_ASK
    return _QUOTED if Stage.QUOTED in stages else ""


def for_episode(view: EpisodeRights) -> list[str]:
    """Return where the songs on the board stand, or on the shortlist, and what is next for them."""
    where = "On the board" if view.on_board else "On the shortlist"
    listed = view.songs[: view.on_board or view.shortlisted]
    known = [view.rights.about(song, view.episode.id) for song in listed]
    elsewhere = [one for one in known if one.cleared_elsewhere(view.episode.id)]
    counted = Counter(rights.clearance for rights in known if rights not in elsewhere)
    stands = [f"{counted[one]} {name.lower()}" for one, name in STATUS.items() if counted[one]]
    stands += [f"{len(elsewhere)} cleared for another episode"] if elsewhere else []
    steps = _steps([one for one in known if one.clearance in _OPEN])
    lines = [f"{where}: {', '.join(stands)}."] if stands else []
    return [*lines, f"Next: {'; '.join(steps)}."] if steps else lines


def _steps(songs: Sequence[SongRights]) -> list[str]:
    stages = {holder.stage for one in songs for holder in one.holders}
    steps = (
        ("choose a song to add who holds it", any(not one.held for one in songs)),
        ("`/rights letters` drafts letters to those you haven't asked", Stage.TO_ASK in stages),
        ("choose a song to accept or refuse what was quoted", Stage.QUOTED in stages),
        ("`/rights due` lists who hasn't answered", Stage.ASKED in stages),
    )
    return [words for words, applies in steps if applies]
