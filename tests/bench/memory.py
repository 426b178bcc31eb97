"""The most memory that a process of its own takes, on a database of its own (child.py)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


class ScratchDatabase:
    """A database beside that of the process that measures."""

    def __init__(self, directory: Path):
        self.directory = directory

    def most_memory(self, act: str, *arguments, content: bytes | None = None) -> float:
        """Return the memory that an act takes, in MiB; `content` is that of its file."""
        if content is not None:
            file = self.directory / arguments[0]
            file.write_bytes(content)
            arguments = (file,)
        return float(self.run(act, *arguments))

    def run(self, *arguments) -> str:
        command = [sys.executable, "-m", "tests.bench.child", *map(str, arguments)]
        address = f"sqlite:///{self.directory}/memory.sqlite3"
        surroundings = os.environ | {"DATABASE_URL": address}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=surroundings)
        return done.stdout


@contextmanager
def scratch_database(entries: int = 0) -> Iterator[ScratchDatabase]:
    """Make a database with the sample and so many entries more, gone afterwards."""
    with TemporaryDirectory() as directory:
        database = ScratchDatabase(Path(directory))
        database.run("fill", entries)
        yield database
