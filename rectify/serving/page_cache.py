"""The cache itself: which page is given, and when Django is asked."""

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from rectify.serving.answers import Answer
from rectify.serving.asking import Asking, Key, without_conditions
from rectify.serving.pages import Page, weak
from rectify.serving.shared import SharedShelf
from rectify.serving.shelf import KeySet, Shelf
from rectify.serving.turns import Door, Turns, through

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}

# A write in another process is to be visible within a second. So long after it was asked for
# a page is given without asking, and so long while somebody else is asking.
FRESH = 0.5
LATEST = 0.9
# While the site cannot answer, the last page that stood is better than an error.
GRACE = 60.0

LARGEST = 8 * 1024 * 1024
MOST_PRIVATE = 1024


class PageCache:
    """A WSGI application that answers for another one with what that marked as public.

    Only what the other one says is for everybody is kept (`Answer.is_for_all`), and only
    requests without a session are answered from it. One thread and one process at a time ask
    for a page; meanwhile others give the page of before, or wait if it is older than LATEST.
    An address of which the last answer was for the asker alone is nothing that anybody waits
    for.

    After any request of this process that may have written, every page is asked for again
    before it is given, and by then whoever is asking already does not count.
    """

    def __init__(
        self,
        inner,
        asking: Asking,
        shelf: Shelf,
        *,
        shared: SharedShelf | None = None,
        doors: Iterable[Door] = (),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._inner = inner
        self._asking = asking
        self._shelf = shelf
        self._shared = shared
        self._doors = [*doors, *([shared] if shared else [])]
        self._clock = clock
        self._sleep = sleep
        self._largest = min(LARGEST, shelf.capacity // 2)
        self._turns = Turns()
        self._private = KeySet(MOST_PRIVATE)
        self._written_at = float("-inf")

    def __call__(self, environ, start_response):
        method = environ["REQUEST_METHOD"]
        if method not in SAFE:
            return self._write(environ, start_response)
        key = self._asking.key_of(environ) if method in {"GET", "HEAD"} else None
        if key is None:
            return self._inner(environ, start_response)
        page = self._shelf.get(key)
        if page is not None and self._is_younger(page, FRESH):
            return page.answer(environ, start_response)
        return self._ask(key, environ, start_response)

    def _write(self, environ, start_response):
        # A server sends nothing before the application has returned, and by then it has written.
        try:
            return self._inner(environ, start_response)
        finally:
            self._written_at = self._clock()

    def _is_younger(self, page: Page, seconds: float) -> bool:
        """Whether the page was asked for not so long ago, and after the last write of ours."""
        return page.asked_at > self._written_at and self._clock() - page.asked_at < seconds

    def _ask(self, key: Key, environ, start_response):
        found = None
        if key not in self._private:
            page = self._shelf.get(key)
            in_time = page is not None and self._is_younger(page, LATEST)
            with self._turns.taken(key, wait=not in_time) as mine:
                found = self._found(key, environ, wait=not in_time) if mine else page
        if found is None:
            found = Answer(self._inner, environ)
            if found.is_for_all(self._largest):
                self._private.discard(key)
        if isinstance(found, Page):
            return found.answer(environ, start_response)
        return found.forward(environ, start_response)

    def _found(self, key: Key, environ, *, wait: bool) -> Page | Answer | None:
        """Return what there is at the key, None for what turned out to be the asker's alone."""
        page = self._shelf.get(key)
        if page is not None and self._is_younger(page, FRESH):
            return page
        if key in self._private:
            return None
        with self._through(key, wait=wait) as mine:
            return self._asked(key, page, environ) if mine else page

    def _through(self, key: Key, *, wait: bool) -> AbstractContextManager[bool]:
        return through(self._doors, key, wait=wait, clock=self._clock, sleep=self._sleep)

    def _asked(self, key: Key, page: Page | None, environ) -> Page | Answer:
        other = self._shared.page(key, page and page.etag) if self._shared else None
        known = {one.etag: one for one in (other, page) if one is not None}
        return self._asked_again(key, known, environ) if known else self._asked_first(key, environ)

    def _asked_first(self, key: Key, environ) -> Page | Answer:
        """Ask for what nothing is known of yet, as the visitor asked: it may be no page for all."""
        began = self._clock()
        answer = Answer(self._inner, without_conditions(environ))
        if not answer.is_for_all(self._largest):
            self._private.add(key)
            return answer
        if self._asking.is_plain(environ):
            return self._kept(key, answer, began)
        answer.close()
        return self._asked_again(key, {}, environ)

    def _asked_again(self, key: Key, known: dict[str, Page], environ) -> Page | Answer:
        """Ask for a page as everybody would get it, unless it is one of the known ones."""
        began = self._clock()
        answer = Answer(self._inner, self._asking.plain(environ, key, [*known]))
        if answer.status.startswith("304 ") and known:
            answer.close()
            page = known.get(weak(answer.header("etag")))
            if page is None:
                return self._asked_again(key, {}, environ)
            if len(known) > 1 and page is self._shelf.get(key):
                # What is shared has been overtaken.
                self._shared.put(key, page)
            return self._stands(key, page, began)
        if answer.is_for_all(self._largest):
            return self._kept(key, answer, began)
        page = self._shelf.get(key)
        if answer.status.startswith("5") and page and began - page.stood_at < GRACE:
            answer.close()
            page.asked_at = began
            return page
        self._shelf.drop(key)
        self._private.add(key)
        return answer

    def _stands(self, key: Key, page: Page, began: float) -> Page:
        # What was asked for while somebody wrote is not newer than the write: the time counts
        # at which the asking began.
        page.asked_at = page.stood_at = began
        if self._shelf.get(key) is not page:
            self._shelf.put(key, page)
        return page

    def _kept(self, key: Key, answer: Answer, began: float) -> Page | Answer:
        body = answer.read(self._largest)
        if body is None:
            self._private.add(key)
            return answer
        page = self._stands(key, Page(answer.headers, body), began)
        if self._shared:
            self._shared.put(key, page)
        return page
