"""Imports a file into a fresh database, and prints the most memory that this took, in MiB."""

import os
import re
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")
# A database beside that of the process that measures.
scratch = TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{scratch.name}/memory.sqlite3"
django.setup()

from django.core.management import call_command  # noqa: E402 -- after the set-up

from rectify.models import Round  # noqa: E402
from rectify.spreadsheets import importing  # noqa: E402
from rectify.spreadsheets.reader import read  # noqa: E402


def main(file: Path) -> None:
    call_command("migrate", verbosity=0)
    call_command("load_sample", verbosity=0)
    content = file.read_bytes()
    round = Round.objects.get(slug="hangzhoudao-2022")
    importing.bring_in(content, file.name, read(content, file.name), round)
    sys.stdout.write(f"{most_memory():.0f}\n")


def most_memory() -> float:
    """Return the most memory that this program has had, in MiB.

    Where the system can say so, without what the process was before it became this program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
