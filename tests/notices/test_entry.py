"""What a clerk is told who enters something that cannot be printed."""

import pytest
from django.urls import reverse

from rectify.models import Category, Round
from tests.notices.clerk import Clerk
from tests.notices.papers import section
from tests.notices.test_skeletons import papers

pytestmark = pytest.mark.django_db

PLANNED = "planned_works-0"


@pytest.fixture
def desk(office) -> Clerk:
    return Clerk(office)


@pytest.fixture
def round(desk):
    """A round with its first page filled in, and nothing else."""
    desk.add_community("示例街道", "街道本级", 990000000001)
    fields = papers("two_levels").round | {"communities": ["示例街道"]}
    desk.submit(reverse("admin:rectify_round_add"), fields)
    return Round.objects.get(slug="two-levels")


@pytest.fixture
def page(round) -> str:
    return reverse("admin:rectify_round_change", args=[round.pk])


def test_planned_work_without_what_the_pattern_prints(desk, page):
    desk.submit(page, {"planned_work_pattern": "{项目}由{科室}负责，{时限}完成"})
    works = {"planned_works": [{"title": "照明更新", "due_on": "2025-06-30"}]}
    assert desk.refused(page, add=works) == [
        f"{PLANNED} department：本轮次的计划项目句式里写了“{{科室}}”，请填写。"
    ]


def test_pattern_that_prints_what_planned_works_have_not_got(desk, page):
    desk.submit(page, add={"planned_works": [{"title": "照明更新", "due_on": "2025-06-30"}]})
    pattern = "{项目}（{数量}）{时限}完成"
    assert desk.refused(page, {"planned_work_pattern": pattern}) == [
        "planned_work_pattern：计划项目“照明更新”没有填“数量”：请先填好保存，再改句式。",
        f"{PLANNED} quantity：本轮次的计划项目句式里写了“{{数量}}”，请填写。",
    ]
    first = [({"title": "照明更新"}, {"quantity": "3处"})]
    desk.submit(page, change={"planned_works": first})
    desk.submit(page, {"planned_work_pattern": pattern})


@pytest.mark.parametrize("pattern", ["{项目完成", "{项目}{期限}完成", "{}完成"])
def test_pattern_that_cannot_be_read(desk, page, pattern):
    """Planned works are checked in the same form, by a pattern that is no pattern."""
    desk.submit(page, add={"planned_works": [{"title": "照明更新", "due_on": "2025-06-30"}]})
    said = desk.refused(page, {"planned_work_pattern": pattern})
    assert [one.partition("：")[0] for one in said] == ["planned_work_pattern"]


def test_name_taken_away_that_a_category_uses(desk, round, page):
    desk.submit(
        page,
        add={
            "official_names": [{"key": "党工委", "text": "街道党工委"}],
            "categories": [{"title": "服务群众"}],
        },
    )
    desk.change_category(round, "服务群众", {"body": "{党工委}逐条整改。"})
    names = [({"key": "党工委"}, {"key": "工委"})]
    said = desk.refused(page, change={"official_names": names})
    assert said[0] == "official_names：称谓“党工委”还用在类别“服务群众”，请先改掉那里再删。"
    assert said[1].startswith("categories-0 __all__：类别说明：没有名为“{党工委}”的变量。")
    assert len(said) == 2


def test_round_is_saved_though_a_category_names_its_own_figures(desk, round, page):
    desk.submit(page, add={"categories": [{"title": "服务群众"}]})
    desk.change_category(round, "服务群众", {"body": "反馈问题{本类反馈问题数}个。"})
    desk.submit(page, {"label": "第一轮"})
    round.refresh_from_db()
    assert round.label == "第一轮"


def test_line_of_metadata_without_a_name(desk, page):
    rows = {"sections": [section("索引号：SL-1\n主题分类 党务公开", kind="公文信息")]}
    assert desk.refused(page, add=rows) == [
        "sections-0 body：“主题分类 党务公开”里没有“：”：公文信息一行一项，写作 索引号：……。"
    ]


@pytest.mark.parametrize("title", ["{街道}服务群众", "服务群众}", "｛街道｝服务群众"])
def test_title_with_braces(desk, page, title):
    rows = {"categories": [{"title": title}]}
    assert desk.refused(page, add=rows) == ["categories-0 title：这里不能用变量，请不要写花括号。"]


@pytest.mark.parametrize("heading", ["关于{名称}问题", "关于“{}”的{}", "关于{问题"])
def test_heading_of_its_own_with_other_braces(desk, page, heading):
    rows = {"categories": [{"title": "服务群众", "heading": heading}]}
    assert desk.refused(page, add=rows) == [
        "categories-0 heading：这里不能用变量，请不要写花括号。"
    ]


def test_warned_of_numbering_with_too_few_levels(desk, round, page):
    desk.submit(
        page,
        {"numbering": "一、"},
        add={
            "categories": [{"title": "服务群众"}],
            "sections": [section(kind="反馈问题及整改落实情况", heading="整改落实情况")],
        },
    )
    assert desk.told[0] == (
        "已保存，但公布正文现在还不能生成：各级编号只写了 1 级，正文用到了第 2 级："
        "请在轮次的“各级编号”里补上。"
    )
    assert Category.objects.filter(round=round).count() == 1
