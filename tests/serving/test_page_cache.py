"""The cache in front of an application of a few lines, with time turned by hand."""

import gzip

import pytest

from rectify.serving import page_cache
from tests.serving.made import (
    GZIP,
    Body,
    Got,
    Inner,
    cache_of,
    environ_of,
    get,
    page_of,
)

# --- What is given from memory ------------------------------------------------------------


def test_page_is_made_once_and_given_again(cache, inner):
    first, second = get(cache), get(cache)
    assert (first.status, first.text) == (second.status, second.text) == ("200 OK", "一页")
    assert (first.headers, len(inner.asked)) == (second.headers, 1)


def test_page_is_given_whatever_the_query(cache, inner):
    get(cache)
    assert (get(cache, query="from=timeline").text, len(inner.asked)) == ("一页", 1)


def test_first_request_reaches_the_application_with_its_query(cache, inner):
    get(cache, query="q=1")
    get(cache)
    told = [[one["QUERY_STRING"] for one in asked] for asked in (inner.looked_for, inner.asked)]
    assert told == [["q=1"], [""]]


def test_every_key_has_a_page_of_its_own(cache, inner):
    asked = [
        {},
        {"path": "/rounds/b/"},
        {"scheme": "https"},
        {"headers": {"Host": "b.example.cn"}},
        {"headers": {"Cookie": "large_type=1"}},
    ]
    for _ in range(2):
        for one in asked:
            get(cache, **one)
    assert inner.made == len(asked)


def test_large_type_is_asked_for_with_its_cookie_alone(cache, inner, clock):
    get(cache, headers={"Cookie": "large_type=1"})
    clock.go_on(1)
    get(cache, headers={"Cookie": "messages=x; large_type=1"})
    assert [one.get("HTTP_COOKIE") for one in inner.asked] == ["large_type=1"] * 2


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_conditional_requests_are_answered_from_memory(cache, inner, method):
    get(cache)
    got = get(cache, method=method, headers={"If-None-Match": 'W/"1"'})
    assert (got.status, got.body, len(inner.asked)) == ("304 Not Modified", b"", 1)


def test_first_request_with_a_condition_fills_the_cache_and_is_told_304(cache, inner):
    got = get(cache, headers={"If-None-Match": 'W/"1"'})
    assert (got.status, inner.made) == ("304 Not Modified", 1)
    assert (get(cache).text, inner.made) == ("一页", 1)


def test_compressed_once(clock):
    cache = cache_of(Inner(text="整改" * 500), clock)
    got = get(cache, headers=GZIP)
    assert gzip.decompress(got.body).decode() == "整改" * 500
    assert got.headers["Vary"] == get(cache).headers["Vary"] == "Accept-Encoding, Cookie"


def test_first_head_fills_the_cache_with_the_page(cache, inner):
    got = get(cache, method="HEAD")
    assert (got.status, got.body, got.headers["Content-Length"]) == ("200 OK", b"", "6")
    assert get(cache).text == "一页"
    methods = [
        [one["REQUEST_METHOD"] for one in asked] for asked in (inner.looked_for, inner.asked)
    ]
    assert methods == [["HEAD"], ["GET"]]


def test_visitor_who_brings_cookies_is_not_who_the_page_is_made_for(cache, inner):
    got = get(cache, query="q=1", headers={"Cookie": "csrftoken=x"})
    assert (got.text, inner.made) == ("一页", 1)
    [own], [plain] = inner.looked_for, inner.asked
    assert (own["HTTP_COOKIE"], own["QUERY_STRING"]) == ("csrftoken=x", "q=1")
    assert ("HTTP_COOKIE" in plain, plain["QUERY_STRING"]) == (False, "")
    get(cache, headers={"Cookie": "csrftoken=y"})
    assert (inner.made, len(inner.asked)) == (1, 1)


# --- What is not --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        {"headers": {"Cookie": "sessionid=x"}},
        {"headers": {"Authorization": "Basic x"}},
        {"method": "OPTIONS"},
        {"path": "/static/x"},
    ],
)
def test_request_that_passes_untouched(cache, inner, request_):
    get(cache)
    for _ in range(2):
        get(cache, query="q=1", **request_)
    assert [one["QUERY_STRING"] for one in inner.asked] == ["", "q=1", "q=1"]


@pytest.mark.parametrize(
    "page",
    [
        {"Cache_Control": "private"},
        {"status": "404 Not Found"},
        {"status": "302 Found", "Location": "/login/"},
        {"Set_Cookie": "csrftoken=x"},
        {"No_Vary_Search": None},
    ],
)
def test_answer_that_is_the_askers_alone(clock, page):
    inner = Inner(**page)
    cache = cache_of(inner, clock)
    for number in range(3):
        got = get(cache, query=f"q={number}", headers={"Cookie": f"csrftoken={number}"})
        assert (got.status, got.text) == (inner.page[0], "一页")
        assert got.headers == dict(inner.page[1])
    assert [(one["QUERY_STRING"], one["HTTP_COOKIE"]) for one in inner.asked] == [
        (f"q={number}", f"csrftoken={number}") for number in range(3)
    ]
    assert {body.closed for body in inner.bodies} == {1}


def test_condition_reaches_the_application_where_the_answer_is_the_askers_alone(clock):
    """What is public but says that it depends on the query, for one."""
    inner = Inner(No_Vary_Search=None)
    cache = cache_of(inner, clock)
    tags = ['W/"0"', 'W/"1"'] * 2
    statuses = [get(cache, headers={"If-None-Match": tag}).status for tag in tags]
    assert statuses == ["200 OK", "304 Not Modified"] * 2


def test_range_is_answered_with_the_whole_page(cache, inner):
    get(cache)
    got = get(cache, headers={"Range": "bytes=0-1"})
    assert (got.status, got.text, len(inner.asked)) == ("200 OK", "一页", 1)


@pytest.mark.parametrize(
    "cookie", ["\xa0large_type=1", "\xe3\x80\x80sessionid=1", "x=1; large_type=1; y"]
)
def test_page_is_made_of_nothing_that_a_visitor_sent_but_its_key(cache, inner, cookie):
    own = {"User-Agent": "x", "X-Real-Ip": "1", "Accept-Language": "en", "Range": "bytes=0-1"}
    get(cache, query="q=1", headers={"Cookie": cookie, **own})
    told = {name for one in inner.asked for name in one if name.startswith("HTTP_")}
    assert told <= {"HTTP_HOST", "HTTP_COOKIE"}
    assert {one.get("HTTP_COOKIE", "large_type=1") for one in inner.asked} <= {"large_type=1"}


def test_page_that_becomes_public_is_kept_from_then_on(clock):
    inner = Inner(status="404 Not Found")
    cache = cache_of(inner, clock)
    get(cache)
    inner.page = page_of("公布了")
    assert [get(cache).text for _ in range(4)] == ["公布了"] * 4
    assert inner.made == 2


def test_page_too_large_to_be_kept_is_given_whole(clock):
    text = "整" * 200_000
    inner = Inner(text=text)
    cache = cache_of(inner, clock, megabytes=1)
    assert [get(cache).text == text for _ in range(3)] == [True] * 3
    assert {body.closed for body in inner.bodies} == {1}


@pytest.mark.parametrize(("more", "made"), [(0, 1), (1, 2)])
def test_nothing_larger_than_the_largest_is_kept(clock, monkeypatch, more, made):
    monkeypatch.setattr(page_cache, "LARGEST", 1000)
    inner = Inner(text="x" * (1000 + more))
    cache = cache_of(inner, clock)
    for _ in range(2):
        assert len(get(cache).body) == 1000 + more
    assert inner.made == made


def test_body_of_a_file_passes_untouched(clock):
    body = Body([b"a file"])

    def inner(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/pdf")])
        return body

    cache = cache_of(inner, clock)
    given = [cache(environ_of(), lambda status, headers: None) for _ in range(2)]
    assert given == [body, body]


@pytest.mark.parametrize("kept", [False, True])
def test_fault_passes_and_leaves_nothing_held(inner, clock, kept):
    is_broken = not kept

    def sometimes(environ, start_response):
        if is_broken:
            raise LookupError("nothing there")
        return inner(environ, start_response)

    cache = cache_of(sometimes, clock)
    if kept:
        get(cache)
        clock.go_on(1)
        is_broken = True
    for _ in range(2):
        with pytest.raises(LookupError, match="nothing there"):
            get(cache)
    is_broken = False
    assert get(cache).text == "一页"


# --- How long -----------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "asked"), [(0.49, 1), (0.5, 2), (3600, 2)])
def test_page_is_asked_for_again_after_half_a_second(cache, inner, clock, seconds, asked):
    get(cache)
    clock.go_on(seconds)
    assert (get(cache).text, len(inner.asked), inner.made) == ("一页", asked, 1)


def test_page_that_stands_is_good_for_as_long_again(cache, inner, clock):
    get(cache)
    for _ in range(3):
        clock.go_on(0.5)
        get(cache)
        clock.go_on(0.25)
        get(cache)
    assert [one.get("HTTP_IF_NONE_MATCH") for one in inner.asked] == [None, *['W/"1"'] * 3]
    assert (inner.made, {body.closed for body in inner.bodies}) == (1, {1})


def test_time_counts_from_when_the_asking_began(inner, clock):
    def slowly(environ, start_response):
        clock.go_on(0.4)
        return inner(environ, start_response)

    cache = cache_of(slowly, clock)
    get(cache)
    clock.go_on(0.1)
    get(cache)
    assert len(inner.asked) == 2


def test_page_that_has_changed_takes_the_place(cache, inner, clock):
    get(cache)
    clock.go_on(1)
    inner.page = page_of("第二版", 'W/"2"')
    assert [get(cache).text for _ in range(2)] == ["第二版", "第二版"]
    assert get(cache, headers={"If-None-Match": 'W/"1"'}).status == "200 OK"
    assert inner.made == 2


def test_strong_tag_is_known_again(clock):
    inner = Inner(etag='"1"')
    cache = cache_of(inner, clock)
    get(cache)
    inner.page = page_of(etag='W/"1"')
    clock.go_on(1)
    assert (get(cache).text, inner.made) == ("一页", 1)


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "410 Gone"])
def test_page_that_is_gone_is_forgotten(cache, inner, clock, status):
    get(cache)
    clock.go_on(1)
    inner.page = page_of("没有了", status=status)
    assert [get(cache).status for _ in range(2)] == [status] * 2
    # Nothing of before comes back, were it only for want of an answer.
    inner.page = page_of("出错了", status="503 Service Unavailable")
    assert get(cache).status == "503 Service Unavailable"
    inner.page = page_of("第二版", 'W/"2"')
    assert get(cache).text == "第二版"


# --- When the site cannot answer ----------------------------------------------------------


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable"])
def test_last_page_is_given_for_a_minute_while_the_site_cannot_answer(cache, inner, clock, status):
    get(cache)
    clock.go_on(1)
    inner.page = page_of("出错了", status=status)
    statuses = []
    for seconds in (0, 0.4, 0.1, 58.4, 0.6):
        clock.go_on(seconds)
        statuses.append(get(cache).status)
    assert statuses == [*["200 OK"] * 4, status]
    # Asked again each half second at most.
    assert len(inner.asked) == 5
    assert {body.closed for body in inner.bodies} == {1}


def test_site_that_answers_again_is_believed(cache, inner, clock):
    get(cache)
    clock.go_on(1)
    inner.page = page_of("出错了", status="503 Service Unavailable")
    get(cache)
    clock.go_on(1)
    inner.page = page_of("第二版", 'W/"2"')
    assert get(cache).text == "第二版"


def test_address_unknown_so_far_is_told_that_the_site_cannot_answer(clock):
    cache = cache_of(Inner(status="503 Service Unavailable"), clock)
    assert get(cache).status == "503 Service Unavailable"


# --- What a server may expect -------------------------------------------------------------


def test_response_is_started_once(cache, clock):
    assert [get(cache).times_started for _ in range(2)] == [1, 1]
    clock.go_on(1)
    assert get(cache).times_started == 1


def test_request_of_the_server_is_left_as_it_was(cache, clock):
    asked = environ_of(query="q=1", Cookie="csrftoken=x")
    before = dict(asked)
    Got(cache, asked)
    clock.go_on(1)
    Got(cache, asked)
    assert asked == before
