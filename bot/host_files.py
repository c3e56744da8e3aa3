"""Files on the host's machine: made for the bot's user alone, and why one cannot be used.

The machine belongs to somebody else: folders are missing, disks are full or read-only, files belong
to another user. `why_not` makes a sentence of it that names what is at fault and what to do.
"""

import errno
import os
import shlex
import shutil
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077
"""The permissions of the group and of everybody else."""
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def user() -> str:
    """Return the name of the user that this process runs as; the number of one without a name."""
    if os.name != "posix":
        return "the bot's user"
    import pwd  # noqa: PLC0415 - not on every system

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"user {os.geteuid()}"


def home(path: str) -> Path:
    """Return a path in which a leading `~` is the home folder.

    Raises:
        ValueError: There is no such home folder.
    """
    expanded = os.path.expanduser(path)  # noqa: PTH111 - Path's own raises where there is no home
    if expanded.startswith("~") and expanded == path:
        raise ValueError(f"there is no home folder {path.partition('/')[0]}")
    return Path(expanded)


def cache_folder() -> Path | None:
    """Return the user's folder for what can be made again; None for a user without a home.

    It may not be there yet.
    """
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named
    try:
        return home("~") / ".cache"
    except ValueError:
        return None


def absolute(path: Path) -> Path:
    """Return a path from the root; the path itself where the present folder was deleted."""
    try:
        return path.absolute()
    except OSError:
        return path


def open_to_others(path: Path) -> bool:
    """Return whether a file's mode lets anybody but its owner at it; no file, no."""
    try:
        return os.name == "posix" and bool(path.stat().st_mode & OTHERS)
    except OSError:
        return False


def on_read_only_disk(path: Path) -> bool:
    """Return whether nobody can write a file that is there, since its disk takes no writing."""
    return hasattr(os, "statvfs") and bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def make_folder(folder: Path) -> None:
    """Make a folder, and the folders above it that are missing, for this user alone.

    Raises:
        OSError: One cannot be made.
    """
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)


def create(file: Path) -> None:
    """Make an empty file for this user alone, unless it is there.

    SQLite gives the files that it makes beside a database the database's own mode.

    Raises:
        OSError: It cannot be made.
    """
    with suppress(FileExistsError):
        # Never opened where it is there: closing it would drop this process's locks on it.
        os.close(os.open(file.resolve(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def keep_names(folder: Path) -> None:
    """Have the disk keep which files are in a folder, where it can be told to.

    Raises:
        OSError: The disk failed.
    """
    if os.name != "posix":  # Elsewhere, folders cannot be opened.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as fault:
        if fault.errno not in (errno.EINVAL, errno.ENOTSUP):  # as on some disks of networks
            raise
    finally:
        os.close(descriptor)


def in_the_way(path: Path) -> str:
    """Return what keeps a file from being made or written, with others beside it; empty if nothing.

    Folders that are missing can be made.
    """
    place = absolute(path)
    if os.path.lexists(place):
        return _way_there(place) or _file_itself(place, write=True)
    if _is_too_long(place):
        return _too_long(place)
    folder = next((one for one in place.parents if os.path.lexists(one)), place)
    # The file itself would be new, whatever there is under its name in a folder above.
    return _way_there(folder / place.name) or _writing(folder / place.name, is_there=False)


def why_not(path: Path, fault: Exception, *, write: bool = False) -> str:
    """Return why a file cannot be used, in sentences: what is at fault, and what to do.

    Args:
        path: The file, which may be missing.
        fault: What went wrong; its words are told where looking at the place says nothing.
        write: Whether the file, and others beside it, were to be written.
    """
    place = absolute(path)
    number = fault.errno if isinstance(fault, OSError) else None
    if number in _FULL:
        return _full(place)
    if number == errno.ENAMETOOLONG:
        return _too_long(place)
    if isinstance(fault, FileExistsError):
        return f"{place} is there already. Name another place"
    told = _way_there(place) or _file_itself(place, write=write or number in _REFUSED)
    if told:
        return told
    if not os.path.lexists(place) and not write:
        return f"{place} is not there. Check the name"
    words = fault.strerror if isinstance(fault, OSError) and fault.strerror else fault
    return f"{place} cannot be used ({words}). Check its disk, or name another place"


def _way_there(place: Path) -> str:
    """Return what is wrong with the folders above a file; nothing if one may go there."""
    if _is_too_long(place):
        return _too_long(place)
    for folder in reversed(place.parents):
        if not os.path.lexists(folder):
            return f"{place}: there is no folder {folder}. Make it, or name another place"
        if not os.path.isdir(folder):  # noqa: PTH112 - Path's own raises where it may not look
            return f"{place}: {folder} is not a folder. Name another place"
        if not os.access(folder, os.X_OK):
            return f"{place}: {user()} may not enter {folder}. Let it in, or name another place"
    return ""


def _file_itself(place: Path, *, write: bool) -> str:
    """Return what is wrong with a file or the folder it is in; nothing if they can be used."""
    is_there = os.path.exists(place)  # noqa: PTH110 - Path's own raises where it may not look
    if os.path.isdir(place):  # noqa: PTH112 - as above
        return f"{place} is a folder, not a file. Put a file in its place, or name another"
    if os.path.islink(place) and not is_there:  # noqa: PTH114 - as above
        return f"{place} leads to {place.readlink()}, which is not there. Fix or remove the link"
    if is_there and not os.access(place, os.R_OK):
        return _forbidden(place, "read")
    return _writing(place, is_there=is_there) if write else ""


def _writing(place: Path, *, is_there: bool) -> str:
    """Return what keeps a file, and others beside it, from being written; nothing if nothing."""
    if is_there and not os.path.isfile(place):  # noqa: PTH113 - Path's own raises, as above
        return f"{place} is no file that data can be kept in. Name another place"
    for one in (place, place.parent):
        if (one != place or is_there) and not os.access(one, os.W_OK):
            return _forbidden(one, "write")
    disk = shutil.disk_usage(place.parent)
    # What is no disk, such as /proc, has no size either.
    return _full(place) if disk.total and not disk.free else ""


def _forbidden(place: Path, way: str) -> str:
    if way == "write" and on_read_only_disk(place):
        return f"{place} cannot be written to: that disk is read-only. Name another place"
    named = shlex.quote(str(place))
    if os.name == "posix" and place.stat().st_uid != os.geteuid():
        to_do = f"Run: chown {shlex.quote(user())} {named}"
        return f"{place} belongs to somebody else, and {user()} may not {way} it. {to_do}"
    return f"{place}: {user()} may not {way} it. Run: chmod u+rw{'x' * place.is_dir()} {named}"


def _is_too_long(place: Path) -> bool:
    try:
        place.lstat()
    except OSError as fault:
        return fault.errno == errno.ENAMETOOLONG
    return False


def _too_long(place: Path) -> str:
    return f"{place}: that name is too long. Name a shorter one"


def _full(place: Path) -> str:
    return f"{place} cannot be written: the disk is full, or a limit is reached. Make room there"
