"""Opinions sent at once, and two officers at one opinion, each in a process of its own."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.live.caller import Caller, hidden_fields
from tests.live.test_concurrency import tell, wait_for_the_lock

pytestmark = pytest.mark.live

FORM = "/rounds/hangzhoudao-2022/opinion/"
RECEIPT = re.compile(r'<p class="receipt-number">([^<]+)</p>')

# Lets the published round take opinions, and forgets what was counted.
OPEN = """
import json
from rectify.models import Allowance, Opinion, Round
Round.objects.filter(slug="hangzhoudao-2022").update(takes_opinions=True)
Allowance.objects.all().delete()
print(json.dumps(Opinion.objects.count()))
"""

COUNT = """
import json
from rectify.models import Allowance, Opinion
used = Allowance.objects.order_by("kind").values_list("kind", "used")
print(json.dumps([Opinion.objects.count(), list(used)]))
"""

# Makes an opinion that is taken up, and two officers.
MAKE = """
import json, uuid
from django.contrib.auth.models import Group
from communities.models import User
from rectify import opinions
from rectify.models import Opinion, Round
from rectify.models.opinion import OpinionStepName
for username in ("first", "second"):
    user, _ = User.objects.get_or_create(username=username, full_name=f"示例{username}")
    user.groups.set([Group.objects.get(name="街道管理员")])
round = Round.objects.get(slug="hangzhoudao-2022")
said = {"text": "灯不亮。", "contact": "", "address": str(uuid.uuid4())}
opinions.receive(round, sending=uuid.uuid4(), **said)
opinion = Opinion.objects.first()
opinions.take_step(opinion, OpinionStepName.TAKE_UP, by=user)
print(json.dumps(opinion.pk))
"""

# Answers, holds the transaction open until told to go on, and says how it went.
ANSWER = """
import sys
from django.db import transaction
from communities.models import User
from rectify import opinions, workflow
from rectify.models import Opinion
from rectify.models.opinion import OpinionStepName
opinion = Opinion.objects.get(pk={pk})
print("ready", flush=True)
sys.stdin.readline()
try:
    with transaction.atomic():
        who = User.objects.get(username="{who}")
        opinions.take_step(opinion, OpinionStepName.ANSWER, by=who, note="答复。")
        print("answered", flush=True)
        sys.stdin.readline()
except workflow.Refused as refused:
    print(refused, flush=True)
"""

ANSWERS = """
import json
from rectify.models import Opinion
steps = Opinion.objects.get(pk={pk}).steps.filter(name="answer")
print(json.dumps(list(steps.values_list("by__username", flat=True))))
"""


def form(site, text="灯不亮。") -> tuple[dict, dict]:
    """Open the form; return the visitor's cookies and what the browser would send."""
    visitor = Caller(site.port)
    carried = hidden_fields(visitor.get(FORM)[1])
    return visitor.cookies, {**carried, "text": text, "contact": "", "trap": ""}


def send(site, cookies, data) -> tuple[int, list[str]]:
    status, page, _ = Caller(site.port, cookies).post(FORM, data)
    return status, RECEIPT.findall(page)


def test_one_form_sent_many_times_at_once_is_one_opinion_with_one_number(site):
    before = site.python(OPEN)
    cookies, data = form(site)
    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(lambda _: send(site, cookies, data), range(8)))
    [(status, [receipt])] = [
        answer for at, answer in enumerate(answers) if answer not in answers[:at]
    ]
    assert (status, len(receipt)) == (200, 14)
    assert site.python(COUNT) == [before + 1, [["round", 1], ["sending", 1]]]


def test_limit_holds_for_those_who_send_at_once(site):
    before = site.python(OPEN)
    forms = [form(site) for _ in range(9)]
    with ThreadPoolExecutor(9) as senders:
        statuses = [status for status, _ in senders.map(lambda one: send(site, *one), forms)]
    assert sorted(statuses) == [200] * 5 + [429] * 4
    assert site.python(COUNT) == [before + 5, [["round", 5], ["sending", 5]]]


def test_of_two_officers_who_answer_at_once_exactly_one_wins(site):
    site.python(OPEN)
    pk = site.python(MAKE)
    with (
        site.process(ANSWER.format(pk=pk, who="first")) as winner,
        site.process(ANSWER.format(pk=pk, who="second")) as loser,
    ):
        for process in (winner, loser):
            assert process.stdout.readline() == "ready\n", process.stderr.read()
        tell(winner)
        assert winner.stdout.readline() == "answered\n"
        tell(loser)
        wait_for_the_lock(site)
        tell(winner)
        words = loser.stdout.readline()
        for process in (winner, loser):
            process.communicate(timeout=60)
    assert words.startswith(f"监督意见第{pk}号已由示例first于")
    assert words.endswith("办理“答复”，现在是“已答复”，不能办理“答复”。\n")
    assert site.python(ANSWERS.format(pk=pk)) == ["first"]
