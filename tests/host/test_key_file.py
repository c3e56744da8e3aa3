"""The key file on disks that can do less than others."""

import errno
import os
import stat
from pathlib import Path

import pytest

from bot.domain.errors import ConfigError
from bot.encryption import new_key, read, read_or_create

OTHER = new_key()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "needledrop.key"


def private(file: Path, text: str) -> None:
    file.write_text(text)
    file.chmod(0o600)


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EINVAL, errno.EACCES])
@pytest.mark.parametrize("faster", [False, True])
def test_on_a_disk_without_links_the_file_is_made_all_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: int, faster: bool
) -> None:
    def refuse(*_: object) -> None:
        if faster:
            private(file, OTHER)
        raise OSError(number, "no links")

    monkeypatch.setattr(os, "link", refuse)
    (made,) = read_or_create(file)
    assert (made == OTHER) is faster
    assert read(file) == (made,)
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_disk_that_keeps_names_by_itself_is_good_enough(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    flush = os.fsync

    def refuse(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, "not for folders")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    assert read_or_create(file) == read(file)


@pytest.mark.parametrize("content", ["", "\n"])
def test_an_empty_file_without_a_copy_can_be_removed(file: Path, content: str) -> None:
    private(file, content)
    with pytest.raises(ConfigError, match=r"is empty.*remove it, and the next start makes") as told:
        read_or_create(file)
    assert "If you have no copy of the key" in told.value.faults[0]
    assert file.read_text() == content
    file.unlink()
    assert read_or_create(file) == read(file)
