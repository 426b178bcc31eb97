"""The ledger's commands as somebody runs them."""

import os
import sys
import termios
from contextlib import contextmanager
from io import StringIO

from django.core.management import CommandError, call_command

from rectify.management import bar

SLUG = "hangzhoudao-2022"
END = "\x02"


def run(*arguments) -> tuple[int, str]:
    """Return the exit status of a command, and what it printed."""
    out = StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=out, no_color=True)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


class Screen:
    """What a terminal was sent, once nothing more comes."""

    shown = ""

    def bars(self) -> list[tuple[str, str]]:
        """Return how each bar began and how it ended, one to a line."""
        lines = self.shown.removesuffix("\r\n").split("\r\n")
        states = [[part.partition("%")[0] for part in line.split("\r")[1:]] for line in lines]
        return [(line[0], line[-1]) for line in states]


@contextmanager
def terminal(monkeypatch, stream: str):
    """Put a terminal in the place of sys.stdout or sys.stderr, on which bars show at once."""
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    screen = Screen()
    with open(theirs, "w", encoding="utf-8") as file, monkeypatch.context() as patch:  # noqa: PTH123
        patch.setattr(bar, "AFTER_SECONDS", 0)
        patch.setattr(sys, stream, file)
        yield screen
        # The kernel hands on what was written when it has time: read up to a mark of our own.
        file.write(END)
        file.flush()
        shown = b""
        while not shown.endswith(END.encode()):
            shown += os.read(ours, 100_000)
        screen.shown = shown.decode().removesuffix(END)
    os.close(ours)
