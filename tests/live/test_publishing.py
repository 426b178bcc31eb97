"""Two people take a step with the same edition at once, each with a connection of his own."""

import pytest

from tests.live.test_concurrency import tell, wait_for_the_lock

pytestmark = pytest.mark.live

MAKE = """
import json
from django.contrib.auth.models import Group
from communities.models import User
from rectify.models import Publication, Round
from rectify.notices.checks import check
from rectify.publishing import procedure
from rectify.publishing.procedure import Author
for username in ("proposer", "first", "second"):
    User.objects.get_or_create(username=username, full_name=f"示例{username}")
round = Round.objects.get(slug="sample-in-progress")
reasons = {one.key: "示例。" for one in check(round, "party")}
author = Author(User.objects.get(username="proposer"))
print(json.dumps(procedure.propose(round, "party", author, reasons=reasons).pk))
"""

ACT = """
import sys
from django.db import transaction
from communities.models import User
from rectify.models import Publication
from rectify.publishing import procedure
from rectify.publishing.procedure import Author, PublishingError
from rectify.steps import StepName
publication = Publication.objects.get(pk={pk})
author = Author(User.objects.get(username="{who}"))
print("ready", flush=True)
sys.stdin.readline()
try:
    with transaction.atomic():
        procedure.take(publication, StepName("{name}"), author, note="{note}")
        print("taken", flush=True)
        sys.stdin.readline()
except PublishingError as refusal:
    print(refusal, flush=True)
"""

STATE = """
import json
from rectify.models import Publication
publication = Publication.objects.get(pk={pk})
print(json.dumps([publication.stage, list(publication.steps.values_list("name", "by__username"))]))
"""


def actor(site, pk, name, who, note=""):
    process = site.process(ACT.format(pk=pk, name=name, who=who, note=note))
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    return process


def test_of_two_who_judge_at_once_one_is_told_what_happened(site):
    pk = site.python(MAKE)
    with (
        actor(site, pk, "review", "first") as first,
        actor(site, pk, "return", "second", "再核对。") as second,
    ):
        tell(first)
        assert first.stdout.readline() == "taken\n", first.stderr.read()
        tell(second)
        wait_for_the_lock(site)
        tell(first)
        first.communicate(timeout=60)
        assert second.stdout.readline() == "taken\n", second.stderr.read()
        tell(second)
        second.communicate(timeout=60)
    # Sending back is possible at every step, and is the later word.
    assert site.python(STATE.format(pk=pk)) == [
        "returned",
        [["propose", "proposer"], ["review", "first"], ["return", "second"]],
    ]


def test_of_two_who_examine_at_once_one_does(site):
    pk = site.python(MAKE)
    with actor(site, pk, "review", "first") as first, actor(site, pk, "review", "second") as second:
        tell(first)
        assert first.stdout.readline() == "taken\n", first.stderr.read()
        tell(second)
        wait_for_the_lock(site)
        tell(first)
        first.communicate(timeout=60)
        told, errors = second.communicate(timeout=60)
    assert told == "这一版现在是“待审批”，不能审核。\n", errors
    steps = site.python(STATE.format(pk=pk))[1]
    assert steps[-1] == ["review", "first"]
