"""Requests: which of them get one answer, in which form, and what they have already."""

import pytest

from rectify.serving.asking import Asking, accepts_gzip, has_tag, unless_it_is_there
from tests.serving.made import ASKING, environ_of

PROXIED = Asking("/static/", "sessionid", "large_type", ("HTTP_X_FORWARDED_PROTO", "https"))


def key(asking=ASKING, **request):
    headers = request.pop("headers", {})
    return asking.key_of(environ_of(**request, **headers))


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({}, ("http", "a.example.cn", "", "/rounds/a/", False)),
        ({"query": "from=timeline"}, ("http", "a.example.cn", "", "/rounds/a/", False)),
        ({"method": "HEAD"}, ("http", "a.example.cn", "", "/rounds/a/", False)),
        ({"path": "/"}, ("http", "a.example.cn", "", "/", False)),
        ({"scheme": "https"}, ("https", "a.example.cn", "", "/rounds/a/", False)),
        ({"headers": {"Host": "b.example.cn"}}, ("http", "b.example.cn", "", "/rounds/a/", False)),
        ({"headers": {"Host": ""}}, ("http", "127.0.0.1:8000", "", "/rounds/a/", False)),
        *[
            ({"headers": {"Cookie": cookie}}, ("http", "a.example.cn", "", "/rounds/a/", is_large))
            for cookie, is_large in [
                ("large_type=1", True),
                ('csrftoken=x; large_type="1"', True),
                ("large_type=1; large_type=0", False),
                ("large_type=0", False),
                ("large_type=11", False),
                ("not_large_type=1", False),
                ("x=sessionid", False),
                ("csrftoken=x", False),
            ]
        ],
    ],
)
def test_key_holds_all_that_the_answer_may_depend_on(request_, expected):
    assert key(**request_) == expected


@pytest.mark.parametrize(
    "request_",
    [
        {"path": "/static/css/base.css"},
        {"headers": {"Cookie": "sessionid=abc"}},
        {"headers": {"Cookie": "large_type=1; sessionid=abc"}},
        {"headers": {"Cookie": "sessionid="}},
        {"headers": {"Authorization": "Basic abc"}},
        {"headers": {"If-Match": '"1"'}},
        {"headers": {"If-Unmodified-Since": "Sat, 28 Nov 2026 08:00:00 GMT"}},
    ],
)
def test_request_whose_answer_is_nobody_elses(request_):
    assert key(**request_) is None


def test_key_holds_what_the_application_is_mounted_under():
    environ = environ_of() | {"SCRIPT_NAME": "/ledger"}
    assert ASKING.key_of(environ) == ("http", "a.example.cn", "/ledger", "/rounds/a/", False)


@pytest.mark.parametrize(
    ("asking", "said", "scheme"),
    [
        (PROXIED, "https", "https"),
        (PROXIED, "https, http", "https"),
        (PROXIED, "http", "http"),
        (PROXIED, "", "http"),
        (ASKING, "https", "http"),
    ],
)
def test_scheme_is_told_by_the_proxy_that_is_trusted(asking, said, scheme):
    assert key(asking, headers={"X-Forwarded-Proto": said})[0] == scheme


def test_scheme_without_a_word_of_the_proxy():
    assert [key(PROXIED, scheme=scheme)[0] for scheme in ("http", "https")] == ["http", "https"]


@pytest.mark.parametrize(
    ("is_large", "etags", "expected"),
    [
        (False, [], {}),
        (True, [], {"HTTP_COOKIE": "large_type=1"}),
        (False, ['W/"1"', 'W/"2"'], {"HTTP_IF_NONE_MATCH": 'W/"1", W/"2"'}),
    ],
)
def test_plain_request_is_made_of_any(is_large, etags, expected):
    own = {
        "Cookie": "csrftoken=x; large_type=1",
        "If-None-Match": '"0"',
        "If-Modified-Since": "Sat, 28 Nov 2026 08:00:00 GMT",
    }
    asked = environ_of(method="HEAD", query="from=timeline", **own)
    plain = ASKING.plain(asked, ("http", "a.example.cn", "", "/rounds/a/", is_large), etags)
    bare = environ_of() | {"wsgi.input": asked["wsgi.input"]}
    assert plain == bare | expected


def test_plain_request_holds_nothing_else_that_a_visitor_may_say():
    own = {"User-Agent": "x", "Range": "bytes=0-1", "X-Forwarded-For": "1", "Accept": "x"}
    told = {"X-Forwarded-Proto": "https"}
    asked = environ_of(**own, **told) | {"REMOTE_ADDR": "127.0.0.1", "gunicorn.socket": None}
    bare = environ_of() | {"wsgi.input": asked["wsgi.input"], "REMOTE_ADDR": "127.0.0.1"}
    key = ("https", "a.example.cn", "", "/rounds/a/", False)
    assert ASKING.plain(asked, key, []) == bare
    assert PROXIED.plain(asked, key, []) == bare | {"HTTP_X_FORWARDED_PROTO": "https"}


def test_request_for_what_is_not_there_yet_is_else_as_it_was():
    own = {"If-Modified-Since": "x", "Cookie": "a=b"}
    asked = environ_of(query="q=1", **{"If-None-Match": '"0"'}, **own)
    bare = environ_of(query="q=1", **{"If-None-Match": "*"}, **own)
    assert unless_it_is_there(asked) == bare | {"wsgi.input": asked["wsgi.input"]}


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("", False),
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("x-gzip", True),
        ("GZIP", True),
        ("*", True),
        ("deflate", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("gzip;q=0.001", True),
        ("*;q=0", False),
        ("gzip, *;q=0", True),
        ("gzip;q=0, *", False),
        ("identity", False),
        ("identity, gzip", True),
        ("identity;q=1, gzip;q=0.5", False),
        ("identity;q=0.5, gzip;q=1.0", True),
        ("identity;q=0", False),
        ("gzip;q=nonsense", False),
        ("gzip;level=9", True),
        (";;,=", False),
    ],
)
def test_compression_that_a_client_accepts(header, accepted):
    assert accepts_gzip(header) is accepted


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ('W/"1"', True),
        ('"1"', True),
        ("*", True),
        (" * ", True),
        ('"0", W/"1"', True),
        ('"0","1"', True),
        ('"a,b", "1"', True),
        ('"11"', False),
        ('"0", "2"', False),
        ("1", False),
        ("", False),
        ('"*"', False),
    ],
)
def test_tags_are_compared_weakly(header, named):
    assert has_tag(header, 'W/"1"') is named
