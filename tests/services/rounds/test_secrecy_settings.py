"""Secrecy that is switched while a vote is on holds for what was given under it, or is told."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.domain.errors import DuplicateProposal
from bot.domain.longlist import Look, Show, Sort
from bot.domain.model import Episode, Proposal, RoleId, Room, UserId
from bot.domain.news import NewsKind
from bot.domain.structs import replace
from bot.services.ports.thread_lines import NewsLine
from cogs.ui.songs.card import proposal_card
from cogs.ui.songs.longlist import longlist_page
from tests.builders import person, recording
from tests.cogs.limits import texts_of
from tests.services.conftest import House


async def switch(house: House, **settings: Any) -> Room:
    change = house.services.rooms.change_settings
    view = await change(house.boss, house.room, lambda now: replace(now, **settings))
    house.room = view.room
    return view.room


async def proposed_hidden(house: House) -> tuple[Episode, Proposal, Proposal]:
    """Have song 1 proposed while proposers are hidden, and song 2 after; return both."""
    episode, songs = await house.episode(), []
    for number, on in ((1, True), (2, False)):
        await switch(house, proposers_hidden=on)
        made = await house.services.proposals.propose(
            person(100 + number), house.room, episode, recording(number), "Why"
        )
        songs.append(await house.services.proposals.get(house.room, made.id))
    return episode, songs[0], songs[1]


async def test_who_proposed_a_song_stays_hidden_wherever_it_is_shown(house: House) -> None:
    episode, hidden, shown = await proposed_hidden(house)
    assert (hidden.hidden, shown.hidden) == (True, False)
    for song, named in ((hidden, False), (shown, True)):
        card = "\n".join(texts_of(proposal_card(house.room, episode, song)))
        assert (f"<@{song.proposer_id}>" in card) is named
    for sort in Sort:
        view = await house.services.longlists.look(
            person(7), house.room, episode, Look(sort, Show.ALL)
        )
        page = "\n".join(texts_of(longlist_page(view)))
        assert "<@101>" not in page
        assert "<@102>" in page
    with pytest.raises(DuplicateProposal) as told:
        await house.services.proposals.propose(person(7), house.room, episode, recording(1))
    assert told.value.proposer_id is None


async def test_nobody_finds_the_proposer_by_filtering_or_sorting(house: House) -> None:
    episode, hidden, shown = await proposed_hidden(house)
    look = house.services.longlists.look
    for reader, who, found in (
        (7, 101, []),
        (7, 102, [shown.id]),
        (101, 101, [hidden.id]),
    ):
        view = await look(person(reader), house.room, episode, Look(proposer=who))
        assert [one.id for one in view.songs] == found
    mine = await look(person(101), house.room, episode, Look(show=Show.MINE))
    assert [one.id for one in mine.songs] == [hidden.id]
    await switch(house, proposers_hidden=True)
    third = await house.services.proposals.propose(
        person(99), house.room, episode, recording(3), "Why"
    )
    await switch(house, proposers_hidden=False)
    view = await look(person(7), house.room, episode, Look(Sort.PROPOSER))
    places = [one.id for one in view.songs]
    assert places[0] == shown.id, "who is hidden is not sorted by"
    assert set(places[1:]) == {hidden.id, third.id}


async def test_what_was_proposed_openly_is_shown_again(house: House) -> None:
    episode, _, shown = await proposed_hidden(house)
    room = await switch(house, proposers_hidden=True)
    assert "<@102>" not in "\n".join(texts_of(proposal_card(room, episode, shown)))
    room = await switch(house, proposers_hidden=False)
    assert "<@102>" in "\n".join(texts_of(proposal_card(room, episode, shown)))


Change = Callable[[House], Awaitable[object]]


async def names_scrutineers(house: House) -> object:
    return await house.services.scrutiny.name(house.boss, house.room, [person(900)])


async def set_up_again(house: House, **changes: Any) -> object:
    """Set the room up as it is, but for some changes."""
    room = house.room
    return await house.services.rooms.setup(
        house.boss,
        room.guild_id,
        room.channel_id,
        title=room.title,
        timezone=room.timezone,
        **changes,
    )


async def gives_the_room_away(house: House) -> object:
    return await set_up_again(house, showrunner_id=UserId(9))


async def names_delegates(house: House) -> object:
    return await set_up_again(house, delegates=RoleId(77))


CHANGES: list[tuple[Change, NewsKind]] = [
    (lambda house: switch(house, proposers_hidden=True), NewsKind.PROPOSERS_HIDDEN),
    (lambda house: switch(house, proposers_hidden=False), NewsKind.PROPOSERS_SHOWN),
    (lambda house: switch(house, own_songs_votable=True), NewsKind.OWN_SONGS),
    (lambda house: switch(house, own_songs_votable=False), NewsKind.NO_OWN_SONGS),
    (names_scrutineers, NewsKind.SCRUTINEERS),
    (names_delegates, NewsKind.RUN_BY_OTHERS),
    (gives_the_room_away, NewsKind.RUN_BY_OTHERS),
]


async def test_each_change_during_a_vote_is_one_line_in_its_thread(house: House) -> None:
    _, round_id = await house.opened(songs=4)
    rules = (await house.services.rounds.view(round_id)).round.rules
    for change, _ in CHANGES:
        await change(house)
    await house.work_off()
    told = [one.news.kind for one in house.announcer.of_type(NewsLine)]
    assert told == [kind for _, kind in CHANGES]
    assert (await house.services.rounds.view(round_id)).round.rules == rules


async def test_what_changes_nothing_or_no_vote_is_not_told(house: House) -> None:
    await switch(house, proposers_hidden=True)
    await house.opened(songs=4)
    await switch(house, proposers_hidden=True, early_close=True)
    await names_delegates(house)
    before = len(house.announcer.of_type(NewsLine))
    await names_delegates(house)
    await house.work_off()
    told = [one.news.kind for one in house.announcer.of_type(NewsLine)]
    assert (before, told) == (0, [NewsKind.RUN_BY_OTHERS])
