"""Histories in the admin: whole, for who may see the row, and for nobody to change."""

import re

import pytest
from django.contrib import admin
from django.test import Client

from rectify.models import Category, Finding, Issue, Measure, Round, Section
from tests.admin.pages import address, form_data

TOLD = [Category, Finding, Issue, Measure, Round, Section]


@pytest.mark.parametrize("model", TOLD, ids=lambda model: model._meta.model_name)
def test_history_page_tells_the_timeline(office, published, model):
    page = address(model, "history", model.objects.last().pk)
    html = office.get(page).content.decode()
    assert html.count('<ol class="timeline">') == 1
    assert html.count("来源：示例数据") >= 1


def test_officers_change_is_told_with_the_name(office, officer, published):
    officer.full_name = "街道办事员"
    officer.save()
    issue = published.issues.first()
    page = address(Issue, "change", issue.pk)
    office.post(page, form_data(office.get(page)) | {"goal": "月底\n完成。"})
    html = office.get(address(Issue, "history", issue.pk)).content.decode()
    [event] = re.findall(r'<li class="event change">(.*?)</li>', html, re.DOTALL)[:1]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", event))
    assert re.sub(r"\d{4}年.*?:\d\d", "（时间）", words).strip() == (
        "修改 街道办事员 · （时间） 整改目标 （空） → 月底 完成。"
    )


def test_form_sent_back_as_it_came_is_no_event(office, published):
    for row in (published.issues.first(), published, published.sections.first()):
        page = address(type(row), "change", row.pk)
        before = row.history.count()
        assert office.post(page, form_data(office.get(page))).status_code == 302
        assert row.history.count() == before
    issue = published.issues.first()
    assert issue.version == 1


@pytest.mark.parametrize("way", ["page", "list"])
def test_deletion_is_recorded_with_who(office, officer, in_progress, way):
    issue = in_progress.issues.last()
    pk = issue.pk
    if way == "page":
        office.post(address(Issue, "delete", pk), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
        office.post(address(Issue, "changelist"), chosen)
    assert not Issue.objects.filter(pk=pk).exists()
    newest = Issue.history.filter(id=pk).first()
    assert (newest.history_type, newest.history_user) == ("-", officer)
    html = office.get(address(Round, "history", in_progress.pk)).content.decode()
    assert html.count(f"<strong>删除</strong> 整改问题“{issue}”") == 1


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [
        ("officer", 200, 200),
        ("observer", 200, 200),
        ("clerk", 200, 404),
        ("accounts_keeper", 403, 403),
        ("auditor", 403, 403),
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
    # Who sees no entry at all is told so of every one alike.
    expected = [404, 404] if name in ("accounts_keeper", "auditor") else [own, other]
    assert found == expected


def test_history_cannot_be_edited(office, published):
    issue = published.issues.first()
    page = address(Issue, "history", issue.pk)
    before = issue.history.values().get()
    for data in ({}, {"history_change_reason": "别的"}, {"_revert": "1"}):
        office.post(page, data)
        office.post(f"{page}{issue.history.get().pk}/", data)
    assert issue.history.values().get() == before
    historical = {model.history.model for model in TOLD}
    assert historical & set(admin.site._registry) == set()


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
    with django_assert_num_queries(13):
        office.get(page)


def test_long_history_comes_in_pages(office, published):
    section = published.sections.first()
    for number in range(120):
        section.body = f"第{number}稿。"
        section.save()
    page = address(Section, "history", section.pk)
    first, second = (office.get(page, {"p": number}).content.decode() for number in (1, 2))
    assert (first.count('class="event '), second.count('class="event ')) == (100, 21)
    for odd in ("0", "99", "x", "\0"):
        assert office.get(page, {"p": odd}).status_code == 200
