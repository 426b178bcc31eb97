"""Two people import at once, or one imports while the other types; a process dies in between."""

import signal

import pytest

from tests.live.test_concurrency import tell, wait_for_the_lock

pytestmark = pytest.mark.live

SLUG = "sample-in-progress"

# Looks at a file, holds the import open before its end, and says how it went.
IMPORT = """
import sys
from django.db import transaction
from rectify.models import Round
from rectify.spreadsheets import importing
from rectify.spreadsheets.reader import read
round = Round.objects.get(slug="sample-in-progress")
finding = round.issues.first().finding
rows = "".join(
    f"{{number}},新园里社区,{{finding.category.title}},{{finding.title}},{who},党建办公室\\n"
    for number in {numbers}
)
content = ("问题编号,社区,问题类别,反馈问题,具体问题,责任科室\\n" + rows).encode()
pending = importing.upload(content, "{who}.csv", round)
seen = importing.look_at(pending).digest
print("ready", flush=True)
sys.stdin.readline()
try:
    with transaction.atomic():
        importing.confirm(pending, seen=seen)
        print("written", flush=True)
        sys.stdin.readline()
    print("done", flush=True)
except importing.NotBroughtInError as refusal:
    outcome = refusal.preview
    print(type(refusal).__name__, outcome.created, outcome.changed, outcome.refused, flush=True)
"""

STATE = """
import json
from rectify.models import Issue, LedgerImport
found = Issue.objects.filter(round__slug="sample-in-progress", number__in={numbers})
print(json.dumps([
    sorted(found.values_list("number", "text")),
    Issue.history.filter(number__in={numbers}).count(),
    LedgerImport.objects.filter(file_name="{who}.csv", confirmed_at=None).count(),
]))
"""


def importer(site, who, numbers):
    process = site.process(IMPORT.format(who=who, numbers=numbers))
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    return process


def test_of_two_imports_at_once_the_second_looks_anew(site):
    numbers = ["甲1", "甲2", "甲3"]
    with importer(site, "first", numbers) as first, importer(site, "second", numbers) as second:
        tell(first)
        assert first.stdout.readline() == "written\n", first.stderr.read()
        # Both previews said that the three are new; the first has not committed yet.
        tell(second)
        wait_for_the_lock(site)
        tell(first)
        assert first.stdout.readline() == "done\n", first.stderr.read()
        told = second.stdout.readline()
        for process in (first, second):
            process.communicate(timeout=60)
    # Of what the first wrote, the second would change the text of all three.
    assert told == "OvertakenPreviewError 0 3 0\n"
    state = site.python(STATE.format(numbers=numbers, who="second"))
    assert state == [[[number, "first"] for number in numbers], 3, 1]


TYPE = """
import sys
from django.db import transaction
from rectify.models import Issue
issue = Issue.objects.filter(round__slug="sample-in-progress", community__name="新园里社区").first()
with transaction.atomic():
    issue.pk, issue.number, issue.text = None, "乙2", "typed"
    issue._state.adding = True
    issue.status, issue.settled_on = "to_accept", None
    issue.save()
    print("typed", flush=True)
    sys.stdin.readline()
print("done", flush=True)
"""


def test_number_that_somebody_types_meanwhile_keeps_all_out(site):
    numbers = ["乙1", "乙2"]
    with importer(site, "third", numbers) as third, site.process(TYPE) as typist:
        assert typist.stdout.readline() == "typed\n", typist.stderr.read()
        tell(third)
        wait_for_the_lock(site)
        tell(typist)
        told, errors = third.communicate(timeout=60)
        typist.communicate(timeout=60)
    assert told == "OvertakenPreviewError 1 1 0\n", errors
    assert site.python(STATE.format(numbers=numbers, who="third")) == [[["乙2", "typed"]], 1, 1]


def test_import_whose_process_is_killed_leaves_nothing(site):
    numbers = [f"丙{number}" for number in range(2500)]
    with importer(site, "fourth", numbers) as process:
        tell(process)
        assert process.stdout.readline() == "written\n", process.stderr.read()
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
    assert site.python(STATE.format(numbers=numbers, who="fourth")) == [[], 0, 1]
    # The upload is still there, and the same import goes through.
    with importer(site, "fourth", numbers) as process:
        for words in ("written\n", "done\n"):
            tell(process)
            assert process.stdout.readline() == words, process.stderr.read()
        process.communicate(timeout=60)
    found, records, _ = site.python(STATE.format(numbers=numbers, who="fourth"))
    assert (len(found), records) == (2500, 2500)
