"""Terms and letters as the people who clear songs see them, and nobody else."""

import io
import threading
import zipfile
from collections.abc import Sequence

import pytest
import simcord
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.model import ChannelId, Episode, GuildId, Room, RoomId, Song, SongId, UserId
from bot.domain.rights import Holder, HolderId, Letter, LettersId, Side, Terms
from bot.export import letter_archive
from bot.services.rights import HolderText
from bot.services.rights.letters import Drafts, Sending
from bot.services.rights.terms import TermsView
from cogs.ui.rights import letters as screens
from cogs.ui.rights.terms import terms_page
from tests.builders import person, recording
from tests.cogs import shapes
from tests.cogs.boards import boarded, seats
from tests.cogs.conftest import Studio
from tests.cogs.limits import check, few, texts_of
from tests.cogs.longlists import opened, where
from tests.cogs.messages import answered, labels, said
from tests.cogs.test_forms import values_of
from tests.letters import letter


async def held(studio: Studio, *names: str) -> list[str]:
    """Set up a room with a board, whose first song has holders of that name; return its songs."""
    await boarded(studio)
    room, episode = await where(studio)
    services, boss = studio.now.services, person(studio.boss.id)
    board = (await services.boards.view(room, episode)).board
    for name in names:
        text = HolderText(name, f"{name}@x.example")
        await services.rights.add_holder(boss, room, board.entries[0].song.id, Side.SONG, text)
    return seats(await opened(studio.boss, studio, "board show"))


async def fill(studio: Studio, label: str, typed: dict[str, str], **given: str) -> str:
    shown = await opened(studio.boss, studio, "rights terms", **given)
    form = await studio.boss.click(shown, label=label)
    sent = await studio.boss.submit_modal(form, values_of(form) | typed)
    return answered(sent)


async def test_terms_are_given_in_two_forms_and_differ_for_a_song(studio: Studio) -> None:
    [first, *_] = await held(studio)
    assert "Production company: not given yet" in said(
        await opened(studio.boss, studio, "rights terms")
    )
    told = await fill(studio, "Change the production", {"company": "Lot 5", "signer": "Ana\nBoss"})
    assert "Production company: **Lot 5**" in told
    assert "Who signs: **Ana, Boss**" in told
    await fill(studio, "Change what you ask for", {"use": "Featured", "territory": "The world"})
    told = await fill(studio, "Change", {"seconds": "1:05"}, song=first)
    assert f"Terms for **{first}**" in told
    assert "Use: **Featured**, as for the whole episode or room" in told
    assert "Seconds heard: **65**" in told


async def test_what_cannot_be_used_is_said_and_given_back(studio: Studio) -> None:
    [first, *_] = await held(studio)
    told = await fill(studio, "Change", {"seconds": "a while", "airing": "In May"}, song=first)
    assert "I can't read “a while” as the length of a use" in told
    assert "In May" in told
    shown = await opened(studio.boss, studio, "rights terms", song=first)
    assert "In May" not in said(shown)


async def asked(studio: Studio, shown: simcord.ResponseMessage) -> simcord.ResponseMessage:
    """Return the question that follows *Mark as sent*."""
    question = (await studio.boss.click(shown, label="Mark as sent")).response
    assert question is not None
    return question


async def test_letters_come_in_an_archive_and_are_marked_as_sent_once(studio: Studio) -> None:
    [first, *_] = await held(studio, "Quiet", "Loud")
    shown = await opened(studio.boss, studio, "rights letters", by="in 2 weeks")
    assert "**2 letters for episode 104 “Pilot”**" in said(shown)
    assert "The terms leave out: production company, who signs" in said(shown)
    [file] = shown.attachments
    assert file.filename == "needle-drop-104-letters.zip"
    with zipfile.ZipFile(io.BytesIO(await file.read())) as archive:
        names = archive.namelist()
        text = archive.read(names[2]).decode()
    assert [one.partition("-")[0] for one in names] == ["list.csv", "1", "1", "2", "2", "list.xlsx"]
    assert f"Request to use “{first}” in Soundtrack" in text
    first_, second = [await asked(studio, shown) for _ in range(2)]
    assert f"2 holders will be *asked* from today on: Quiet (“{first}”) and Loud" in said(first_)
    await studio.boss.click(first_, label="Yes, they are sent")
    assert "Asked as of today: Quiet" in said(first_)
    await studio.boss.click(second, label="Yes, they are sent")
    assert "These letters were marked as sent: <t:" in said(second)
    again = await studio.boss.click(shown, label="Mark as sent")
    assert "These letters were marked as sent" in answered(again)
    assert "Nobody is left to ask" in said(await opened(studio.boss, studio, "rights letters"))


async def test_songs_whose_rights_are_denied_are_named(studio: Studio) -> None:
    first, second, *_ = await held(studio, "Quiet", "Loud")
    await opened(studio.boss, studio, "board clearance", song=second, status="denied")
    told = said(await opened(studio.boss, studio, "rights letters"))
    assert "**2 letters for episode 104" in told
    assert f"Left out, rights denied: **{second}**" in told
    await opened(studio.boss, studio, "board clearance", song=first, status="denied")
    told = said(await opened(studio.boss, studio, "rights letters"))
    assert "Nobody is left to ask" in told
    assert f"Left out, rights denied: **{first}**" in told


async def test_they_are_written_beside_the_loop(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    where_: list[threading.Thread] = []

    def write(_: Sequence[Letter]) -> bytes:
        where_.append(threading.current_thread())
        return b"PK"

    monkeypatch.setattr(letter_archive, "letter_archive", write)
    await held(studio, "Quiet")
    await opened(studio.boss, studio, "rights letters")
    [thread] = where_
    assert thread is not threading.main_thread()


async def test_nobody_else_is_shown_any_of_it(studio: Studio) -> None:
    [first, *_] = await held(studio, "Quiet")
    shown = await opened(studio.boss, studio, "rights letters")
    for command, names in (("terms", {}), ("terms", {"song": first}), ("letters", {})):
        told = answered(await studio.writers[0].slash(studio.channel, f"rights {command}", **names))
        assert "Only the music supervisor" in told
    assert "Mark as sent" in labels(shown)


terms = st.builds(Terms, **dict.fromkeys(Terms.__struct_fields__, shapes.anything))


@few
@given(shapes.rooms(), shapes.episodes(), shapes.songs(), terms, st.integers(0, 2))
def test_whatever_the_terms_say_they_fit(
    room: object, episode: Episode, song: Song, said_: Terms, level: int
) -> None:
    view = TermsView(
        room,  # type: ignore[arg-type]
        episode if level else None,
        song if level > 1 else None,
        Terms(),
        said_,
    )
    check(terms_page(view))


@pytest.mark.parametrize("text", ["*" * 300, "\u05d0@" * 150])
def test_however_long_all_terms_are_they_fit(text: str) -> None:
    longest = Terms(**dict.fromkeys(Terms.__struct_fields__, text))
    room = Room(RoomId(1), GuildId(1), ChannelId(1), text, "UTC", UserId(1))
    check(terms_page(TermsView(room, None, None, longest, longest)))


def holders(song: Song, names: list[str]) -> tuple[Holder, ...]:
    return tuple(Holder(HolderId(n), song, Side.SONG, name) for n, name in enumerate(names, 1))


@few
@given(
    shapes.episodes(),
    shapes.song_lists(1, 25),
    st.lists(shapes.anything, min_size=1, max_size=60),
    st.integers(0, 900),
    st.none() | st.just(1_800_000_000),
)
def test_whatever_holders_are_called_it_fits(
    episode: Episode, songs: list[Song], names: list[str], waiting: int, sent_at: int | None
) -> None:
    letters_id = LettersId(shapes.ID)
    drafts = Drafts(episode, (letter(),), letters_id, waiting, tuple(songs), denied=tuple(songs))
    check(screens.drafts_message(drafts, letters_id, "letters.zip"))
    check(screens.nobody_left(drafts))
    there = holders(songs[0], names)
    sending = Sending(letters_id, there, there, 3, sent_at)
    check(screens.sent_question(sending))
    check(screens.sent_reply(sending))


@pytest.mark.parametrize("sent_at", [None, 1_800_000_000])
@pytest.mark.parametrize("name", ["*" * 100, "A plain name of a publisher " * 3, "\u05d0@" * 50])
def test_however_long_the_names_of_many_holders_are_they_fit(
    name: str, sent_at: int | None
) -> None:
    there = holders(Song(SongId(1), recording(1, title=name * 3)), [name] * 60)
    sending = Sending(LettersId(shapes.ID), there, there, 3, sent_at)
    for page in (screens.sent_question(sending), screens.sent_reply(sending)):
        assert page.content_length() <= 4000
        assert "others" in "".join(texts_of(page))
