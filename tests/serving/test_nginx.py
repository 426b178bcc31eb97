"""The nginx for a real installation: that its words fit the program's."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from rectify.evidence.handler import MOST_SENT
from rectify.views.opinions import MOST_BYTES

TEXT = (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text(encoding="utf-8")
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[{};]|[^\s{};"]+')
UNITS = {"m": 1024**2, "g": 1024**3}


def parsed(tokens) -> list:
    """Return the directives as lists of words, a block's own directives as its last one."""
    directives, words = [], []
    for token in tokens:
        if token == "}":
            return directives
        if token == ";":
            directives.append(words)
            words = []
        elif token == "{":
            directives.append([*words, parsed(tokens)])
            words = []
        else:
            words.append(token.strip('"'))
    return directives


CONFIGURATION = parsed(
    iter([token for line in TEXT.splitlines() for token in TOKEN.findall(line.partition("#")[0])])
)


def found(directives, *words):
    """Return the rest of every directive that begins so."""
    return [one[len(words) :] for one in directives if one[: len(words)] == [*words]]


_, [SERVER] = found(CONFIGURATION, "server")


def location(*words):
    [[directives]] = found(SERVER, "location", *words)
    return directives


def mapped(source, variable, value):
    """Return what a map makes of a value: exact words first, then expressions in their order."""
    [[entries]] = found(CONFIGURATION, "map", source, variable)
    for word, result in entries:
        if word == value and word != "default":
            return result
    for word, result in entries:
        expression = re.match(r"~(\*?)(.*)", word)
        if expression and re.search(expression[2], value, re.I if expression[1] else 0):
            return result
    return dict(entries).get("default", "")


@pytest.mark.parametrize(
    ("path", "is_private"),
    [
        ("/", ""),
        ("/pages/2/", ""),
        ("/rounds/a/", ""),
        ("/rounds/a/editions/1/", ""),
        ("/rounds/a/communities/120116000000/", ""),
        ("/rounds/a/progress.csv", ""),
        ("/rounds/a/notice.docx", ""),
        ("/rounds/a/share.png", ""),
        ("/feed/", ""),
        ("/sitemap.xml", ""),
        ("/robots.txt", ""),
        ("/rounds/a/opinion/", "1"),
        ("/opinions/", "1"),
        ("/large-type/", "1"),
        ("/login/", "1"),
        ("/logout/", "1"),
        ("/landing/", "1"),
        ("/password/", "1"),
        ("/my/", "1"),
        ("/admin/", "1"),
        ("/evidence/0/", "1"),
        ("/healthz", "1"),
        ("/my/rounds/", "1"),
        ("/roundsabout/", "1"),
    ],
)
def test_public_pages_alone_go_through_the_cache(path, is_private):
    assert mapped("$uri", "$rectify_is_private", path) == is_private


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "gzip"),
        ("br,GZIP", "gzip"),
        ("br, x-gzip", "gzip"),
        ("gzip;q=1.0", "gzip"),
        ("br, gzip ; q=0.5, *", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=0.000, br", ""),
        ("gzip; q=0.001", "gzip"),
        ("br", ""),
        ("notgzip", ""),
        ("gzipped", ""),
    ],
)
def test_two_kinds_of_compression_are_told_apart(header, encoding):
    assert mapped("$http_accept_encoding", "$rectify_encoding", header) == encoding


@pytest.mark.parametrize(("cookie", "kind"), [("1", "large"), ("0", ""), ("", ""), ("11", "")])
def test_large_type_is_a_page_of_its_own(cookie, kind):
    source = f"$cookie_{settings.LARGE_TYPE_COOKIE}"
    assert mapped(source, "$rectify_type", cookie) == kind


@pytest.mark.parametrize(("kind", "cookie"), [("large", "large_type=1"), ("", "")])
@pytest.mark.parametrize(
    ("own", "sent"), [("", "$rectify_type_cookie"), ("1", "$http_cookie"), ("x", "$http_cookie")]
)
def test_page_for_all_is_asked_for_with_the_cookie_in_its_key_alone(kind, cookie, own, sent):
    sources = "$cookie_sessionid$http_authorization$rectify_is_private"
    assert mapped(sources, "$rectify_cookie", own) == sent
    assert mapped("$rectify_type", "$rectify_type_cookie", kind) == cookie
    # The same that keep a request from the cache.
    [bypass] = found(SERVER, "proxy_cache_bypass")
    assert "".join(bypass) == sources


def test_key_holds_what_the_programs_own_cache_keys_by():
    assert found(SERVER, "proxy_cache_key") == [
        ["$scheme://$host$uri|$rectify_encoding|$rectify_type"]
    ]
    assert found(SERVER, "proxy_ignore_headers") == [["Vary"]]


@pytest.mark.parametrize("directive", ["proxy_cache_bypass", "proxy_no_cache"])
def test_nothing_of_somebody_logged_in_is_kept_or_given(directive):
    session = f"$cookie_{settings.SESSION_COOKIE_NAME}"
    assert found(SERVER, directive) == [[session, "$http_authorization", "$rectify_is_private"]]


def test_how_long_a_page_is_kept_is_the_programs_word():
    assert found(SERVER, "proxy_cache_valid") == []
    assert found(SERVER, "proxy_cache_lock") == [["on"]]
    assert found(SERVER, "proxy_cache_revalidate") == [["on"]]
    assert found(SERVER, "proxy_cache_background_update") == [["on"]]
    # With "updating" a page of any age would be given, whatever the program says.
    errors = ["error", "timeout", "http_500", "http_502", "http_503", "http_504"]
    assert found(SERVER, "proxy_cache_use_stale") == [errors]


def test_program_is_told_what_the_visitor_cannot_say():
    assert sorted(found(SERVER, "proxy_set_header")) == [
        ["Accept-Encoding", "$rectify_encoding"],
        ["Connection", ""],
        ["Cookie", "$rectify_cookie"],
        ["Host", "$host"],
        ["X-Forwarded-For", "$proxy_add_x_forwarded_for"],
        ["X-Forwarded-Proto", "$scheme"],
    ]


def size(directives) -> int:
    [[[number]]] = [found(directives, "client_max_body_size")]
    return int(number[:-1]) * UNITS[number[-1]]


def test_program_itself_refuses_what_is_too_large():
    assert size(location("~", "^/(admin|my)/")) == MOST_SENT
    assert size(SERVER) > MOST_BYTES


def test_admin_and_secretaries_are_not_cached():
    inside = location("~", "^/(admin|my)/")
    assert found(inside, "proxy_cache") == [["off"]]


@pytest.mark.parametrize(
    ("path", "is_for_ever"),
    [
        ("/static/css/base.0123456789ab.css", True),
        ("/static/staticfiles.json", False),
        ("/static/css/base.css", False),
        ("/static/css/base.0123456789AB.css", False),
    ],
)
def test_files_that_never_change_are_kept_for_ever(path, is_for_ever):
    [expression] = [one[1] for one in found(SERVER, "location") if one[1:] and "0-9a-f" in one[1]]
    assert bool(re.search(expression, path)) is is_for_ever
    inside = location("~", expression)
    assert found(inside, "add_header") == [["Cache-Control", "public, max-age=31536000, immutable"]]
