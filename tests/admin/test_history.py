"""Histories in the admin: whole, for who may see the row, and for nobody to change."""

import html
import re

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rectify import timeline, workflow
from rectify.evidence.examination import examine
from rectify.models import Category, Finding, Issue, Measure, Round, Section
from rectify.states import MoveName
from tests.admin.pages import address, form_data
from tests.evidence.files import PDF

TOLD = [Category, Finding, Issue, Measure, Round, Section]


def words(response) -> list[str]:
    """Return each event on a page as it reads, its moment replaced."""
    events = re.findall(r'<li class="event [^"]*">\n(.*?)\n</li>', response.content.decode(), re.S)
    found = []
    for event in events:
        text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", event))).strip()
        found.append(re.sub(r"\d{4}年\d+月\d+日 \d\d:\d\d", "（时间）", text))
    return found


def as_a_browser_sends(data: dict) -> dict:
    return {
        name: [one.replace("\n", "\r\n") if isinstance(one, str) else one for one in values]
        for name, values in data.items()
    }


# --- What it tells ----------------------------------------------------------------------------


@pytest.mark.parametrize("model", TOLD, ids=lambda model: model._meta.model_name)
def test_history_page_tells_the_beginning(office, published, model):
    page = address(model, "history", model.objects.last().pk)
    events = [event for event in words(office.get(page)) if event.startswith("录入 系统")]
    assert events == ["录入 系统 · （时间） 来源：示例数据"]


def test_moment_is_one_that_a_program_can_read(office, published):
    page = office.get(address(Round, "history", published.pk)).content.decode()
    moments = re.findall(r'<time datetime="([^"]*)"', page)
    assert moments != []
    # No more than three digits of a second, which this leaves out, are valid.
    right = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}")
    assert [moment for moment in moments if not right.fullmatch(moment)] == []


def test_officers_change_is_told_with_the_name(office, officer, published):
    officer.full_name = "街道办事员"
    officer.save()
    issue = published.issues.first()
    page = address(Issue, "change", issue.pk)
    data = form_data(office.get(page)) | {"goal": ["月底\n完成。"], "is_withheld": ["on"]}
    office.post(page, as_a_browser_sends(data | {"withheld_ground": ["unrest"]}))
    assert words(office.get(address(Issue, "history", issue.pk))) == [
        "修改 街道办事员 · （时间） 不公开 否 → 是 "
        "不公开理由 （空） → 可能引发群体性事件 整改目标 （空） → 月底 完成。",
        "录入 系统 · （时间） 来源：示例数据",
    ]


def test_long_text_is_shown_whole_with_what_changed_marked(office, published):
    section = published.sections.filter(body__contains="，").exclude(body="").last()
    body = f"{'很长的一句话，' * 10}结束。"
    for text in (body, body.replace("结束", "到此为止")):
        section.body = text
        section.save()
    page = office.get(address(Section, "history", section.pk)).content.decode()
    [old, new] = re.findall(r'<dd class="event-text">(.*?)</dd>', page)[:2]
    shared = "很长的一句话，" * 10
    assert old == f'<span class="event-label">原来：</span>{shared}<del>结束</del>。'
    assert new == f'<span class="event-label">现在：</span>{shared}<ins>到此为止</ins>。'


def test_what_people_wrote_is_text_on_the_page(office, published):
    section = published.sections.last()
    section.body = f"<script>alert(1)</script>{'很长' * 30}"
    section.save()
    section.body += "<b>"
    section.save()
    page = office.get(address(Section, "history", section.pk)).content.decode()
    assert (page.count("<script>alert"), page.count("<b>")) == (0, 0)
    [old, new] = re.findall(r'<dd class="event-text">(.*?)</dd>', page)[:2]
    assert (old.count("&lt;script&gt;"), new.count("<ins>&lt;b&gt;</ins>")) == (1, 1)


def test_evidence_is_told_with_the_way_to_it(client, clerk, east_issue, east_secretary):
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    files = [examine(SimpleUploadedFile("纪要.pdf", PDF))]
    entry = workflow.reports.report(east_issue, by=east_secretary, text="开了会。", files=files)
    client.force_login(clerk)
    response = client.get(address(Issue, "history", east_issue.pk))
    assert [event.split(" · ")[0] for event in words(response)] == [
        "进展 east",
        "签收 east",
        "录入 系统",
    ]
    link = reverse("evidence_file", args=[entry.evidence.get().token])
    assert re.findall(r'href="(/evidence/[^"]+)"', response.content.decode()) == [link]


@pytest.mark.parametrize("count", [3, 30])
def test_history_page_costs_the_same_at_any_length(
    office, published, count, django_assert_num_queries
):
    for number in range(count):
        section = published.sections.first()
        section.body = f"第{number}稿。"
        section.save()
    page = address(Round, "history", published.pk)
    office.get(page)
    with django_assert_num_queries(14):
        office.get(page)


def test_long_history_comes_in_pages(office, published):
    section = published.sections.first()
    for number in range(120):
        section.body = f"第{number}稿。"
        section.save()
    page = address(Section, "history", section.pk)
    first, second = (words(office.get(page, {"p": number})) for number in (1, 2))
    assert (len(first), len(second)) == (100, 21)
    assert first[0].endswith("正文 第118稿。 → 第119稿。")
    assert second[-1] == "录入 系统 · （时间） 来源：示例数据"
    for odd in ("0", "99", "x", "\0"):
        assert office.get(page, {"p": odd}).status_code == 200


# --- What is no event -------------------------------------------------------------------------


@pytest.mark.parametrize("model", TOLD, ids=lambda model: model._meta.model_name)
def test_form_sent_back_as_it_came_is_no_event(office, published, model):
    records = [one.history.count() for one in TOLD]
    for row in model.objects.order_by("pk")[:30:10]:
        page = address(model, "change", row.pk)
        assert office.post(page, as_a_browser_sends(form_data(office.get(page)))).status_code == 302
    assert [one.history.count() for one in TOLD] == records
    assert set(Issue.objects.values_list("version", flat=True)) == {1}


def test_what_somebody_else_had_written_already_is_no_event(office, published):
    issue = published.issues.first()
    page = address(Issue, "change", issue.pk)
    data = form_data(office.get(page)) | {"goal": ["月底完成。"]}
    issue.goal = "月底完成。"
    issue.save()
    assert office.post(page, data).status_code == 302
    assert (issue.history.count(), Issue.objects.get(pk=issue.pk).version) == (2, 2)


def test_row_of_a_form_is_an_event_of_that_row_alone(office, officer, in_progress):
    page = address(Round, "change", in_progress.pk)
    data = form_data(office.get(page))
    names = {name for name, [*values] in data.items() if name.endswith("-body") and any(values)}
    changed = min(names)
    before = [one.history.count() for one in TOLD]
    response = office.post(page, as_a_browser_sends(data | {changed: ["改过的一段话。"]}))
    assert response.status_code == 302
    added = [one.history.count() - count for one, count in zip(TOLD, before, strict=True)]
    assert added == [1 if model is Section else 0 for model in TOLD]
    newest = timeline.of_round(in_progress)[0]
    assert (newest.title, newest.by, [one.label for one in newest.changes]) == (
        "修改",
        "officer",
        ["正文"],
    )


# --- What was deleted -------------------------------------------------------------------------


@pytest.fixture(params=["page", "list"])
def deleted(request, office, in_progress):
    """An entry that the officer has deleted, on its page or from the list."""
    issue = in_progress.issues.last()
    if request.param == "page":
        office.post(address(Issue, "delete", issue.pk), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": issue.pk, "post": "yes"}
        office.post(address(Issue, "changelist"), chosen)
    assert not Issue.objects.filter(pk=issue.pk).exists()
    issue.source = "" if request.param == "page" else " 来源：批量操作"
    return issue


def test_deletion_is_recorded_with_who(office, officer, in_progress, deleted):
    newest = Issue.history.filter(id=deleted.pk).first()
    assert (newest.history_type, newest.history_user) == ("-", officer)
    told = f"删除 整改问题：{deleted} officer · （时间）{deleted.source}"
    for page in (address(Round, "history", in_progress.pk), address(Issue, "deleted")):
        response = office.get(page)
        assert words(response)[0] == told
        link = address(Issue, "history", deleted.pk)
        assert response.content.decode().count(f'<a href="{link}">整改问题') == 1
    [newest, first] = words(office.get(link))
    assert newest.startswith(
        f"删除 officer · （时间）{deleted.source} 不公开： 否 "
        f"巡察轮次： 示例轮次（正在整改） 问题编号： {deleted.number} 社区："
    )
    assert first == "录入 系统 · （时间） 来源：示例数据"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("officer", 200),
        ("observer", 200),
        ("clerk", 404),
        ("other_clerk", 404),
        ("accounts_keeper", 404),
        ("auditor", 404),
        ("east_secretary", 302),
    ],
)
def test_history_of_a_deleted_entry_is_for_who_sees_all(name, status, request, in_progress):
    issue = in_progress.issues.last()
    key = issue.pk
    issue.delete()
    client = Client()
    client.force_login(request.getfixturevalue(name))
    assert client.get(address(Issue, "history", key)).status_code == status


@pytest.mark.parametrize("key", ["0", "999999", "x", "1_2F2"])
def test_history_of_what_never_was_is_not_there(office, key):
    assert office.get(f"/admin/rectify/issue/{key}/history/").status_code == 404
    assert office.get(f"/admin/rectify/section/{key}/history/").status_code == 302


@pytest.mark.parametrize(("name", "count"), [("officer", 1), ("observer", 1), ("clerk", 0)])
def test_list_leads_to_what_was_deleted(name, count, request, published):
    client = Client()
    client.force_login(request.getfixturevalue(name))
    page = client.get(address(Issue, "changelist")).content.decode()
    link = reverse(admin_urlname(Issue._meta, "deleted"))
    assert page.count(f'<a href="{link}">已删除的整改问题</a>') == count


# --- For whom, and for nobody to change -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [
        ("officer", 200, 200),
        ("observer", 200, 200),
        ("clerk", 200, 404),
        ("accounts_keeper", 404, 404),
        ("auditor", 404, 404),
        ("east_secretary", 302, 302),
    ],
)
def test_history_is_for_who_may_see_the_row(name, own, other, request, published):
    client = Client()
    client.force_login(request.getfixturevalue(name))
    rows = published.issues.order_by("pk")
    issues = [
        rows.filter(department__name="公共安全办公室").first(),
        rows.filter(department__name="党建办公室").first(),
    ]
    found = [client.get(address(Issue, "history", row.pk)).status_code for row in issues]
    assert found == [own, other]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_history_cannot_be_edited(office, published, method):
    issue = published.issues.first()
    before = issue.history.values().get()
    send = getattr(office, method)
    assert send(address(Issue, "history", issue.pk)).status_code == 405
    assert before == issue.history.values().get()


def test_no_page_leads_to_a_single_record(office, published):
    record = published.history.get()
    page = address(Round, "history", published.pk)
    # Any such address is taken for the key of a row, which is not there.
    assert office.get(f"{page}{record.pk}/", follow=True).redirect_chain[-1] == ("/admin/", 302)
    historical = {model.history.model for model in TOLD}
    assert historical & set(admin.site._registry) == set()
