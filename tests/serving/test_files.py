"""Pages that the processes of a machine share: there whole or not at all, up to so many bytes."""

import os

import pytest

from rectify.serving.files import FileShelf
from rectify.serving.pages import Page
from tests.serving.made import Inner, cache_of, get, page_of

KEY = ("http", "a.example.cn", "", "/rounds/a/", False)
MEGABYTE = 1024 * 1024


def key(name):
    return (*KEY[:3], name, False)


def page(text="一页", etag='W/"1"'):
    _, headers, body = page_of(text, etag)
    return Page(headers, body)


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "pages"


@pytest.fixture
def shelf(directory):
    return FileShelf(directory, MEGABYTE, "1")


def test_page_of_one_process_is_found_by_the_other(shelf, directory):
    shelf.put(KEY, page())
    other = FileShelf(directory, MEGABYTE, "1")
    assert other.page(KEY, None).packed() == page().packed()
    assert other.page(KEY, 'W/"0"').etag == 'W/"1"'
    assert (other.page(KEY, 'W/"1"'), other.page(key("/"), None)) == (None, None)


def test_page_takes_the_place_of_the_one_before(shelf, directory):
    shelf.put(KEY, page())
    shelf.put(KEY, page("第二版", 'W/"2"'))
    assert (shelf.page(KEY, 'W/"1"').etag, len([*directory.iterdir()])) == ('W/"2"', 1)


def test_programs_of_other_versions_share_other_pages(shelf, directory):
    shelf.put(KEY, page())
    assert FileShelf(directory, MEGABYTE, "2").page(KEY, None) is None


def test_files_are_nobody_elses(shelf, directory):
    shelf.put(KEY, page())
    [file] = directory.iterdir()
    assert [one.stat().st_mode & 0o777 for one in (directory, file)] == [0o700, 0o600]


@pytest.mark.parametrize(
    "spoil", [lambda whole: b"", lambda whole: whole[:-1], lambda whole: b"\xff" * 100]
)
def test_what_is_no_page_is_none(shelf, directory, spoil):
    shelf.put(KEY, page())
    [file] = directory.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert shelf.page(KEY, None) is None


def test_room_is_made_where_nobody_put_the_longest(directory):
    size = len(page().packed()) + len('W/"1"\n')
    shelf = FileShelf(directory, 3 * size, "1")
    for second, name in enumerate("bac"):
        shelf.put(key(name), page())
        os.utime(shelf._place(key(name)), (second, second))
    shelf.put(key("d"), page())
    assert [name for name in "abcd" if shelf.page(key(name), None)] == ["a", "c", "d"]
    assert sum(file.stat().st_size for file in directory.iterdir()) == 3 * size


def test_page_larger_than_the_shelf_drives_none_out(directory):
    shelf = FileShelf(directory, 1000, "1")
    shelf.put(KEY, page())
    shelf.put(key("/"), page("x" * 1000))
    assert (shelf.page(KEY, None).etag, shelf.page(key("/"), None)) == ('W/"1"', None)


def test_directory_that_cannot_be_written_is_done_without(shelf, directory):
    directory.write_text("no directory")
    shelf.put(KEY, page())
    assert shelf.page(KEY, None) is None


def test_page_is_made_by_one_process_for_all(directory, clock):
    inner = Inner()
    shelves = [FileShelf(directory, MEGABYTE, "1") for _ in range(6)]
    processes = [cache_of(inner, clock, shared=one) for one in shelves]
    assert [get(one).text for one in processes] == ["一页"] * 6
    clock.go_on(1)
    inner.page = page_of("第二版", 'W/"2"')
    assert [get(one).text for one in processes] == ["第二版"] * 6
    assert inner.made == 2


def test_link_that_leads_nowhere_does_no_harm(shelf, directory):
    shelf.put(KEY, page(etag='W/"1"'))
    (directory / "link").symlink_to(directory / "nowhere")
    shelf.put(KEY, page(etag='W/"2"'))
    assert shelf.page(KEY, None).etag == 'W/"2"'
