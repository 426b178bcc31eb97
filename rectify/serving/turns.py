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
from math import inf
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Protocol
from weakref import WeakValueDictionary

from rectify.serving.asking import Key

# Longer than any page takes to be made; whoever has waited so long makes it without a turn.
LONGEST_WAIT = 2.5
# So long everybody waits, since it began, for a page that is being made: hardly any takes half
# of it. What takes longer is waited for by few, for the other threads have pages to serve.
A_WHILE = 1.0
BETWEEN_TRIES = 0.005


class Door(Protocol):
    """Lets one in at a time for a key."""

    def take(self, key: Key) -> bool: ...

    def give_back(self, key: Key) -> None: ...


class _Turn:
    """The turn for one page, and since when somebody has it: never, while that is not told."""

    __slots__ = ("__weakref__", "lock", "since")

    def __init__(self):
        self.lock = Lock()
        self.since = inf


class Turns:
    """The turns of this process's threads, one a page while anybody wants it.

    `most_waiting` threads may wait for as long as they like, of all pages together; any other
    waits no longer than until somebody has had the turn for A_WHILE.
    """

    def __init__(self, most_waiting: int, clock: Callable[[], float] = time.monotonic):
        self._turns: WeakValueDictionary[Key, _Turn] = WeakValueDictionary()
        self._changing = Lock()
        self._places = BoundedSemaphore(most_waiting)
        self._clock = clock

    @contextmanager
    def taken(self, key: Key, *, wait: float):
        """Give whether it became the caller's turn, at once or within so many seconds."""
        with self._changing:
            turn = self._turns.get(key)
            if turn is None:
                turn = self._turns[key] = _Turn()
        got = turn.lock.acquire(blocking=False) or self._awaited(turn, wait)
        if got:
            turn.since = self._clock()
        try:
            yield got
        finally:
            if got:
                turn.since = inf
                turn.lock.release()

    def _awaited(self, turn: _Turn, wait: float) -> bool:
        has_place = self._places.acquire(blocking=False)
        try:
            left = wait if has_place else min(wait, turn.since + A_WHILE - self._clock())
            return left > 0 and turn.lock.acquire(timeout=left)
        finally:
            if has_place:
                self._places.release()


@contextmanager
def through(
    doors: Iterable[Door],
    key: Key,
    *,
    until: float,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
):
    """Give whether all doors could be taken: at once, or before the clock says `until`."""
    held = []
    try:
        for door in doors:
            got = door.take(key)
            while not got and clock() < until:
                sleep(BETWEEN_TRIES)
                got = door.take(key)
            if not got:
                break
            held.append(door)
        else:
            yield True
            return
        yield False
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
