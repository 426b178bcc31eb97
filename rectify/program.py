"""The program that makes the pages, told apart from its other versions.

A page depends on what it shows and on the program that shows it: a cache that knows only the
first goes on serving yesterday's template after an update.
"""

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

# What any page is made from, by folder and pattern.
SOURCES = [
    ("rectify", "**/*.py"),
    ("communities", "**/*.py"),
    ("templates", "**/*"),
    ("static", "**/*"),
    # The libraries that they are made by.
    (".", "requirements.lock"),
]


def files(base: Path = BASE_DIR) -> list[Path]:
    """Return the program's files that pages are made from, in a fixed order."""
    return sorted(
        path
        for folder, pattern in SOURCES
        for path in (base / folder).glob(pattern)
        if path.is_file()
    )


def version_of(base: Path) -> str:
    """Return the SHA-256 over the names and contents of the program's files."""
    digest = hashlib.sha256()
    for path in files(base):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(base).as_posix()} {content}\n".encode())
    return digest.hexdigest()


@cache
def version() -> str:
    """Return the version of the program that this process runs."""
    return version_of(BASE_DIR)


@cache
def changed_at() -> datetime:
    """Return when the newest of the program's files was written."""
    newest = max(path.stat().st_mtime for path in files())
    return datetime.fromtimestamp(newest, UTC)
