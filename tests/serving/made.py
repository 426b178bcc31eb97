"""An application of a few lines behind the cache, and a clock that is turned by hand."""

from io import BytesIO
from threading import Event

from rectify.serving.asking import Asking
from rectify.serving.page_cache import PageCache
from rectify.serving.shelf import Shelf

ASKING = Asking("/static/", "sessionid", "large_type")
PUBLIC = "public, max-age=5, stale-while-revalidate=30"
GZIP = {"Accept-Encoding": "gzip"}


class Clock:
    """Time that stands still until it is told to go on."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def go_on(self, seconds):
        self.now += seconds


class Body:
    """A body that tells whether it was closed, as Django's response counts on."""

    def __init__(self, parts):
        self.parts = parts
        self.closed = 0

    def __iter__(self):
        return iter(self.parts)

    def close(self):
        self.closed += 1


class Inner:
    """Answers with what stands in `pages` under the path, and remembers what it was asked; takes every write."""

    def __init__(self, **page):
        self.page = page_of(**page)
        self.asked = []
        # Requests for a public page unless it is there, which it was.
        self.looked_for = []
        self.made = 0
        self.bodies = []
        # Whoever makes a page waits for this, which is set unless a test wants it slow.
        self.may_go_on = Event()
        self.may_go_on.set()
        self.is_making = Event()

    def __call__(self, environ, start_response):
        status, headers, body = self.page
        tags = environ.get("HTTP_IF_NONE_MATCH", "").split(", ")
        told = dict(headers)
        is_public = status.startswith("200") and told.get("Cache-Control") == PUBLIC
        if tags == ["*"] and is_public:
            self.looked_for.append(environ)
            return self._given("304 Not Modified", list(headers), start_response)
        self.asked.append(environ)
        if environ["REQUEST_METHOD"] in {"POST", "PUT", "DELETE"}:
            return self._given("302 Found", [], start_response)
        if status.startswith("200") and told.get("ETag") in tags:
            return self._given("304 Not Modified", [("ETag", told["ETag"])], start_response)
        self.made += 1
        self.is_making.set()
        assert self.may_go_on.wait(10)
        return self._given(status, list(headers), start_response, [body])

    def _given(self, status, headers, start_response, parts=()):
        start_response(status, headers)
        self.bodies.append(Body(parts))
        return self.bodies[-1]


def page_of(text="一页", etag='W/"1"', status="200 OK", **headers):
    """Return status, headers and body of a page that is for everybody, unless told otherwise."""
    told = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": PUBLIC,
        "ETag": etag,
        "Last-Modified": "Sat, 28 Nov 2026 08:00:00 GMT",
        "No-Vary-Search": "params",
        "Vary": "Cookie",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    known = [(name, value) for name, value in told.items() if value is not None]
    return status, known, text.encode()


def cache_of(inner, clock, *, megabytes=1.0, asking=ASKING, **more):
    """Return a cache in front of an application."""
    shelf = Shelf(int(megabytes * 1024 * 1024))
    return PageCache(inner, asking, shelf, clock=clock, sleep=clock.go_on, **more)


def environ_of(path="/rounds/a/", method="GET", query="", scheme="http", **headers):
    """Return a request as a server gives it."""
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "a.example.cn",
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }


class Got:
    """What came back: status, headers by name, and the body as sent."""

    def __init__(self, application, environ):
        self.times_started = 0
        body = application(environ, self._start)
        try:
            self.body = b"".join(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()

    def _start(self, status, headers, exc_info=None):
        self.times_started += 1
        self.status, self.headers = status, dict(headers)
        # Servers may do so.
        headers.clear()

    @property
    def text(self):
        return self.body.decode()


def get(application, path="/rounds/a/", **more) -> Got:
    headers = more.pop("headers", {})
    return Got(application, environ_of(path, **more, **headers))
