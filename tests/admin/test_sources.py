"""The page behind a figure: its rows, who may see them, and where they lead."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from communities.models import User
from rectify.models import Issue, Result
from tests.admin.pages import browser


def behind(round, variable, **more):
    page = reverse("admin:rectify_round_sources", args=[round.pk])
    return page, {"variable": variable, **more}


def open_(client, round, variable, **more):
    return client.get(*behind(round, variable, **more))


def test_page_lists_the_rows_with_the_figure_and_the_sentence(office, published):
    response = open_(office, published, "整改问题数")
    page = response.content.decode()
    assert page.count("本轮次整改问题，不论整改状态。") == 1
    assert re.findall(r"<h2>([^<]+)</h2>", page) == ["523 条记录"]
    assert re.findall(r'figure-now">([^<]+)<', page) == ["523"]
    listed = re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', page)
    assert len(listed) == 100
    first = published.issues.first()
    assert listed[0] == (
        f"/admin/rectify/issue/{first.pk}/change/",
        f"001　{first.community}：{first.text}",
    )


def test_pages_hold_every_row_once(office, published):
    found = []
    for number in range(1, 7):
        found += open_(office, published, "整改问题数", p=number).context["listed"]
    assert len({address for _, address in found}) == len(found) == 523


def test_list_of_entries_shows_as_many(office, in_progress):
    for variable in ("整改问题数", "整改问题未完成数", "整改问题正在推进数", "整改问题已完成数"):
        response = open_(office, in_progress, variable)
        shown = office.get(response.context["list_address"])
        assert shown.context["cl"].result_count == response.context["rows"].count


def test_list_of_a_categorys_entries_shows_as_many(office, in_progress):
    first = in_progress.categories.first()
    response = open_(office, in_progress, "本类整改问题未完成数", category=first.pk)
    shown = office.get(response.context["list_address"])
    assert shown.context["cl"].result_count == response.context["rows"].count > 0


def test_text_leads_to_its_field(office, published):
    response = open_(office, published, "巡察时段")
    round_page = reverse("admin:rectify_round_change", args=[published.pk])
    assert [
        (field.label, field.value, address) for field, address in response.context["fields"]
    ] == [
        ("巡察开始日期", "2022-08-01", f"{round_page}#id_inspected_from"),
        ("巡察结束日期", "2022-09-14", f"{round_page}#id_inspected_to"),
    ]
    # The fields are there to be filled in.
    page = office.get(round_page).content.decode()
    assert [page.count(f'id="id_{name}"') for name in ("inspected_from", "inspected_to")] == [1, 1]


def test_official_name_leads_to_the_dictionary(office, published):
    [(label, address)] = open_(office, published, "街道").context["listed"]
    page = reverse("admin:rectify_round_change", args=[published.pk])
    assert (label, address) == ("街道：杭州道街道", f"{page}#official_names-group")
    assert office.get(page).content.decode().count('id="official_names-group"') == 1


def test_people_and_money_are_added_up(office, published):
    Result.objects.create(round=published, kind="criticism", people=3, note="某某")
    Result.objects.create(round=published, kind="criticism", people=4)
    response = open_(office, published, "批评教育人数")
    assert (response.context["value"], response.context["total"]) == ("7", 7)
    assert [label for label, _ in response.context["listed"]] == [
        "批评教育3人（某某）",
        "批评教育4人",
    ]


def test_figure_is_that_of_the_edition(office, published):
    work = published.planned_works.first()
    type(work).objects.filter(pk=work.pk).update(is_withheld=True, withheld_ground="secret")
    found = {
        edition: work.title
        in open_(office, published, "计划项目名单", edition=edition).context["value"]
        for edition in ("public", "party")
    }
    assert found == {"public": False, "party": True}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"variable": "没有的"},
        {"variable": "本类整改问题数"},
        {"variable": "本类整改问题数", "category": "甲"},
        {"variable": "本类整改问题数", "category": "{other}"},
        {"variable": "整改问题数", "edition": "secret"},
    ],
)
def test_what_is_not_there_is_not_found(office, published, in_progress, query):
    other = in_progress.categories.first().pk
    query = {name: value.format(other=other) for name, value in query.items()}
    page = reverse("admin:rectify_round_sources", args=[published.pk])
    assert office.get(page, query).status_code == 404


def test_reader_sees_the_same(observer, office, published):
    own, theirs = (
        open_(one, published, "整改问题数").context["listed"] for one in (browser(observer), office)
    )
    assert own == theirs


@pytest.mark.parametrize("variable", ["整改问题数", "整改措施数"])
def test_rows_of_a_kind_one_may_not_view_are_not_linked(published, variable):
    person = User.objects.create_user(
        "rounds_only", password="a-long-password-1", is_staff=True, must_change_password=False
    )
    person.user_permissions.add(Permission.objects.get(codename="view_round"))
    person.groups.create(name="只看轮次")
    client = Client()
    client.force_login(person)
    response = open_(client, published, variable)
    assert response.status_code == 200
    assert {address for _, address in response.context["listed"]} == {""}
    assert response.context["list_address"] == ""


@pytest.mark.parametrize(
    "variable", ["整改问题数", "整改问题完成率", "反馈问题未完成数", "整改措施数", "社区数", "街道"]
)
def test_page_costs_the_same_for_few_rows_and_for_many(
    office, published, variable, django_assert_max_num_queries
):
    pattern = published.issues.first()
    Issue.objects.filter(round=published, number__gt="030").delete()
    open_(office, published, variable)
    with django_assert_max_num_queries(60) as few:
        open_(office, published, variable)
    Issue.objects.bulk_create(
        Issue(
            round=published,
            number=f"甲{number}",
            community=pattern.community,
            finding=pattern.finding,
            department=pattern.department,
            text="问题。",
        )
        for number in range(200)
    )
    with django_assert_max_num_queries(60) as many:
        open_(office, published, variable)
    assert len(few) == len(many)
