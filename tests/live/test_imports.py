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


# --- What somebody else does to an entry while an import waits for it ---------------------------

# Makes entries for a test, imports a change of theirs if asked to, and names the import.
PREPARE = """
import json
from communities.models import User
from rectify.models import Issue, Round
from rectify.spreadsheets import importing
round = Round.objects.get(slug="sample-in-progress")
finding = round.issues.first().finding
user, _ = User.objects.get_or_create(username="live", full_name="示例办理人")
head = "问题编号,社区,问题类别,反馈问题,具体问题,责任科室,整改状态\\n"
row = "{{}},{{}},{{}},{{}},{{}},党建办公室,整改中\\n"
def table(community, text, numbers):
    said = [finding.category.title, finding.title, text]
    return (head + "".join(row.format(one, community, *said) for one in numbers)).encode()
def bring(community, text, numbers):
    kept = importing.upload(table(community, text, numbers), f"{{text}}.csv", round)
    importing.confirm(kept)
    return kept.pk
"""

HOLD = """
import sys
from django.db import transaction
from communities.models import User
from rectify.models import Issue
from rectify.workflow.door import lock
issue = Issue.objects.get(round__slug="sample-in-progress", number="{number}")
with transaction.atomic():
    issue = lock(issue)
    {act}
    print("held", flush=True)
    sys.stdin.readline()
print("done", flush=True)
"""
REPORT = 'issue.progress.create(text="换了锁。", by=User.objects.get(username="live"))'
EDIT = 'issue.goal = "同事写的。"; issue.save()'

UNDO = """
import sys
from communities.models import User
from rectify.models import LedgerImport
from rectify.spreadsheets import undoing
from rectify.workflow import Refused
done = LedgerImport.objects.get(pk={pk})
print("ready", flush=True)
sys.stdin.readline()
try:
    undoing.undo(done, by=User.objects.get(username="live"))
    print("undone", flush=True)
except Refused as refusal:
    print(refusal, flush=True)
"""


def held(site, number, act):
    process = site.process(HOLD.format(number=number, act=act))
    assert process.stdout.readline() == "held\n", process.stderr.read()
    return process


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (EDIT, "导入以后又有人改过、办过或者删除了这些问题，所以不能撤销：丁{kind}{act}。"),
        (REPORT, "导入以后社区已经办理过这些问题，所以不能撤销：丁{kind}{act}。"),
    ],
    ids=["edit", "report"],
)
@pytest.mark.parametrize("kind", ["new", "changed"])
def test_undoing_sees_what_somebody_did_while_it_waited(site, kind, act, sentence, request):
    name = "edit" if act == EDIT else "report"
    number = f"丁{kind}{name}"
    bring = f'bring("新园里社区", "一", ["{number}"])\n'
    code = bring if kind == "new" else bring + f'pk = bring("新园里社区", "二", ["{number}"])\n'
    code = code.replace("bring(", "pk = bring(", 1)
    pk = site.python(f"{PREPARE.format()}{code}print(json.dumps(pk))")
    with held(site, number, act) as other, site.process(UNDO.format(pk=pk)) as undoer:
        assert undoer.stdout.readline() == "ready\n", undoer.stderr.read()
        tell(undoer)
        wait_for_the_lock(site)
        tell(other)
        told, errors = undoer.communicate(timeout=60)
        other.communicate(timeout=60)
    expected = sentence.format(kind=kind, act=name) + "请一项一项地改。\n"
    assert told == expected, errors


CONFIRM = """
print("ready", flush=True)
import sys
sys.stdin.readline()
try:
    importing.confirm(kept, seen=seen)
    print("done", flush=True)
except importing.NotBroughtInError as refusal:
    outcome = refusal.preview
    print(type(refusal).__name__, outcome.created, outcome.changed, outcome.refused, flush=True)
"""


def test_import_sees_a_report_that_was_written_while_it_waited(site):
    numbers = '["戊1"]'
    site.python(f'{PREPARE.format()}bring("新园里社区", "一", {numbers})\nprint(json.dumps(0))')
    look = (
        f'kept = importing.upload(table("唐山里社区", "一", {numbers}), "换社区.csv", round)\n'
        "seen = importing.look_at(kept).digest\n"
    )
    with site.process(f"{PREPARE.format()}{look}{CONFIRM}") as importing:
        assert importing.stdout.readline() == "ready\n", importing.stderr.read()
        with held(site, "戊1", REPORT) as other:
            tell(importing)
            wait_for_the_lock(site)
            tell(other)
            told, errors = importing.communicate(timeout=60)
            other.communicate(timeout=60)
    # The community that has reported keeps its entry.
    assert told == "OvertakenPreviewError 0 0 1\n", errors


def test_import_locks_entries_in_everybodys_order_whatever_the_files(site):
    site.python(
        f'{PREPARE.format()}bring("新园里社区", "一", ["己1", "己2"])\nprint(json.dumps(0))'
    )
    # The later entry first, and the earlier one in another batch.
    numbers = '["己2", *[f"己{one}" for one in range(1000, 1600)], "己1"]'
    look = (
        f'kept = importing.upload(table("新园里社区", "二", {numbers}), "倒着.csv", round)\n'
        "seen = importing.look_at(kept).digest\n"
    )
    holds_both = HOLD.replace(
        "    sys.stdin.readline()\n",
        "    sys.stdin.readline()\n"
        '    lock(Issue.objects.get(round__slug="sample-in-progress", number="己2"))\n',
        1,
    )
    with site.process(f"{PREPARE.format()}{look}{CONFIRM}") as importing:
        assert importing.stdout.readline() == "ready\n", importing.stderr.read()
        with site.process(holds_both.format(number="己1", act="pass")) as other:
            assert other.stdout.readline() == "held\n", other.stderr.read()
            tell(importing)
            wait_for_the_lock(site)
            tell(other)
            assert other.stdout.readline() == "done\n", other.stderr.read()
            told, errors = importing.communicate(timeout=60)
            other.communicate(timeout=60)
    assert told == "done\n", errors
