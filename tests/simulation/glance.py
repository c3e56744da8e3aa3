"""What the rights to a song come to, worked out from every step there is: the product's own rules.

It goes through the whole log of a room, song by song, and knows nothing of how the bot looks it up.
"""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.simulation.stage import Stage

RECORDING, SONG = "recording", "song"
TO_CLEAR, PENDING, CLEARED, DENIED = "to_clear", "pending", "cleared", "denied"
FULL = 10_000
"""All shares of a side, in hundredths of a percent."""


def _code(song: Any) -> tuple[str, str]:
    return song["isrc_key"], song["title"].casefold()


class Glance:
    """What a room knows of its songs' rights.

    Args:
        stage: The stage.
        room_id: The room's id in the database.
    """

    def __init__(self, stage: "Stage", room_id: int) -> None:
        rows = stage.world.rows
        self.songs = {one["id"]: one for one in rows("SELECT * FROM songs")}
        held = rows("SELECT * FROM rights_holders WHERE room_id = ?", room_id)
        self.holders = {one["id"]: one for one in held}
        self.log: dict[int, list[Any]] = defaultdict(list)
        for step in rows("SELECT * FROM rights_steps WHERE room_id = ? ORDER BY id", room_id):
            self.log[step["song_id"]].append(step)

    def of(self, song_id: int) -> str:
        """Return where the rights to a song stand."""
        stands: dict[int, Any] = {}
        words: dict[str, dict[int, bool]] = {RECORDING: {}, SONG: {}}
        whole = None
        for step in self._steps(song_id):
            if step["holder_id"] is not None:
                stands[step["holder_id"]] = step
            elif step["side"]:
                words[step["side"]][step["song_id"]] = step["status"] == "whole"
            else:
                whole = step
        since = 0 if whole is None else whole["id"]
        heard = [one for one in stands.values() if one["status"] != "to_ask" and one["id"] > since]
        if whole is not None and not heard:
            return str(whole["status"])
        sides = [self._side(name, stands, any(said.values())) for name, said in words.items()]
        if DENIED in sides:
            return DENIED
        if sides == [CLEARED, CLEARED]:
            return CLEARED
        return TO_CLEAR if sides == [TO_CLEAR, TO_CLEAR] else PENDING

    def _steps(self, song_id: int) -> list[Any]:
        steps = [one for other in self._alike(song_id) for one in self.log[other]]
        return sorted(steps, key=lambda one: int(one["id"]))

    def _alike(self, song_id: int) -> Iterator[int]:
        """Yield the songs with something on file that are the same recording."""
        mine = self.songs[song_id]
        for other in list(self.log):
            one = self.songs[other]
            same = mine["recording_key"] == one["recording_key"]
            coded = mine["isrc_key"] and one["isrc_key"]
            if (
                other == song_id
                or (mine["uri"] and mine["uri"] in (one["uri"], one["told_uri"]))
                or (mine["told_uri"] and mine["told_uri"] == one["uri"])
                or (same and not coded)
                or (coded and _code(mine) == _code(one))
            ):
                yield other

    def _side(self, name: str, stands: dict[int, Any], said_whole: bool) -> str:
        mine = [one for one in stands if self.holders[one]["side"] == name]
        stages = [stands[one]["status"] for one in mine]
        if "refused" in stages:
            return DENIED
        if not any(one != "to_ask" for one in stages):
            return TO_CLEAR
        shares = [self.holders[one]["share"] for one in mine]
        if said_whole:
            full = True
        elif any(shares):
            full = all(shares) and sum(shares) == FULL
        else:
            full = name == RECORDING
        return CLEARED if full and set(stages) == {"cleared"} else PENDING

    def costs(self, song_ids: list[int], currency: str) -> int:
        """Return what songs cost together in one currency, in minor units."""
        usable = [one for one in song_ids if self.of(one) != DENIED]
        return sum(cost for one in usable for cost in self._costs(one, currency))

    def _costs(self, song_id: int, currency: str) -> Iterator[int]:
        """Yield what each holder of a song costs: their quote, or what the best-paid gets."""
        latest = {one["holder_id"]: one for one in self._steps(song_id) if one["holder_id"]}
        sides = [self.holders[one]["side"] for one in latest]
        rates: dict[str, Fraction] = {}
        quoted: list[tuple[int, Any]] = []
        for holder, step in latest.items():
            if step["status"] not in ("quoted", "cleared"):
                continue
            kept = self.holders[holder]
            part = int(kept["share"] or (FULL if sides.count(kept["side"]) == 1 else 0))
            quoted.append((part if kept["most_favored"] else 0, step))
            if part and step["fee"] is not None:
                rate = Fraction(step["fee"], part)
                rates[step["currency"]] = max(rate, rates.get(step["currency"], rate))
        for favored, step in quoted:
            if step["fee"] is not None:
                if step["currency"] == currency:
                    yield ceil(rates[currency] * favored) if favored else step["fee"]
            elif favored and list(rates) == [currency]:
                yield ceil(rates[currency] * favored)
