"""A page that is kept: what it answers, and the bytes in which it goes from shelf to shelf."""

import gzip
import json
from hashlib import sha256

from django.utils.http import parse_http_date_safe

from rectify.serving.asking import accepts_gzip, has_tag

# Below this compression saves nothing that a network would notice.
LEAST_GZIPPED = 512
COMPRESSIBLE = ("text/", "application/json", "application/xml", "image/svg+xml")
# Of a page that has not changed, these are told anew.
TOLD_ANEW = {"cache-control", "date", "etag", "expires", "last-modified", "no-vary-search"}


class Page:
    """One answer, for everybody who asks for it.

    `asked_at` is when the inner application was last asked about it, by the clock of the
    process, and `stood_at` when it last said that the page stands; the two differ only while
    it cannot say.
    """

    __slots__ = (
        "_gzipped",
        "_gzipped_headers",
        "_modified",
        "_plain",
        "_plain_headers",
        "_unchanged_headers",
        "asked_at",
        "etag",
        "headers",
        "size",
        "stood_at",
    )

    def __init__(self, headers: list[tuple[str, str]], body: bytes, gzipped: bytes | None = None):
        """Make a page of an answer's headers and body; compress it unless that was done already."""
        self.headers = headers
        self._plain = body
        self._gzipped = gzipped or _compressed(headers, body)
        self.etag = weak(_value(headers, "etag"))
        self._modified = parse_http_date_safe(_value(headers, "last-modified"))
        common = [
            (name, value)
            for name, value in headers
            if name.lower() not in {"content-length", "etag", "vary"}
        ]
        common += [("ETag", self.etag), ("Vary", "Accept-Encoding, Cookie")]
        self._plain_headers = [*common, ("Content-Length", str(len(body)))]
        self._gzipped_headers = [
            *common,
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(self._gzipped or b""))),
        ]
        self._unchanged_headers = [
            (name, value) for name, value in common if name.lower() in {*TOLD_ANEW, "vary"}
        ]
        self.size = len(body) + len(self._gzipped or b"")
        self.asked_at = self.stood_at = 0.0

    def answer(self, environ: dict, start_response) -> list[bytes]:
        """Answer a GET or HEAD in the form that it wants, or that it has the page already."""
        if self._is_held(environ):
            # A server may change the list that it is given.
            start_response("304 Not Modified", [*self._unchanged_headers])
            return []
        if self._gzipped is not None and accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            start_response("200 OK", [*self._gzipped_headers])
            body = self._gzipped
        else:
            start_response("200 OK", [*self._plain_headers])
            body = self._plain
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _is_held(self, environ: dict) -> bool:
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            return tags == self.etag or has_tag(tags, self.etag)
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if since is None or self._modified is None:
            return False
        seconds = parse_http_date_safe(since)
        return seconds is not None and self._modified <= seconds

    def packed(self) -> bytes:
        """Return the page as bytes: a digest of the rest, a line of JSON, both forms of the body."""
        line = json.dumps({"headers": self.headers, "plain": len(self._plain)}).encode()
        rest = b"\n".join([line, self._plain + (self._gzipped or b"")])
        return b"\n".join([sha256(rest).hexdigest().encode(), rest])


def unpacked(packed: bytes) -> Page:
    """Return the page that was packed; raise ValueError for what is none."""
    digest, _, rest = packed.partition(b"\n")
    if digest != sha256(rest).hexdigest().encode():
        raise ValueError("not a packed page, or not the whole of it")
    line, _, bodies = rest.partition(b"\n")
    try:
        told = json.loads(line)
        headers = [(str(name), str(value)) for name, value in told["headers"]]
        length = int(told["plain"])
    except (KeyError, TypeError, OverflowError, RecursionError) as fault:
        raise ValueError("not a packed page") from fault
    return Page(headers, bodies[:length], bodies[length:])


def weak(etag: str) -> str:
    """Return a tag as one that stands for both forms of a page, which a strong one cannot."""
    return f"W/{etag.removeprefix('W/')}"


def _value(headers: list[tuple[str, str]], wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


def _compressed(headers: list[tuple[str, str]], body: bytes) -> bytes | None:
    kind = _value(headers, "content-type").partition(";")[0].strip().lower()
    if len(body) < LEAST_GZIPPED or not (kind.startswith(COMPRESSIBLE) or kind.endswith("+xml")):
        return None
    compressed = gzip.compress(body, compresslevel=9, mtime=0)
    return compressed if len(compressed) < len(body) else None
