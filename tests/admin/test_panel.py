"""What the page of an entry shows around its form, to each who may see it."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rectify import workflow
from rectify.evidence.examination import examine
from rectify.models import Issue
from rectify.states import MoveName, Status
from tests.admin.pages import address, browser
from tests.evidence import files


def change_page(issue):
    return address(Issue, "change", issue.pk)


def opened(user, issue):
    response = browser(user).get(change_page(issue))
    assert response.status_code == 200
    return response


def buttons(response) -> dict[str, str]:
    """Return what is offered, each with the reason why it is not possible, or ""."""
    html = response.content.decode()
    possible = re.findall(r'<a class="act(?: quiet)?" href="[^"]+">([^<]+)</a>', html)
    not_yet = re.findall(
        r'<button type="button" disabled aria-describedby="([^"]+)">([^<]+)</button>'
        r' <span class="obstacle" id="([^"]+)">([^<]+)</span>',
        html,
    )
    assert all(described_by == its_name for described_by, _, its_name, _ in not_yet)
    return dict.fromkeys(possible, "") | {label: reason for _, label, _, reason in not_yet}


ADJUST = {"调整科室、责任人、时限": ""}
NOT_APPLIED = "社区还没有申请销号。"
NOT_ENDORSED = "责任科室还没有初审通过。"
BEFORE = {"初审通过": NOT_APPLIED, "销号": NOT_APPLIED, "转长期坚持": NOT_APPLIED}
OFFERED = [
    ("officer", Status.TO_ACCEPT, BEFORE | ADJUST),
    ("officer", Status.RECTIFYING, BEFORE | ADJUST),
    (
        "officer",
        Status.TO_ENDORSE,
        {"初审通过": "", "退回": "", "销号": NOT_ENDORSED, "转长期坚持": NOT_ENDORSED} | ADJUST,
    ),
    ("officer", Status.TO_APPROVE, {"退回": "", "销号": "", "转长期坚持": ""} | ADJUST),
    ("officer", Status.CLOSED, {"重新整改": ""} | ADJUST),
    ("officer", Status.SUSTAINED, {"重新整改": ""} | ADJUST),
    ("clerk", Status.TO_ACCEPT, {"初审通过": NOT_APPLIED}),
    ("clerk", Status.RECTIFYING, {"初审通过": NOT_APPLIED}),
    ("clerk", Status.TO_ENDORSE, {"初审通过": "", "退回": ""}),
    ("clerk", Status.TO_APPROVE, {}),
    ("clerk", Status.CLOSED, {}),
    ("clerk", Status.SUSTAINED, {}),
    *(("observer", status, {}) for status in Status),
]


@pytest.mark.parametrize(("who", "status", "offered"), OFFERED)
def test_moves_are_offered_by_role_and_status(who, status, offered, put, request):
    response = opened(request.getfixturevalue(who), put(status))
    assert buttons(response) == offered


@pytest.mark.parametrize(("who", "saves"), [("officer", 2), ("clerk", 0), ("observer", 0)])
def test_who_only_reads_gets_no_field_to_fill_in(who, saves, put, request):
    html = opened(request.getfixturevalue(who), put(Status.TO_ENDORSE)).content.decode()
    assert html.count('name="_save"') == saves
    assert html.count("<textarea") == (6 if saves else 0)
    assert html.count('id="panel"') == 1


def test_clerk_is_shown_no_link_that_leads_nowhere(clerk, put):
    client = browser(clerk)
    html = client.get(change_page(put(Status.TO_ENDORSE))).content.decode()
    links = [link for link in re.findall(r'href="(/[^"#]*)"', html) if "/static/" not in link]
    assert {link: client.get(link).status_code for link in links if "logout" not in link} == (
        dict.fromkeys(links, 200)
    )


def test_links_lead_back_to_where_the_person_came_from(office, put):
    issue = put(Status.TO_ENDORSE)
    page = change_page(issue) + "?_changelist_filters=status__exact%3Dto_endorse"
    html = office.get(page).content.decode()
    [way] = re.findall(r'href="([^"]+)">初审通过</a>', html)
    assert office.get(way).context["next"] == page


def test_panel_says_how_the_entry_stands(officer, put, today):
    issue = put(Status.CLOSED)
    Issue.objects.filter(pk=issue.pk).update(due_on=today - datetime.timedelta(3))
    html = opened(officer, issue).content.decode()
    panel = html[html.index('id="panel"') : html.index("</section>")]
    words = " ".join(re.sub(r"<[^>]+>", " ", panel).split())
    assert words.startswith(
        f'id="panel" aria-labelledby="panel-heading"> 办理 整改状态 已销号 {today:%Y}年'
    )
    assert (words.count("逾期销号"), words.count("公布口径 已完成")) == (1, 1)


def test_panel_tells_the_last_return(officer, clerk, put):
    issue = put(Status.TO_ENDORSE)
    workflow.move(issue, MoveName.RETURN, by=clerk, note="照片看不清。", wanted="重拍一张。")
    html = opened(officer, issue).content.decode()
    assert [html.count(words) for words in ("照片看不清。", "重拍一张。")] == [1, 1]
    assert html.count("<strong>退回</strong>：安全科办事员") == 1


# --- The record below ------------------------------------------------------------------------


@pytest.fixture
def reported(put, east_secretary, settings, tmp_path):
    """Progress with a photograph, and with another one that the office has removed."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    issue = put(Status.RECTIFYING, progress=False)
    photos = [
        examine(SimpleUploadedFile(name, files.image("JPEG"))) for name in ("一.jpg", "二.jpg")
    ]
    return workflow.reports.report(issue, by=east_secretary, text="换了灯。", files=photos)


@pytest.mark.parametrize(("who", "may_remove"), [("officer", 1), ("clerk", 0), ("observer", 0)])
def test_progress_with_its_evidence(who, may_remove, reported, officer, request):
    kept, gone = reported.evidence.all()
    workflow.reports.remove(gone, by=officer, because="有居民信息。")
    html = opened(request.getfixturevalue(who), reported.issue).content.decode()
    assert html.count("换了灯。") == 1
    assert html.count(f'href="/evidence/{kept.token}/"') == 1
    assert html.count(f'src="/evidence/{kept.token}/thumbnail/"') == 1
    assert html.count(f"/my/evidence/{kept.token}/remove/") == may_remove
    assert html.count(str(gone.token)) == 0
    assert html.count("已移除：二.jpg（officer，") == 1
    assert html.count("原因：有居民信息。）") == 1


@pytest.mark.parametrize(("who", "decides"), [("officer", 2), ("clerk", 2), ("observer", 0)])
def test_requests_for_more_time(who, decides, put, east_secretary, request, today):
    issue = put(Status.RECTIFYING)
    old = issue.deadline
    asked = workflow.extensions.ask(
        issue, by=east_secretary, reason="雨季。", new_due_on=today + datetime.timedelta(100)
    )
    html = opened(request.getfixturevalue(who), issue).content.decode()
    assert html.count(f"/admin/rectify/issue/extensions/{asked.pk}/") == decides
    assert html.count(f"时限：{old} → ") == 1
    assert html.count("理由：雨季。") == 1


@pytest.mark.parametrize(("who", "queries"), [("officer", 14), ("clerk", 10), ("observer", 10)])
def test_page_costs_the_same_for_a_short_record_and_for_a_long_one(
    who, queries, reported, east_secretary, officer, today, request, django_assert_num_queries
):
    client = browser(request.getfixturevalue(who))
    issue = reported.issue
    workflow.reports.remove(reported.evidence.first(), by=officer, because="看不清。")
    asked = {"by": east_secretary, "reason": "雨。", "new_due_on": today + datetime.timedelta(99)}
    workflow.extensions.ask(issue, **asked)
    # Django asks once for the kinds of rows that there are, and remembers them.
    client.get(change_page(issue))
    with django_assert_num_queries(queries):
        client.get(change_page(issue))
    for at in range(4):
        photo = examine(SimpleUploadedFile("照.jpg", files.image("JPEG")))
        entry = workflow.reports.report(
            issue, by=east_secretary, text=f"第{at}次。", files=[photo, photo]
        )
        workflow.reports.remove(entry.evidence.first(), by=officer, because="看不清。")
        workflow.extensions.withdraw(issue.extensions.pending().get(), by=east_secretary)
        workflow.extensions.ask(issue, **asked)
    with django_assert_num_queries(queries):
        client.get(change_page(issue))
