"""The pages that the processes of one machine share, as files."""

import os
from contextlib import suppress
from pathlib import Path

from rectify.serving.asking import Key
from rectify.serving.pages import Page, unpacked
from rectify.serving.turns import digest_of
from rectify.whole_files import write_whole


class FileShelf:
    """Pages in files of one directory, up to so many bytes; what was put the longest ago goes.

    A file holds the page's tag in its first line, and the packed page. Programs of another
    `version` share other pages. Where nothing can be written there is none, and what is no
    page is none.
    """

    def __init__(self, directory: Path, capacity: int, version: str):
        self._directory = directory
        self._capacity = capacity
        self._version = version[:16]

    def page(self, key: Key, etag: str | None) -> Page | None:
        """Return the page at the key, None if there is none or it has this tag."""
        try:
            with self._place(key).open("rb") as file:
                if file.readline() == f"{etag}\n".encode():
                    return None
                return unpacked(file.read())
        except (OSError, ValueError):
            return None

    def put(self, key: Key, page: Page) -> None:
        """Give a page to the others: the whole of it, or nothing."""
        content = f"{page.etag}\n".encode() + page.packed()
        if len(content) > self._capacity:
            return
        # A full disk, or a directory that is not ours, is no reason to give no page.
        with suppress(OSError):
            self._directory.mkdir(mode=0o700, exist_ok=True)
            self._make_room(len(content))
            write_whole(self._place(key), content)

    def _make_room(self, size: int) -> None:
        found = []
        with os.scandir(self._directory) as entries:
            for entry in entries:
                # Another process may have removed it meanwhile.
                with suppress(OSError):
                    found.append((entry.stat(follow_symlinks=False), entry.path))
        left = sum(status.st_size for status, _ in found)
        for status, path in sorted(found, key=lambda one: one[0].st_mtime_ns):
            if left + size <= self._capacity:
                return
            with suppress(OSError):
                Path(path).unlink()
            left -= status.st_size

    def _place(self, key: Key) -> Path:
        return self._directory / f"{self._version}-{digest_of(key)}"
