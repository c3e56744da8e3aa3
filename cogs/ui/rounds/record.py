"""The message with the record of a round: its files, and how to count it again."""

import io

import discord
from discord import ui

from bot import installation
from bot.domain.counting import outcome_texts
from bot.domain.counting.record import to_bytes
from bot.domain.model import Round
from bot.services.ports.read_models import RecordView
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.rounds.recount import RecountButton


def altered(round_: Round) -> str:
    """Return the warning that a round's ballots differ from those at its close."""
    return (
        "The ballots kept here no longer match the record made at the close, hash"
        f" `{texts.cut(round_.record_sha256, 64)}`; whoever hosts this bot should be asked."
    )


def record_message(view: RecordView) -> tuple[ui.LayoutView, list[discord.File]]:
    """Return the message with the record, and its files."""
    if view.document is None:
        return _withheld(view), []
    from bot.export.tables import ballots_csv

    name = f"record-{texts.file_word(view.episode.number)}"
    files = [
        discord.File(io.BytesIO(to_bytes(view.document)), f"{name}.json"),
        discord.File(io.BytesIO(ballots_csv(view.document)), f"{name}.csv"),
    ]
    text = (
        f"**The record of the vote for {texts.episode_name(view.episode)}**:"
        f" {outcome_texts.turnout(view.outcome)}, each under its receipt, without names or times."
        " Look for your receipt; `/vote` shows it. The second file is the same as a table."
        f"\nTo count it again: `{installation.program()} recount {name}.json`"
        f"\n{_hash(view)}"
    )
    if view.altered:
        text = f"{altered(view.round)}\n{text}"
    enclosed = [ui.File[ui.LayoutView](f"attachment://{file.filename}") for file in files]
    buttons = [row(RecountButton.make(view.round.id))] if view.scrutineer else []
    return layout(text, *enclosed, *buttons), files


def _withheld(view: RecordView) -> ui.LayoutView:
    name, turnout = texts.episode_name(view.episode), outcome_texts.turnout(view.outcome)
    lines = (
        f"**The vote for {name}**: {turnout}.",
        altered(view.round) if view.altered else "",
        f"{outcome_texts.withheld(view.hiding)} {scrutineers(view.round)}"
        if view.outcome.choosing
        else "No ballot chooses songs, so there's nothing to count again.",
        _hash(view),
    )
    return layout("\n".join(line for line in lines if line))


def scrutineers(round_: Round) -> str:
    """Return who can count a vote again whose record is not shown."""
    people = round_.rules.scrutineers
    if not people:
        return (
            "This vote had no scrutineers. Name some in `/room settings`, and they can count later"
            " votes again."
        )
    named = texts.listed(texts.person(person) for person in people)
    return f"Its scrutineers can count it again with `/round record`: {named}."


def _hash(view: RecordView) -> str:
    return f"Record: `{texts.cut(view.record_sha256, 64)}`"
