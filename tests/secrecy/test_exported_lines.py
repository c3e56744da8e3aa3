"""Whoever has every file that the bot hands out after the close names nobody's line by them."""

import io
import json
import re
import zipfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.domain.counting.record import to_bytes
from bot.export.sheet_files import sheet_json
from bot.export.sheet_page import sheet_page
from bot.export.sheet_tables import sheet_csv
from bot.export.tables import ballots_csv
from bot.export.workbooks import sheet_xlsx
from storage.database import Database
from tests.backends import ONLY_SQLITE
from tests.fakes import FakeClock
from tests.secrecy.test_lines import BY_CHANCE, SONGS, WRITERS, heard, hits, line
from tests.services.conftest import House, housed
from tests.services.listening.sessions import Session

pytestmark = ONLY_SQLITE

SEATS = 12
"""So many songs are on the board, the most there can be; the others are runners-up."""


@pytest.fixture
async def house(store: Database, clock: FakeClock, tmp_path: Path) -> AsyncIterator[House]:
    async with housed(store, clock, tmp_path / "needledrop.db") as opened:
        yield opened


async def closed(house: House, session: Session) -> None:
    """Have the writers vote, and the vote closed."""
    view = await house.services.rounds.schedule(
        house.boss, house.room, session.episode, closes="in 2 hours", seats=SEATS
    )
    for number, who in enumerate(WRITERS):
        places = [1 + (number + place) % SONGS for place in range(SEATS)]
        await house.vote(view.round.id, who.user_id, *places)
    await house.close(session.episode)


async def exported(house: House, session: Session) -> Mapping[str, str]:
    """Return the text of every file: of the board, also in confidence, and of the record."""
    sheets, texts = house.services.sheets, dict[str, str]()
    for confidential in (False, True):
        sheet = await sheets.make(
            house.boss, house.room, session.episode, confidential=confidential
        )
        with zipfile.ZipFile(io.BytesIO(sheet_xlsx(sheet))) as book:
            cells = b"".join(map(book.read, book.namelist()))
        contents = {"json": sheet_json(sheet), "csv": sheet_csv(sheet), "html": sheet_page(sheet)}
        for kind, content in {**contents, "xlsx": cells}.items():
            texts[f"board.{kind}{' in confidence' * confidential}"] = content.decode()
    view = await house.services.results.record(house.boss, house.room, session.episode)
    cut = await house.services.results.record_of(view.round.id)
    texts["record.json"] = to_bytes(cut.document).decode()
    texts["record.csv"] = ballots_csv(cut.document).decode()
    return texts


async def test_no_file_names_a_writer(house: House) -> None:
    session = await heard(house)
    await closed(house, session)
    for name, text in (await exported(house, session)).items():
        assert not [who.user_id for who in WRITERS if str(who.user_id) in text], name


async def test_the_board_is_exported_with_its_lines_in_the_order_drawn(house: House) -> None:
    session = await heard(house)
    await closed(house, session)
    texts = await exported(house, session)
    known = {line(who, place): place for place in range(1, SONGS + 1) for who in WRITERS}
    pattern = re.compile("|".join(map(re.escape, known)))
    on_board = json.loads(texts["board.json"])["songs"]
    assert len(on_board) == SEATS
    for name, text in texts.items():
        found = list(dict.fromkeys(pattern.findall(text)))
        if name.startswith("record"):
            continue  # it says what was voted for, and nothing of what songs tell
        orders = [[one for one in found if known[one] == place] for place in range(1, SONGS + 1)]
        assert sum(map(len, orders)) >= SEATS * len(WRITERS), name
        whole = [order if len(order) == len(WRITERS) else [""] * len(WRITERS) for order in orders]
        assert hits(whole) <= 3 * BY_CHANCE, name
