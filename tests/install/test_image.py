"""The recipe of the image, carried out step by step by another user, who may write only data."""

import os
import shutil
import stat
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.install.dockerfile import carry_out, kept_out, stages
from tests.install.wheels import ROOT, VERSION, bare

STAGES = stages()
USER = "10001"
AS_ANOTHER_USER = (
    *("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs"),
    # Python itself may be in a folder of root's.
    *("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"),
    "--bounding-set=-all,+dac_read_search",
)


@pytest.fixture
def built() -> Iterator[Path]:
    """What the first stage leaves, read-only, in a folder that others may enter."""
    root = Path(tempfile.mkdtemp(prefix="needledrop-image-"))
    root.chmod(0o755)
    carry_out(STAGES["build"], root, LOCK="run")
    program = root / "opt" / "needledrop"
    for path in (program, *program.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    yield program
    subprocess.run(["/bin/chmod", "-R", "u+w", root], check=True)  # noqa: S603
    shutil.rmtree(root)


@pytest.fixture
def data(built: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="needledrop-data-"))
    if os.geteuid() == 0:
        os.chown(folder, int(USER), int(USER))
    yield folder
    shutil.rmtree(folder)


def run(built: Path, data: Path, *command: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a command as the image does, with its environment, but for where its folders are."""
    environment = {
        name: value.replace("/opt/needledrop", str(built)).replace("/data", str(data))
        for name, value in STAGES["program"].environment().items()
    }
    environment["PATH"] = environment["PATH"].replace("$PATH", os.environ["PATH"])
    before = AS_ANOTHER_USER if os.geteuid() == 0 else ()
    return subprocess.run(  # noqa: S603 - our own program
        [*before, built / "bin" / command[0], *command[1:]],
        cwd=data,
        env=bare() | environment | given,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_another_user_runs_it_from_a_tree_that_nobody_may_write(built: Path, data: Path) -> None:
    # One test, since the recipe takes its time.
    check_that_it_starts(built, data)
    check_that_it_says_what_is_missing(built, data)
    check_that_it_writes_its_data(built, data)


def check_that_it_starts(built: Path, data: Path) -> None:
    assert run(built, data, "needledrop", "--version").stdout == f"needledrop {VERSION}\n"
    refused = run(built, data, "python", "-c", f"open({str(built / 'x')!r}, 'w')")
    assert "PermissionError" in refused.stderr
    assert not list(data.iterdir())


def check_that_it_says_what_is_missing(built: Path, data: Path) -> None:
    started = run(built, data, "needledrop", "run")
    assert started.returncode == 2
    assert "DISCORD_TOKEN: missing" in started.stderr
    checked = run(built, data, "needledrop", "doctor")
    assert f"{data}/needledrop.db is not there, so the next start makes a new one" in checked.stdout
    assert "Traceback" not in checked.stderr


def check_that_it_writes_its_data(built: Path, data: Path) -> None:
    script = (
        "import asyncio, os, time\n"
        "from pathlib import Path\n"
        "from bot.typesetting.typesetter import Typesetter\n"
        "from storage.database import database_at\n"
        "async def make():\n"
        "    database = database_at(os.environ['DATABASE_URL'], time.time)\n"
        "    await database.open(); await database.close()\n"
        "asyncio.run(make())\n"
        "page = Path('page.typ'); page.write_text('A song')\n"
        "Typesetter(system_fonts=False).compile(page, Path('page.png'), {'format': 'png'})\n"
    )
    made = run(built, data, "python", "-c", script)
    assert made.returncode == 0, made.stderr
    copied = run(built, data, "needledrop", "backup", "copy.db")
    assert copied.returncode == 0, copied.stderr
    assert {"needledrop.db", "copy.db", "page.png"} <= {one.name for one in data.iterdir()}


def test_the_linter_has_nothing_to_say() -> None:
    linter = Path(sysconfig.get_path("scripts")) / "hadolint"
    said = subprocess.run(  # noqa: S603 - a tool of ours
        [linter, "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stdout) == (0, "")


@pytest.mark.parametrize("name", ["bot", "postgres"])
def test_what_is_run_is_not_root_and_writes_to_its_volumes_alone(name: str) -> None:
    stage, base = STAGES[name], STAGES["program"]
    assert stage.base == "program"
    users = base.all("USER") + stage.all("USER")
    assert users[-1] == f"{USER}:{USER}"
    assert base.all("VOLUME") == ["/data"]
    assert base.all("STOPSIGNAL") == ["SIGTERM"]
    assert base.all("ENTRYPOINT") == ['["needledrop"]']
    assert base.all("CMD") == ['["run"]']


def test_its_health_is_asked_of_the_program() -> None:
    (asked,) = STAGES["program"].all("HEALTHCHECK")
    assert asked.endswith('CMD ["needledrop", "health"]')


def test_the_image_that_is_built_without_being_named_is_the_bot() -> None:
    assert list(STAGES)[-1] == "bot"
    assert STAGES["bot"].steps == []
    bases = {stage.base for stage in STAGES.values()}
    assert bases == {"python:${PYTHON}", "program"}


def test_libraries_come_from_locks_with_hashes() -> None:
    commands = " && ".join(STAGES["build"].all("RUN")).split(" && ")
    installing = [one for one in commands if " install " in one or " wheel " in one]
    assert len(installing) == 4
    for command in installing:
        assert "--require-hashes" in command or "--no-index" in command, command


@pytest.mark.parametrize(
    ("path", "out"),
    [
        *((".env", True), ("needledrop.db", True), ("needledrop.key", True), (".git/config", True)),
        *(("bot/needledrop.db", True), ("tests/fakes.py", True), ("dist/needledrop.whl", True)),
        *(("bot/__pycache__/app.pyc", True), ("bot/app.py", False), ("locks/run.txt", False)),
        *(("storage/queries/rooms.sql", False), ("bot/typesetting/fonts/OFL.txt", False)),
    ],
)
def test_no_secret_and_no_database_gets_into_a_build(path: str, out: bool) -> None:
    assert kept_out(path) is out


def test_the_stages_are_read_as_they_are_written() -> None:
    build = STAGES["build"]
    assert build.all("WORKDIR") == ["/build"]
    assert [rest.split()[0] for rest in build.all("COPY")][:2] == ["locks", "pyproject.toml"]
