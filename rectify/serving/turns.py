"""Whose turn it is to ask for a page: one thread of a process, and one process of a machine.

A door can be taken for a key by one at a time. A door between processes is tried again and
again, never waited at: then none waits for ever, and the kernel, which knows nothing of
threads, does not take two processes for deadlocked that wait for different pages of each
other's.
"""

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Protocol
from weakref import WeakValueDictionary

from rectify.serving.asking import Key

# Longer than any page takes to be made; whoever has waited so long makes it without a turn.
LONGEST_WAIT = 10.0
BETWEEN_TRIES = 0.005


class Door(Protocol):
    """Lets one in at a time for a key."""

    def take(self, key: Key) -> bool: ...

    def give_back(self, key: Key) -> None: ...


class Turns:
    """The turns of this process's threads, a lock a key while anybody wants it."""

    def __init__(self):
        self._locks: WeakValueDictionary[Key, Lock] = WeakValueDictionary()
        self._changing = Lock()

    @contextmanager
    def taken(self, key: Key, *, wait: bool):
        """Give whether it is the caller's turn: at once, or after waiting for the others.

        Whoever has waited LONGEST_WAIT goes on together with whoever takes so long.
        """
        with self._changing:
            lock = self._locks.get(key)
            if lock is None:
                lock = self._locks[key] = Lock()
        got = lock.acquire(timeout=LONGEST_WAIT if wait else 0)
        try:
            yield got or wait
        finally:
            if got:
                lock.release()


@contextmanager
def through(
    doors: Iterable[Door],
    key: Key,
    *,
    wait: bool,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
):
    """Give whether all doors could be taken: at once, or after waiting as `Turns.taken` does."""
    until = clock() + LONGEST_WAIT
    held = []
    mine = True
    try:
        for door in doors:
            got = door.take(key)
            while wait and not got and clock() < until:
                sleep(BETWEEN_TRIES)
                got = door.take(key)
            if got:
                held.append(door)
            elif not wait:
                mine = False
                break
        yield mine
    finally:
        for door in reversed(held):
            door.give_back(key)


class FileDoor:
    """Between the processes of one machine: a lock on one byte of one file for each key.

    Such a lock is the process's, so that kill -9 leaves none behind; two threads of one
    process are told apart by Turns. Where no file can be locked everybody is let in: a page
    made twice is better than none.
    """

    def __init__(self, directory: Path):
        self._directory = directory
        self._changing = Lock()
        self._file: int | None = None

    def take(self, key: Key) -> bool:
        try:
            fcntl.lockf(self._opened(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _byte_of(key))
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def give_back(self, key: Key) -> None:
        # What could not be locked need not be unlocked either.
        with suppress(OSError):
            fcntl.lockf(self._opened(), fcntl.LOCK_UN, 1, _byte_of(key))

    def _opened(self) -> int:
        # Once: to close the file a second time would unlock all of it.
        with self._changing:
            if self._file is None:
                self._file = self._open()
        return self._file

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            return os.open(self._directory / "pages.lock", flags, 0o600)
        except OSError:
            # Of this user alone, in a directory that is everybody's.
            place = Path(tempfile.gettempdir()) / f"rectify-pages-{os.getuid()}.lock"
            return os.open(place, flags, 0o600)


def digest_of(key: Key) -> str:
    """Return a key in a form of fixed length."""
    return sha256("\n".join(map(str, key)).encode()).hexdigest()


def _byte_of(key: Key) -> int:
    # As far as a file can have bytes; it need not have them to be locked.
    return int(digest_of(key)[:15], 16)
