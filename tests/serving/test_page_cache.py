"""The cache in front of an application of a few lines, with time turned by hand."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

import pytest

from rectify.serving import page_cache
from tests.serving.made import (
    GZIP,
    Body,
    Clock,
    Got,
    Inner,
    cache_of,
    environ_of,
    get,
    page_of,
)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def inner():
    return Inner()


@pytest.fixture
def cache(inner, clock):
    return cache_of(inner, clock)


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
    assert [one["QUERY_STRING"] for one in inner.asked] == ["q=1"]


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
    assert (get(cache).text, [one["REQUEST_METHOD"] for one in inner.asked]) == (
        "一页",
        ["HEAD", "GET"],
    )


def test_visitor_who_brings_cookies_is_not_who_the_page_is_made_for(cache, inner):
    got = get(cache, query="q=1", headers={"Cookie": "csrftoken=x"})
    assert (got.text, len(inner.asked)) == ("一页", 2)
    own, plain = inner.asked
    assert (own["HTTP_COOKIE"], own["QUERY_STRING"]) == ("csrftoken=x", "q=1")
    assert ("HTTP_COOKIE" in plain, plain["QUERY_STRING"]) == (False, "")
    get(cache, headers={"Cookie": "csrftoken=y"})
    assert len(inner.asked) == 2


# --- What is not --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        {"headers": {"Cookie": "sessionid=x"}},
        {"headers": {"Authorization": "Basic x"}},
        {"headers": {"Range": "bytes=0-1"}},
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
    assert [body.closed for body in inner.bodies] == [1, 1, 1]


def test_condition_reaches_the_application_where_the_answer_is_the_askers_alone(clock):
    inner = Inner(Cache_Control="private")
    cache = cache_of(inner, clock)
    statuses = [get(cache, headers={"If-None-Match": 'W/"1"'}).status for _ in range(2)]
    assert statuses == ["200 OK", "304 Not Modified"]


def test_page_that_becomes_public_is_kept_from_then_on(clock):
    inner = Inner(status="404 Not Found")
    cache = cache_of(inner, clock)
    get(cache)
    inner.page = page_of("公布了")
    assert [get(cache).text for _ in range(4)] == ["公布了"] * 4
    # The one that told it, and the one that is kept.
    assert inner.made == 3


def test_page_too_large_to_be_kept_is_given_whole(clock):
    text = "整" * 200_000
    inner = Inner(text=text)
    cache = cache_of(inner, clock, megabytes=1)
    assert [get(cache).text == text for _ in range(3)] == [True] * 3
    assert [body.closed for body in inner.bodies] == [1, 1, 1]


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
    assert (inner.made, [body.closed for body in inner.bodies]) == (1, [1] * 4)


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
    # Nothing of before comes back with the trouble that follows.
    inner.page = page_of("出错了", status="503 Service Unavailable")
    clock.go_on(1)
    assert get(cache).status == "503 Service Unavailable"


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
    assert [body.closed for body in inner.bodies] == [1] * 5


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


# --- After a write in this process --------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "asked_again"),
    [("POST", 2), ("PUT", 2), ("DELETE", 2), ("OPTIONS", 0), ("TRACE", 0)],
)
def test_write_is_visible_to_the_next_request(cache, inner, method, asked_again):
    paths = ["/rounds/a/", "/rounds/b/"]
    for path in paths:
        get(cache, path)
    get(cache, "/login/", method=method)
    before = len(inner.asked)
    for path in paths:
        get(cache, path)
    assert [one["PATH_INFO"] for one in inner.asked[before:]] == paths[:asked_again]


def test_write_that_fails_may_have_written(inner, clock):
    def failing(environ, start_response):
        if environ["REQUEST_METHOD"] == "POST":
            raise LookupError("nothing there")
        return inner(environ, start_response)

    cache = cache_of(failing, clock)
    get(cache)
    with pytest.raises(LookupError):
        get(cache, "/login/", method="POST")
    get(cache)
    assert len(inner.asked) == 2


def test_page_asked_for_before_a_write_is_asked_for_again_after_it(inner, clock):
    """A page that was being made while somebody wrote may or may not show what was written."""

    def overtaken(environ, start_response):
        answer = inner(environ, start_response)
        if environ["REQUEST_METHOD"] == "GET" and len(inner.asked) == 1:
            clock.go_on(0.01)
            get(cache, "/login/", method="POST")
            clock.go_on(0.01)
        return answer

    cache = cache_of(overtaken, clock)
    get(cache)
    get(cache)
    assert [one["REQUEST_METHOD"] for one in inner.asked] == ["GET", "POST", "GET"]


# --- Many at once -------------------------------------------------------------------------


def at_once(cache, number, **request):
    """Return what so many threads were given that asked at the same time."""
    ready = Barrier(number)

    def ask():
        ready.wait(10)
        return get(cache, **request)

    with ThreadPoolExecutor(number) as pool:
        return [call.result(10) for call in [pool.submit(ask) for _ in range(number)]]


def test_one_of_many_makes_a_page_nobody_has(cache, inner):
    assert [got.text for got in at_once(cache, 20)] == ["一页"] * 20
    assert (inner.made, len(inner.asked)) == (1, 1)


def test_one_of_many_asks_for_a_page_that_is_too_old(cache, inner, clock):
    get(cache)
    clock.go_on(5)
    inner.page = page_of("第二版", 'W/"2"')
    assert {got.text for got in at_once(cache, 20)} == {"第二版"}
    assert len(inner.asked) == 2


@pytest.fixture
def slow(cache, inner):
    """A thread that is making the page anew until it may go on."""
    threads = []

    def start(text):
        inner.page = page_of(text, f'W/"{text}"')
        inner.may_go_on.clear()
        inner.is_making.clear()
        threads.append(Thread(target=get, args=[cache]))
        threads[0].start()
        assert inner.is_making.wait(10)

    yield start
    inner.may_go_on.set()
    for thread in threads:
        thread.join(10)


@pytest.mark.parametrize("seconds", [0.5, 0.89])
def test_others_give_the_page_of_before_while_one_is_made(cache, inner, clock, slow, seconds):
    get(cache)
    clock.go_on(0.5)
    slow("第二版")
    clock.go_on(seconds - 0.5)
    assert ([get(cache).text for _ in range(3)], inner.made) == (["一页"] * 3, 2)


def waits(cache, inner):
    """Whether somebody who asks now gets nothing before the page is made; return what then."""
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(get, cache)
        # Long enough for a page of before to be given, and no time at all for a test.
        with pytest.raises(TimeoutError):
            call.result(0.05)
        inner.may_go_on.set()
        return call.result(10).text


def test_others_wait_when_the_page_of_before_is_a_second_old(cache, inner, clock, slow):
    get(cache)
    clock.go_on(0.5)
    slow("第二版")
    clock.go_on(0.4)
    assert waits(cache, inner) == "第二版"


def test_others_wait_when_this_process_has_written_since(cache, inner, clock, slow):
    get(cache)
    clock.go_on(0.5)
    slow("第二版")
    # A write while the page is made: whoever asks now has to see it.
    clock.go_on(0.01)
    page, inner.page = inner.page, page_of(status="302 Found")
    inner.may_go_on.set()
    get(cache, "/login/", method="POST")
    inner.page = page
    assert get(cache).text == "第二版"


def test_nobody_waits_for_an_answer_that_is_the_askers_alone(clock):
    inner = Inner(Cache_Control="private")
    cache = cache_of(inner, clock)
    get(cache)
    inner.is_making.clear()
    inner.may_go_on.clear()
    with ThreadPoolExecutor(5) as pool:
        calls = [pool.submit(get, cache) for _ in range(5)]
        # All five are at it, though none has been answered.
        while inner.made < 6:
            assert not any(call.done() for call in calls)
        inner.may_go_on.set()
        assert [call.result(10).text for call in calls] == ["一页"] * 5


# --- Other processes ----------------------------------------------------------------------


class OthersDoor:
    """Another process holds it until so long."""

    def __init__(self, clock, until=0.0):
        self.clock = clock
        self.until = until
        self.held = []

    def take(self, key):
        if self.clock() < self.until:
            return False
        self.held.append(key)
        return True

    def give_back(self, key):
        self.held.remove(key)


@pytest.mark.parametrize(
    ("age", "busy", "waited", "asked"),
    [
        # Young enough to be given while another process makes it.
        (0.5, 5, 0.0, 1),
        (0.89, 5, 0.0, 1),
        # Too old: waited for, and asked for then.
        (0.9, 5, 5.0, 2),
        # For ever is not waited.
        (0.9, 1000, 10.0, 2),
    ],
)
def test_one_process_at_a_time_makes_a_page(inner, clock, age, busy, waited, asked):
    door = OthersDoor(clock)
    cache = cache_of(inner, clock, doors=[door])
    get(cache)
    clock.go_on(age)
    began = clock()
    door.until = began + busy
    assert (get(cache).text, len(inner.asked)) == ("一页", asked)
    assert (round(clock() - began, 1), door.held) == (waited, [])


def test_process_without_the_page_waits_for_the_other(inner, clock):
    door = OthersDoor(clock, until=clock() + 3)
    cache = cache_of(inner, clock, doors=[door])
    began = clock()
    assert (get(cache).text, round(clock() - began, 1), door.held) == ("一页", 3.0, [])


def test_door_is_given_back_by_whoever_fails(clock):
    def failing(environ, start_response):
        raise LookupError

    door = OthersDoor(clock)
    with pytest.raises(LookupError):
        get(cache_of(failing, clock, doors=[door]))
    assert door.held == []


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
