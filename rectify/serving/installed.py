"""The cache as this installation's settings want it."""

from django.conf import settings
from django.core.cache import caches

from rectify import program, server
from rectify.serving.asking import Asking
from rectify.serving.files import FileShelf
from rectify.serving.page_cache import PageCache
from rectify.serving.shared import SharedShelf
from rectify.serving.shelf import Shelf
from rectify.serving.turns import FileDoor

MEGABYTE = 1024 * 1024
# What all processes together keep in files, measured by what one keeps in memory.
FILES_TO_MEMORY = 4
# Of a process's threads: one makes a page that takes its time, and one serves other pages.
NEVER_WAITING = 2


def in_front_of(application):
    """Return the application behind the cache, or by itself where nothing is to be kept."""
    if not settings.PAGE_CACHE_MEGABYTES:
        return application
    doors, shared = [FileDoor(settings.DATA_DIRECTORY)], _files()
    if "pages" in settings.CACHES:
        shared = _shared()
        doors.append(shared)
    return PageCache(
        application,
        asking(),
        Shelf(settings.PAGE_CACHE_MEGABYTES * MEGABYTE),
        shared=shared,
        doors=doors,
        most_waiting=server.threads - NEVER_WAITING,
    )


def asking() -> Asking:
    """Return how the requests of this installation are read."""
    return Asking(
        static_url=settings.STATIC_URL,
        session_cookie=settings.SESSION_COOKIE_NAME,
        large_type_cookie=settings.LARGE_TYPE_COOKIE,
        secure_header=settings.SECURE_PROXY_SSL_HEADER,
    )


def _files() -> FileShelf:
    capacity = FILES_TO_MEMORY * settings.PAGE_CACHE_MEGABYTES * MEGABYTE
    return FileShelf(settings.DATA_DIRECTORY / "pages", capacity, program.version())


def _shared() -> SharedShelf:
    # Nobody without a shared cache has to have the library loaded.
    from redis import RedisError

    # One for all threads: `caches` would give each thread one with connections of its own.
    cache = caches.create_connection("pages")
    return SharedShelf(cache, (RedisError,), program.version())
