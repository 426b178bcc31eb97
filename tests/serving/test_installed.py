"""The cache as the settings want it: what is shared, and how many threads may wait."""

from rectify import server
from rectify.serving.files import FileShelf
from rectify.serving.installed import in_front_of
from tests.serving.made import Inner


def test_nothing_is_kept_where_there_is_no_memory_for_it(settings):
    settings.PAGE_CACHE_MEGABYTES = 0
    inner = Inner()
    assert in_front_of(inner) is inner


def test_processes_of_one_machine_share_files_unless_there_is_redis(settings, tmp_path):
    settings.PAGE_CACHE_MEGABYTES, settings.DATA_DIRECTORY = 3, tmp_path
    cache = in_front_of(Inner())
    assert isinstance(cache._shared, FileShelf)
    assert (cache._shelf.capacity, cache._shared._capacity) == (3 * 1024**2, 12 * 1024**2)
    assert cache._shared._directory == tmp_path / "pages"


def test_two_threads_of_a_process_never_wait_for_long(settings, tmp_path):
    settings.PAGE_CACHE_MEGABYTES, settings.DATA_DIRECTORY = 1, tmp_path
    assert in_front_of(Inner())._turns._places._initial_value == server.threads - 2 == 2
