"""Secrets at rest: sealed, opened, keys rotated; a key file that is made once and kept private."""

import errno
import logging
import multiprocessing
import os
import stat
import subprocess
import sys
import threading
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import ConfigError, WrongKey
from bot.encryption import Vault, is_key, keys_in, new_key, read, read_or_create, vault_of

OLD, NEW, OTHER = (urlsafe_b64encode(letter * 32).decode() for letter in (b"o", b"n", b"x"))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "needledrop.key"


def private(file: Path, text: str | bytes) -> Path:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    file.chmod(0o600)
    return file


def fault_of(file: Path) -> str:
    with pytest.raises(ConfigError) as refusal:
        read(file)
    (fault,) = refusal.value.faults
    assert fault.startswith("ENCRYPTION_KEY_FILE: ")
    assert str(file) in fault
    return fault


@given(TEXTS)
def test_what_is_sealed_opens_and_cannot_be_read(text: str) -> None:
    vault = Vault([OLD])
    sealed = vault.seal(text, "here")
    assert vault.open(sealed, "here") == text
    assert sealed != vault.seal(text, "here")
    assert len(text) < 3 or text not in sealed


@given(TEXTS, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_what_is_sealed_for_one_place_does_not_open_in_another(text: str, place: str) -> None:
    vault = Vault([OLD])
    sealed = vault.seal(text, f"row/1{place}")
    assert vault.open(sealed, f"row/1{place}") == text
    for other in (f"row/2{place}", "", f"row/1{place} "):
        with pytest.raises(WrongKey):
            vault.open(sealed, other)
    assert vault.is_bound(sealed)
    assert vault.opens(sealed)


def test_what_was_sealed_before_there_were_places_opens_once_it_is_bound() -> None:
    vault = Vault([OLD])
    sealed = Fernet(OLD).encrypt(b"token").decode()
    assert not vault.is_bound(sealed)
    with pytest.raises(WrongKey):
        vault.open(sealed, "anywhere")
    bound = vault.bind(sealed, "here")
    assert vault.open(bound, "here") == "token"
    assert vault.bind(bound, "elsewhere") == bound
    with pytest.raises(WrongKey):
        Vault([NEW]).bind(sealed, "here")


def test_an_older_key_opens_and_the_newest_seals() -> None:
    sealed = Vault([OLD]).seal("token", "here")
    both = Vault([NEW, OLD])
    assert both.open(sealed, "here") == "token"
    assert Vault([NEW]).open(both.seal("token", "here"), "here") == "token"
    with pytest.raises(WrongKey):
        Vault([OLD]).open(both.seal("token", "here"), "here")


@pytest.mark.parametrize("garbage", ["", "gAAAA", "token", "ü", "\ud800", "=" * 200, "\0"])
def test_garbage_does_not_open(garbage: str) -> None:
    with pytest.raises(WrongKey):
        Vault([OLD]).open(garbage, "here")


@given(st.data())
def test_a_changed_letter_does_not_open(data: st.DataObject) -> None:
    sealed = Vault([OLD]).seal("token", "here")
    place = data.draw(st.integers(0, len(sealed.rstrip("=")) - 2))
    other = "A" if sealed[place] != "A" else "B"
    with pytest.raises(WrongKey):
        Vault([OLD]).open(sealed[:place] + other + sealed[place + 1 :], "here")


def test_a_wrong_key_says_what_to_do_and_tells_nothing() -> None:
    sealed = Vault([OLD]).seal("token", "here")
    with pytest.raises(WrongKey) as refusal:
        Vault([OTHER]).open(sealed, "here")
    assert "Put the key it was sealed with back" in str(refusal.value)
    assert refusal.value.__suppress_context__
    for secret in (sealed, OLD, OTHER):
        assert secret not in repr(refusal.value) + str(refusal.value)


@pytest.mark.parametrize("keys", [[], ["short"], [OLD, ""], [OLD + OLD]])
def test_a_vault_takes_nothing_but_keys(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="needs keys") as refusal:
        Vault(keys)
    assert OLD not in str(refusal.value)


def test_a_vault_does_not_print_its_keys(caplog: pytest.LogCaptureFixture, file: Path) -> None:
    with caplog.at_level(logging.DEBUG):
        vault = vault_of([NEW, OLD], file)
        vault.open(vault.seal("token", "here"), "here")
        made = vault_of([], file)
    shown = f"{vault!r} {vault} {made!r} {caplog.text}"
    for secret in (NEW, OLD, "token", file.read_text().strip()):
        assert secret not in shown


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (OLD, [OLD]),
        (f" {NEW} , {OLD}\n", [NEW, OLD]),
        (f"{NEW}\n{OLD}\n", [NEW, OLD]),
        (f"{NEW},,{OLD},", [NEW, OLD]),
        (f'"{NEW}"\n', [NEW]),
        (f"'{NEW}', '{OLD}'", [NEW, OLD]),
    ],
)
def test_keys_are_listed_by_commas_or_lines(text: str, keys: list[str]) -> None:
    assert list(keys_in(text)) == keys


@pytest.mark.parametrize("text", ["", " , ", "short", f"{OLD} short", f"{OLD}{NEW}", OLD[:-1]])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^no key$"):
        keys_in(text)


def test_a_key_is_what_the_library_takes_for_one() -> None:
    assert is_key(Fernet.generate_key().decode())
    assert is_key(new_key())
    Fernet(new_key())
    assert new_key() != new_key()
    assert not is_key("ü" * 44)
    assert not is_key("/" + OLD[1:])


def test_the_first_run_makes_a_private_key_file(file: Path) -> None:
    file = file.parent / "new" / "folder" / file.name
    keys = read_or_create(file)
    assert read_or_create(file) == keys == read(file)
    assert len(keys) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_generous_umask_does_not_matter(file: Path) -> None:
    before = os.umask(0)
    try:
        read_or_create(file)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_file_may_list_several_keys(file: Path) -> None:
    private(file, f"{NEW}\n{OLD}\n")
    assert vault_of([], file).open(Vault([OLD]).seal("token", "here"), "here") == "token"


def test_the_environment_goes_before_the_file(file: Path) -> None:
    sealed = vault_of([NEW], file).seal("token", "here")
    assert Vault([NEW]).open(sealed, "here") == "token"
    assert not file.exists()


def test_threads_that_make_the_file_at_once_have_one_key(file: Path) -> None:
    start, found = threading.Barrier(8), []

    def make() -> None:
        start.wait()
        found.append(read_or_create(file))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [read(file)] * 8
    assert list(file.parent.iterdir()) == [file]


def test_processes_that_make_the_file_at_once_have_one_key(file: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = pool.map(read_or_create, [file] * 6, chunksize=1)
    assert found == [read(file)] * 6


def test_one_who_comes_second_keeps_the_firsts_key(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def late(draft: Path, target: Path) -> None:
        private(target, OLD)  # Somebody was faster, after we saw that there was none.
        link(draft, target)

    monkeypatch.setattr(os, "link", late)
    assert read_or_create(file) == (OLD,)
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_file_that_others_can_reach_is_refused(file: Path, mode: int) -> None:
    private(file, OLD).chmod(mode)
    fault = fault_of(file)
    assert f"chmod 600 {file}" in fault
    with pytest.raises(ConfigError):
        vault_of([], file)


@pytest.mark.parametrize("content", ["not a key", f"{OLD} and more", b"\xff\xfe", "x" * 50])
def test_a_file_that_holds_no_key_is_refused(file: Path, content: str | bytes) -> None:
    private(file, content)
    fault = fault_of(file)
    assert "holds no key" in fault
    assert OLD not in fault
    with pytest.raises(ConfigError):
        read_or_create(file)
    assert file.read_bytes() == (content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["", "\n", "\r\n", " \r\n\r\n"])
def test_a_key_is_read_however_an_editor_saved_it(file: Path, mark: str, end: str) -> None:
    private(file, f"{mark}{OLD}{end}".encode())
    assert read(file) == (OLD,)


def test_a_missing_file_and_a_folder_are_told_of(file: Path) -> None:
    assert f"{file} is not there" in fault_of(file)
    file.mkdir()
    assert f"{file} is a folder" in fault_of(file)


def test_a_file_that_cannot_be_made_is_told_of(file: Path) -> None:
    private(file, OLD)
    with pytest.raises(ConfigError, match=f"{file} is not a folder"):
        read_or_create(file / "below" / "a.key")


def test_nothing_is_left_behind_where_the_file_cannot_be_made(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(ConfigError, match="Input/output error"):
        read_or_create(file)
    assert list(file.parent.iterdir()) == []


def test_the_library_is_imported_on_first_use() -> None:
    script = (
        "import sys, bot.encryption as e; e.Vault([e.new_key()]);"
        "print('cryptography' in sys.modules)"
    )
    ran = subprocess.run(  # noqa: S603 - our own few words
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == "False"
