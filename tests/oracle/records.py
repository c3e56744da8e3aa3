"""A round as a record file, so that `python -m bot recount` can show how we count it."""

from bot.domain.counting import Profile
from bot.domain.counting.record import ListedSong, Record, build, to_bytes


def record_file(profile: Profile) -> str:
    """Return the file's text; its limits are as wide as any of the ballots may need."""
    return to_bytes(
        build(
            Record(
                episode="oracle",
                method=profile.method,
                seats=profile.seats,
                limits={
                    "max_picks": len(profile.songs),
                    "max_stars": len(profile.songs),
                    "budget": 100,
                    "per_song": 100,
                },
                seed=profile.seed,
                songs=tuple(ListedSong(song, f"Song {song}", "") for song in profile.songs),
                ballots={f"{n:08X}": ballot for n, ballot in enumerate(profile.ballots, start=1)},
                pinned=profile.pinned,
                vetoed=dict.fromkeys(profile.vetoed, "drawn at random"),
                casting=profile.casting,
            )
        )
    ).decode()
