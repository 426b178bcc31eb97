"""The pages that several processes or machines share, behind what each process keeps."""

import logging
import time
import uuid
from collections.abc import Callable
from typing import Protocol

from django.core.cache.backends.base import BaseCache

from rectify.serving.asking import Key
from rectify.serving.pages import Page, unpacked
from rectify.serving.turns import digest_of

logger = logging.getLogger(__name__)

PAGE_SECONDS = 24 * 3600
# Whoever makes a page and dies keeps the others from it no longer. None takes half of it.
TURN_SECONDS = 2
# After a failure it is left alone so long: no page is to wait for it each time.
LEFT_ALONE = 10.0


class Shared(Protocol):
    """Pages that others may have made."""

    def page(self, key: Key, etag: str | None) -> Page | None: ...

    def put(self, key: Key, page: Page) -> None: ...


class Bytes:
    """How values lie in Redis: as they are, so that nothing read from there is ever executed."""

    def dumps(self, value: bytes) -> bytes:
        return value

    def loads(self, value: bytes) -> bytes:
        return value


class SharedShelf:
    """Pages of all machines in one of Django's caches, and a door between the machines.

    `faults` is what that cache raises when it is away; then the pages are made as if there
    was none, and the log says so once. Programs of another `version` share other pages.
    """

    def __init__(
        self,
        cache: BaseCache,
        faults: tuple[type[Exception], ...],
        version: str,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._cache = cache
        self._faults = faults
        self._version = version
        self._clock = clock
        self._back_at = 0.0
        self._is_away = False
        self._mark = uuid.uuid4().hex.encode()

    def page(self, key: Key, etag: str | None) -> Page | None:
        """Return the page at the key, None if there is none or it has this tag."""
        tag = self._try(lambda: self._cache.get(self._name("tag", key)))
        if tag is None or tag == (etag or "").encode():
            return None
        packed = self._try(lambda: self._cache.get(self._name("page", key)))
        try:
            return None if packed is None else unpacked(packed)
        except ValueError:
            # Nothing that we put there.
            return None

    def put(self, key: Key, page: Page) -> None:
        """Give a page to the others; the tag last, so that it is never that of an older page."""
        packed, tag = page.packed(), page.etag.encode()
        self._try(lambda: self._cache.set(self._name("page", key), packed, PAGE_SECONDS))
        self._try(lambda: self._cache.set(self._name("tag", key), tag, PAGE_SECONDS))

    def take(self, key: Key) -> bool:
        """Take the turn among all machines; a machine that has died gives it back by time."""
        name = self._name("turn", key)
        taken = self._try(lambda: self._cache.add(name, self._mark, TURN_SECONDS))
        # Not to be reached means there is nobody to be kept out.
        return taken is not False

    def give_back(self, key: Key) -> None:
        name = self._name("turn", key)
        if self._try(lambda: self._cache.get(name)) == self._mark:
            self._try(lambda: self._cache.delete(name))

    def _name(self, what: str, key: Key) -> str:
        return f"{what}:{self._version}:{digest_of(key)}"

    def _try(self, act: Callable):
        """Return what the cache answers, None while it is away."""
        if self._clock() < self._back_at:
            return None
        try:
            answered = act()
        except self._faults as fault:
            self._back_at = self._clock() + LEFT_ALONE
            if not self._is_away:
                logger.warning("共用的页面缓存连不上，先只用本机的：%s", fault)
            self._is_away = True
            return None
        self._is_away = False
        return answered
