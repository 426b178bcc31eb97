"""The cache itself: which page is given, and when Django is asked."""

import time
from collections.abc import Callable, Iterable

from rectify.serving.answers import Answer
from rectify.serving.asking import Asking, Key, unless_it_is_there
from rectify.serving.pages import Page, weak
from rectify.serving.shared import Shared
from rectify.serving.shelf import KeySet, Shelf
from rectify.serving.turns import A_WHILE, LONGEST_WAIT, Door, Turns, through

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

    Only what the other one says is for everybody is kept (`Answer.is_for_all`), as it says it
    to a request that holds nothing but the key; and only requests without a session are
    answered from it. One thread and one process at a time ask for a page; meanwhile others
    give the page of before, or wait if it is older than LATEST. Nobody waits longer than
    A_WHILE where there is a page of before that stood within GRACE. An address of which the
    last answer was for the asker alone is nothing that anybody waits for.

    After any request of this process that may have written, every page is asked for again
    before it is given, and by then whoever is asking already does not count.
    """

    def __init__(
        self,
        inner,
        asking: Asking,
        shelf: Shelf,
        *,
        shared: Shared | None = None,
        doors: Iterable[Door] = (),
        most_waiting: int = 2,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._inner = inner
        self._asking = asking
        self._shelf = shelf
        self._shared = shared
        self._doors = [*doors]
        self._clock = clock
        self._sleep = sleep
        self._largest = min(LARGEST, shelf.capacity // 2)
        self._turns = Turns(most_waiting, clock)
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

    def _is_bearable(self, page: Page | None) -> bool:
        """Whether the page is better than an error or a long wait."""
        return page is not None and self._clock() - page.stood_at < GRACE

    def _ask(self, key: Key, environ, start_response):
        found = None
        if key in self._private:
            found = self._own(environ)
            if found is None:
                self._private.discard(key)
        if found is None:
            found = self._in_turn(key, environ)
        if found is None:
            # While we waited it turned out to be each asker's alone.
            found = Answer(self._inner, environ)
        if isinstance(found, Page):
            return found.answer(environ, start_response)
        return found.forward(environ, start_response)

    def _own(self, environ) -> Answer | None:
        """Return the answer that is this visitor's alone, None where there is one for all."""
        answer = Answer(self._inner, unless_it_is_there(environ))
        if answer.is_for_all(self._largest):
            answer.close()
            return None
        if answer.status.startswith("304 "):
            # For a page of one's own, only what one has oneself counts.
            answer.close()
            return Answer(self._inner, environ)
        return answer

    def _in_turn(self, key: Key, environ) -> Page | Answer | None:
        """Return what there is at the key, None for what turned out to be the asker's alone."""
        began = self._clock()
        page = self._shelf.get(key)
        if page is not None and self._is_younger(page, LATEST):
            patience = 0.0
        else:
            patience = A_WHILE if self._is_bearable(page) else LONGEST_WAIT
        with self._turns.taken(key, wait=patience) as mine:
            page = self._shelf.get(key) or page
            if page is not None and self._is_younger(page, FRESH):
                return page
            if key in self._private:
                return None
            if not mine:
                return page if self._is_bearable(page) else self._asked(key, page, environ)
            return self._through_doors(key, page, environ, until=began + patience)

    def _through_doors(self, key: Key, page: Page | None, environ, *, until: float):
        with through(
            self._doors, key, until=until, clock=self._clock, sleep=self._sleep
        ) as all_mine:
            if not all_mine and self._is_bearable(page):
                return page
            return self._asked(key, page, environ)

    def _asked(self, key: Key, page: Page | None, environ) -> Page | Answer | None:
        other = self._shared.page(key, page and page.etag) if self._shared else None
        known = {one.etag: one for one in (other, page) if one is not None}
        if not known:
            # Nothing is known of it yet: it may be no page for all.
            own = self._own(environ)
            if own is not None:
                self._not_for_all(key, own)
                return own
        return self._asked_plainly(key, known, environ)

    def _asked_plainly(self, key: Key, known: dict[str, Page], environ) -> Page | Answer | None:
        """Ask for a page as everybody would get it, unless it is one of the known ones."""
        began = self._clock()
        answer = Answer(self._inner, self._asking.plain(environ, key, [*known]))
        if answer.status.startswith("304 "):
            answer.close()
            page = known.get(weak(answer.header("etag")))
            if page is None:
                return self._asked_plainly(key, {}, environ) if known else None
            if len(known) > 1 and page is self._shelf.get(key):
                # What is shared has been overtaken.
                self._shared.put(key, page)
            return self._stands(key, page, began)
        if answer.is_for_all(self._largest):
            return self._kept(key, answer, began)
        page = self._shelf.get(key)
        if answer.status.startswith("5") and self._is_bearable(page):
            answer.close()
            page.asked_at = began
            return page
        self._not_for_all(key, answer)
        return answer

    def _not_for_all(self, key: Key, answer: Answer) -> None:
        self._shelf.drop(key)
        if not answer.status.startswith("5"):
            # A fault says nothing of what is there without it.
            self._private.add(key)

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
