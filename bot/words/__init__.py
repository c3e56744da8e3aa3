"""Parse times in words, such as `fri 17:00`, in the room's time zone.

A phrase is parsed by strict rules: a length of time from now, or a day and a time of day, each in a
known form. Anything else is refused, not guessed, and what may mean several times is asked about,
naming them. The result depends on the phrase, the current time and the room's time zone only, not
on the host's time zone or language.
"""

from bot.words.reading import TimesInWords, read_words, split_times

__all__ = ["TimesInWords", "read_words", "split_times"]
