"""No service trusts what it is handed: not its room, nor its state, nor that there is still time.

Every method is looked at. One that is new has to be placed here before the tests pass.
"""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import (
    EpisodeArchived,
    EpisodeLocked,
    IllegalMove,
    NotFound,
    RoundClosed,
    RuleError,
)
from tests.builders import person
from tests.services.conftest import House
from tests.services.handed import Method, Things, every_method, furnish

METHODS = {one.name: one for one in every_method()}
HERE, ELSEWHERE = 20, 21

BY_ITSELF = {
    "ballot_messages.edit_now",
    "control.apply_early_close",
    "due_rounds.step",
    "drawings.of_results",
    "imports.note_failure",
    "imports.read_page",
    "imports.view",
    "listenings.view",
    "results.announced",
    "results.record_of",
    "results.results_of",
    "rounds.view",
    "rulings.tie",
}
"""What time, the outbox and the host call, about what they have kept themselves; and what draws,
for screens that have shown what is drawn."""

CHANGES = {
    "boards.add",
    "boards.add_song",
    "boards.edit",
    "boards.pair",
    "boards.place",
    "boards.remove_song",
    "boards.step",
    "boards.swap",
    "boards.take_apart",
    "characters.assign",
    "episodes.choose",
    "episodes.edit",
    "imports.begin",
    "imports.begin_file",
    "listening_lines.alone",
    "listening_lines.mine",
    "listening_lines.write",
    "listenings.begin",
    "taking_back.bring_back",
    "taking_back.take_back",
    "proposals.change_note",
    "proposals.note",
    "proposals.propose",
    "proposals.second",
    "proposals.switch_second",
    "previews.preview",
    "previews.put_back",
    "previews.schedule",
    "previews.take_off_denied",
    "rounds.plan",
    "rounds.schedule",
    "shortlists.add",
    "shortlists.fill",
    "shortlists.present",
    "shortlists.toggle",
    "songs.look_up",
    "withdrawals.bring_back",
    "withdrawals.follows",
    "withdrawals.withdraw",
}
"""What changes an episode, or what is in it: refused once it is locked or archived."""
WHEN_LOCKED = {"boards.lock", "boards.set_clearance", "budgets.set"}
"""What is refused only once the episode is archived."""
ANY_TIME = {
    "boards.view",
    "budgets.view",
    "characters.edit",
    "characters.get",
    "characters.set_playlist",
    "characters.view",
    "credits.choose",
    "credits.look_up",
    "credits.view",
    "credits.write",
    "episodes.archive",
    "episodes.get",
    "imports.of_room",
    "imports.present",
    "imports.stop",
    "listening_lines.nothing",
    "listenings.come",
    "listenings.move",
    "listenings.unheard",
    "longlists.findable",
    "longlists.look",
    "playlists.request_sync",
    "playlists.status",
    "proposals.get",
    "proposals.longlist",
    "proposals.seconded_by",
    "related.of",
    "results.has_results",
    "results.record",
    "results.results",
    "rights.add_holder",
    "rights.advance",
    "rights.delete_holder",
    "rights.edit_holder",
    "rights.episode",
    "rights.episode_with",
    "rights.holder",
    "rights.say_whole",
    "rights.view",
    "rights_letters.draft",
    "rights_letters.look",
    "rights_letters.mark_sent",
    "rights_terms.save",
    "rights_terms.view",
    "rounds.in_room",
    "rounds.latest",
    "rounds.live",
    "rounds.open_instead",
    "scrutiny.counted",
    "scrutiny.require",
    "sheets.make",
    "shortlists.view",
    "shortlists.view_for_picking",
    "song_lists.songs",
    "songs.get",
    "taking_back.look",
    "voting.ballot",
    "withdrawals.withdrawn",
}
"""What shows something, or changes nothing that a lock keeps as it is."""
IN_TIME = {
    "control.extend": IllegalMove,
    "control.pause": IllegalMove,
    "rulings.pin": IllegalMove,
    "rulings.veto": IllegalMove,
    "voting.change": RoundClosed,
}
"""What is refused once a vote's time is up, counted or not, with the error."""
UNTIL_COUNTED = {
    "control.cancel_round",
    "control.close_round",
    "control.resume",
    "control.resume_round",
    "control.take_back",
    "control.to_end",
    "rulings.awaited_tie",
    "rulings.cast",
}
"""What is refused once a vote is counted."""


def handed() -> list[Method]:
    return [one for one in METHODS.values() if one.handed and one.name not in BY_ITSELF]


def foreign() -> list[tuple[str, str]]:
    return [(one.name, parameter) for one in handed() for parameter in one.handed]


def test_every_method_that_is_handed_something_has_its_place() -> None:
    placed = CHANGES | WHEN_LOCKED | ANY_TIME | IN_TIME.keys() | UNTIL_COUNTED
    assert {one.name for one in handed()} == placed
    assert {name for name, one in METHODS.items() if one.handed and not one.in_a_room} == BY_ITSELF


@pytest.mark.parametrize(("name", "parameter"), foreign())
async def test_what_is_of_another_room_is_not_there(
    house: House, name: str, parameter: str
) -> None:
    on_board = name.startswith(("boards.", "results.", "sheets."))
    here = await furnish(house, HERE, range(1, 5), closed=on_board)
    elsewhere = await furnish(house, ELSEWHERE, range(11, 15), closed=on_board)
    method = METHODS[name]
    value = getattr(elsewhere, method.kind(parameter) or "")
    with pytest.raises(NotFound):
        await method.call(house.services, house.boss, here, **{parameter: value})


async def lock(house: House, things: Things) -> None:
    await house.services.boards.lock(house.boss, things.room, things.episode)


async def archive(house: House, things: Things) -> None:
    await house.services.episodes.archive(house.boss, things.room, things.episode)


PUT_AWAY: dict[type[RuleError], Callable[[House, Things], Awaitable[None]]] = {
    EpisodeLocked: lock,
    EpisodeArchived: archive,
}


@pytest.mark.parametrize("error", PUT_AWAY)
@pytest.mark.parametrize("name", sorted(CHANGES | WHEN_LOCKED))
async def test_what_is_put_away_stays_as_it_is(
    house: House, name: str, error: type[RuleError]
) -> None:
    things = await furnish(house, HERE, range(1, 5), closed=True)
    method = METHODS[name]
    await PUT_AWAY[error](house, things)
    call = method.call(house.services, house.boss, things)
    if name in WHEN_LOCKED and error is EpisodeLocked:
        await call
        return
    with pytest.raises(error):
        await call


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("name", sorted(IN_TIME.keys() | UNTIL_COUNTED))
async def test_time_is_up_though_nobody_has_counted_yet(
    house: House, name: str, counted: bool
) -> None:
    things = await furnish(house, HERE, range(1, 5), closed=counted)
    house.clock.move(2 * 3600)  # to the second
    call = METHODS[name].call(house.services, house.boss, things, **_reason(name))
    if name in IN_TIME or counted:
        with pytest.raises(IN_TIME.get(name, IllegalMove)):
            await call
    elif name.startswith(("control.close_round", "control.cancel_round", "control.to_end")):
        await call
    else:
        with pytest.raises(IllegalMove):
            await call


def _reason(name: str) -> dict[str, object]:
    return {"reason": "No rights"} if name == "rulings.veto" else {}


async def test_a_stranger_is_told_no_more_than_that_it_is_not_there(house: House) -> None:
    """Whoever runs one room is nobody in another."""
    here = await furnish(house, HERE, range(1, 5), closed=True)
    elsewhere = await furnish(house, ELSEWHERE, range(11, 15), closed=True)
    for name in ("results.record", "boards.view", "longlists.look"):
        with pytest.raises(NotFound):
            await METHODS[name].call(house.services, person(99), elsewhere, episode=here.episode)
