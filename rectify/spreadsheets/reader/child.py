"""The process in which one file is opened: bounded first, then given the file."""

import json
import sys
from contextlib import suppress

from rectify.spreadsheets.reader import answers
from rectify.spreadsheets.reader.files import open_book
from rectify.spreadsheets.reader.ledger import UnreadableError

try:
    import resource
except ImportError:  # Windows has other means, which nobody needs yet
    resource = None

# Measured: 100,000 rows of 18 cells take 260 MiB, 560 when no two cells are alike. Files made to
# do harm are refused before they come to 100.
MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 15
MOST_ANSWER = 400 * 1024 * 1024


def answer(name: str) -> None:
    """Open the file at the standard input and write the book, or why not, to the output."""
    _bound()
    try:
        book = open_book(sys.stdin.buffer.read(), json.loads(name))
    except UnreadableError as refusal:
        answers.write_refusal(refusal, sys.stdout.buffer)
    else:
        answers.write_book(book, sys.stdout.buffer)
    sys.stdout.flush()


def _bound() -> None:
    """Bound memory, time and size of the answer, where the system can."""
    if not resource:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_ANSWER),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems know a bound and refuse to set it.
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(kind)[1]
            within = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (within, within))
