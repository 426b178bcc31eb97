"""Answers held back: which are for everybody, and none is lost or left open."""

import sys

import pytest

from rectify.serving.answers import Answer
from tests.serving.made import Body, environ_of, page_of

PLAIN = [("Content-Type", "text/plain")]


def answer_of(**page) -> Answer:
    status, headers, body = page_of(**page)

    def inner(environ, start_response):
        start_response(status, headers)
        return [body]

    return Answer(inner, environ_of())


def test_answer_that_is_for_all():
    assert answer_of().is_for_all(100) is True


@pytest.mark.parametrize(
    "page",
    [
        {"status": "404 Not Found"},
        {"status": "203 Non-Authoritative Information"},
        {"etag": None},
        {"No_Vary_Search": None},
        {"No_Vary_Search": "key-order"},
        {"Cache_Control": None},
        {"Cache_Control": "max-age=5"},
        {"Cache_Control": "public, no-store"},
        {"Cache_Control": "public, Private"},
        {"Cache_Control": "public, no-cache"},
        {"Cache_Control": 'public="no"'},
        {"Vary": "Cookie, Accept-Language"},
        {"Vary": "*"},
        {"Set_Cookie": "csrftoken=x"},
        {"Content_Encoding": "gzip"},
        {"Content_Length": "101"},
    ],
)
def test_answer_that_is_the_askers_alone(page):
    assert answer_of(**page).is_for_all(100) is False


@pytest.mark.parametrize(
    "page",
    [
        {"Cache_Control": "PUBLIC,max-age=5"},
        {"status": "304 Not Modified"},
        {"Vary": None},
        {"Vary": "cookie,Accept-Encoding"},
        {"Content_Length": "100"},
    ],
)
def test_answer_that_is_for_all_in_other_words(page):
    assert answer_of(**page).is_for_all(100) is True


def test_header_sent_in_several_is_one_list():
    def inner(environ, start_response):
        start_response("200 OK", [("Vary", "Cookie"), ("vary", "Accept-Language")])
        return []

    assert Answer(inner, environ_of()).header("vary") == "Cookie, Accept-Language"


class Server:
    """What a server does with an application's answer."""

    def __init__(self):
        self.started = []
        self.written = []

    def start_response(self, status, headers, exc_info=None):
        if exc_info is not None:
            raise exc_info[1]
        self.started.append((status, headers))
        return self.written.append


def test_body_is_read_whole_and_closed():
    body = Body([b"a", b"b"])

    def inner(environ, start_response):
        start_response("200 OK", PLAIN)(b"before ")
        return body

    answer = Answer(inner, environ_of())
    assert (answer.read(100), body.closed) == (b"before ab", 1)


def test_body_that_is_too_large_is_sent_on_whole():
    body = Body([b"ab", b"cd", b"ef"])

    def inner(environ, start_response):
        start_response("200 OK", PLAIN)(b"before ")
        return body

    server = Server()
    answer = Answer(inner, environ_of())
    assert (answer.read(9), body.closed) == (None, 0)
    sent = answer.forward(environ_of(), server.start_response)
    assert b"".join([*server.written, *sent]) == b"before abcdef"
    sent.close()
    assert (server.started, body.closed) == ([("200 OK", PLAIN)], 1)


@pytest.mark.parametrize(("largest", "read"), [(3, b"abc"), (2, None)])
def test_largest_body_that_is_read(largest, read):
    assert answer_of(text="abc").read(largest) == read


def test_body_is_sent_on_untouched():
    body = Body([b"a"])

    def inner(environ, start_response):
        start_response("200 OK", PLAIN)(b"before")
        return body

    server = Server()
    assert Answer(inner, environ_of()).forward(environ_of(), server.start_response) is body
    assert (server.started, server.written, body.closed) == ([("200 OK", PLAIN)], [b"before"], 0)


def test_head_is_sent_headers_alone_and_the_body_closed():
    body = Body([b"a"])

    def inner(environ, start_response):
        start_response("200 OK", PLAIN)
        return body

    server = Server()
    head = environ_of(method="HEAD")
    assert Answer(inner, head).forward(head, server.start_response) == []
    assert (server.started, body.closed) == ([("200 OK", PLAIN)], 1)


def test_application_that_starts_its_response_late():
    closed = []

    def inner(environ, start_response):
        try:
            start_response("200 OK", PLAIN)
            yield b"a"
            yield b"b"
        finally:
            closed.append(True)

    server = Server()
    answer = Answer(inner, environ_of())
    assert (answer.status, closed) == ("200 OK", [])
    sent = answer.forward(environ_of(), server.start_response)
    assert (next(iter(sent)), closed) == (b"a", [])
    sent.close()
    assert (server.started, closed) == ([("200 OK", PLAIN)], [True])


def test_application_that_starts_twice_before_anything_is_sent():
    def inner(environ, start_response):
        start_response("200 OK", PLAIN)
        try:
            raise LookupError("nothing there")
        except LookupError:
            start_response("500 Internal Server Error", [], sys.exc_info())
        return [b"sorry"]

    answer = Answer(inner, environ_of())
    assert (answer.status, answer.headers, answer.read(100)) == (
        "500 Internal Server Error",
        [],
        b"sorry",
    )


def test_application_that_starts_twice_without_a_reason():
    def inner(environ, start_response):
        start_response("200 OK", PLAIN)
        start_response("200 OK", PLAIN)

    with pytest.raises(AssertionError, match="Response headers already set!"):
        Answer(inner, environ_of())


def test_fault_after_the_start_was_sent_reaches_the_server():
    def inner(environ, start_response):
        start_response("200 OK", PLAIN)
        yield b"a"
        try:
            raise LookupError("nothing there")
        except LookupError:
            start_response("500 Internal Server Error", [], sys.exc_info())

    sent = Answer(inner, environ_of()).forward(environ_of(), Server().start_response)
    with pytest.raises(LookupError, match="nothing there"):
        list(sent)


def failing(started):
    """Return an application whose body fails at once, and that body."""

    class Failing(Body):
        def __iter__(self):
            raise LookupError("nothing there")
            yield

    body = Failing([])

    def inner(environ, start_response):
        if started:
            start_response("200 OK", PLAIN)
        return body

    return inner, body


@pytest.mark.parametrize("started", [True, False])
def test_body_that_fails_is_closed(started):
    inner, body = failing(started)
    with pytest.raises(LookupError, match="nothing there"):
        Answer(inner, environ_of()).read(100)
    assert body.closed == 1
