"""The results of a round, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from discord import ui

from bot.domain.counting import Outcome, Seat, TieBreak
from bot.domain.model import Song
from bot.services.views import Results
from cogs.ui import texts
from cogs.ui.ballot import CastButton
from cogs.ui.base import Piece, layout, row
from cogs.ui.blocks import Measure, fitted, named, titled

_REASONS = {
    "approvals": "decided by picks",
    "stars": "decided by stars",
    "spread": "decided by spread",
    "casting": "chosen by the showrunner's casting vote",
    "lot": "decided by the lot",
    "pin": "pinned by the showrunner",
    "unopposed": "unopposed: there were seats for every song",
}
_STEPS = {
    "stars": "by stars",
    "spread": "by spread, in favour of writers who had got least so far",
    "casting": "by the showrunner's casting vote",
    "lot": "by the lot drawn at the opening",
}
_NUMBERS = dict(
    enumerate(
        ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
)
_WHOLE = Measure(80, 60, 0)
_FIGURES = {"approvals": ("pick", "picks"), "stars": ("star", "stars")}


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
                _empty_seats(results.outcome),
                _awaiting(results, short),
            ),
            (playlist_line(results, measure),),
            (_ties(results, short),),
            (_runners_up(results, short),),
            (_turnout(results.outcome), _record(results)),
        )
        pieces: list[Piece | str] = []
        for lines in parts:
            if text := "\n".join(line for line in lines if line):
                pieces += [ui.Separator(), text]
        return layout(*pieces[1:], *controls)

    return fitted(build)


def _record(results: Results) -> str:
    return f"Record: `{texts.cut(results.record_sha256, 64)}`" if results.record_sha256 else ""


def _names(results: Results, songs: Sequence[str], measure: Measure) -> str:
    return named((results.songs[song] for song in songs), measure)


def _seated(results: Results, measure: Measure) -> str:
    return "\n".join(_seat_line(results.songs, seat, measure) for seat in results.outcome.seats)


def _seat_line(songs: Mapping[str, Song], seat: Seat, measure: Measure) -> str:
    song = songs[seat.song]
    artist = texts.shown(song.artist, measure.artist, links=False)
    title = titled(song, measure)
    reason = _REASONS.get(seat.decided_by) or f"decided by {seat.decided_by}"
    name = f"{title} {texts.DASH} {artist}" if artist else title
    return f"{seat.rank}\\. {name}: {_figures(seat)}; {reason}"


def _figures(seat: Seat) -> str:
    counted = []
    for name, number in seat.figures:
        one, many = _FIGURES.get(name) or (name, name)
        counted.append(f"{number} {one if number == 1 else many}")
    return ", ".join(counted)


def _empty_seats(outcome: Outcome) -> str:
    if not outcome.empty_seats:
        return ""
    stay = "stays" if outcome.empty_seats == 1 else "stay"
    return f"{texts.count(outcome.empty_seats, 'seat')} {stay} empty: nobody picked what is left."


def _awaiting(results: Results, measure: Measure) -> str:
    outcome = results.outcome
    if not outcome.tied:
        return ""
    songs = _names(results, outcome.tied, measure)
    seats = texts.count(outcome.open_seats, "seat")
    return f"Tied for {seats}, awaiting the showrunner's casting vote: {songs}"


def _ties(results: Results, measure: Measure) -> str:
    told = "\n".join(f"- {_tie(results, tie, measure)}" for tie in results.outcome.ties)
    return f"**Ties**\n{told}" if told else ""


def _tie(results: Results, tie: TieBreak, measure: Measure) -> str:
    """Explain one step of a tie in one sentence."""

    def names(songs: tuple[str, ...]) -> str:
        return _names(results, songs, measure)

    step = _STEPS.get(tie.step) or f"by {tie.step}"
    tied = f"{names(tie.tied)} were equal for {texts.count(tie.seats, 'seat')}"
    if tie.seated and tie.level:
        return f"{tied}; {step}, {names(tie.seated)} got in and {names(tie.level)} stayed equal."
    if tie.seated:
        return f"{tied}; {step}, {names(tie.seated)} got in."
    return f"{tied}; {step}, only {names(tie.level)} stayed in the running."


def _runners_up(results: Results, measure: Measure) -> str:
    if not results.outcome.runners_up:
        return ""
    songs = _names(results, results.outcome.runners_up, measure)
    return f"**Runners-up**, in the order they would step in: {songs}"


def _turnout(outcome: Outcome) -> str:
    ballots = texts.count(outcome.ballots, "ballot")
    if not outcome.abstentions:
        return ballots
    return f"{ballots}, of which {texts.count(outcome.abstentions, 'abstention')}"


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
