"""Workbooks as a spreadsheet reads them."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table_of(content: bytes, number: int) -> list[dict[int, str | float]]:
    """Return the rows of a workbook's table, counted from 1: what is in each column from 0 on."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        assert book.testzip() is None
        shared = [
            "".join(node.text or "" for node in one.iter(f"{MAIN}t"))
            for one in ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own
        ]
        table = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 - our own
    assert not list(table.iter(f"{MAIN}f")), "no cell is a formula"
    assert not list(table.iter(f"{MAIN}hyperlink"))
    return [
        {column_of(cell): _value_of(cell, shared) for cell in row}
        for row in table.iter(f"{MAIN}row")
    ]


def column_of(cell: ET.Element) -> int:
    """Return the column of a cell, counted from 0."""
    place = 0
    for letter in re.sub(r"\d", "", cell.attrib["r"]):
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _value_of(cell: ET.Element, shared: list[str]) -> str | float:
    value = cell.find(f"{MAIN}v")
    assert value is not None
    assert value.text is not None
    return shared[int(value.text)] if cell.get("t") == "s" else float(value.text)
