"""Every form can be sent after a restart: all that it needs is in its custom id."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import pytest
import simcord

from bot.domain.model import ChannelId
from cogs.ui.ballots.star_lines import WhyForm
from cogs.ui.board.forms import BoardForm, RightsForm
from cogs.ui.board.membership import AddSongForm, RemoveSongForm
from cogs.ui.board.pairing import PairForm
from cogs.ui.characters import CharacterForm
from cogs.ui.episodes import EpisodeForm
from cogs.ui.kit.forms import Field, Form
from cogs.ui.listening.own_line import LineForm
from cogs.ui.playlists.connect import OwnAppForm, PasteForm
from cogs.ui.rights.credits import CreditsForm
from cogs.ui.rights.forms import EditHolderForm, HolderForm, StepForm
from cogs.ui.rights.terms import LicenseForm, ProductionForm, UseForm
from cogs.ui.rooms.settings import NumbersForm
from cogs.ui.rounds.draft_forms import PlanForm, ScheduleForm
from cogs.ui.rounds.recount import RecountForm
from cogs.ui.shortlists.by_name import NamesForm
from cogs.ui.shortlists.narrowing import SearchForm
from cogs.ui.songs.notes import ChangeNoteForm, NoteForm
from cogs.ui.songs.propose import ByHandForm, NameForm
from tests.cogs.board_forms import added, board_text, paired, removed, rights
from tests.cogs.conftest import Studio
from tests.cogs.holders import held, holder_form
from tests.cogs.longlists import opened
from tests.cogs.messages import answered, said, walk
from tests.cogs.starring import starred_ballot
from tests.cogs.steps import longlist, presented, propose, propose_one, set_up
from tests.cogs.test_credits import typing
from tests.cogs.test_record import record, scrutineer_of

Opened = simcord.InteractionResult
SECRET = "s" * 32


@dataclass(frozen=True, slots=True)
class Case:
    """How a form is opened, what is typed into it, and what comes of it.

    `shown` is the command that shows it, where the answer goes into the message it was opened from.
    `by_writer` says that the first writer sends it, instead of the showrunner.
    """

    open: Callable[[Studio], Awaitable[Opened]]
    typed: Mapping[str, str | list[str]]
    says: str
    shown: str = ""
    by_writer: bool = False


async def note(studio: Studio) -> Opened:
    await propose_one(studio, 1)
    [proposal] = await longlist(studio)
    return await studio.boss.slash(studio.channel, "song note", song=str(proposal.id))


async def note_again(studio: Studio) -> Opened:
    form = await note(studio)
    await studio.boss.submit_modal(form, {"note": "Rain"})
    [proposal] = await longlist(studio)
    again = await studio.boss.slash(studio.channel, "song note", song=str(proposal.id))
    assert values_of(again) == {"note": "Rain"}
    return again


async def name(studio: Studio) -> Opened:
    await opened(studio.boss, studio, "character create", name="Maya")
    link = "https://music.apple.com/us/album/blue/1?i=2"
    shown = await opened(studio.boss, studio, "song propose", song=link, character="Maya")
    return await studio.boss.click(shown, label="Say which song it is")


async def by_hand(studio: Studio) -> Opened:
    await opened(studio.boss, studio, "character create", name="Maya")
    given = {"song": "Something unheard of", "character": "Maya"}
    shown = await opened(studio.boss, studio, "song propose", **given)
    return await studio.boss.click(shown, label="Enter it by hand")


async def picking(studio: Studio, label: str) -> Opened:
    await propose(studio, 3)
    shown = await opened(studio.boss, studio, "shortlist pick")
    return await studio.boss.click(shown, label=label)


async def line(studio: Studio) -> Opened:
    await presented(studio, 3)
    shown = await opened(studio.boss, studio, "shortlist listen-alone")
    return await studio.boss.click(shown, label="What it tells me")


async def why_starred(studio: Studio) -> Opened:
    mine = await starred_ballot(studio)
    return await studio.boss.click(mine, label="Say why: Song 2")


async def episode(studio: Studio) -> Opened:
    return await studio.boss.slash(studio.channel, "episode edit")


async def character(studio: Studio) -> Opened:
    shown = await opened(studio.boss, studio, "character create", name="Maya")
    return await studio.boss.click(shown, label="Edit")


async def numbers(studio: Studio) -> Opened:
    shown = await opened(studio.boss, studio, "room settings")
    return await studio.boss.click(shown, label="Change numbers and times")


async def connecting(studio: Studio, label: str) -> Opened:
    shown = await opened(studio.boss, studio, "playlist connect")
    return await studio.boss.click(shown, label=label)


async def terms(studio: Studio, label: str, **given: str) -> Opened:
    shown = await opened(studio.boss, studio, "rights terms", **given)
    return await studio.boss.click(shown, label=label)


async def recount(studio: Studio) -> Opened:
    writer = await scrutineer_of(studio)
    return await writer.click(await record(studio, writer), label="I counted it again")


async def changing(studio: Studio, command: str, **given: str | int) -> Opened:
    await propose(studio, 4)
    await studio.boss.slash(studio.channel, "shortlist fill", size=4)
    shown = await opened(studio.boss, studio, command, **given)
    return await studio.boss.click(shown, label="Change")


CASES: dict[type[Form], Case] = {
    ScheduleForm: Case(
        lambda studio: changing(studio, "round schedule", closes="in 2 days", seats=2),
        {"seats": "3"},
        "4 songs for 3 seats",
    ),
    PlanForm: Case(
        lambda studio: changing(
            studio, "round plan", cuts="4, 3, 1", closes="in 2 days, in 3 days"
        ),
        {"cuts": "4, 2, 1"},
        "- Vote 2: 2 songs for 1 seat; closes",
    ),
    RecountForm: Case(recount, {"hash": "A" * 64}, "not the hash in the results", by_writer=True),
    NoteForm: Case(note, {"note": "Rain"}, "Saved with"),
    ChangeNoteForm: Case(note_again, {"note": "Rain, and more"}, "Saved with"),
    WhyForm: Case(why_starred, {"line": "The *last* night"}, "Saved why you starred **Song 2**"),
    LineForm: Case(line, {"line": "The *last* night"}, "stays hidden until the song's lines"),
    NameForm: Case(name, {"title": "Song 4", "artist": "Artist 4"}, "For:\nMaya"),
    ByHandForm: Case(by_hand, {"title": "Blue", "artist": "Joni"}, "for Maya"),
    BoardForm: Case(board_text, {"beat": "The *cold* open"}, "The \\*cold\\* open"),
    HolderForm: Case(holder_form, {"name": "Lot 5"}, "Added **Lot 5**"),
    EditHolderForm: Case(held("Edit"), {"share": "33.5"}, "33.5%"),
    StepForm: Case(held("Update"), {"stage": ["asked"], "note": "Mailed"}, "Mailed"),
    RightsForm: Case(rights, {"note": "Asked"}, "rights: pending", "board show"),
    CreditsForm: Case(typing, {"writers": "Ann *Lee* 50%"}, "Ann \\*Lee\\* (50%)"),
    AddSongForm: Case(
        added, {"song": "Song 5", "reason": "The *finale*"}, "showrunner: The", "board show"
    ),
    PairForm: Case(paired, {"how": "One *hums*"}, "slot with 1b: One \\*hums\\*", "board show"),
    RemoveSongForm: Case(removed, {"reason": "Rights lost"}, "Rights lost", "board show"),
    SearchForm: Case(
        lambda studio: picking(studio, "Search"), {"words": "song 2"}, "Only songs with"
    ),
    NamesForm: Case(
        lambda studio: picking(studio, "Add by name"),
        {"names": "Song 1\nSong 3"},
        "On it: **Song 1** – Artist 1 and **Song 3**",
        "shortlist pick",
    ),
    EpisodeForm: Case(episode, {"number": "105"}, "is now episode 105"),
    CharacterForm: Case(character, {"name": "Maya L."}, "## Maya L."),
    ProductionForm: Case(
        lambda studio: terms(studio, "Change the production"),
        {"company": "Lot *5*"},
        "company: **Lot \\*5\\***",
    ),
    LicenseForm: Case(
        lambda studio: terms(studio, "Change what you ask for"),
        {"territory": "The world"},
        "Territory: **The world**",
    ),
    UseForm: Case(
        lambda studio: terms(studio, "Change", episode="104"),
        {"seconds": "1:05"},
        "Seconds heard: **65**",
    ),
    NumbersForm: Case(numbers, {"quorum": "30"}, "30%"),
    PasteForm: Case(
        lambda studio: connecting(studio, "Paste the address"),
        {"address": "http://127.0.0.1/callback?code=hush&state=other"},
        "belongs to another link",
    ),
    OwnAppForm: Case(
        lambda studio: connecting(studio, "Use our own Spotify app"),
        {"client_id": "c" * 32, "client_secret": SECRET},
        "Agree at Spotify",
    ),
}
"""How to try each form. A new one is in here, too: `test_every_form_is_tried` says so."""


def values_of(form: Opened) -> dict[str, str | list[str]]:
    """Return what the fields of a form are filled in with, and what is chosen in its menus."""
    assert form.modal is not None
    fields = [one["component"] for one in walk(form.modal["components"]) if "component" in one]
    return {
        one["custom_id"]: [option["value"] for option in one["options"] if option.get("default")]
        if "options" in one
        else one.get("value") or ""
        for one in fields
    }


def test_every_form_is_tried() -> None:
    assert set(Form.declared) == set(CASES)


@pytest.mark.parametrize("kind", Form.declared, ids=lambda kind: kind.__name__)
async def test_a_form_that_was_open_over_a_restart_can_be_sent(
    studio: Studio, kind: type[Form]
) -> None:
    case = CASES[kind]
    await set_up(studio)
    form = await case.open(studio)
    assert form.modal is not None
    assert kind.sent(form.modal["custom_id"], {}) is not None
    await studio.restart()
    filled = values_of(form)
    who = studio.writers[0] if case.by_writer else studio.boss
    sent = await who.submit_modal(form, filled | dict(case.typed))
    assert sent.acknowledged
    shown = said(await opened(studio.boss, studio, case.shown)) if case.shown else answered(sent)
    assert case.says in shown


async def test_what_others_changed_while_a_form_was_open_stays(studio: Studio) -> None:
    """Also over a restart, a form knows what it was filled in with."""
    await set_up(studio)
    form = await numbers(studio)
    standing = values_of(form)
    await studio.boss.submit_modal(await numbers(studio), standing | {"quorum": "40"})
    await studio.restart()
    await studio.boss.submit_modal(form, standing | {"grace": "1 hour"})
    room = await studio.now.services.rooms.at(ChannelId(studio.channel.id))
    assert (room.settings.quorum, room.settings.grace) == (40, 3600)


def test_a_form_without_a_name_that_says_what_it_is_about_cannot_be_declared() -> None:
    before = list(Form.declared)
    with pytest.raises(TypeError, match="without a custom id"):

        class Forgetful(Form):
            fields = {"note": Field("Note", 100)}  # noqa: RUF012 - it never comes to be

    assert Form.declared == before
