"""The text that people read for each error. Each text says what to do next."""

import logging
import re
from collections.abc import Callable
from typing import Any

from discord import app_commands

from bot.domain import errors as e
from bot.randomness import Randomness
from cogs.ui.kit import (
    board_error_texts,
    credits_error_texts,
    error_texts,
    input_error_texts,
    permission_error_texts,
    spotify_error_texts,
    surroundings_error_texts,
    texts,
)

log = logging.getLogger(__name__)

_GIVEN_BACK = re.compile(r" (?:You (?:typed|pasted)|The message says): \{given\}$")
"""The sentence that gives back what somebody typed, left out where they typed nothing."""

new_reference = Randomness().reference


def error_text(error: BaseException, draw_reference: Callable[[], str] = new_reference) -> str:
    """Return the text for an error. An unexpected one is logged under a short reference."""
    for kind in type(error).__mro__:
        if kind in _TEXTS:
            return _TEXTS[kind](error)
    return _unexpected(error, draw_reference())


def _unexpected(error: BaseException, reference: str) -> str:
    log.error("unforeseen error %s", reference, exc_info=error, extra={"reference": reference})
    return (
        "Something went wrong on my side. Try again in a minute; if it goes wrong again, give"
        f" whoever hosts this bot the reference `{reference}`."
    )


def _fill(text: str, error: Any) -> str:
    facts = dict(input_error_texts.FACTS)
    for name, value in error.facts.items():
        if isinstance(value, int):
            facts[name] = str(value)
        elif isinstance(value, str) and value.strip():
            facts[name] = texts.quoted(value, 100)
    if not error.given.strip():
        text = _GIVEN_BACK.sub("", text)
    return text.format_map(facts | {"given": texts.quoted(error.given)})


def _not_allowed(error: e.NotAllowed) -> str:
    if error.removed:
        return permission_error_texts.TAKEN_OFF
    if error.clears:
        return permission_error_texts.ONLY_CLEARS
    return permission_error_texts.NOT_ALLOWED.get(error.needs) or permission_error_texts.OTHERWISE


def _not_found(error: e.NotFound) -> str:
    if error.name.strip() and error.what in error_texts.NO_SUCH:
        name, plain = texts.quoted(error.name, 100), texts.safe(error.name, 20)
        return error_texts.NO_SUCH[error.what].format(name=name, plain=plain)
    return error_texts.NOT_FOUND.get(error.what) or error_texts.NOT_FOUND_OTHERWISE


def _several(error: e.SeveralFound) -> str:
    text = error_texts.SEVERAL.get(error.what) or error_texts.SEVERAL_OTHERWISE
    found = texts.listed((texts.safe(one, 100, links=False) for one in error.found), "or")
    said = text.format(name=texts.quoted(error.name, 100), found=found)
    return f"{said} Pick the one you mean from the list while you type."


def _invalid(error: e.InvalidInput) -> str:
    text = (
        input_error_texts.INVALID.get(error.what)
        or "That can't be used here. Change it and try again: {given}"
    )
    return _fill(text, error)


def _duplicate(error: e.DuplicateProposal) -> str:
    title = texts.quoted(error.title, 100)
    if error.yours:
        return (
            f"You have proposed {title} for this episode already. To add what it tells us, use"
            " `/song note`."
        )
    first = f", proposed first by {texts.person(error.proposer_id)}" if error.proposer_id else ""
    return (
        f"{title} is on this episode's longlist already{first}. You can second it: press Second"
        " below."
    )


def _illegal(error: e.IllegalMove) -> str:
    state = error_texts.STATES.get(error.state) or "in another state"
    refused = error_texts.MOVES.get(error.move) or f"it can't {error.move} now"
    possible = [verb for verb in error.possible if verb in error_texts.COMMANDS]
    fact = f"The vote is {state}, so {refused}."
    if (error.move, error.state) in error_texts.ALREADY:
        fact = f"It's already {state}."
    if not possible:
        return f"{fact} See `/round {'results' if error.state == 'closed' else 'status'}`."
    ways = texts.listed((f"`/round {verb}`" for verb in possible), "or")
    return f"{fact} What you can do: {ways}."


def _closed(error: e.RoundClosed) -> str:
    text = error_texts.CLOSED.get(error.state) or error_texts.CLOSED_OTHERWISE
    return text.format(episode=texts.safe(error.episode, 20), until=texts.instant(error.until))


def _live(error: e.RoundLive) -> str:
    state = error_texts.STATES.get(error.state) or "under way"
    ways = "let it finish, or use `/round close` or `/round cancel`"
    if error.state == "closing":
        ways = "wait until it's counted, or take the close back with `/round resume`"
    if error.state == "casting":
        ways = "break the tie with `/round cast`, or use `/round close` or `/round cancel`"
    return f"Episode {texts.safe(error.episode, 20)} has a vote, and it's {state}. First {ways}."


def _replaced(error: e.RoundReplaced) -> str:
    text = error_texts.WITHDRAWN if error.withdrawn else error_texts.REPLACED
    song = texts.quoted(error.withdrawn, 80)
    return text.format(episode=texts.safe(error.episode, 20), song=song)


def _too_small(error: e.RoundTooSmall) -> str:
    has = f"The shortlist has {texts.count(error.candidates, 'song')}"
    if error.candidates > 25:
        return f"{has}, and a vote holds at most 25. Take some off with `/shortlist pick`."
    if error.candidates < 2:
        return (
            f"{has}, and it takes at least 2. Add more with `/shortlist pick` or `/shortlist fill`."
        )
    return (
        f"{has} for {texts.count(error.seats, 'seat')}. A vote needs more songs than seats: add"
        " some with `/shortlist pick`, or choose fewer seats."
    )


def _time(error: e.NeedsTime) -> str:
    text = error_texts.TIME.get(error.why) or error_texts.TIME["unreadable"]
    options = texts.listed(map(texts.instant, error.options), "or")
    asked = error.options and error.why != "two_ways"
    hint = " Give the date and the time you mean." if asked else ""
    if error.written:
        hint = f" Type {texts.listed((f'`{one}`' for one in error.written), 'or')}."
    return text.format(given=texts.quoted(error.given, 100), options=options or "another") + hint


def _ballot(error: e.InvalidBallot) -> str:
    text = error_texts.BALLOT.get(error.rule) or "That ballot can't be counted. Press Vote again."
    return text.format(limit=error.limit)


def _ruling(error: e.InvalidRuling) -> str:
    text = (
        error_texts.RULING.get(error.rule)
        or "That can't be done with {title}. See `/round status`."
    )
    title = texts.quoted(error.title, 100) if error.title.strip() else "That song"
    return text.format(title=title, limit=error.limit)


def _casting(error: e.InvalidCasting) -> str:
    seats = texts.count(error.seats, "seat")
    return (
        f"{error.tied} songs are tied for {seats}: choose exactly {error.seats} of them, each once."
        " `/round cast` opens a fresh screen."
    )


def _board(error: e.BoardChanged) -> str:
    lines = [
        f"\u2022 {board_error_texts.FIELDS.get(name, name)}: "
        f"{texts.quoted(now, 300) if now else 'nothing'}"
        for name, now in error.now
    ]
    head = "Somebody else changed this song while you had it open, so this isn't saved: it now says"
    return "\n".join((head, *lines))


def _slips(error: e.EntrySlips) -> str:
    why = (_slip(slip) for slip in error.slips)
    return "\n".join((*why, "Everything else is saved. Press *Edit again* to put this right."))


def _slip(slip: e.RuleError) -> str:
    if isinstance(slip, e.NotFound) and slip.what == "character":
        return error_texts.CHARACTER_SLIP.format(name=texts.quoted(slip.name, 100))
    return error_text(slip)


def _record(error: e.BadRecord) -> str:
    fault = f"At {texts.safe(error.where, 200)}: {texts.safe(error.rule, 500)}"
    return f"This record can't be counted. {fault}. Get a new copy and try again."


def _config(error: e.ConfigError) -> str:
    faults = "; ".join(texts.safe(fault, 300) for fault in error.faults)
    return f"I'm not set up completely. Tell whoever hosts this bot: {faults}"


def _always(text: str) -> Callable[[Any], str]:
    return lambda _error: text


_command_changed = _always("This command has just changed. Wait a minute, then type it again.")


_TEXTS: dict[type, Callable[[Any], str]] = {
    **spotify_error_texts.TEXTS,
    **credits_error_texts.TEXTS,
    **surroundings_error_texts.TEXTS,
    e.NotAllowed: _not_allowed,
    e.NotFound: _not_found,
    e.SeveralFound: _several,
    e.InvalidInput: _invalid,
    e.DuplicateCharacter: lambda error: (
        f"There's already a character called {texts.quoted(error.name, 80)}. See them with"
        " `/character show`, or give the new one another name."
    ),
    e.DuplicateEpisode: lambda error: (
        f"There's already an episode {texts.safe(error.number, 20)} in this room. See it with"
        " `/episode show`, or choose another number."
    ),
    e.EpisodeLocked: lambda error: (
        f"Episode {texts.safe(error.number, 20)} is locked, so it can't be changed. The"
        " showrunner can unlock it with `/board lock` and `undo`; name another episode, or start"
        " one with `/episode create`."
    ),
    e.EpisodeArchived: lambda error: (
        f"Episode {texts.safe(error.number, 20)} is archived, so it can't be changed. The"
        " showrunner can bring it back with `/episode archive` and `undo`; or name another episode."
    ),
    e.DuplicateProposal: _duplicate,
    e.SongFrozen: lambda error: (
        f"{texts.quoted(error.title, 100)} is in a vote that hasn't closed, so it can't be"
        " withdrawn now. Wait for the vote to close, or ask the showrunner to cancel it."
    ),
    e.IllegalMove: _illegal,
    e.RoundClosed: _closed,
    e.RoundMoved: _always(
        "The vote has changed since you were asked. Look at `/round status`, then do it again."
    ),
    e.RoundReplaced: _replaced,
    e.RoundLive: _live,
    e.RoundTooSmall: _too_small,
    e.InvalidBallot: _ballot,
    e.InvalidRuling: _ruling,
    e.InvalidCasting: _casting,
    e.BoardChanged: _board,
    e.EntrySlips: _slips,
    e.CannotForget: lambda error: error_texts.FORGET.get(error.why) or error_texts.FORGET["vote"],
    e.BadRecord: _record,
    e.NeedsTime: _time,
    e.DiscordBusy: _always("Discord asks me to slow down. Try again in a minute."),
    e.DiscordRefused: lambda error: (
        f"Discord refuses that, with its error {error.code or error.status}. Try again later; if"
        " that doesn't help, tell whoever hosts this bot."
    ),
    e.BlockedByAutoMod: _always(
        "This server's AutoMod blocks that. Ask a server admin to exempt my role in *Server"
        " Settings*, *AutoMod*."
    ),
    e.DirectMessagesClosed: _always(
        "They have direct messages from me turned off. Ask them to allow them in this server's"
        " *Privacy Settings*."
    ),
    e.Lapsed: _always("That's no longer needed. See `/room status` for what's going on."),
    e.DiscordUnavailable: _always("Discord is having trouble. Try again in a minute."),
    e.StorageError: _always(
        "That couldn't be saved, so nothing has changed. Try again in a minute; if it goes wrong"
        " again, tell whoever hosts this bot."
    ),
    e.DatabaseGone: _always(error_texts.DATABASE_GONE),
    e.Restarting: _always(error_texts.RESTARTING),
    e.WrongKey: _always(
        "What I keep encrypted can't be opened anymore. Tell whoever hosts this bot; you can go on"
        " by entering songs by hand."
    ),
    e.ConfigError: _config,
    e.Redelivered: _always(error_texts.INTERRUPTED),
    e.CameLate: _always(error_texts.CAME_LATE),
    app_commands.CommandSignatureMismatch: _command_changed,
    app_commands.CommandNotFound: _command_changed,
}
