"""Files that are there whole or not at all, whoever reads them or dies meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO


@contextmanager
def written_whole(place: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes the place of one that may be there, once all of it is written.

    Until then it is this user's alone. Whatever is raised meanwhile, nothing is left of it.
    """
    with NamedTemporaryFile(dir=place.parent, prefix=".unfinished-", delete=False) as file:
        unfinished = Path(file.name)
        try:
            yield file
            file.flush()
            unfinished.replace(place)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def write_whole(place: Path, content: bytes) -> None:
    """Write a file whole. Raises OSError where that cannot be done."""
    with written_whole(place) as file:
        file.write(content)
