"""The notice editor: what one sees of it, and who sees what."""

import re

import pytest
from django.urls import reverse

from rectify.models import Finding, Round, Section
from rectify.notices.compose import compose
from rectify.steps import Edition
from tests.admin.editor import notice, opened, part, plain, words
from tests.admin.pages import browser


@pytest.fixture
def reader(observer):
    return browser(observer)


# --- What one sees -----------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?edition=public", "?edition=party"])
def test_preview_is_the_notice_of_the_edition(office, published, query):
    first = Finding.objects.filter(category__round=published).first()
    Finding.objects.filter(pk=first.pk).update(is_withheld=True, withheld_ground="secret")
    shown = words(office.get(notice(published, query)).content.decode())
    edition = Edition.PARTY if query.endswith("party") else Edition.PUBLIC
    assert shown == "公布正文" + plain(published, edition)
    assert (first.title in shown) == (edition == Edition.PARTY)


def test_outline_lists_all_parts_in_order(office, published):
    found = [line.entry.name for line in office.get(notice(published)).context["outline"]]
    sections = list(published.sections.all())
    at = [one.kind for one in sections].index("findings") + 1
    between = []
    for category in published.categories.filter(parent=None):
        between += [part(category), *(part(one) for one in category.findings.all())]
    names = [part(one) for one in sections]
    assert found == [part(published), *names[:at], *between, *names[at:]]


def test_every_part_can_be_edited_from_its_place_in_the_preview(office, published):
    page = office.get(notice(published)).content.decode()
    marks = re.findall(r'<a class="place" id="at-([^"]+)" href="([^"]+)"', page)
    first, *rest = [line.entry.name for line in office.get(notice(published)).context["outline"]]
    # Without a title, what the round prints itself comes last.
    assert [name for name, _ in marks] == [*rest, first]
    for name, address in marks:
        assert address == f"{notice(published)}?part={name}#at-{name}"


def test_planned_works_are_edited_on_their_own_page(office, published):
    published.sections.filter(heading="需要在计划内完成的项目").update(
        kind="planned_works", body=""
    )
    work = published.planned_works.first()
    response = office.get(notice(published))
    lines = {line.entry.name: line.address for line in response.context["outline"]}
    address = f"/admin/rectify/plannedwork/{work.pk}/change/"
    assert lines[part(work)] == address
    assert (
        response.content.decode().count(
            f'<a class="place" id="at-{part(work)}" href="{address}" aria-label="修改计划项目“{work.title}”">'
        )
        == 1
    )


def test_parts_of_the_same_name_are_told_apart(office, published):
    body = "同样的一段话。"
    one, two = (published.sections.create(body=body, heading="同名") for _ in range(2))
    first, second = published.categories.filter(parent=None)[:2]
    theirs = [category.findings.create(title="同名的问题") for category in (first, second)]
    page = office.get(notice(published)).content.decode()
    marks = re.findall(r'<a class="place" id="at-([^"]+)" href', page)
    kept = [name for name in marks if name in {part(row) for row in (one, two, *theirs)}]
    assert kept == [part(theirs[0]), part(theirs[1]), part(one), part(two)]
    # What this edition leaves out takes no place.
    Finding.objects.filter(pk=theirs[0].pk).update(is_withheld=True, withheld_ground="secret")
    page = office.get(notice(published)).content.decode()
    marks = re.findall(r'<a class="place" id="at-([^"]+)" href', page)
    assert [name for name in marks if name in {part(row) for row in theirs}] == [part(theirs[1])]


def test_every_figure_in_the_preview_leads_to_its_source(office, published):
    page = office.get(notice(published)).content.decode()
    sheet = page.partition("data-notice")[2].partition("</section>")[0]
    links = set(re.findall(r'<a class="figure" href="([^"]+)"', sheet))
    figures = set()
    for block in compose(published):
        figures |= {span.variable for span in getattr(block.line, "spans", ())}
    found = set()
    for link in links:
        response = office.get(link.replace("&amp;", "&"))
        assert response.status_code == 200
        found.add(response.context["variable"])
    assert found == figures


def test_variables_are_listed_with_their_present_values(office, published):
    named = {one.name: one for one in office.get(notice(published)).context["names"]}
    assert (named["街道"].meaning, named["街道"].value) == ("称谓", "杭州道街道")
    assert named["整改问题数"].value == "523"
    assert named["整改问题数"].address == (
        f"{notice(published)}sources/?variable=%E6%95%B4%E6%94%B9%E9%97%AE%E9%A2%98%E6%95%B0"
    )
    assert (named["统计截至日期"].value, named["统计截至日期"].lacks) == (
        "",
        "请先填写本轮次的“统计截至日期”",
    )
    assert named["本类反馈问题数"].value == ""


def test_variables_of_a_category_have_values_when_it_is_open(office, published):
    first = published.categories.first()
    response = office.get(notice(published, f"?part={part(first)}"))
    named = {one.name: one.value for one in response.context["names"]}
    assert (named["本类反馈问题数"], named["本类反馈问题数（汉字）"]) == ("9", "九")


@pytest.mark.parametrize("query", ["", "?part={part}", "?part={part}&delete=1"])
def test_who_may_only_read_gets_no_form(reader, published, section, query):
    response = reader.get(notice(published, query.format(part=part(section))))
    page = response.content.decode().partition("<main")[2]
    assert response.status_code == 200
    assert words(page) == "公布正文" + plain(published)
    assert (page.count("<form"), page.count("<button"), page.count('<a class="place')) == (0, 0, 0)
    assert page.count('class="figure"') == 35
    assert response.context["outline"][1].address == ""


def test_who_may_only_read_changes_nothing(reader, office, published, section):
    page, data = opened(office, published, part(section))
    before = Section.history.count()
    found = [
        reader.post(page, data | {"body": "改了。"}).status_code,
        reader.post(page + "&delete=1", {"post": "yes"}).status_code,
        reader.post(
            notice(published, f"preview/?part={part(section)}"), data | {"body": "改了。"}
        ).status_code,
        reader.post(notice(published, "move/"), {"move": f"{part(section)}.up.1"}).status_code,
    ]
    assert found == [403, 403, 403, 403]
    assert Section.history.count() == before


@pytest.mark.parametrize(
    "query",
    [
        "?part=nothing-1",
        "?part=section",
        "?part=section-0",
        "?part=section-甲",
        "?part=section-{other}",
        "?edition=secret",
    ],
)
def test_what_is_not_there_is_not_found(office, published, in_progress, query):
    other = in_progress.sections.first().pk
    assert office.get(notice(published, query.format(other=other))).status_code == 404


@pytest.mark.parametrize("route", ["preview/", "move/"])
def test_what_changes_is_asked_by_post_alone(office, published, route):
    assert office.get(notice(published, route)).status_code == 405


# --- A notice that cannot be composed ----------------------------------------------------


def test_what_keeps_the_notice_back_is_told_beside_its_place(office, published, section):
    Section.objects.filter(pk=section.pk).update(body="共{没有的}项。")
    response = office.get(notice(published))
    problem = response.context["preview"].problem
    assert problem.startswith("栏目“高度重视巡察整改工作”：没有名为“{没有的}”的变量。")
    page = response.content.decode()
    assert page.count(f"公布正文现在还不能生成：{problem[:20]}") == 1
    [after] = re.findall(r'<p class="fault">([^<]+)</p>', page)
    assert after == problem
    [link] = re.findall(r'<a href="([^"]+)">去改</a>', page)
    assert link == notice(published, f"?part={part(section)}#at-{part(section)}")


def test_numbering_is_mended_on_the_page_of_the_round(office, published):
    Round.objects.filter(pk=published.pk).update(numbering="一、→（一）")
    page = office.get(notice(published)).content.decode()
    [link] = re.findall(r'<a href="([^"]+)">去改</a>', page)
    assert link == reverse("admin:rectify_round_change", args=[published.pk])


def test_empty_round_can_be_filled_from_nothing(office):
    round = Round.objects.create(slug="new", name="新轮次", inspected_body="示例街道")
    assert office.get(notice(round)).status_code == 200
    page, data = opened(office, round, "section-new")
    data |= {"heading": "落实情况", "kind": "findings"}
    assert office.post(page, data).status_code == 302
    page, data = opened(office, round, "category-new")
    assert office.post(page, data | {"title": "学习"}).status_code == 302
    page, data = opened(office, round, "finding-new", f"&category={round.categories.get().pk}")
    assert office.post(page, data | {"title": "学得不够"}).status_code == 302
    shown = words(office.get(notice(round)).content.decode())
    assert shown == ("公布正文一、落实情况（一）关于“学习”问题的整改情况（1）针对“学得不够”的问题")


# --- How much it costs -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "section", "finding", "category", "round"])
def test_editor_costs_the_same_for_few_parts_and_for_many(
    office, published, section, finding, name, django_assert_max_num_queries
):
    rows = {
        "section": section,
        "finding": finding,
        "category": finding.category,
        "round": published,
    }
    page = notice(published, f"?part={part(rows[name])}" if name else "")
    office.get(page)
    with django_assert_max_num_queries(100) as few:
        office.get(page)
    for number in range(10):
        published.sections.create(body=f"第{number}段。")
        added = finding.category.findings.create(title=f"第{number}条")
        added.measures.create(text="措施")
        published.categories.create(title=f"第{number}类")
        published.official_names.create(key=f"称{number}", text="全称")
        published.planned_works.create(title=f"项{number}", due_on="2024-01-01")
    with django_assert_max_num_queries(100) as many:
        office.get(page)
    assert len(few) == len(many)
