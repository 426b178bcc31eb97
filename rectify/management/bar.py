"""A bar that shows at a terminal how far a command is with a long file."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

# Shorter than this, nobody needs to be told how far it is.
AFTER_SECONDS = 1


@contextmanager
def bar(what: str, rows: int) -> Iterator[Callable[[], object]]:
    """Show how far something is with so many rows; yield what to call after each of them.

    On the error output itself, not by way of Django's: that ends a line after each change.
    """
    with tqdm(
        total=rows, desc=what, unit="行", file=sys.stderr, delay=AFTER_SECONDS, disable=None
    ) as shown:
        yield shown.update
