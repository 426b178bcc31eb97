"""Pages that machines share: a cache of Django's in memory stands for the one between them."""

import logging

import pytest
from django.core.cache.backends.locmem import LocMemCache

from rectify.serving.pages import Page
from rectify.serving.shared import Bytes, SharedShelf
from tests.serving.made import Inner, cache_of, get, page_of

KEY = ("http", "a.example.cn", "", "/rounds/a/", False)
OTHER = ("http", "a.example.cn", "", "/rounds/b/", False)


class AwayError(Exception):
    """The cache does not answer."""


class Between(LocMemCache):
    """A cache that can be cut off, and counts what it was asked."""

    def __init__(self, name):
        super().__init__(name, {})
        self.is_away = False
        self.asked = []

    def get(self, key, *arguments, **options):
        self.asked.append(("get", key.partition(":")[0]))
        if self.is_away:
            raise AwayError("no route")
        return super().get(key, *arguments, **options)

    def set(self, key, *arguments, **options):
        self.asked.append(("set", key.partition(":")[0]))
        if self.is_away:
            raise AwayError("no route")
        return super().set(key, *arguments, **options)


@pytest.fixture
def between(request):
    cache = Between(request.node.name)
    yield cache
    cache.clear()


def shelf_of(between, clock, version="1"):
    return SharedShelf(between, (AwayError,), version, clock=clock)


def page(text="一页", etag='W/"1"'):
    _, headers, body = page_of(text, etag)
    return Page(headers, body)


def test_page_of_one_machine_is_found_by_the_other(between, clock):
    here, there = shelf_of(between, clock), shelf_of(between, clock)
    here.put(KEY, page())
    found = there.page(KEY, None)
    assert (found.etag, found.packed()) == ('W/"1"', page().packed())
    assert there.page(OTHER, None) is None


def test_page_that_one_has_already_is_not_fetched(between, clock):
    shelf = shelf_of(between, clock)
    shelf.put(KEY, page())
    between.asked.clear()
    assert (shelf.page(KEY, 'W/"1"'), between.asked) == (None, [("get", "tag")])
    assert shelf.page(KEY, 'W/"0"').etag == 'W/"1"'


def test_programs_of_other_versions_share_other_pages(between, clock):
    shelf_of(between, clock, "1").put(KEY, page())
    assert shelf_of(between, clock, "2").page(KEY, None) is None


def test_what_is_no_page_is_none(between, clock):
    shelf = shelf_of(between, clock)
    shelf.put(KEY, page())
    packed = page().packed()
    for nonsense in (b"nonsense", packed[:-1], packed + b" ", packed.replace(b"200", b"500")[1:]):
        between.set(shelf._name("page", KEY), nonsense)
        assert shelf.page(KEY, None) is None


def test_one_machine_at_a_time_has_the_turn(between, clock):
    here, there = shelf_of(between, clock), shelf_of(between, clock)
    assert [here.take(KEY), there.take(KEY), there.take(OTHER)] == [True, False, True]
    # Not theirs to give back.
    there.give_back(KEY)
    assert there.take(KEY) is False
    here.give_back(KEY)
    assert there.take(KEY) is True


def test_cache_that_is_away_is_told_of_once_and_left_alone_for_a_while(between, clock, caplog):
    shelf = shelf_of(between, clock)
    shelf.put(KEY, page())
    between.is_away = True
    between.asked.clear()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert (shelf.page(KEY, None), shelf.take(KEY)) == (None, True)
            shelf.put(KEY, page())
            shelf.give_back(KEY)
        assert between.asked == [("get", "tag")]
        clock.go_on(10)
        assert shelf.page(KEY, None) is None
    assert between.asked == [("get", "tag")] * 2
    assert [record.getMessage() for record in caplog.records] == [
        "共用的页面缓存连不上，先只用本机的：no route"
    ]
    between.is_away = False
    clock.go_on(10)
    assert shelf.page(KEY, None).etag == 'W/"1"'


def test_cache_that_goes_away_again_is_told_of_again(between, clock, caplog):
    shelf = shelf_of(between, clock)
    for is_away in (True, False, True):
        between.is_away = is_away
        shelf.page(KEY, None)
        clock.go_on(10)
    assert len(caplog.records) == 2


def test_values_lie_in_redis_as_they_are():
    assert (Bytes().dumps(b"\x80x"), Bytes().loads(b"\x80x")) == (b"\x80x", b"\x80x")


# --- Behind the cache of a machine --------------------------------------------------------


def machines(inner, between, clock, number=2):
    shelves = [shelf_of(between, clock) for _ in range(number)]
    return [cache_of(inner, clock, shared=one, doors=[one]) for one in shelves]


def test_page_is_made_by_one_machine_for_all(between, clock):
    inner = Inner()
    for machine in machines(inner, between, clock, 3):
        assert get(machine).text == "一页"
    # The others ask only whether it stands.
    assert (inner.made, [one.get("HTTP_IF_NONE_MATCH") for one in inner.asked]) == (
        1,
        [None, 'W/"1"', 'W/"1"'],
    )


def test_changed_page_is_made_by_one_machine_for_all(between, clock):
    inner = Inner()
    here, there = machines(inner, between, clock)
    get(here), get(there)
    clock.go_on(1)
    inner.page = page_of("第二版", 'W/"2"')
    assert [get(here).text, get(there).text] == ["第二版", "第二版"]
    assert inner.made == 2
    assert inner.asked[-1]["HTTP_IF_NONE_MATCH"] == 'W/"2", W/"1"'


def test_shared_page_that_was_overtaken_is_replaced(between, clock):
    inner = Inner()
    shelf = shelf_of(between, clock)
    cache = cache_of(inner, clock, shared=shelf)
    get(cache)
    shelf.put(KEY, page("从前", 'W/"0"'))
    clock.go_on(1)
    assert (get(cache).text, inner.made) == ("一页", 1)
    assert shelf.page(KEY, None).etag == 'W/"1"'


def test_shared_page_that_does_not_stand_is_not_given(between, clock):
    inner = Inner()
    shelf_of(between, clock).put(KEY, page("从前", 'W/"0"'))
    [machine] = machines(inner, between, clock, 1)
    assert (get(machine).text, inner.made) == ("一页", 1)


def test_pages_are_made_while_the_cache_is_away(between, clock):
    inner = Inner()
    between.is_away = True
    for machine in machines(inner, between, clock):
        assert [get(machine).text for _ in range(2)] == ["一页", "一页"]
    assert inner.made == 2


def test_machine_waits_for_the_one_whose_turn_it_is(between, clock):
    inner = Inner()
    other = shelf_of(between, clock)
    other.take(KEY)
    [machine] = machines(inner, between, clock, 1)
    began = clock()
    # It has died, or so it seems after the longest that anybody waits.
    assert (get(machine).text, round(clock() - began, 1)) == ("一页", 2.5)


def test_turn_of_a_machine_that_died_is_over_after_two_seconds(between, clock, monkeypatch):
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", clock)
    monkeypatch.setattr("django.core.cache.backends.base.time.time", clock)
    here, there = shelf_of(between, clock), shelf_of(between, clock)
    here.take(KEY)
    taken = []
    for seconds in (0, 1.9, 0.1):
        clock.go_on(seconds)
        taken.append(there.take(KEY))
    assert taken == [False, False, True]
