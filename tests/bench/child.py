"""Does one thing on the database of DATABASE_URL, and prints the most memory that it took, in MiB.

python -m tests.bench.child fill COUNT          makes the database, with so many entries more
python -m tests.bench.child import FILE         imports a file, and takes that back
python -m tests.bench.child export FORM COUNT   exports so many of them, canonical or printed
"""

import os
import re
import resource
import sys
from pathlib import Path
from tempfile import TemporaryFile

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- after the set-up
from django.db import transaction  # noqa: E402

from communities.models import User  # noqa: E402
from rectify.models import Issue, ProgressEntry, Round  # noqa: E402
from rectify.spreadsheets import canonical, importing  # noqa: E402
from rectify.spreadsheets.printed import write_printed  # noqa: E402
from rectify.spreadsheets.reader import read  # noqa: E402
from tests.bench.ledgers import issues_of, number_of  # noqa: E402

SLUG = "hangzhoudao-2022"


def fill(count: str) -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("load_sample", verbosity=0)
    round = Round.objects.get(slug=SLUG)
    issues = Issue.objects.bulk_create(issues_of(round, int(count)), batch_size=1000)
    by = User.objects.create(username="bench")
    reports = [ProgressEntry(issue=one, by=by, text="召开专题会议，清理完毕。") for one in issues]
    ProgressEntry.objects.bulk_create(reports, batch_size=1000)


def take_in(path: str) -> None:
    file = Path(path)
    content = file.read_bytes()
    round = Round.objects.get(slug=SLUG)
    with transaction.atomic():
        importing.bring_in(content, file.name, read(content, file.name), round)
        transaction.set_rollback(True)


def take_out(form: str, count: str) -> None:
    round = Round.objects.get(slug=SLUG)
    issues = round.issues.filter(number__gte=number_of(0), number__lt=number_of(int(count)))
    with TemporaryFile() as file:
        if form == "printed":
            write_printed(issues, file, round=round)
        else:
            canonical.write("xlsx", issues, file, round=round)


ACTS = {"fill": fill, "import": take_in, "export": take_out}


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
    ACTS[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(f"{most_memory():.0f}\n")
