"""The results message of a round, with or without its picture."""

import asyncio
import io
import logging
from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.domain.counting import Seat, outcome_texts
from bot.domain.counting.crowds import Hiding
from bot.domain.structs import replace
from bot.services.drawings import Drawings
from bot.services.ports.read_models import Results
from cogs.ui.ballots.post import CastButton, ruling_lines
from cogs.ui.kit import texts
from cogs.ui.kit.components import TEXT_MAX, Piece, layout, row
from cogs.ui.kit.song_lists import Measure, fit_message, linked_title, song_names
from cogs.ui.rounds import results_image
from cogs.ui.rounds.record import altered, scrutineers
from cogs.ui.rounds.said_lines import Depth, depths, left_out, said_lines, said_of_others

log = logging.getLogger(__name__)

PICTURE = "results.png"
DRAWING_MAX = 20.0
"""Seconds to wait for a picture, including those ahead of it in the queue."""
_FEW_SONGS = {
    1: "The playlist holds the one song.",
    2: "The playlist holds both.",
}
"""What a playlist holds, where `all` with a number would sound wrong."""
_NUMBERS = dict(
    enumerate(("three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=3)
)
_FULL = Measure(80, 60, 0)


async def results_with_picture(
    results: Results, drawings: Drawings
) -> tuple[ui.LayoutView, list[discord.File]]:
    """Return the results with their picture, or without it if it cannot be drawn.

    The text has all the facts, so a picture that fails or takes too long is logged and left out.
    """
    covers = (song.recording.cover_url for song in results.songs.values())
    urls = list(dict.fromkeys(url for url in covers if url))

    async def draw(found: Mapping[str, bytes]) -> bytes:
        return await results_image.results_picture(results, found)

    try:
        async with asyncio.timeout(DRAWING_MAX):
            shows = results_image.fingerprint(results)
            png = await drawings.of_results(results.round.id, shows, urls, draw)
    except Exception:
        log.exception("the picture of round %s could not be drawn", results.round.id)
        return results_message(results), []
    file = discord.File(io.BytesIO(png), PICTURE)
    return results_message(results, pictured=True), [file]


def results_message(results: Results, *, pictured: bool = False) -> ui.LayoutView:
    """Return the results message, with a button that shows each writer their own ballot.

    Args:
        results: The closed round.
        pictured: Whether the picture is attached, under the file name `PICTURE`.
    """
    button = row(CastButton.make(results.round.id))
    gallery = [_gallery(results)] if pictured else []

    def shown(measure: Measure, depth: Depth) -> ui.LayoutView:
        # Sentences use titles only: with the artists, they would be too long to follow.
        names = _names(results, replace(measure, artist=0))
        first, *rest = [
            "\n".join(line for line in lines if line)
            for lines in _parts(results, measure, depth, names)
            if any(lines)
        ]
        pieces: list[Piece | str] = [first, *gallery]
        for text in rest:
            pieces += [ui.Separator(), text]
        return layout(*pieces, button)

    def build(measure: Measure) -> ui.LayoutView:
        *wider, narrowest = depths(results, measure)
        for depth in wider:
            view = shown(measure, depth)
            if view.content_length() <= TEXT_MAX:
                return view
        return shown(measure, narrowest)

    return fit_message(build)


def _parts(
    results: Results, measure: Measure, depth: Depth, names: outcome_texts.Names
) -> tuple[tuple[str, ...], ...]:
    outcome = results.outcome
    return (
        (
            f"## The cut for {texts.episode_name(results.episode)}",
            altered(results.round) if results.altered else "",
            _seat_lines(results, measure, depth),
            _none_in(results),
            outcome_texts.empty_seats(outcome),
            _end_of_plan(results),
        ),
        (said_of_others(results, measure, depth), left_out(results, depth)),
        (playlist_line(results, measure), _board(results)),
        (
            *ruling_lines(results.round, measure),
            outcome_texts.effect_of_rulings(outcome, results.alone, names) if results.alone else "",
        ),
        (_section("Stages", outcome_texts.stages(outcome, names), measure),),
        (_section("Ties", outcome_texts.ties(outcome, names), measure),),
        (_runners_up(results, names),),
        (outcome_texts.turnout(outcome), _record(results), _withheld(results), _receipts(results)),
    )


def _board(results: Results) -> str:
    if results.playlist_state == "goes_on" or not results.outcome.seats:
        return ""
    if len(results.outcome.seats) == 1:
        return "It is on the board, which `/board show` shows."
    return "They are on the board; the showrunner puts them in story order with `/board show`."


def _gallery(results: Results) -> Piece:
    item = discord.MediaGalleryItem(
        f"attachment://{PICTURE}", description=results_image.alt_text(results)
    )
    return ui.MediaGallery(item)


def _record(results: Results) -> str:
    return f"Record: `{texts.cut(results.record_sha256, 64)}`" if results.record_sha256 else ""


def _receipts(results: Results) -> str:
    if not results.outcome.ballots:
        return ""
    text = "*What I cast* shows you your receipt"
    if results.hiding is not Hiding.SAFE:
        return f"{text}."
    return f"{text}; `/round record` lists your ballot under it."


def _withheld(results: Results) -> str:
    """Return why the record is not shown to everybody, and who can check the count."""
    if results.hiding is Hiding.SAFE or not results.outcome.choosing:
        return ""
    return f"{outcome_texts.withheld(results.hiding)} {scrutineers(results.round)}"


def _names(results: Results, measure: Measure) -> outcome_texts.Names:
    return lambda songs: song_names((results.songs[song] for song in songs), measure)


def _seat_lines(results: Results, measure: Measure, depth: Depth) -> str:
    return "\n".join(_seat_line(results, seat, measure, depth) for seat in results.outcome.seats)


def _seat_line(results: Results, seat: Seat, measure: Measure, depth: Depth) -> str:
    song, outcome = results.songs[seat.song], results.outcome
    artist = texts.safe(song.artist, measure.artist, links=False)
    title = linked_title(song, measure)
    reason = outcome_texts.reason(outcome, seat.decided_by)
    name = f"{title} {texts.DASH} {artist}" if artist else title
    counted = outcome_texts.figures_text(outcome, seat.figures)
    line = f"{seat.rank}\\. {name}: {counted + '; ' if counted else ''}{reason}"
    return line + said_lines(results, song, depth)


def _section(head: str, lines: Sequence[str], measure: Measure) -> str:
    """Return as many lines as there is room for, under a heading."""
    if not lines:
        return ""
    shown = list(lines[: measure.steps])
    if len(shown) < len(lines):
        shown.append(f"and {len(lines) - len(shown)} more; a recount of the record tells all")
    return "\n".join((f"**{head}**", *(f"- {line}" for line in shown)))


def _runners_up(results: Results, names: outcome_texts.Names) -> str:
    if not results.outcome.runners_up:
        return ""
    songs = names(results.outcome.runners_up)
    return f"**Runners-up**, in the order they would step in: {songs}"


def playlist_line(results: Results, measure: Measure = _FULL) -> str:
    """Return the state of the shared playlist in one line."""
    link = ""
    if results.playlist_url.startswith("https://open.spotify.com/"):
        link = f" [Listen to it]({results.playlist_url})"
    match results.playlist_state:
        case "synced":
            return f"{_playlist_contents(results, measure)}{link}"
        case "waiting":
            return f"The playlist is syncing.{link}"
        case "goes_on":
            return "These songs move on to the next vote of the plan."
        case "gone":
            return (
                "The songs are in no playlist: the shared one was deleted in Spotify. Its owner can"
                " recover it there, or the showrunner links another with `/playlist link`."
            )
        case "off":
            return "No shared playlist: Spotify is not set up here."
        case _:
            return f"The playlist couldn't be synced; `/room status` says why.{link}"


def _none_in(results: Results) -> str:
    """Return that no song got in; empty if one did."""
    if results.outcome.seats:
        return ""
    return "No song got in." if results.outcome.choosing else "No song got a vote, so none got in."


def _end_of_plan(results: Results) -> str:
    """Return that a plan ends with this vote; empty if none does."""
    if not results.ends_plan:
        return ""
    ends = "Too few songs are left for the next vote of the plan, so the plan ends here."
    if results.outcome.seats:
        return ends
    return f"{ends} The shortlist is as it was; the showrunner can use `/round schedule` again."


def _playlist_contents(results: Results, measure: Measure) -> str:
    seated, missing = len(results.outcome.seats), results.playlist_missing
    if not seated:
        return "The board and the playlist stay as they were."
    if not missing:
        return _FEW_SONGS.get(seated) or f"The playlist holds all {_NUMBERS.get(seated, seated)}."
    by_hand = {song.title for song in results.songs.values() if not song.recording.uri}
    reasons = [
        f"{texts.safe(title, measure.title, links=False)}"
        f" ({'entered by hand' if title in by_hand else 'removed, or gone from Spotify'})"
        for title in missing[: measure.names]
    ]
    if len(missing) > len(reasons):
        reasons.append(f"{len(missing) - len(reasons)} more")
    return (
        f"The playlist holds {seated - len(missing)} of {seated}. Not in it:"
        f" {texts.listed(reasons)}."
    )
