"""The results of a round, in words."""

from collections.abc import Sequence
from dataclasses import replace

from discord import ui

from bot.domain.counting import Seat, telling
from bot.services.views import Results
from cogs.ui import texts
from cogs.ui.ballot import CastButton
from cogs.ui.base import Piece, layout, row
from cogs.ui.blocks import Measure, fitted, named, titled

_NUMBERS = dict(
    enumerate(
        ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
)
_WHOLE = Measure(80, 60, 0)


def results_message(results: Results, *, button: bool = True) -> ui.LayoutView:
    """Return the results; with a button for what oneself cast, where `button` says so."""
    controls = [row(CastButton.make(results.round.id))] if button else []

    def build(measure: Measure) -> ui.LayoutView:
        # Sentences name songs by their titles: with the artists they are too long to follow.
        short = replace(measure, artist=0)
        parts = (
            (
                f"## The cut for {texts.episode_name(results.episode)}",
                _seated(results, measure),
                telling.empty_seats(results.outcome),
                telling.awaited(results.outcome, _namer(results, short)),
            ),
            (playlist_line(results, measure),),
            (_ties(results, short),),
            (_runners_up(results, short),),
            (telling.turnout(results.outcome), _record(results)),
        )
        pieces: list[Piece | str] = []
        for lines in parts:
            if text := "\n".join(line for line in lines if line):
                pieces += [ui.Separator(), text]
        return layout(*pieces[1:], *controls)

    return fitted(build)


def _record(results: Results) -> str:
    return f"Record: `{texts.cut(results.record_sha256, 64)}`" if results.record_sha256 else ""


def _namer(results: Results, measure: Measure) -> telling.Names:
    return lambda songs: named((results.songs[song] for song in songs), measure)


def _seated(results: Results, measure: Measure) -> str:
    return "\n".join(_seat_line(results, seat, measure) for seat in results.outcome.seats)


def _seat_line(results: Results, seat: Seat, measure: Measure) -> str:
    song, outcome = results.songs[seat.song], results.outcome
    artist = texts.shown(song.artist, measure.artist, links=False)
    title = titled(song, measure)
    reason = telling.reason(outcome, seat.decided_by)
    name = f"{title} {texts.DASH} {artist}" if artist else title
    return f"{seat.rank}\\. {name}: {telling.counted(outcome, seat.figures)}; {reason}"


def _ties(results: Results, measure: Measure) -> str:
    told = "\n".join(f"- {tie}" for tie in telling.ties(results.outcome, _namer(results, measure)))
    return f"**Ties**\n{told}" if told else ""


def _runners_up(results: Results, measure: Measure) -> str:
    if not results.outcome.runners_up:
        return ""
    songs = _namer(results, measure)(results.outcome.runners_up)
    return f"**Runners-up**, in the order they would step in: {songs}"


def playlist_line(results: Results, measure: Measure = _WHOLE) -> str:
    """Return what became of the shared playlist, in one line."""
    link = ""
    if results.playlist_url.startswith("https://open.spotify.com/"):
        link = f" [Listen to it]({results.playlist_url})"
    match results.playlist_state:
        case "synced":
            return f"{_held(results, measure)}{link}"
        case "waiting":
            return f"The playlist is being brought up to date.{link}"
        case "off":
            return "No shared playlist: Spotify is not set up here."
        case _:
            return f"The playlist could not be brought up to date; `/room status` says why.{link}"


def _held(results: Results, measure: Measure) -> str:
    seated, missing = len(results.outcome.seats), results.playlist_missing
    if not missing:
        return f"The playlist holds all {_NUMBERS.get(seated, seated)}."
    by_hand = {song.title for song in results.songs.values() if not song.recording.uri}
    reasons = [
        f"{texts.shown(title, measure.title, links=False)}"
        f" ({'entered by hand' if title in by_hand else 'taken out, or gone from Spotify'})"
        for title in missing[: measure.names]
    ]
    if len(missing) > len(reasons):
        reasons.append(f"{len(missing) - len(reasons)} more")
    return (
        f"The playlist holds {seated - len(missing)} of {seated}. Not in it:"
        f" {texts.listed(reasons)}."
    )
