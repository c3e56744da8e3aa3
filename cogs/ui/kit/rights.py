"""What everybody may read of the rights to songs, wherever songs are listed: no names or fees."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from bot.domain.model import Episode, Song
from bot.domain.rights import Known, Rights, Side, Standing, standing
from bot.domain.rights.words import for_episodes
from bot.domain.time_texts import write_day, write_month
from bot.services.ports.read_models import (
    BoardView,
    LonglistView,
    RoundView,
    ShortlistView,
    VotePreview,
)
from cogs.ui.kit import texts
from cogs.ui.kit.song_lists import Measure, song_names

_View = LonglistView | ShortlistView | RoundView | VotePreview | BoardView


class SongsRights(Struct, frozen=True):
    """What is said of the rights to the songs on a list of an episode, which goes without saying.

    `timezone` is the room's IANA name.
    """

    rights: Rights
    episode: Episode
    timezone: str

    @classmethod
    def of(cls, view: _View) -> "SongsRights":
        """Return what is said of the rights to the songs of a view."""
        return cls(view.rights, view.episode, view.room.timezone)

    def words(self, song: Song) -> str:
        """Return where the rights to a song stand in a few plain words; empty for nothing known."""
        return self._words(song, lambda at: write_day(at, self.timezone), _plain)

    def facts(self, song: Song) -> str:
        """Return the same for the line of a song: escaped, with a date in each reader's own way."""
        return self._words(song, lambda at: f"<t:{at}:D>", texts.episode_number)

    def brief(self, song: Song) -> str:
        """Return the same in a few words: no dates, and not which side is cleared."""
        found = standing(self.rights, song, self.episode.id)
        if found is None:
            return ""
        numbers = [texts.episode_number(one) for one in found.elsewhere]
        return f"{_SAID[found.known].removesuffix(': ')}{for_episodes(numbers)}"

    def refusal_lines(self, songs: Iterable[Song], measure: Measure, then: str = "") -> list[str]:
        """Return a line that names the songs whose rights were denied; none where there are none.

        Args:
            songs: The songs.
            measure: How much is said of each.
            then: What can be done about it.
        """
        by_words: dict[str, list[Song]] = {}
        for song in songs:
            found = standing(self.rights, song, self.episode.id)
            if found is not None and found.known is Known.DENIED:
                words = self._when_and_for(found, texts.episode_number)
                by_words.setdefault(words, []).append(song)
        if not by_words:
            return []
        told = "; ".join(f"{song_names(by_words[words], measure)}{words}" for words in by_words)
        return [f"Rights denied: {told}.{f' {then}' if then else ''}"]

    def _words(self, song: Song, day: Callable[[int], str], number: Callable[[str], str]) -> str:
        found = standing(self.rights, song, self.episode.id)
        if found is None:
            return ""
        if found.known is Known.DENIED:
            return f"{_SAID[Known.DENIED]}{self._when_and_for(found, number)}"
        said = f"{_SAID[found.known]}{_SIDES.get(found.side, '')}"
        said += for_episodes([number(one) for one in found.elsewhere])
        return said if found.answer_by is None else f"{said}; answer by {day(found.answer_by)}"

    def _when_and_for(self, denied: Standing, number: Callable[[str], str]) -> str:
        when = f" in {write_month(denied.at, self.timezone)}"
        if denied.episode_id in (None, self.episode.id):
            return when
        return f"{when} for episode {number(denied.number)}"


_SAID = {
    Known.DENIED: "rights denied",
    Known.CLEARED: "rights cleared",
    Known.HALF: "rights half cleared: ",
    Known.ASKED: "rights asked for",
    Known.QUOTED: "rights quoted, not cleared",
    Known.PARTLY: "rights partly cleared",
    Known.PENDING: "rights pending",
}
_SIDES: dict[Side | None, str] = {Side.RECORDING: "recording only", Side.SONG: "song only"}


def _plain(number: str) -> str:
    return texts.cut(texts.clean(number), texts.NUMBER_MAX)
