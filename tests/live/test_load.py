"""Fifty secretaries at once, and a worker that is killed at the worst moment."""

from concurrent.futures import ThreadPoolExecutor
from http.client import RemoteDisconnected
from pathlib import Path

import pytest

from tests.live.caller import Caller, hidden_fields

pytestmark = pytest.mark.live

SECRETARIES = 50

# Makes the secretaries, each with an entry that is being rectified, and logs them in.
MAKE = f"""
import json
from django.contrib.auth.models import Group
from django.test import Client
from communities.models import Community, Owner, User
from rectify.models import Issue
group = Group.objects.get(name="社区书记")
communities = list(Community.objects.filter(kind="community"))
issues = Issue.objects.filter(round__slug="sample-in-progress")
cast = []
for index in range({SECRETARIES}):
    user = User.objects.create(username=f"many{{index}}", must_change_password=False)
    user.set_password("not-used-by-anybody-1")
    user.save()
    user.groups.add(group)
    community = communities[index % len(communities)]
    Owner.objects.create(community=community, post=f"副书记{{index}}", user=user)
    issue = issues.filter(community=community)[index // len(communities)]
    Issue.objects.filter(pk=issue.pk).update(status="rectifying", settled_on=None, review_on=None)
    client = Client()
    client.force_login(user)
    cast.append([issue.pk, {{key: morsel.value for key, morsel in client.cookies.items()}}])
print(json.dumps(cast))
"""

PROGRESS = """
import json
from rectify.models import ProgressEntry
rows = ProgressEntry.objects.filter(text__startswith="同时填报")
print(json.dumps(sorted(rows.values_list("issue_id", "text"))))
"""


def report(port, pk, cookies, text) -> list[int]:
    """Open one's entry and send its progress twice at once, as an impatient thumb does."""
    caller = Caller(port, cookies)
    status, page, _ = caller.get(f"/my/{pk}/")
    assert status == 200, page
    action = f"/my/{pk}/progress/"
    data = hidden_fields(page, action) | {"text": text}
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda _: caller.post(action, data)[0], range(2)))


def test_fifty_secretaries_report_at_once(site):
    cast = site.python(MAKE)
    expected = [[pk, f"同时填报：第{number}位"] for number, (pk, _) in enumerate(cast)]
    with ThreadPoolExecutor(SECRETARIES) as pool:
        calls = [
            pool.submit(report, site.port, pk, cookies, text)
            for (pk, cookies), (_, text) in zip(cast, expected, strict=True)
        ]
        answers = [call.result() for call in calls]
    assert answers == [[302, 302]] * SECRETARIES
    assert site.python(PROGRESS) == sorted(expected)


# --- A worker is killed between two writes ---------------------------------------------------

STATE = """
import json
from rectify.models import Issue
issue = Issue.objects.get(pk={pk})
print(json.dumps([issue.status, issue.version, issue.moves.count(), issue.history.count()]))
"""

TO_ACCEPT = """
import json
from communities.models import User
from rectify.models import Issue
owner = User.objects.get(username="shequ").owner
issue = Issue.objects.filter(community=owner.community, status="to_accept").first()
print(json.dumps(issue.pk))
"""


def log_in(site, username) -> Caller:
    caller = Caller(site.port)
    _, page, _ = caller.get("/login/")
    data = {"username": username, "password": site.passwords[username]}
    status, _, location = caller.post("/login/", hidden_fields(page) | data)
    assert (status, location) == (302, "/landing/")
    return caller


def test_worker_killed_between_two_writes_leaves_nothing_half_done(site):
    pk = site.python(TO_ACCEPT)
    before = site.python(STATE.format(pk=pk))
    caller = log_in(site, "shequ")
    _, page, _ = caller.get(f"/my/{pk}/")
    action = f"/my/{pk}/moves/accept/"
    data = hidden_fields(page, action)
    die = Path(site.variables["DATA_DIRECTORY"]) / "die"
    die.touch()
    try:
        answer = caller.post(action, data)[0]
    except (RemoteDisconnected, ConnectionResetError):
        answer = None
    assert answer is None
    assert not die.exists()
    assert site.python(STATE.format(pk=pk)) == before == ["to_accept", 1, 0, 1]
    # The master has a new worker; the same form, sent again, goes through, once.
    assert [caller.post(action, data)[0] for _ in range(2)] == [302, 302]
    assert site.python(STATE.format(pk=pk)) == ["rectifying", 2, 1, 2]
