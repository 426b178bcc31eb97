"""Forms sent, and lists asked for, by those whom an entry is none of their business."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.walk.addresses import CAST, address_of

# What each gets who is not of the east and sends a form there, complete as it may be.
SENT = {
    "my_report": [302, 404, 404, 404, 404, 404, 404, 404],
    "my_move": [302, 404, 404, 404, 404, 404, 404, 404],
    "my_extension": [302, 404, 404, 404, 404, 404, 404, 404],
    "my_extension_withdraw": [302, 404, 404, 404, 404, 404, 404, 404],
    "my_evidence": [302, 404, 404, 404, 404, 404, 404, 404],
}
# Those who are neither of the office nor of the department, in the admin.
SENT_TO_STAFF = {
    "admin:rectify_issue_change": [302, 403, 403, 302, 302, 403, 403],
    "admin:rectify_issue_delete": [302, 403, 403, 302, 302, 403, 403],
    "admin:rectify_issue_move": [302, 404, 404, 302, 302, 403, 404],
    "admin:rectify_issue_adjust": [302, 404, 404, 302, 302, 403, 404],
    "admin:rectify_extension_decide": [302, 404, 404, 302, 302, 403, 404],
    "my_evidence_remove": [302, 404, 404, None, 404, 403, 404],
}
OTHERS = [who for who in CAST if who != "east_secretary"]
NO_STAFF = [who for who in CAST if who not in ("officer", "clerk")]


def state(entry) -> tuple:
    """Return all that a form could have changed of an entry."""
    entry.refresh_from_db()
    return (
        entry.version,
        entry.status,
        list(entry.moves.values()),
        list(entry.progress.values()),
        list(entry.extensions.values()),
        list(entry.progress.get().evidence.values()),
    )


@pytest.mark.parametrize("name", [*SENT, *SENT_TO_STAFF])
def test_nothing_is_done_for_who_may_not(name, entry, request):
    senders = OTHERS if name in SENT else NO_STAFF
    expected = dict(zip(senders, (SENT | SENT_TO_STAFF)[name], strict=True))
    address = address_of(name, entry)
    before = state(entry)
    data = {
        "key": "00000000-0000-4000-8000-000000000001",
        "version": entry.version,
        "text": "改了。",
        "note": "改了。",
        "reason": "改了。",
        "because": "改了。",
        "new_due_on": "2099-01-01",
        "granted": "yes",
        "post": "yes",
    }
    found = {}
    for who, status in expected.items():
        if status is None:
            found[who] = None
            continue
        browser = Client()
        if who != "visitor":
            browser.force_login(request.getfixturevalue(who))
        found[who] = browser.post(address, data).status_code
    assert found == expected
    assert state(entry) == before


def test_bulk_action_reaches_only_what_one_may_see(entry, other_clerk):
    browser = Client()
    browser.force_login(other_clerk)
    before = state(entry)
    chosen = {"action": "endorse", "_selected_action": entry.pk, "select_across": "0"}
    page = browser.post("/admin/rectify/issue/", chosen, follow=True)
    assert str(entry.text) not in page.content.decode()
    data = {
        "key": "00000000-0000-4000-8000-000000000001",
        "chosen": f"{entry.pk}:{entry.version}",
        "entries": f"{entry.pk}",
    }
    answer = browser.post(reverse("admin:rectify_issue_bulk", args=["endorse"]), data, follow=True)
    assert str(entry.text) not in answer.content.decode()
    assert state(entry) == before


@pytest.mark.parametrize(
    "query",
    [
        "?q=楼道灯不亮",
        "?number=E1",
        "?department__name=公共安全办公室",
        "?department__id__exact={department}",
        "?community__id__exact={community}",
        "?community__name__startswith=新园里",
        "?owner__user__username=east",
        "?_popup=1&q=楼道灯不亮",
        "?_to_field=id&_popup=1&q=楼道灯不亮",
        "?_facets=True&q=楼道灯不亮",
        "?all=&q=楼道灯不亮",
    ],
)
def test_query_strings_show_nothing_of_others(entry, other_clerk, query):
    browser = Client()
    browser.force_login(other_clerk)
    query = query.format(department=entry.department_id, community=entry.community_id)
    page = browser.get(f"/admin/rectify/issue/{query}", follow=True)
    assert page.content.decode().count("楼道灯不亮。") == 0


@pytest.mark.parametrize(
    "query", ["?q=楼道灯不亮", "?page=1", "?round={round}", "?status=to_endorse"]
)
def test_list_of_ones_own_shows_nothing_of_others(entry, west_secretary, query):
    browser = Client()
    browser.force_login(west_secretary)
    page = browser.get(f"/my/{query.format(round=entry.round_id)}").content.decode()
    assert (page.count("楼道灯不亮。"), page.count("新园里")) == (0, 0)
