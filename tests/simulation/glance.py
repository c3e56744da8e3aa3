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

    def of(self, song_id: int, episode: int) -> str:
        """Return where the rights to a song stand for an episode.

        By the steps about it, or about none. A holder, or the song, of whom these say nothing
        stands as it last did elsewhere; but what was refused elsewhere is still to be asked for.
        """
        logs, words = self._logs(song_id)
        stands, far = self._standing(logs, episode)
        word = self._word(logs, words, episode)
        if word is not None:
            return str(word["status"])
        sides = self._sides(song_id, stands)
        if DENIED in sides:
            return DENIED
        if sides == [CLEARED, CLEARED] and (not far or self._licensed(song_id)):
            return CLEARED
        return TO_CLEAR if sides == [TO_CLEAR, TO_CLEAR] else PENDING

    def _word(self, logs: dict[int, list[Any]], words: list[Any], episode: int) -> Any:
        """Return the word on the song as a whole that counts; None where its holders do."""
        stands, far = self._standing(logs, episode)
        heard = [one for one in stands if stands[one] != "to_ask"]
        near = [one for one in heard if one not in far]
        here = _last(words, episode)
        if here is not None:
            return None if any(_id(logs[one], episode) > here["id"] for one in near) else here
        if near or not words or words[-1]["status"] == DENIED:
            return None
        last = words[-1]
        return None if any(logs[one][-1]["id"] > last["id"] for one in heard) else last

    def _licensed(self, song_id: int) -> bool:
        """Whether a song is cleared for some episode, by steps about that one."""
        logs, words = self._logs(song_id)
        about = {one["episode_id"] for one in [*words, *(x for log in logs.values() for x in log)]}
        for episode in about - {None}:
            stands, far = self._standing(logs, episode)
            word = self._word(logs, words, episode)
            if word is None:
                found = not far and self._sides(song_id, stands) == [CLEARED, CLEARED]
            else:
                found = word["episode_id"] in (None, episode) and word["status"] == CLEARED
            if found:
                return True
        return False

    def _sides(self, song_id: int, stands: dict[int, str]) -> list[str]:
        said = self._said_whole(song_id)
        return [self._side(name, stands, said[name]) for name in (RECORDING, SONG)]

    def _logs(self, song_id: int) -> tuple[dict[int, list[Any]], list[Any]]:
        """Return the steps with each holder of a song, and the words on it as a whole."""
        logs: dict[int, list[Any]] = defaultdict(list)
        words = []
        for step in self._steps(song_id):
            if step["holder_id"] is not None:
                logs[step["holder_id"]].append(step)
            elif not step["side"]:
                words.append(step)
        return logs, words

    def _said_whole(self, song_id: int) -> dict[str, bool]:
        words: dict[str, dict[int, bool]] = {RECORDING: {}, SONG: {}}
        for step in self._steps(song_id):
            if step["side"]:
                words[step["side"]][step["song_id"]] = step["status"] == "whole"
        return {name: any(said.values()) for name, said in words.items()}

    def _standing(
        self, logs: dict[int, list[Any]], episode: int
    ) -> tuple[dict[int, str], set[int]]:
        """Return the stage of each holder for an episode, and of whom it is from elsewhere."""
        stages: dict[int, str] = {}
        far = set()
        for holder, log in logs.items():
            here, last = _last(log, episode), log[-1]
            if here is not None and (here["id"] == last["id"] or here["status"] != "to_ask"):
                stages[holder] = here["status"]
                continue
            stages[holder] = "to_ask" if last["status"] == "refused" else last["status"]
            if stages[holder] != "to_ask":
                far.add(holder)
        return stages, far

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

    def _side(self, name: str, stands: dict[int, str], said_whole: bool) -> str:
        mine = [one for one in stands if self.holders[one]["side"] == name]
        stages = [stands[one] for one in mine]
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

    def costs(self, song_ids: list[int], currency: str, episode: int) -> int:
        """Return what songs cost together in one currency in an episode, in minor units."""
        usable = [one for one in song_ids if self.of(one, episode) != DENIED]
        return sum(cost for one in usable for cost in self._costs(one, currency, episode))

    def _costs(self, song_id: int, currency: str, episode: int) -> Iterator[int]:
        """Yield what each holder of a song costs: their quote, or what the best-paid gets."""
        logs, _ = self._logs(song_id)
        far = self._standing(logs, episode)[1]
        latest = {one: _last(log, episode) for one, log in logs.items()}
        sides = [self.holders[one]["side"] for one in latest]
        rates: dict[str, Fraction] = {}
        quoted: list[tuple[int, Any]] = []
        for holder, step in latest.items():
            if step is None or holder in far or step["status"] not in ("quoted", "cleared"):
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


def _last(log: list[Any], episode: int) -> Any:
    """Return the latest step about an episode, or about none; None if there is none."""
    return next((one for one in reversed(log) if one["episode_id"] in (None, episode)), None)


def _id(log: list[Any], episode: int) -> int:
    return int(_last(log, episode)["id"])
