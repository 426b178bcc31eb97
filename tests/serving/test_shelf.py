"""What a process keeps: so many bytes, and what was asked for last."""

import pytest

from rectify.serving.pages import Page
from rectify.serving.shelf import KeySet, Shelf


def key(name):
    return ("http", "a.example.cn", name, False)


def page(size, asked_at=0.0):
    made = Page([("Content-Type", "image/png"), ("ETag", '"1"')], b"x" * size)
    made.asked_at = asked_at
    return made


def kept(shelf, names):
    return [name for name in names if shelf.get(key(name)) is not None]


def test_page_is_found_by_its_key():
    shelf = Shelf(100)
    one = page(10)
    shelf.put(key("a"), one)
    assert (shelf.get(key("a")), shelf.get(key("b"))) == (one, None)


def test_page_takes_the_place_of_the_one_before():
    shelf = Shelf(100)
    shelf.put(key("a"), page(90))
    shelf.put(key("b"), page(10))
    other = page(90)
    shelf.put(key("a"), other)
    assert (shelf.get(key("a")), kept(shelf, "ab")) == (other, ["a", "b"])


@pytest.mark.parametrize(
    ("size", "left"), [(10, "abcd"), (11, "acd"), (40, "acd"), (41, "ad"), (70, "ad"), (71, "d")]
)
def test_room_is_made_where_nobody_asked_the_longest(size, left):
    shelf = Shelf(100)
    for name, asked_at in (("a", 9.0), ("b", 2.0), ("c", 3.0)):
        shelf.put(key(name), page(30, asked_at))
    shelf.put(key("d"), page(size, 1.0))
    assert "".join(kept(shelf, "abcd")) == left


def test_pages_are_put_in_no_order_while_there_is_room(monkeypatch):
    shelf = Shelf(100)
    monkeypatch.setattr(shelf, "_make_room", None)
    for name in "ab":
        shelf.put(key(name), page(50))
    assert kept(shelf, "ab") == ["a", "b"]


def test_page_larger_than_the_shelf_is_not_kept_and_nothing_makes_room_for_it():
    shelf = Shelf(100)
    for name in "ab":
        shelf.put(key(name), page(40))
    shelf.put(key("a"), page(101))
    assert kept(shelf, "ab") == ["b"]


def test_dropped_page_gives_its_room_back():
    shelf = Shelf(100)
    shelf.put(key("a"), page(60))
    shelf.drop(key("a"))
    shelf.drop(key("never there"))
    shelf.put(key("b"), page(50))
    shelf.put(key("c"), page(50))
    assert kept(shelf, "abc") == ["b", "c"]


def test_keys_are_remembered_until_there_are_too_many():
    keys = KeySet(2)
    for name in "aab":
        keys.add(key(name))
    assert [key(name) in keys for name in "abc"] == [True, True, False]
    keys.add(key("c"))
    assert [key(name) in keys for name in "abc"] == [False, True, True]
    keys.discard(key("b"))
    keys.discard(key("b"))
    assert [key(name) in keys for name in "abc"] == [False, False, True]
