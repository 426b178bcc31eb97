"""Two people act at once, each in a process with a connection of its own."""

import pytest

pytestmark = pytest.mark.live

# Makes an entry that waits for its examination, and somebody of the office and of the department.
MAKE = """
import json
from django.contrib.auth.models import Group
from communities.models import User
from rectify.models import Issue
issue = Issue.objects.filter(round__slug="sample-in-progress", status="to_endorse").first()
for username, role in [("first", "街道管理员"), ("second", "科室人员")]:
    user, _ = User.objects.get_or_create(username=username, full_name=f"示例{username}")
    user.groups.set([Group.objects.get(name=role)])
    user.department = issue.department
    user.save()
print(json.dumps(issue.pk))
"""

# Moves the entry, holds the transaction open until told to go on, and says how it went.
ACT = """
import sys
from django.db import transaction
from communities.models import User
from rectify import workflow
from rectify.models import Issue
issue = Issue.objects.get(pk={pk})
print("ready", flush=True)
sys.stdin.readline()
try:
    with transaction.atomic():
        workflow.move(issue, workflow_name("{name}"), by=User.objects.get(username="{who}"), **{said})
        print("moved", flush=True)
        sys.stdin.readline()
except workflow.Refused as refused:
    print(refused, flush=True)
"""

STATE = """
import json
from rectify.models import Issue
issue = Issue.objects.get(pk={pk})
print(json.dumps([issue.status, issue.version, list(issue.moves.values_list("name", "by__username"))]))
"""

# Who is waiting for a lock; SQLite has nobody to ask.
WAITING = """
import json
from django.db import connection
count = None
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        [count] = cursor.fetchone()
print(json.dumps(count))
"""


def actor(site, pk, name, who, said):
    code = ACT.replace("workflow_name", "MoveName").format(pk=pk, name=name, who=who, said=said)
    process = site.process(f"from rectify.states import MoveName\n{code}")
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    return process


def tell(process):
    process.stdin.write("\n")
    process.stdin.flush()


def wait_for_the_lock(site):
    """Wait until somebody waits for the lock, where the database can say so."""
    for _ in range(100):
        if site.python(WAITING) != 0:
            return
    raise AssertionError("nobody waited for the lock")


@pytest.mark.parametrize(
    ("name", "said"),
    [("endorse", {}), ("return", {"note": "照片看不清。", "wanted": "重拍一张。"})],
)
def test_of_two_who_act_at_once_exactly_one_wins(site, name, said):
    pk = site.python(MAKE)
    version = site.python(STATE.format(pk=pk))[1]
    with (
        actor(site, pk, "endorse", "first", {}) as winner,
        actor(site, pk, name, "second", said) as loser,
    ):
        tell(winner)
        assert winner.stdout.readline() == "moved\n"
        # Both have seen the entry as waiting; the first one has not committed yet.
        tell(loser)
        wait_for_the_lock(site)
        tell(winner)
        words = loser.stdout.readline()
        for process in (winner, loser):
            process.communicate(timeout=60)
    assert (winner.returncode, loser.returncode) == (0, 0)
    label = {"endorse": "初审通过", "return": "退回"}[name]
    assert words.startswith("这项问题已由示例first于")
    assert words.endswith(f"办理“初审通过”，现在是“待批准”，不能办理“{label}”。\n")
    assert site.python(STATE.format(pk=pk)) == ["to_approve", version + 1, [["endorse", "first"]]]


# Imports one row for the entry, with a remark of its own, and says when it is done.
IMPORT = """
import sys
from rectify.models import Issue
from rectify.spreadsheets.importing import write
from rectify.spreadsheets.reader import read
issue = Issue.objects.select_related("round").get(pk={pk})
data = read(f"问题编号,备注\\n{{issue.number}},导入的备注。\\n".encode(), "台账.csv")
print("ready", flush=True)
sys.stdin.readline()
write(data, issue.round)
print("imported", flush=True)
"""

REMARK = """
import json
from rectify.models import Issue
print(json.dumps(Issue.objects.get(pk={pk}).remark))
"""


def test_import_does_not_take_back_a_move_that_was_made_meanwhile(site):
    pk = site.python(MAKE)
    version = site.python(STATE.format(pk=pk))[1]
    with (
        actor(site, pk, "endorse", "first", {}) as mover,
        site.process(IMPORT.format(pk=pk)) as importer,
    ):
        assert importer.stdout.readline() == "ready\n", importer.stderr.read()
        tell(mover)
        assert mover.stdout.readline() == "moved\n"
        # The import reads the entry while the move is made, and has to wait for its end.
        tell(importer)
        wait_for_the_lock(site)
        tell(mover)
        assert importer.stdout.readline() == "imported\n", importer.stderr.read()
        for process in (mover, importer):
            process.communicate(timeout=60)
    assert site.python(STATE.format(pk=pk)) == ["to_approve", version + 2, [["endorse", "first"]]]
    assert site.python(REMARK.format(pk=pk)) == "导入的备注。"
