"""A kept page: its two forms, its conditions, and its way through bytes."""

import gzip
from hashlib import sha256

import pytest

from rectify.serving.pages import Page, unpacked
from tests.serving.made import GZIP, PUBLIC, environ_of, page_of

LONG = "整改" * 500


class Sent:
    def __init__(self, page, **request):
        headers = request.pop("headers", {})
        self.body = b"".join(page.answer(environ_of(**request, **headers), self._start))

    def _start(self, status, headers):
        self.status, self.headers = status, dict(headers)
        headers.clear()


def kept(text=LONG, **headers) -> Page:
    _, headers, body = page_of(text, **headers)
    return Page(headers, body)


COMMON = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": PUBLIC,
    "ETag": 'W/"1"',
    "Last-Modified": "Sat, 28 Nov 2026 08:00:00 GMT",
    "No-Vary-Search": "params",
    "Vary": "Accept-Encoding, Cookie",
}


def test_plain_form():
    sent = Sent(kept())
    assert (sent.status, sent.body) == ("200 OK", LONG.encode())
    assert sent.headers == COMMON | {"Content-Length": "3000"}


def test_compressed_form():
    sent = Sent(kept(), headers=GZIP)
    assert (sent.status, gzip.decompress(sent.body)) == ("200 OK", LONG.encode())
    length = str(len(sent.body))
    assert sent.headers == COMMON | {"Content-Encoding": "gzip", "Content-Length": length}


def test_compressed_form_is_the_same_bytes_each_time():
    assert Sent(kept(), headers=GZIP).body == Sent(kept(), headers=GZIP).body


@pytest.mark.parametrize(
    ("kind", "text", "is_compressed"),
    [
        ("text/html; charset=utf-8", LONG, True),
        ("text/csv", LONG, True),
        ("application/json", LONG, True),
        ("application/atom+xml", LONG, True),
        ("application/xml", LONG, True),
        ("Image/SVG+XML", LONG, True),
        ("image/png", LONG, False),
        ("application/pdf", LONG, False),
        (None, LONG, False),
        ("text/html", "短", False),
    ],
)
def test_what_is_compressed(kind, text, is_compressed):
    sent = Sent(kept(text, Content_Type=kind), headers=GZIP)
    assert ("Content-Encoding" in sent.headers) is is_compressed


def test_what_compression_would_make_longer_stays_plain():
    _, headers, _ = page_of()
    # Nothing in it repeats.
    page = Page(headers, b"".join(sha256(bytes([one])).digest() for one in range(32)))
    assert "Content-Encoding" not in Sent(page, headers=GZIP).headers


def test_head_has_all_headers_and_no_body():
    for headers in ({}, GZIP):
        whole, head = Sent(kept(), headers=headers), Sent(kept(), method="HEAD", headers=headers)
        assert (head.status, head.headers, head.body) == (whole.status, whole.headers, b"")


UNCHANGED = {name: value for name, value in COMMON.items() if name != "Content-Type"}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": 'W/"1"'},
        {"If-None-Match": '"1"'},
        {"If-None-Match": "*"},
        {"If-None-Match": '"0", "1"'},
        {"If-None-Match": '"1"', "If-Modified-Since": "Sat, 28 Nov 2020 08:00:00 GMT"},
        {"If-Modified-Since": "Sat, 28 Nov 2026 08:00:00 GMT"},
        {"If-Modified-Since": "Sat, 28 Nov 2026 08:00:01 GMT"},
    ],
)
def test_page_that_the_asker_has(method, headers):
    sent = Sent(kept(), method=method, headers=headers)
    assert (sent.status, sent.headers, sent.body) == ("304 Not Modified", UNCHANGED, b"")


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"0"'},
        {"If-None-Match": ""},
        # The tag alone counts where there is one.
        {"If-None-Match": '"0"', "If-Modified-Since": "Sat, 28 Nov 2026 08:00:00 GMT"},
        {"If-Modified-Since": "Sat, 28 Nov 2026 07:59:59 GMT"},
        {"If-Modified-Since": "yesterday"},
    ],
)
def test_page_that_the_asker_has_not(headers):
    assert Sent(kept(), headers=headers).status == "200 OK"


def test_page_without_a_time_is_never_unchanged_since_one():
    headers = {"If-Modified-Since": "Sat, 28 Nov 2026 08:00:00 GMT"}
    assert Sent(kept(Last_Modified=None), headers=headers).status == "200 OK"


def test_strong_tag_becomes_a_weak_one():
    assert (kept(etag='"1"').etag, Sent(kept(etag='"1"')).headers["ETag"]) == ('W/"1"', 'W/"1"')


@pytest.mark.parametrize("text", [LONG, "短", ""])
def test_packed_page_is_the_same_unpacked(text):
    page = kept(text)
    again = unpacked(page.packed())
    assert (again.headers, again.etag, again.size) == (page.headers, page.etag, page.size)
    for headers in ({}, GZIP):
        one, other = Sent(page, headers=headers), Sent(again, headers=headers)
        assert (one.headers, one.body) == (other.headers, other.body)


def summed(rest: bytes) -> bytes:
    return sha256(rest).hexdigest().encode() + b"\n" + rest


@pytest.mark.parametrize(
    "rest",
    [
        b"",
        b"\n",
        b"{}\n",
        b"[]\nx",
        b'{"headers": 1, "plain": 1}\nx',
        b'{"headers": [["x"]], "plain": 1}\nx',
        b'{"headers": [], "plain": Infinity}\nx',
        b"[" * 100_000,
        b"\xff\xfe\n",
    ],
)
def test_bytes_that_are_no_page(rest):
    for packed in (rest, summed(rest)):
        with pytest.raises(ValueError):  # noqa: PT011 -- JSON says in its own words what is wrong
            unpacked(packed)


def test_page_of_which_anything_was_lost_is_none():
    packed = kept().packed()
    assert unpacked(packed).etag == 'W/"1"'
    for spoilt in (
        packed[:-1],
        packed[1:],
        packed + b"x",
        packed.replace(b"text/html", b"text/htmx"),
    ):
        with pytest.raises(ValueError, match="not a packed page"):
            unpacked(spoilt)
