"""The words of a letter that asks for the rights to a song, for a word processor and as text.

All text that people typed is cleaned here. What nobody has written is a blank, which says what is
to be written there.
"""

from collections.abc import Iterator
from enum import Enum, auto

from msgspec import Struct

from bot.domain.lengths import write_duration
from bot.domain.rights import WHOLE, Beside, Letter, Side, write_money, write_share
from bot.domain.time_texts import write_day
from bot.domain.typed_text import one_line, paragraphs

NO_TITLE = "(no title)"
_WOVEN = {
    Beside.NOTHING: "",
    Beside.BEFORE: "another recording, which comes in on this one",
    Beside.AFTER: "another recording, on which this one comes in",
}
"""What a holder has to know of a use in which two recordings meet: part of what is licensed."""
_TOLD_MAX = 12
"""How many writers' words a letter has; whoever reads it would not read more."""


class Kind(Enum):
    """What a block of a letter is; each is a paragraph, but for the facts, which are a table."""

    LINES = auto()
    """Lines that belong together, such as an address."""
    SUBJECT = auto()
    TEXT = auto()
    HEADING = auto()
    QUOTE = auto()
    """Somebody's words, set apart from the letter's."""
    FACTS = auto()
    """A label and what it is, line by line."""


class Span(Struct, frozen=True):
    """A piece of a line; a blank is still to be written."""

    text: str
    blank: bool = False


Line = tuple[Span, ...]


class Block(Struct, frozen=True):
    """A block of a letter. `labels` are those of facts, one a line."""

    kind: Kind
    lines: tuple[Line, ...]
    labels: tuple[str, ...] = ()


def subject(letter: Letter) -> str:
    """Return what a letter is about: `Request to use “Blue” in The Room`."""
    return f"Request to use “{title(letter)}” in {one_line(letter.show)}"


def title(letter: Letter) -> str:
    """Return the title of the song; never empty."""
    return one_line(letter.song.title) or NO_TITLE


def asked_for(letter: Letter) -> str:
    """Return what a letter asks for, in a few words: `song, 33.33%`."""
    return "; ".join(
        one.side.value + (f", {write_share(one.share)}" if one.share is not None else "")
        for one in letter.holders
    )


def blocks(letter: Letter) -> tuple[Block, ...]:
    """Return a letter, block by block."""
    return (
        *_head(letter),
        *_why(letter),
        *_scene(letter),
        *_request(letter),
        *_answer(letter),
        _block(Kind.LINES, *_signature(letter)),
    )


def blanks(letter: Letter) -> tuple[str, ...]:
    """Return what is still to be written, in order."""
    return tuple(
        span.text for block in blocks(letter) for line in block.lines for span in line if span.blank
    )


def _blank(what: str) -> Span:
    return Span(f"[{what}]", blank=True)


def _said(text: str, otherwise: str) -> Span:
    """Return what somebody typed, or a blank for it."""
    tidy = one_line(text)
    return Span(tidy) if tidy else _blank(otherwise)


def _block(kind: Kind, *lines: Line | Span | str) -> Block:
    return Block(kind, tuple(_line(one) for one in lines))


def _line(line: Line | Span | str) -> Line:
    if isinstance(line, str):
        return (Span(line),)
    return (line,) if isinstance(line, Span) else line


def _head(letter: Letter) -> Iterator[Block]:
    name = one_line(letter.name)
    yield _block(Kind.LINES, write_day(letter.made_at, letter.timezone))
    yield _block(
        Kind.LINES,
        name,
        _said(letter.contact, "Add where to send this letter"),
    )
    yield _block(Kind.SUBJECT, subject(letter))
    yield _block(Kind.TEXT, f"Dear {name},")
    asking: Line = (
        Span(
            f"We are writing to ask for your permission to use {_work(letter)}. It would be heard"
            f" in {_episode(letter)} of {one_line(letter.show)}, a production of "
        ),
        _said(letter.terms.company, "your production company"),
        Span(", and we would like to tell you why it has to be this song."),
    )
    yield _block(Kind.TEXT, asking)


def _work(letter: Letter) -> str:
    artists = one_line(", ".join(letter.song.artists))
    if letter.sides == (Side.SONG,):
        by = f" in the recording by {artists}" if artists else ""
        return f"the song “{title(letter)}”{by}"
    what = "the recording" if letter.sides == (Side.RECORDING,) else "the song and the recording"
    return f"{what} of “{title(letter)}”" + (f" by {artists}" if artists else "")


def _episode(letter: Letter) -> str:
    name = one_line(letter.title)
    return f"episode {one_line(letter.number)}" + (f" (“{name}”)" if name else "")


def _why(letter: Letter) -> Iterator[Block]:
    yield _block(Kind.HEADING, "Why this song")
    told = [one for one in map(paragraphs, letter.why.tells) if one]
    if told:
        opening = "Here is what this song tells the writers of our show, in their words:"
        yield _block(Kind.TEXT, opening)
        for one in told[:_TOLD_MAX]:
            first, *rest = one.split("\n")
            lines = [f"“{first}", *rest]
            yield _block(Kind.QUOTE, *lines[:-1], f"{lines[-1]}”")
        if len(told) > _TOLD_MAX:
            more = f"{len(told) - _TOLD_MAX} more notes on this song: choose the words to keep"
            yield _block(Kind.TEXT, _blank(more))
    else:
        yield _block(
            Kind.TEXT, _blank("Write here why it has to be this song: what it tells your story")
        )
    if character := one_line(letter.why.character):
        yield _block(Kind.TEXT, f"In our story, this song belongs to {character}.")
    if lost := one_line(letter.why.lost_without):
        yield _block(Kind.TEXT, "And this is what the episode would lose without it:")
        yield _block(Kind.QUOTE, lost)
    else:
        yield _block(Kind.TEXT, _blank("Write here what the episode would lose without it"))


def _scene(letter: Letter) -> Iterator[Block]:
    yield _block(Kind.HEADING, "The scene")
    yield _block(Kind.TEXT, "This is where the song would play:")
    yield _block(Kind.QUOTE, _said(letter.why.beat, "Describe the scene"))
    yield _block(Kind.TEXT, _blank("Script pages: put the pages of the scene here, or attach them"))


def _request(letter: Letter) -> Iterator[Block]:
    yield _block(Kind.HEADING, "What we are asking for")
    facts = [(label, span) for label, span in _facts(letter) if span.text]
    yield Block(
        Kind.FACTS,
        tuple((span,) for _, span in facts),
        tuple(label for label, _ in facts),
    )
    if len(letter.sides) == 1:
        other = "song itself" if letter.sides == (Side.RECORDING,) else "recording"
        yield _block(Kind.TEXT, f"We are asking for the {other} separately.")


def _facts(letter: Letter) -> Iterator[tuple[str, Span]]:
    """Yield the facts in order, a label and what it is; what may be left out may be empty."""
    song, terms = letter.song, letter.terms
    yield "Rights", Span(" ".join(_rights(letter)))
    yield "Title", Span(f"“{title(letter)}”")
    yield "Recorded by", _said(", ".join(song.artists), "Add the artists")
    yield "Written by", _said(letter.writers, "Add the writers")
    yield "Album", Span(one_line(song.album))
    yield "Label", _said(letter.label, "Add the label")
    yield "Year", Span(str(letter.year or song.year or ""))
    yield "ISRC", Span(one_line(song.isrc))
    yield "Length", Span(write_duration(song.duration_ms))
    yield "Production", Span(f"{one_line(letter.show)}, {_episode(letter)}")
    yield "Type", _said(terms.production, "Add what kind of production it is")
    yield "Produced by", _said(terms.company, "Add your production company")
    yield "Use", _said(terms.use, "Add how the song is heard: featured, in the background, sung")
    yield "Heard with", Span(_WOVEN[letter.why.beside])
    length = f"up to {terms.seconds} seconds" if terms.seconds else ""
    yield "Length of the use", _said(length, "Add how many seconds are heard")
    yield "Shooting", Span(one_line(terms.shooting))
    yield "Airing", Span(one_line(terms.airing))
    yield "Media", _said(terms.media, "Add the media")
    yield "Territory", _said(terms.territory, "Add the territory")
    yield "Term", _said(terms.term, "Add the term")
    yield "Options", Span(one_line(terms.options))
    yield "We offer", Span("; ".join(_offers(letter)))


def _rights(letter: Letter) -> Iterator[str]:
    """Yield what is asked for, a sentence a side."""
    names = {Side.RECORDING: "The recording (the master)", Side.SONG: "The song (the composition)"}
    for one in letter.holders:
        share = "" if one.share in (None, WHOLE) else f", your share of {write_share(one.share)}"
        yield f"{names[one.side]}{share}."


def _offers(letter: Letter) -> Iterator[str]:
    for one, offer in zip(letter.holders, letter.offers, strict=True):
        if offer is not None:
            side = f" for the {one.side.value}" if len(letter.holders) > 1 else ""
            yield f"{write_money(offer)}{side}"


def _answer(letter: Letter) -> Iterator[Block]:
    yield _block(Kind.HEADING, "Your answer")
    longer = "If you need more time, please tell us when we can expect to hear from you."
    if letter.answer_by is None:
        by: Line = (_blank("Say until when an answer would help"), Span(f" {longer}"))
    else:
        day = write_day(letter.answer_by, letter.timezone)
        by = (Span(f"An answer by {day} would help us a great deal. {longer}"),)
    yield _block(Kind.TEXT, by)
    yield _block(
        Kind.TEXT,
        "If anything would help you decide, such as more pages, a rough cut, or a conversation, we"
        " would be glad to send it or to talk.",
    )
    yield _block(
        Kind.TEXT,
        "This letter is a request. Nothing is agreed until we have both signed a license.",
    )
    yield _block(Kind.TEXT, "With our thanks,")


def _signature(letter: Letter) -> Iterator[Span]:
    signer = paragraphs(letter.terms.signer)
    for line in signer.split("\n"):
        yield _said(line, "Add who signs, and how to reach them")
    if company := one_line(letter.terms.company):
        yield Span(company)
