"""Writes, and many who ask at once: one asks for a page, the others give what they may or wait."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread

import pytest

from tests.serving.made import Inner, cache_of, get, page_of

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
    clock.go_on(0.01)
    get(cache, "/login/", method="POST")
    clock.go_on(0.01)
    assert waits(cache, inner) == "第二版"
    # What was being made then need not show what was written: asked for once more.
    assert [one["REQUEST_METHOD"] for one in inner.asked] == ["GET", "GET", "POST", "GET"]


def test_page_of_before_is_given_to_whoever_waits_in_vain(cache, inner, clock, slow):
    """As when the database hangs, and whoever asks it with it."""
    get(cache)
    clock.go_on(5)
    slow("第二版")
    # Nobody waits at all any more for whoever has been at it for a second, and has no place.
    clock.go_on(1)
    with cache._turns._places, cache._turns._places:
        assert get(cache).text == "一页"
        clock.go_on(54)
        inner.may_go_on.set()
        assert get(cache).text == "第二版"


def test_page_that_became_public_is_made_once_for_all_who_asked_in_vain(clock):
    inner = Inner(status="404 Not Found")
    cache = cache_of(inner, clock)
    get(cache)
    inner.page = page_of("公布了")
    before = inner.made
    assert {got.text for got in at_once(cache, 20)} == {"公布了"}
    assert (get(cache).text, inner.made - before) == ("公布了", 1)


def test_fault_keeps_no_address_from_being_made_once_for_all(clock):
    inner = Inner(status="503 Service Unavailable")
    cache = cache_of(inner, clock)
    assert get(cache).status == "503 Service Unavailable"
    assert len(cache._private._keys) == 0


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


def test_those_who_waited_for_what_is_the_askers_alone_go_on_together(clock):
    is_asked, may_go_on, all_others = Event(), Event(), Barrier(4)

    def inner(environ, start_response):
        if not is_asked.is_set():
            is_asked.set()
            assert may_go_on.wait(10)
        else:
            # Broken, should they come one after the other.
            all_others.wait(5)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"own"]

    cache = cache_of(inner, clock)
    with ThreadPoolExecutor(5) as pool:
        calls = [pool.submit(get, cache)]
        assert is_asked.wait(10)
        calls += [pool.submit(get, cache) for _ in range(4)]
        with pytest.raises(TimeoutError):
            calls[-1].result(0.05)
        may_go_on.set()
        assert [call.result(10).text for call in calls] == ["own"] * 5


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
        (0.9, 0.7, 0.7, 2),
        # No longer than a second: the other one hangs, it seems.
        (0.9, 1000, 1.0, 1),
        (58.9, 1000, 1.0, 1),
        # So old a page is given by nobody who has not asked.
        (59.0, 1000, 1.0, 2),
        (60.0, 1000, 2.5, 2),
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
    door = OthersDoor(clock, until=clock() + 2)
    cache = cache_of(inner, clock, doors=[door])
    began = clock()
    assert (get(cache).text, round(clock() - began, 1), door.held) == ("一页", 2.0, [])


def test_door_is_given_back_by_whoever_fails(clock):
    def failing(environ, start_response):
        raise LookupError

    door = OthersDoor(clock)
    with pytest.raises(LookupError):
        get(cache_of(failing, clock, doors=[door]))
    assert door.held == []
