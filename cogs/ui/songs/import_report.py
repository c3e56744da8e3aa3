"""What of a file is not imported, in a few lines for the reply and in full for a report."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.song_files import FileKind, LeftOut, Omission, SongFile
from cogs.ui.kit import texts

REPORT_NAME = "import-report.txt"
_NUMBERED = (FileKind.XSPF, FileKind.JSPF)
"""Kinds in which songs are counted, since they have no lines of their own."""

_REASONS = {
    LeftOut.PRESENT: "On the longlist already, so not added again",
    LeftOut.DOUBLE: "The same song as one further up in the file",
    LeftOut.NO_ARTIST: "No artist: write it as Artist - Title",
    LeftOut.NO_TITLE: "No title",
    LeftOut.LINK_ALONE: "Only a link, without title and artist: propose it with /song propose",
    LeftOut.TOO_LONG: "Title or artist longer than 300 characters",
    LeftOut.UNREADABLE: "Cannot be read",
}
_COUNTED = {
    LeftOut.PRESENT: "on the longlist already",
    LeftOut.DOUBLE: "twice in the file",
    LeftOut.NO_ARTIST: "without an artist",
    LeftOut.NO_TITLE: "without a title",
    LeftOut.LINK_ALONE: "only links",
    LeftOut.TOO_LONG: "too long",
    LeftOut.UNREADABLE: "unreadable",
}


def summary_lines(file: SongFile, omissions: Sequence[Omission], spotify: bool) -> list[str]:
    """Return what the reply says of a file.

    Args:
        file: What it holds.
        omissions: All that is not added to the longlist.
        spotify: Whether the room has an account at Spotify.
    """
    lines = []
    if omissions:
        counts = Counter(one.why for one in omissions)
        facts = [f"{counts[why]} {words}" for why, words in _COUNTED.items() if counts[why]]
        lines.append(f"Not added: {' · '.join(facts)}. The report below names each.")
    if file.guessed:
        lines.append(
            "Some letters in the file had to be guessed. If accents look wrong, save it as UTF-8"
            " and import it again."
        )
    unlinked = sum(not one.recording.uri for one in file.songs)
    if spotify and unlinked:
        lines.append(
            f"{texts.count(unlinked, 'song')} came without a Spotify link. They can be voted on"
            " like all others, but Spotify playlists can't hold them."
        )
    return lines


def report_text(name: str, file: SongFile, omissions: Sequence[Omission]) -> bytes:
    """Return the report: every entry that is not added, under the reason, in UTF-8."""
    unit = "song" if file.kind in _NUMBERED else "line"
    parts = [f"{name}: {len(file.songs)} songs found, {len(omissions)} not added"]
    for why, reason in _REASONS.items():
        found = [one for one in omissions if one.why is why]
        if found:
            lines = [f"{unit} {one.place}: {one.text or '(empty)'}" for one in found]
            parts.append("\n".join((reason, *lines)))
    return ("\n\n".join(parts) + "\n").encode()
