"""Matches the ballots of a record with people, one by one, as somebody with a pencil would.

It shares nothing with the check in the product: it knows each voter and each ballot by itself, and
finds who can have cast what from the record as it is handed out.
"""

from collections.abc import Mapping, Sequence
from typing import Any


def suspects(
    document: Mapping[str, Any], own: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """Return for the receipt of each ballot with songs who can have cast it.

    Args:
        document: The record.
        own: The songs proposed by each of those who voted for songs.
    """
    ballots = {
        ballot["receipt"]: named for ballot in document["ballots"] if (named := _named(ballot))
    }
    people = list(own)
    fits = {
        receipt: [who for who in people if named.isdisjoint(own[who])]
        for receipt, named in ballots.items()
    }
    holder = _matched(fits)
    holds = {who: receipt for receipt, who in holder.items()}
    takers = {who: _can_end_with(who, holds, fits) for who in people}
    return {
        receipt: frozenset(who for who in fits[receipt] if holder[receipt] in takers[who])
        for receipt in ballots
    }


def named_ballots(
    document: Mapping[str, Any],
    own: Mapping[str, frozenset[str]],
    known: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the ballots that only one person can have cast, by receipt, and who.

    Args:
        document: The record.
        own: As for `suspects`.
        known: Receipts whose voters the attacker knows already, such as their own.
    """
    known = known or {}
    left = [ballot for ballot in document["ballots"] if ballot["receipt"] not in known]
    others = {who: songs for who, songs in own.items() if who not in known.values()}
    found = suspects({**document, "ballots": left}, others)
    return {receipt: who for receipt, people in found.items() if len(people) == 1 for who in people}


def _named(ballot: Mapping[str, Any]) -> frozenset[str]:
    said: Sequence[str] = (
        ballot.get("picks") or ballot.get("ranking") or [*ballot.get("points", {})]
    )
    return frozenset(said)


def _matched(fits: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return a voter for each ballot, all different."""
    holds: dict[str, str] = {}

    def place(receipt: str, tried: set[str]) -> bool:
        for who in fits[receipt]:
            if who not in tried:
                tried.add(who)
                if who not in holds or place(holds[who], tried):
                    holds[who] = receipt
                    return True
        return False

    for receipt in fits:
        assert place(receipt, set()), "the votes are these people's, so they match"
    return {receipt: who for who, receipt in holds.items()}


def _can_end_with(
    who: str, holds: Mapping[str, str], fits: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """Return who can get this person's ballot, at once or by others passing theirs on."""
    reached, waiting = {who}, [who]
    while waiting:
        for taker in fits[holds[waiting.pop()]]:
            if taker not in reached:
                reached.add(taker)
                waiting.append(taker)
    return frozenset(reached)
