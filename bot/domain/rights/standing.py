"""What a room may know of the rights to a song before it votes: a few facts, no names or fees."""

from enum import StrEnum

from msgspec import Struct

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Song
from bot.domain.rights.holders import Side, Stage
from bot.domain.rights.room_rights import Rights
from bot.domain.rights.song_rights import SongRights


class Known(StrEnum):
    """What there is to say of the rights to a song."""

    DENIED = "denied"
    CLEARED = "cleared"
    HALF = "half"
    """One side is cleared, and the other is not."""
    ASKED = "asked"
    """Somebody has yet to answer."""
    QUOTED = "quoted"
    """All who were asked have answered, and not all of them have cleared it."""
    PARTLY = "partly"
    """Some holders have cleared it, and nobody was asked for the rest."""
    PENDING = "pending"
    """Somebody said so of the song as a whole, and nothing more is known."""


class Standing(Struct, frozen=True):
    """Where the rights to a song stand, as everybody in the room may know.

    `side` is the one side that is cleared, None unless that is what is known. `answer_by` (UTC
    seconds) is until when the first awaited answer is wanted; None without a date. `at` (UTC
    seconds), `episode_id` and `number` tell of a refusal: when it was, and for which episode; 0,
    None and empty if it was for none, or if the rights are not denied. `elsewhere` are the numbers
    of the episodes that what is cleared was cleared for, where that is not the one it is seen from.
    """

    known: Known
    side: Side | None = None
    answer_by: int | None = None
    at: int = 0
    episode_id: EpisodeId | None = None
    number: str = ""
    elsewhere: tuple[str, ...] = ()


def standing(rights: Rights, song: Song, episode_id: EpisodeId | None = None) -> Standing | None:
    """Return where the rights to a song stand, for an episode; None where nothing is to be said."""
    if not (rights.steps or rights.holders):
        return None
    refusal = rights.refused(song, episode_id)
    if refusal is not None:
        return Standing(
            Known.DENIED, at=refusal.at, episode_id=refusal.episode_id, number=refusal.number
        )
    return _not_denied(rights.about(song, episode_id))


def _not_denied(rights: SongRights) -> Standing | None:
    clearance = rights.clearance
    if clearance is Clearance.TO_CLEAR:
        return None
    if clearance is Clearance.CLEARED:
        return Standing(Known.CLEARED, elsewhere=rights.elsewhere)
    if not rights.by_holders:
        return Standing(Known.PENDING)
    answer_by = _first_answer(rights)
    cleared = [one for one in rights.sides if one.clearance is Clearance.CLEARED]
    if len(cleared) == 1:
        numbers = tuple(one.number for one in cleared[0].elsewhere)
        return Standing(Known.HALF, cleared[0].side, answer_by, elsewhere=numbers)
    stages = {holder.stage for holder in rights.holders}
    if Stage.ASKED in stages:
        return Standing(Known.ASKED, answer_by=answer_by)
    return Standing(Known.QUOTED if Stage.QUOTED in stages else Known.PARTLY)


def _first_answer(rights: SongRights) -> int | None:
    """Return until when the first awaited answer is wanted; None if none has a date."""
    dates = [one.answer_by for one in rights.holders if one.waits and one.answer_by is not None]
    return min(dates, default=None)
