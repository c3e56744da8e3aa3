"""Encrypt secrets at rest, and read or create the key file.

Secrets in the database are sealed with a key that is not in the database.
"""

import base64
import errno
import logging
import os
import re
import secrets
import shlex
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.errors import ConfigError, WrongKey
from bot.host_files import OTHERS, keep_names, make_folder, why_not

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

log = logging.getLogger(__name__)

KEY_BYTES = 32
SETTING = "ENCRYPTION_KEY_FILE"
_KEY_FORM = re.compile(r"[A-Za-z0-9_-]{43}=")
_BETWEEN_KEYS = re.compile(r"[\s,\"']+")
_BOUND = "\0for "
"""In front of what is sealed for a place: the place, a zero byte and the text follow."""
_NO_LINKS = (
    errno.EACCES,  # on Android
    errno.EINVAL,  # on Windows
    errno.EMLINK,
    errno.ENOSYS,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.EPERM,
)
"""What disks say on which no file can have two names, as those of cameras and some of networks."""
_KEY_FILE_MAX = 10_000
"""Bytes to read at most; no key file is longer."""


class Vault:
    """Seals texts so that the database alone does not reveal them. Its `repr` shows no key.

    Args:
        keys: Fernet keys, the newest first. The first seals; any of them opens.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys or not all(map(is_key, keys)):
            raise ValueError("a vault needs keys, and nothing but keys")
        self._keys = tuple(keys)
        self._cipher: MultiFernet | None = None

    def __repr__(self) -> str:
        return f"<Vault with {len(self._keys)} keys>"

    def seal(self, text: str, place: str) -> str:
        """Return a text that only `open` can read, and only as that of a place."""
        return self._fernet().encrypt(f"{_BOUND}{place}\0{text}".encode()).decode()

    def open(self, sealed: str, place: str) -> str:
        """Return what was sealed for a place.

        Raises:
            WrongKey: It was sealed with another key, is damaged, or belongs to another place or,
                from a version that knew none, to no place.
        """
        text = self._decrypted(sealed)
        bound = text.startswith(_BOUND)
        its_place, _, text = text.removeprefix(_BOUND).partition("\0")
        if not bound or its_place != place:
            raise WrongKey
        return text

    def bind(self, sealed: str, place: str) -> str:
        """Return what a version that knew no places has sealed, sealed for a place; else the same.

        Raises:
            WrongKey: It was sealed with another key, or is damaged.
        """
        return sealed if self.is_bound(sealed) else self.seal(self._decrypted(sealed), place)

    def is_bound(self, sealed: str) -> bool:
        """Return whether a text was sealed for a place; raises as `open` does."""
        return self._decrypted(sealed).startswith(_BOUND)

    def opens(self, sealed: str) -> bool:
        """Return whether a text was sealed with one of these keys, for whatever place."""
        try:
            self._decrypted(sealed)
        except WrongKey:
            return False
        return True

    def _decrypted(self, sealed: str) -> str:
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 (as below)

        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except (InvalidToken, UnicodeError):
            # Not chained: the sealed text must not end up in a log.
            raise WrongKey from None

    def _fernet(self) -> "MultiFernet":
        if self._cipher is None:
            # Imported on first use: most starts of the bot have nothing to seal or open yet.
            from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415

            self._cipher = MultiFernet([Fernet(key) for key in self._keys])
        return self._cipher


def load_library() -> None:
    """Import what is imported on first use otherwise. Blocks: call it in a worker thread."""
    import cryptography.fernet  # noqa: F401, PLC0415


def vault_of(keys: Sequence[str], file: Path | None) -> Vault:
    """Return the vault of these keys, or of a key file, which is created if it is missing.

    Raises:
        ConfigError: The file cannot be used or created; or there are neither keys nor a file.
    """
    if keys:
        return Vault(keys)
    if file is None:
        raise ConfigError(["ENCRYPTION_KEY: missing. Write a key"])
    return Vault(read_or_create(file))


def is_key(text: str) -> bool:
    """Return whether a text is a Fernet key: 32 bytes in URL-safe base64."""
    return _KEY_FORM.fullmatch(text) is not None


def has_key(text: str) -> bool:
    """Return whether a key is in a text, by itself or in a list."""
    return any(map(is_key, _BETWEEN_KEYS.split(text)))


def keys_in(text: str) -> tuple[str, ...]:
    """Return the keys in a text, separated by commas or white space, in its order.

    Raises:
        ValueError: There is none, or something else is among them. The error does not repeat it.
    """
    keys = tuple(part for part in _BETWEEN_KEYS.split(text) if part)
    if not keys or not all(map(is_key, keys)):
        raise ValueError("no key")
    return keys


def new_key() -> str:
    """Return a fresh key."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_or_create(file: Path) -> tuple[str, ...]:
    """Return the keys of a key file, creating it with a fresh key if it is missing.

    If several processes create it at once, one succeeds, and all return its key.

    Raises:
        ConfigError: As `read` says, or the file cannot be created.
    """
    if not os.path.lexists(file):
        try:
            make_folder(file.parent)
            _create(file, new_key())
            log.warning(
                "there was no key in %s, so a new one is made: keep a copy of it. If the bot has"
                " run before, put the key it had back there and start it again",
                file,
            )
        except OSError as fault:
            raise _fault(why_not(file, fault, write=True)) from fault
    return read(file)


def read(file: Path) -> tuple[str, ...]:
    """Return the keys of a key file, the newest first.

    Raises:
        ConfigError: It is missing, others may read it, or it holds something else.
    """
    try:
        with file.open("rb") as opened:
            # Check the open file: the name may point to another file a moment later.
            mode = os.fstat(opened.fileno()).st_mode
            content = opened.read(_KEY_FILE_MAX)
    except OSError as fault:
        raise _fault(why_not(file, fault)) from fault
    if os.name == "posix" and mode & OTHERS:
        to_do = f"Run: chmod 600 {shlex.quote(str(file))}"
        raise _fault(f"{file} can be read by others. {to_do}")
    if not content.strip():
        to_do = "If you have no copy of the key, remove it, and the next start makes a new one"
        raise _fault(f"{file} is empty. Put the key file back from your backup. {to_do}")
    try:
        # Editors for Windows write a mark in front.
        return keys_in(content.decode("utf-8-sig"))
    except ValueError:
        to_do = "Put the key file back from your backup"
        raise _fault(f"{file} holds no key, or is not saved as UTF-8. {to_do}") from None


def _create(file: Path, key: str) -> None:
    """Create a key file under its name only once it is complete, unless there is one already.

    Raises:
        OSError: It cannot be created.
    """
    draft = file.with_name(f"{file.name}.{os.getpid()}-{secrets.token_hex(4)}")
    with suppress(FileExistsError):  # Another process was faster: its key is used.
        try:
            _write_new(draft, key)
            os.link(draft, file)
        except OSError as fault:
            if fault.errno not in _NO_LINKS:
                raise
            # Not at once, but still only if nobody else has made one.
            _write_new(file, key)
        finally:
            draft.unlink(missing_ok=True)
    keep_names(file.parent)


def _write_new(file: Path, key: str) -> None:
    """Write a key into a file that is not there yet; it is whole, or not there.

    Raises:
        OSError: It is there, or cannot be written.
    """
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(f"{key}\n")
            opened.flush()
            os.fsync(opened.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _fault(what: str) -> ConfigError:
    return ConfigError([f"{SETTING}: {what}. Or set ENCRYPTION_KEY"])
