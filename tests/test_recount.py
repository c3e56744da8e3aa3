"""`python -m bot recount` as somebody types it who has nothing but the file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import recounting
from bot.__main__ import main
from bot.domain.counting import METHODS, Picks, count
from bot.domain.counting.record import ListedSong, Record, Recount, digest

FOLDER = Path(__file__).parent / "data" / "song-rounds"
RECORDS = sorted(FOLDER.glob("*.json"))


def written(path: Path, **changes: object) -> Path:
    """Write a real record with some fields changed."""
    document = json.loads(RECORDS[0].read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_a_record_is_counted_from_nothing_but_its_file(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", "recount", str(RECORDS[0])],
        capture_output=True,
        encoding="utf-8",
        env={"PATH": ""},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(RECORDS[0].read_text(encoding="utf-8"))
    assert all(song["title"] in done.stdout for song in document["songs"])
    assert digest(document) in done.stdout


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_json_and_table_say_the_same(path: Path) -> None:
    told = json.loads(CliRunner().invoke(main, ["recount", str(path), "--json"]).stdout)
    table = CliRunner().invoke(main, ["recount", str(path)]).stdout
    method = METHODS[told["method"]]
    assert len(told["seats"]) + told["open_seats"] + told["empty_seats"] == 6
    lines = table.splitlines()
    for seat in told["seats"]:
        (line,) = (one for one in lines if one.lstrip().startswith(f"{seat['rank']}. "))
        assert f" {seat['song']} " in line
        assert method.reasons[seat["decided_by"]] in line
    assert f"{told['ballots']} ballots" in table


@pytest.mark.parametrize(
    ("changes", "place", "rule"),
    [
        ({"seats": 0}, "seats", "at least 1"),
        ({"method": "borda"}, "method", "'borda' is not one of"),
        (
            {"ballots": [{"receipt": "7F3A91C2", "picks": ["s99"]}]},
            "ballot 7F3A91C2",
            "there is no song 's99'",
        ),
        ({"casting": ["s1"]}, "casting", "tied"),
        ({"seats": 10**4000}, "seats", "at most 1000000000"),
        (
            {
                "method": "points",
                "budget": 10,
                "per_song": 5,
                "ballots": [{"receipt": "7F3A91C2", "points": {"s1": 10**4000}}],
            },
            "ballot 7F3A91C2, points",
            "at most 1000000000",
        ),
    ],
)
def test_a_bad_record_is_refused_by_ballot_and_rule(
    tmp_path: Path, changes: dict[str, object], place: str, rule: str
) -> None:
    result = CliRunner().invoke(main, ["recount", str(written(tmp_path / "bad.json", **changes))])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"At {place}" in result.stderr
    assert rule in result.stderr


@pytest.mark.parametrize(("name", "why"), [("nowhere.json", "is not there"), (".", "is a folder")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, why: str) -> None:
    result = CliRunner().invoke(main, ["recount", str(tmp_path / name)])
    assert result.exit_code == 2
    assert f"{tmp_path / name} {why}" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_record_counts_the_same_however_an_editor_saved_it(
    tmp_path: Path, encoding: str, newline: str
) -> None:
    text = RECORDS[0].read_text(encoding="utf-8")
    path = tmp_path / "saved.json"
    path.write_text(text, encoding=encoding, newline=newline)
    told = [CliRunner().invoke(main, ["recount", str(one), "--json"]) for one in (path, RECORDS[0])]
    assert told[0].exit_code == 0
    assert told[0].stdout == told[1].stdout


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"{}junk", b"\xef\xbb\xbf", b"\x00" * 99, "{'Ö'}".encode("latin-1")],
)
def test_a_file_that_is_no_record_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    result = CliRunner().invoke(main, ["recount", str(path)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not a valid record. At the file: it is not JSON" in result.stderr


def test_text_in_a_record_steers_no_terminal(tmp_path: Path) -> None:
    document = json.loads(RECORDS[0].read_text(encoding="utf-8"))
    document["songs"][0]["title"] = "\x1b[2J\x07evil\r\nname\u202e"
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    table = CliRunner().invoke(main, ["recount", str(path)]).stdout
    assert "[2J evil name" in table
    assert not any(control in table for control in "\x1b\x07\r\u202e")


def odd_ids() -> Recount:
    """Return a count of songs whose ids no record may have, with all that is told of a count."""
    one, two, three = "\x1b[2Ja", "b\nseat", "c\x9b\u202e"
    songs = tuple(ListedSong(song, "", "") for song in (one, two, three))
    ballots = {"1": Picks(frozenset({one, two})), "2": Picks(frozenset({two, one}))}
    record = Record(
        episode="1",
        method="approval",
        seats=1,
        limits={},
        seed="0" * 32,
        songs=songs,
        ballots=ballots,
        vetoed={three: "\x85no"},
    )
    return Recount(record, count(record.profile()), "f" * 64)


def test_ids_steer_no_terminal_either() -> None:
    lines = recounting.as_table(odd_ids()).splitlines()
    assert all(line == "" or line.isprintable() for line in lines)
    assert not [line for line in lines if line.startswith("seat")]
    told = recounting.as_json(odd_ids())
    assert told.isascii()
    assert all(line.isprintable() for line in told.splitlines())


def test_no_more_is_read_than_a_record_can_be() -> None:
    result = CliRunner().invoke(main, ["recount", "/dev/zero"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "it is larger than 64 MB" in result.stderr


def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    result = CliRunner().invoke(main, ["recount", str(path)])
    assert result.exit_code == 2
    assert "it is not JSON" in result.stderr


def test_a_record_can_come_through_a_pipe() -> None:
    there, back = os.pipe()
    with os.fdopen(back, "wb") as pipe:
        pipe.write(json.dumps({"format": "other"}).encode())
    result = CliRunner().invoke(main, ["recount", f"/dev/fd/{there}"])
    os.close(there)
    assert "it must be 'needledrop-round/1'" in result.stderr


def told_from(tmp_path: Path, **changes: object) -> tuple[int, str, str]:
    """Recount a vote of three by three voters of whom two proposed a song each."""
    ballots = [
        {"receipt": "A1", "picks": ["s1"], "stars": []},
        {"receipt": "B2", "picks": ["s2"], "stars": []},
        {"receipt": "C3", "picks": ["s1", "s2"], "stars": []},
        {"receipt": "D4"},
    ]
    record = written(tmp_path / "record.json", ballots=ballots, casting=None)
    known = {"proposers": {"s1": "Ana", "s2": "Ben"}, "voters": ["Ana", "Ben", "Cleo"]} | changes
    (tmp_path / "known.json").write_text(json.dumps(known), encoding="utf-8")
    asked = ["recount", str(record), "--json", "--proposers", str(tmp_path / "known.json")]
    done = CliRunner().invoke(main, asked)
    return done.exit_code, done.stdout, done.stderr


def test_it_says_which_ballots_could_be_told(tmp_path: Path) -> None:
    status, out, _ = told_from(tmp_path)
    assert status == 0
    told = json.loads(out)
    assert told["hiding"] == "few_ballots"
    assert told["crowds"] == {"A1": 1, "B2": 1, "C3": 1}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"voters": ["Ana"]}, "these 1 people cannot have cast the 3 ballots"),
        ({"voters": "Ana"}, "it must be a list of names"),
        ({"voters": ["Ana", "Ana", "Ben"]}, "cannot have cast"),
        ({"proposers": {"s99": "Ana"}}, "by the ids of the record's songs"),
    ],
)
def test_a_list_of_proposers_that_cannot_be_is_refused(
    tmp_path: Path, changes: dict[str, object], rule: str
) -> None:
    status, _, error = told_from(tmp_path, **changes)
    assert status == 2
    assert "known.json is not a valid list of proposers" in error
    assert rule in error
