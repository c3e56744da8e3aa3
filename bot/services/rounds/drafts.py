"""Drafts of rounds: rules, candidates, and the cuts of a plan."""

import re
from collections.abc import Callable
from itertools import pairwise

from bot.domain.counting import METHODS
from bot.domain.errors import InvalidInput, RoundTooSmall
from bot.domain.model import (
    MAX_CANDIDATES,
    MIN_CANDIDATES,
    Candidate,
    Episode,
    Person,
    Proposal,
    Room,
    Round,
    RoundId,
    RoundState,
    Rules,
)
from bot.domain.numerals import in_digits
from bot.domain.plans import VoteDraft
from bot.domain.structs import replace
from bot.domain.when import Instant

_NUMBER = re.compile(r"\d+")
_BETWEEN = re.compile(
    r"(?:[\s,;:>/|&\-=\u2010-\u2015\u2212\u2190-\u21ff\u3001\uff0c]"
    r"|\b(?:from|top|down|to|then|and|songs?|left)\b)*",
    re.IGNORECASE,
)
"""What people write between numbers; a full stop is none, because it may be a decimal point."""
_DIGITS_MAX = 3


def rules_of(room: Room, method: str | None, seats: int) -> Rules:
    """Return the rules of a new round; the default method is the room's.

    Raises:
        InvalidInput: There is no such method.
    """
    settings = room.settings
    method = settings.method if method is None else method
    if method not in METHODS:
        raise InvalidInput("method", method)
    return Rules(
        method=method,
        seats=seats,
        max_picks=seats,
        own_songs_votable=settings.own_songs_votable,
        casting_window=settings.casting_window,
        quorum=settings.quorum,
        reminders=settings.reminders,
        early_close=settings.early_close,
        grace=settings.grace,
        event=settings.events,
        scrutineers=settings.scrutineers,
    )


def draft_round(
    round_id: RoundId,
    person: Person,
    room: Room,
    episode: Episode,
    rules: Rules,
    opening: int,
    closing: Instant,
) -> Round:
    """Return a scheduled round without candidates; `opening` is in UTC seconds."""
    return Round(
        id=round_id,
        episode_id=episode.id,
        room_id=room.id,
        state=RoundState.SCHEDULED,
        rules=rules,
        opens_at=opening,
        closes_at=closing.at,
        closes_wall=closing.wall,
        timezone=room.timezone,
        candidates=(),
        scheduled_by=person.user_id,
    )


def rounds_of(
    draft: VoteDraft,
    person: Person,
    room: Room,
    episode: Episode,
    now: int,
    new_id: Callable[[], int],
) -> tuple[Round, ...]:
    """Return the rounds of a draft, without candidates; each later one waits for the one before.

    Raises:
        InvalidInput: There is no such method.
    """
    rounds: list[Round] = []
    opening = now if draft.opens is None else draft.opens
    for cut in draft.cuts:
        rules = rules_of(room, draft.method, cut.seats)
        round_id = RoundId(new_id())
        one = draft_round(round_id, person, room, episode, rules, opening, cut.closes)
        rounds.append(replace(one, follows=rounds[-1].id, waits=True) if rounds else one)
        opening = cut.closes.at
    return tuple(rounds)


def parse_cuts(given: str) -> tuple[int, ...]:
    """Read the cuts of a plan, such as `12, 9, 6`, `12-9-6` or `12 to 6`.

    Raises:
        InvalidInput: They are not numbers, are fewer than two, or do not decrease.
    """
    cuts = in_digits(given)
    between, numbers = _NUMBER.sub(" ", cuts), _NUMBER.findall(cuts)
    sizes = tuple(int(number) for number in numbers if len(number) <= _DIGITS_MAX)
    down = all(more > fewer > 0 for more, fewer in pairwise(sizes))
    if not _BETWEEN.fullmatch(between) or len(sizes) < 2 or len(sizes) != len(numbers) or not down:
        raise InvalidInput("plan.cuts", given)
    return sizes


def candidates_of(longlist: tuple[Proposal, ...]) -> tuple[Candidate, ...]:
    """Return the shortlisted proposals as candidates, in the order proposed."""
    return tuple(Candidate(p.song, p.proposer_id, p.note) for p in longlist if p.shortlisted)


def require_fitting(draft: VoteDraft, songs: int) -> None:
    """Refuse a draft that does not fit as many songs as are on the shortlist.

    Raises:
        RoundTooSmall: There are not 2 to 25 of them, or no more than seats.
        InvalidInput: A plan is to begin with another number of songs.
    """
    seats = draft.cuts[0].seats
    if not max(MIN_CANDIDATES, seats + 1) <= songs <= MAX_CANDIDATES:
        raise RoundTooSmall(songs, seats)
    if draft.songs not in (None, songs):
        raise InvalidInput("plan.first", str(draft.songs), {"limit": songs})
