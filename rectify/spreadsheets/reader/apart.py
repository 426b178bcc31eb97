"""Files that anybody may have made are opened in a process of their own.

Whatever one does to it, the process that serves pages lives on: a broken reader, a file that
asks for all memory or never ends costs a bounded child and becomes a sentence. Only the
opening is done there; what the rows mean is told here, of a book within the bounds.
"""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile

from rectify.spreadsheets.reader import refusals
from rectify.spreadsheets.reader.answers import read_answer
from rectify.spreadsheets.reader.files import refuse_size
from rectify.spreadsheets.reader.ledger import Book, UnreadableError

# Measured: 523 rows take a tenth of a second, 100,000 of 18 cells four, and eight when no two
# cells are alike.
MOST_SECONDS = 20
ROOT = Path(__file__).resolve().parents[3]
# The child has no path of its own to the project, for it ignores the environment.
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from rectify.spreadsheets.reader.child import answer
answer(sys.argv[2])
"""
# The rest of the environment holds secrets.
KEPT = ("PATH", "LD_LIBRARY_PATH")
# The child died, was too slow, or answered what it should not.
FAILURES = (
    subprocess.SubprocessError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    RecursionError,
)
logger = logging.getLogger(__name__)


def open_apart(content: bytes, name: str) -> Book:
    """Return what `open_book` returns, from a child process within bounds.

    Raises UnreadableError as it does, and when the child comes to its bounds.
    """
    refuse_size(content)
    with TemporaryFile() as sent, TemporaryFile() as answered:
        sent.write(content)
        sent.seek(0)
        try:
            subprocess.run(  # noqa: S603 -- our own program; the name is data
                [sys.executable, "-I", "-c", PROGRAM, str(ROOT), json.dumps(name[-100:])],
                stdin=sent,
                stdout=answered,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in KEPT if name in os.environ},
                timeout=MOST_SECONDS,
                check=True,
            )
            answered.seek(0)
            return read_answer(answered)
        except FAILURES as error:
            logger.warning("A spreadsheet of %d bytes was not opened: %s", len(content), error)
            raise UnreadableError(refusals.TOO_COSTLY) from None
