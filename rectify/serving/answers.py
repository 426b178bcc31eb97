"""What the inner application answered, held back until it is known what to do with it."""

from collections.abc import Iterable
from itertools import chain

# What a kept answer may differ by, as its Vary says; the key holds the part of Cookie that matters.
KNOWN_DIFFERENCES = {"cookie", "accept-encoding"}
NOT_FOR_ALL = {"private", "no-store", "no-cache"}


class Answer:
    """An answer of a WSGI application of which nothing has been sent yet.

    Either `read` it, `forward` it or `close` it: each of them sees to it that the application's
    own `close` is called, on which Django counts.
    """

    def __init__(self, inner, environ: dict):
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self._written: list[bytes] = []
        self._start_response = None
        self._body = inner(environ, self._start)
        if not self.status:
            # An application may start its response only with the first part of it.
            self._body = _Rest(self._body)

    def _start(self, status, headers, exc_info=None):
        if self._start_response is not None:
            return self._start_response(status, headers, exc_info)
        if self.status and exc_info is None:
            raise AssertionError("Response headers already set!")
        self.status, self.headers = status, headers
        return self._written.append

    def header(self, name: str) -> str:
        """Return a header's value, as one list if it was sent in several, else nothing."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    def is_for_all(self, largest: int) -> bool:
        """Whether it says that it may be kept and given to everybody who asks the same.

        That is more than RFC 9111 wants: an ETag, by which it is asked for again, and the
        word that the query makes no difference. Of a page that the asker has (304) it is said
        too.
        """
        if (
            not self.status.startswith(("200 ", "304 "))
            or self.header("no-vary-search") != "params"
        ):
            return False
        directives = self._words("cache-control")
        length = self.header("content-length")
        return (
            "public" in directives
            and not directives & NOT_FOR_ALL
            and self._words("vary") <= KNOWN_DIFFERENCES
            and self.header("etag") != ""
            and self.header("set-cookie") == ""
            and self.header("content-encoding") == ""
            and not (length.isdigit() and int(length) > largest)
        )

    def _words(self, name: str) -> set[str]:
        return {one.strip().lower() for one in self.header(name).split(",")} - {""}

    def read(self, largest: int) -> bytes | None:
        """Return the whole body, or None if it is larger; then the answer can be forwarded."""
        parts, size = [*self._written], sum(map(len, self._written))
        rest = iter(self._body)
        try:
            while size <= largest and (part := next(rest, None)) is not None:
                parts.append(part)
                size += len(part)
        except BaseException:
            self.close()
            raise
        if size <= largest:
            self.close()
            return b"".join(parts)
        self._written = []
        self._body = _Rest(self._body, chain(parts, rest))
        return None

    def forward(self, environ: dict, start_response) -> Iterable[bytes]:
        """Send it on as it is; to a HEAD, its headers alone."""
        self._start_response = start_response
        write = start_response(self.status, self.headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            self.close()
            return []
        for part in self._written:
            write(part)
        return self._body

    def close(self) -> None:
        """Let the application go without sending the answer."""
        close = getattr(self._body, "close", None)
        if close is not None:
            close()


class _Rest:
    """A body of which a part has been taken already, still closed as the whole of it."""

    def __init__(self, body, rest=None):
        self._body = body
        self._rest = self._begun() if rest is None else rest

    def _begun(self):
        rest = iter(self._body)
        try:
            first = next(rest, b"")
        except BaseException:
            self.close()
            raise
        return chain([first], rest)

    def __iter__(self):
        return iter(self._rest)

    def close(self):
        close = getattr(self._body, "close", None)
        if close is not None:
            close()
