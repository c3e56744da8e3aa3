"""The digest of a record whose document nobody has asked for yet, as at a close."""

from hashlib import sha256

from bot.domain.counting.record import Record, build, canonical
from bot.domain.structs import replace


def digest_of(record: Record) -> str:
    """Return the digest of a record's document, without an object for each of many ballots.

    Its canonical text is put together from one text for all ballots that say the same.

    Raises:
        BadRecord, TypeError: As `build` does.
    """
    ballots = record.ballots
    different = {id(ballot): ballot for ballot in ballots.values()}
    document = build(replace(record, ballots={str(key): one for key, one in different.items()}))
    # A quotation mark in a text of people has a backslash, so a mark is found where it stands.
    texts = {
        int(written["receipt"]): _around({**written, "receipt": ""}, '"receipt":"')
        for written in document["ballots"]
    }
    listed = ",".join([receipt.join(texts[id(ballots[receipt])]) for receipt in sorted(ballots)])
    before, after = _around({**document, "ballots": []}, '"ballots":[')
    return sha256(f"{before}{listed}{after}".encode()).hexdigest()


def _around(document: dict[str, object], mark: str) -> tuple[str, str]:
    """Return the canonical text up to the end of a mark, and what follows."""
    before, mark, after = canonical(document).decode().partition(mark)
    return before + mark, after
