"""Parse times in words, such as `fri 17:00`, in the room's time zone.

A phrase is parsed by strict rules: a length of time from now, or a day and a time of day, each in a
known form. Anything else is refused, not guessed, and what may mean several times is asked about,
naming them. The result depends on the phrase, the current time and the room's time zone only, not
on the host's time zone or language.
"""

from collections.abc import Sequence

from typing_extensions import override

from bot.domain.when import Instant
from bot.services.ports.world import Words


class TimesInWords(Words):
    """Parses times with `bot.words.reading`, which is loaded with the first of them."""

    @override
    async def read(self, words: str, now: float, timezone: str) -> Instant:
        from bot.words.reading import read_words  # noqa: PLC0415 - dozens of patterns

        return read_words(words, now, timezone)

    @override
    def split(self, words: str, now: float, timezone: str) -> Sequence[str]:
        from bot.words.reading import split_times  # noqa: PLC0415 - dozens of patterns

        return split_times(words, now, timezone)

    @override
    def with_hour_of(
        self, words: str, others: Sequence[str], now: float, timezone: str
    ) -> str | None:
        from bot.words.reading import with_hour_of  # noqa: PLC0415 - dozens of patterns

        return with_hour_of(words, others, now, timezone)
