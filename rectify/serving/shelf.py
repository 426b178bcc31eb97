"""The pages that this process keeps, as many as fit."""

from threading import Lock

from rectify.serving.asking import Key
from rectify.serving.pages import Page


class Shelf:
    """Pages by their keys, up to so many bytes; what was asked for the longest ago goes first."""

    def __init__(self, capacity: int):
        self.capacity = capacity
        self._pages: dict[Key, Page] = {}
        self._size = 0
        self._changing = Lock()
        # Looked at without the lock: a dictionary is whole at any moment.
        self.get = self._pages.get

    def put(self, key: Key, page: Page) -> None:
        """Keep a page in place of what was there, and make room for it."""
        with self._changing:
            self._take(key)
            if page.size > self.capacity:
                return
            if self._size + page.size > self.capacity:
                self._make_room(page.size)
            self._pages[key] = page
            self._size += page.size

    def drop(self, key: Key) -> None:
        """Forget a page, if there is one."""
        with self._changing:
            self._take(key)

    def _make_room(self, size: int) -> None:
        for key in sorted(self._pages, key=lambda one: self._pages[one].asked_at):
            self._take(key)
            if self._size + size <= self.capacity:
                return

    def _take(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._size -= page.size


class KeySet:
    """Keys that are remembered for a while: the oldest goes when there are too many."""

    def __init__(self, most: int):
        self._most = most
        self._keys: dict[Key, None] = {}
        self._changing = Lock()

    def __contains__(self, key: Key) -> bool:
        return key in self._keys

    def add(self, key: Key) -> None:
        with self._changing:
            self._keys[key] = None
            if len(self._keys) > self._most:
                del self._keys[next(iter(self._keys))]

    def discard(self, key: Key) -> None:
        with self._changing:
            self._keys.pop(key, None)
