"""Imports a file into a fresh database, and prints the most memory that this took, in MiB."""

import os
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
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
