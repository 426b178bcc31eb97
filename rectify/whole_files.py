"""Files that are there whole or not at all, whoever reads them or dies meanwhile."""

from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(place: Path, content: bytes) -> None:
    """Write a file for this user alone, in the place of one that may be there.

    Raises OSError where that cannot be done; then nothing is left of it.
    """
    with NamedTemporaryFile(dir=place.parent, delete=False) as file:
        unfinished = Path(file.name)
        try:
            file.write(content)
            file.flush()
            unfinished.replace(place)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
