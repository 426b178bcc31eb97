"""Where a command writes: files that are whole or not there, pipes, devices, what it prints."""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.core.management.base import CommandError

from rectify.whole_files import written_whole

STANDARD_OUTPUT = "-"
# Names of what is open already. What they lead to may be a file, which must not be replaced.
DESCRIPTORS = ("/dev/std", "/dev/fd/", "/proc/")
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@contextmanager
def output(path: Path, *, returncode: int = 1) -> Iterator[IO[bytes]]:
    """Open what a command is told to write to, for bytes.

    A file is there whole or not at all: what is written stands beside it under another name
    until the end. One that was there gives its mode and is kept when anything fails; a link
    is followed. A pipe, a device and “-”, the standard output, get all of it at the end.
    Raises CommandError, which says why it cannot be written.
    """
    try:
        with _opened(path) as file:
            yield file
    except OSError as error:
        if is_standard_output(path):
            _hush()
        sentence = f"写不了文件 {path}：{_why(error)}。"
        raise CommandError(sentence, returncode=returncode) from None


def is_standard_output(path: Path) -> bool:
    """Tell whether a path names the standard output: “-”, or what that leads to anyway."""
    if str(path) == STANDARD_OUTPUT:
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False


@contextmanager
def told() -> Iterator[None]:
    """Print what was done. That nobody reads it to the end changes nothing of what was done."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _hush()
    except OSError as error:
        _hush()
        sys.stderr.write(f"事情办了，但是结果没有打印全：{_why(error)}。\n")


def _opened(path: Path) -> AbstractContextManager[IO[bytes]]:
    if is_standard_output(path):
        sys.stdout.flush()
        return _passed_on(nullcontext(sys.stdout.buffer))
    try:
        there = path.stat()
    except FileNotFoundError:
        there = None
    if there and stat.S_ISDIR(there.st_mode):
        raise IsADirectoryError
    if there and not (stat.S_ISREG(there.st_mode) and not _is_descriptor(path)):
        return _passed_on(path.open("wb"))
    # Whoever may do everything is asked as well: a file is write-protected on purpose.
    if there and not (there.st_mode & WRITABLE and os.access(path, os.W_OK)):
        raise OSError(errno.EROFS, "write-protected")
    return _whole_file(Path(os.path.realpath(path)), there)


def _is_descriptor(path: Path) -> bool:
    return str(path.absolute()).startswith(DESCRIPTORS)


@contextmanager
def _whole_file(path: Path, there: os.stat_result | None) -> Iterator[IO[bytes]]:
    """Open a file that takes the place of another one, if `there` is one, when it is finished."""
    with written_whole(path) as file:
        yield file
        unfinished = Path(file.name)
        if there:
            with suppress(PermissionError):
                os.chown(unfinished, there.st_uid, there.st_gid)
        unfinished.chmod(stat.S_IMODE(there.st_mode) if there else 0o666 & ~_umask())


@contextmanager
def _passed_on(opened: AbstractContextManager[IO[bytes]]) -> Iterator[IO[bytes]]:
    """Open a file whose content goes on to what cannot be replaced, once all of it is there."""
    with opened as stream, TemporaryFile() as file:
        yield file
        file.seek(0)
        shutil.copyfileobj(file, stream)
        stream.flush()


def _why(error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹，请写明文件名"
    if error.errno == errno.EROFS:
        return "它是只读的，请换一个文件名，或者先改成可写"
    if isinstance(error, BrokenPipeError):
        return "接收的一方没有读完就关闭了"
    if error.errno == errno.ENOSPC:
        return "磁盘满了"
    if isinstance(error, (FileNotFoundError, NotADirectoryError, PermissionError)):
        return "所在的文件夹不存在，或者没有写的权限"
    return error.strerror or str(error)


def _hush() -> None:
    """Lead the standard output nowhere, or Python would fail once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _umask() -> int:
    """Return the mask for new files, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
