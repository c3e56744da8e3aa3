"""Ballots and their screens for the tests of both."""

from collections.abc import Collection, Mapping
from typing import Any, cast

import discord
from discord import ui

from bot.domain.ballot_forms.form import Choices
from bot.domain.ballot_forms.picks import ChosenPicks
from bot.domain.ballot_forms.points import ChosenPoints
from bot.domain.ballot_forms.ranking import ChosenRanking
from bot.domain.ballots import Ballot, merge
from bot.domain.counting import method_named
from bot.domain.errors import InvalidBallot
from bot.domain.model import (
    Candidate,
    Episode,
    EpisodeId,
    EpisodeState,
    Recording,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    Song,
    SongId,
    UserId,
)
from bot.domain.structs import replace
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.form_screen import BallotControl
from cogs.ui.ballots.own import losing_question

EPISODE = Episode(EpisodeId(1), RoomId(1), "104", "Pilot", EpisodeState.ACTIVE, 0)


def ids(*numbers: int) -> tuple[SongId, ...]:
    return tuple(SongId(number) for number in numbers)


def round_of(
    method: str,
    songs: int = 5,
    *,
    state: RoundState = RoundState.OPEN,
    pinned: Collection[int] = (),
    vetoed: Mapping[int, str] | None = None,
    title: str = "Song",
    **rules: Any,
) -> Round:
    """Return a round over songs 1, 2, … called `Song 1`, `Song 2`, …"""
    recordings = [Recording(f"{title} {n}", (f"Artist {n}",)) for n in range(1, songs + 1)]
    return Round(
        id=RoundId(7),
        episode_id=EPISODE.id,
        room_id=EPISODE.room_id,
        state=state,
        rules=replace(Rules(method=method, seats=2, max_picks=2), **rules),
        opens_at=1,
        closes_at=2,
        closes_wall="",
        timezone="UTC",
        candidates=tuple(
            Candidate(Song(SongId(n), one), UserId(100 + n), "")
            for n, one in enumerate(recordings, 1)
        ),
        scheduled_by=UserId(1),
        pinned=dict.fromkeys(ids(*pinned), "the finale"),
        vetoed={SongId(song): reason for song, reason in (vetoed or {}).items()},
    )


def points_of(points: Mapping[int, int]) -> Ballot:
    if not points:
        return Ballot()
    return Ballot(ChosenPoints(tuple((SongId(song), given) for song, given in points.items())))


def ranking_of(*songs: int) -> Ballot:
    return Ballot(ChosenRanking(ids(*songs))) if songs else Ballot()


def view_of(
    round_: Round, ballot: Ballot | None = None, own: Collection[int] = (), **more: Any
) -> BallotView:
    sides = [[], []]  # type: list[list[Candidate]]
    for one in round_.candidates:
        sides[one.song.id in own].append(one)
    return BallotView(EPISODE, round_, tuple(sides[0]), tuple(sides[1]), ballot, **more)


def told(message: ui.LayoutView) -> str:
    return "\n".join(i.content for i in message.walk_children() if isinstance(i, ui.TextDisplay))


def offered(message: ui.LayoutView) -> list[BallotControl]:
    return [item for item in message.walk_children() if isinstance(item, BallotControl)]


def menu(item: BallotControl) -> "ui.Select[Any]":
    assert isinstance(item.item, ui.Select)
    return item.item


def values(item: BallotControl) -> list[str]:
    return [option.value for option in menu(item).options]


def ticked(item: BallotControl) -> list[str]:
    return [option.value for option in menu(item).options if option.default]


async def pressed(item: BallotControl, *chosen: object) -> BallotControl:
    """Return what a press gives: made anew from what Discord sends back of the message."""
    assert isinstance(item.item, ui.Button | ui.Select)
    sent: ui.Button[Any] | ui.Select[Any] = item.item
    assert not sent.disabled
    if isinstance(sent, ui.Select):
        assert sent.min_values <= len(chosen) <= sent.max_values
        assert {str(one) for one in chosen} <= {option.value for option in sent.options}
        drawn = discord.components.SelectMenu(sent.to_component_dict())
        sent = cast("ui.Select[Any]", ui.Select.from_component(drawn))
        sent._values = [str(one) for one in chosen]
    match = item.template.fullmatch(sent.custom_id or "")
    assert match
    return await type(item).from_custom_id(cast("discord.Interaction[Any]", None), sent, match)


def merged(view: BallotView, press: BallotControl) -> BallotView:
    """Return the ballot after a press, as the service makes it; what is asked is agreed to."""
    choices, rules = [one.song.id for one in view.round.candidates], view.round.rules
    own, before = [one.song.id for one in view.own], view.ballot or Ballot()
    try:
        ballot = merge(before, press.change(), rules, choices, own, press.sure())
    except InvalidBallot as refusal:
        if refusal.rule != "unsure" or before.choices is None:
            raise
        asked = losing_question(view, before.choices, press.change())
        [sure] = [one for one in asked.walk_children() if isinstance(one, BallotControl)]
        return merged(view, sure)
    return replace(view, ballot=ballot)


def ballot_of(method: str, *songs: int) -> Ballot:
    forms: dict[str, Choices] = {
        "picks": ChosenPicks(ids(*songs)),
        "points": ChosenPoints(tuple((song, 2) for song in ids(*songs))),
        "ranking": ChosenRanking(ids(*songs)),
    }
    return Ballot(forms[method_named(method).form.name], receipt="7F3A91C2")
