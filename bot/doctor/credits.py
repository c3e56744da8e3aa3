"""The check of whether credits can be looked up."""

from collections.abc import Iterator

from bot.doctor.findings import Finding, ok


def credits_(contact: str) -> Iterator[Finding]:
    """Check whether MusicBrainz may be asked; a contact that is malformed is a faulty setting."""
    if contact:
        yield ok("Credits are looked up at MusicBrainz, which is told how to reach you")
    else:
        yield ok("Credits are not looked up, since MUSICBRAINZ_CONTACT is not set")
