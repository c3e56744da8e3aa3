"""Results of a round, as long and as odd as a test wants them."""

import io
from collections.abc import Mapping, Sequence

from hypothesis import HealthCheck, settings
from PIL import Image

from bot.domain.counting import Outcome, Seat, Tally
from bot.domain.counting.outcome import Figures
from bot.domain.model import (
    Candidate,
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    Recording,
    Room,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    Song,
    SongId,
    UserId,
)
from bot.services.ports.read_models import Results
from cogs.ui.rounds.results_image import results_picture

WIDTH = 800
RANDOM = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def approvals(picks: int, stars: int = 1) -> Figures:
    return (("approvals", picks), ("stars", stars))


def closed_round(songs: Sequence[Song], seats: int) -> Round:
    return Round(
        id=RoundId(1),
        episode_id=EpisodeId(1),
        room_id=RoomId(1),
        state=RoundState.CLOSED,
        rules=Rules(seats=seats),
        opens_at=0,
        closes_at=0,
        closes_wall="",
        timezone="UTC",
        candidates=tuple(Candidate(song, UserId(1), "") for song in songs),
        scheduled_by=UserId(1),
    )


def results(
    titles: Sequence[str],
    seats: int,
    *,
    artist: str = "Artist",
    counted: Sequence[Figures] | None = None,
    reasons: Sequence[str] = (),
    method: str = "approval",
    cover: str = "",
) -> Results:
    """Return a round in which the first songs are seated and the others follow in order."""
    songs = [
        Song(SongId(n), Recording(title, (artist,) if artist else (), cover_url=cover))
        for n, title in enumerate(titles, 1)
    ]
    if counted is None:
        counted = [approvals(len(songs) - n) for n in range(len(songs))]
    ids = [f"s{song.id}" for song in songs]
    reasons = [*reasons, *["approvals"] * seats]
    outcome = Outcome(
        method=method,
        seats=tuple(Seat(ids[n], n + 1, reasons[n], counted[n]) for n in range(seats)),
        tied=(),
        open_seats=0,
        empty_seats=0,
        runners_up=tuple(ids[seats:]),
        ballots=11,
        abstentions=1,
        tallies=tuple(Tally(one, figures) for one, figures in zip(ids, counted, strict=True)),
    )
    return Results(
        room=Room(RoomId(1), GuildId(1), ChannelId(1), "The Room", "UTC", UserId(1)),
        episode=Episode(EpisodeId(1), RoomId(1), "104", "Pilot", EpisodeState.ACTIVE, 0),
        round=closed_round(songs, seats),
        outcome=outcome,
        songs=dict(zip(ids, songs, strict=True)),
        record_sha256="",
        playlist_state="off",
    )


async def size(view: Results, covers: Mapping[str, bytes] | None = None) -> tuple[int, int]:
    """Return the width and height of a picture that really is one."""
    picture = Image.open(io.BytesIO(await results_picture(view, covers or {})))
    picture.load()
    return picture.size


async def height(*titles: str, seats: int = 1, artist: str = "Artist") -> int:
    return (await size(results(titles, seats, artist=artist)))[1]


def titles(count: int) -> list[str]:
    return [f"Song {n}" for n in range(1, count + 1)]


LONG = {
    "words": "a song about everything and more " * 10,
    "latin": "Donaudampfschiffahrt" * 15,
    "capitals": "W" * 300,
    "asterisks": "*" * 300,
    "hashes": "#" * 300,
    "brackets": "(" * 300,
    "cyrillic": "Превысокомногорассмотрительствующий" * 9,
    "arabic": "شمس" * 100,
    "hebrew": "ירושלים" * 43,
    "devanagari": "क्षत्रिय" * 37,
    "thai": "แสงสุดท้ายของวัน" * 19,
    "chinese": "月亮代表我的心" * 43,
    "korean": "봄날" * 150,
    "emoji": "🎵" * 300,
    "families": "👩‍👩‍👧‍👦" * 43,
    "accents": "e\u0301\u0302\u0303\u0304\u0305" * 50,
}
