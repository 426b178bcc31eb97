"""The rows behind every figure: as many as it says, and as many as are counted here by hand."""

from decimal import Decimal
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from communities.models import Department
from rectify.figures import Figures
from rectify.models import (
    Campaign,
    Category,
    Finding,
    Issue,
    Measure,
    Mechanism,
    PlannedWork,
    Result,
    Round,
)
from rectify.notices import sources
from rectify.variables import CATEGORY_VARIABLES, RESULTS, VARIABLES

pytestmark = pytest.mark.django_db

STATUSES = {
    "已完成": {"closed"},
    "阶段性完成": {"sustained"},
    "正在推进": {"rectifying", "to_endorse", "to_approve"},
    "未完成": {"to_accept"},
}
MEASURES = {
    "已完成": "done",
    "阶段性完成": "staged",
    "正在推进": "under_way",
    "未完成": "unfinished",
}
FIELDS = {
    "轮次": ["label"],
    "巡察机关": ["authority"],
    "巡察组": ["team"],
    "巡察类型": ["kind"],
    "被巡察单位": ["inspected_body"],
    "落款单位": ["publisher"],
    "联系电话": ["telephone"],
    "电子邮箱": ["email"],
    "邮寄地址": ["address"],
    "受理时间": ["reporting_hours"],
    "集中整改月数": ["period_months"],
    "巡察时段": ["inspected_from", "inspected_to"],
    "巡察开始日期": ["inspected_from"],
    "巡察结束日期": ["inspected_to"],
    "反馈日期": ["fed_back_on"],
    "统计截至日期": ["counted_on"],
    "落款日期": ["signed_on"],
    "公布日期": ["published_on"],
}
LISTS = {
    "社区": lambda round: [one for one in round.communities.all() if one.kind != "street"],
    "责任科室": lambda round: [one for one in round.official_names.all() if one.department_id],
    "类别": lambda round: [one for one in round.categories.all() if one.parent_id is None],
    "下级类别": lambda round: [one for one in round.categories.all() if one.parent_id],
    "专项整治": lambda round: list(round.campaigns.all()),
    "制度机制": lambda round: list(round.mechanisms.all()),
    "计划项目": lambda round: list(round.planned_works.all()),
}
LEVELS = ["反馈问题", "整改问题", "整改措施"]
KINDS = {name: kind for name, kind, _ in RESULTS}


def base(variable: str) -> str:
    """Return a name without its form in brackets, and without 本类."""
    return variable.partition("（")[0].removeprefix("本类")


def of(table) -> list[str]:
    """Return the variables whose names begin with one of these, and say how many or who."""
    endings = ("数", "名单", "安排")
    return [
        name for name in VARIABLES if any(base(name).removeprefix(one) in endings for one in table)
    ]


FIELD_VARIABLES = [name for name in VARIABLES if base(name) in FIELDS]
LIST_VARIABLES = of(LISTS)
LEVEL_VARIABLES = [name for name in VARIABLES if name[:4] in LEVELS]


@pytest.fixture
def with_everything(in_progress):
    """The round in progress with something of every kind, and every outcome at every level."""
    above = in_progress.categories.filter(parent=None).first()
    below = Category.objects.create(round=in_progress, parent=above, title="下级")
    place = {
        "round": in_progress,
        "community": in_progress.communities.first(),
        "department": Department.objects.first(),
    }
    entries = {
        "甲": ["closed", "closed"],
        "乙": ["closed", "sustained"],
        "丙": ["closed", "to_accept"],
        "丁": ["to_accept"],
        "戊": [],
        "己": ["to_approve"],
    }
    day = in_progress.fed_back_on
    for title, statuses in entries.items():
        finding = Finding.objects.create(category=below, title=title)
        Issue.objects.bulk_create(
            Issue(
                **place,
                number=f"{title}{number}",
                finding=finding,
                text="问题。",
                due_on=day,
                status=status,
                settled_on=day if status in ("closed", "sustained") else None,
                review_on=day if status == "sustained" else None,
            )
            for number, status in enumerate(statuses)
        )
        Measure.objects.bulk_create(
            Measure(finding=finding, text="措施", outcome=outcome, position=number)
            for number, outcome in enumerate(MEASURES.values())
        )
    for number in range(2):
        named = {"round": in_progress, "name": f"第{number}项"}
        Campaign.objects.create(**named)
        Mechanism.objects.create(**named)
        PlannedWork.objects.create(round=in_progress, title=f"项目{number}", due_on=day)
    for name, kind in KINDS.items():
        column = "amount" if name.endswith("金额") else "people"
        for amount in (3, 4):
            Result.objects.create(round=in_progress, kind=kind, **{column: amount})
    in_progress.official_names.create(key="新科室", department=Department.objects.first())
    return Round.objects.get(pk=in_progress.pk)


@pytest.fixture(params=["published", "in_progress", "with_everything"])
def any_round(request):
    return request.getfixturevalue(request.param)


def printed(variable, round, category=None) -> str:
    figures = Figures(round)
    own = sources.category_figures(figures, category.pk) if category else None
    return sources.value_of(variable, figures, own)


def figure(number: int, variable: str) -> str:
    """Write a count as a notice does: in digits, or in Chinese if the variable says so."""
    if "（汉字）" not in variable:
        return str(number)
    if number == 2:
        return "两"
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    middle = f"{digits[tens]}十" if tens else "零" if ones else ""
    return f"{digits[hundreds]}百{middle}{digits[ones] if ones else ''}"


def outcome_of(statuses: list[str]) -> str:
    """Return what is told of a finding whose entries stand so."""
    if statuses and set(statuses) == {"closed"}:
        return "已完成"
    if statuses and set(statuses) <= {"closed", "sustained"}:
        return "阶段性完成"
    return "未完成" if set(statuses) <= {"to_accept"} else "正在推进"


def expected(variable: str, round, category=None) -> set[int]:
    """Return the keys of the rows of a level that stand under the variable's outcome."""
    level, word = base(variable)[:4], base(variable)[4:].removesuffix("数")
    word = "已完成" if word == "完成率" else word
    within = {}
    for one in Finding.objects.filter(category__round=round).select_related("category"):
        if not category or category.pk in (one.category_id, one.category.parent_id):
            within[one.pk] = []
    entries = [one for one in Issue.objects.filter(round=round) if one.finding_id in within]
    for one in entries:
        within[one.finding_id].append(one.status)
    if level == "反馈问题":
        return {pk for pk, statuses in within.items() if word in ("", outcome_of(statuses))}
    if level == "整改问题":
        return {one.pk for one in entries if not word or one.status in STATUSES[word]}
    measures = Measure.objects.filter(finding__in=within)
    return {one.pk for one in measures if not word or one.outcome == MEASURES[word]}


def test_every_variable_is_tested():
    tested = FIELD_VARIABLES + LIST_VARIABLES + LEVEL_VARIABLES + list(KINDS)
    assert sorted(tested) == sorted(VARIABLES)
    assert [name for name in CATEGORY_VARIABLES if base(name)[:4] not in LEVELS] == []


@pytest.mark.parametrize("variable", FIELD_VARIABLES)
def test_text_and_date_come_from_fields_of_the_round(published, variable):
    found = sources.rows_behind(variable, published)
    names = FIELDS[base(variable)]
    assert ([one.name for one in found.fields], found.count) == (names, 0)
    assert [one.label for one in found.fields] == [
        Round._meta.get_field(name).verbose_name for name in names
    ]


@pytest.mark.parametrize("variable", LIST_VARIABLES)
def test_rows_of_a_list_are_those_that_are_counted_and_named(any_round, variable):
    rows = list(sources.rows_behind(variable, any_round).rows)
    [name] = [one for one in LISTS if base(variable) in (f"{one}数", f"{one}名单", f"{one}安排")]
    assert {(type(row), row.pk) for row in rows} == {
        (type(row), row.pk) for row in LISTS[name](any_round)
    }
    if base(variable).endswith("数"):
        assert printed(variable, any_round) == figure(len(rows), variable)


@pytest.mark.parametrize("variable", LEVEL_VARIABLES)
def test_rows_of_the_round_are_as_many_as_the_figure(any_round, variable):
    keys = expected(variable, any_round)
    found = sources.rows_behind(variable, any_round)
    assert {row.pk for row in found.rows} == keys
    assert found.count == len(keys)
    if not variable.endswith("完成率"):
        assert printed(variable, any_round) == figure(len(keys), variable)


@pytest.mark.parametrize("variable", CATEGORY_VARIABLES)
def test_rows_of_each_category_are_as_many_as_the_figure(any_round, variable):
    for category in any_round.categories.all():
        keys = expected(variable, any_round, category)
        found = sources.rows_behind(variable, any_round, category)
        assert {row.pk for row in found.rows} == keys
        assert found.count == len(keys)
        if not variable.endswith("完成率"):
            assert printed(variable, any_round, category) == figure(len(keys), variable)


@pytest.mark.parametrize(("variable", "kind"), KINDS.items())
def test_rows_of_people_and_money_add_up_to_the_figure(any_round, variable, kind):
    found = sources.rows_behind(variable, any_round)
    own = [one for one in Result.objects.all() if (one.round_id, one.kind) == (any_round.pk, kind)]
    assert {row.pk for row in found.rows} == {row.pk for row in own}
    added = sum((getattr(row, found.summed) for row in found.rows), Decimal(0))
    assert added == Decimal(printed(variable, any_round))


def test_official_name_is_its_row_and_its_department(published):
    [named] = published.official_names.filter(key="街道")
    assert sources.rows_behind("街道", published).rows == [named]
    of_department = published.official_names.filter(department__isnull=False).first()
    assert sources.rows_behind(of_department.key, published).rows == [
        of_department,
        of_department.department,
    ]


@pytest.mark.parametrize("variable", ["没有的", "本类整改问题数"])
def test_what_has_no_source_is_refused(published, variable):
    with pytest.raises(sources.NoSourceError):
        sources.rows_behind(variable, published)


@pytest.mark.parametrize(
    ("variable", "sentence"),
    [
        ("整改问题已完成数", "本轮次整改状态为已销号的整改问题。"),
        ("整改问题正在推进数", "本轮次整改状态为整改中、待初审或待批准的整改问题。"),
        ("整改问题数（汉字）", "本轮次整改问题，不论整改状态。"),
        (
            "整改问题完成率",
            "本轮次整改状态为已销号的整改问题，共 523 项；整改问题总数是 523 项，"
            "完成率是 523 ÷ 523。",
        ),
        ("整改措施已完成数", "本轮次落实情况为已完成的整改措施。"),
        ("反馈问题未完成数", "本轮次整改问题都还没有开始整改的反馈问题（没有整改问题的也算）。"),
        ("社区名单（和）", "本轮次被巡察的社区（村），不含街道本级。"),
        ("清退金额", "种类为“清退资金”的整改成效，金额（万元）相加就是这个数。"),
        ("巡察时段（旬）", "取自本轮次的“巡察开始日期”、“巡察结束日期”，不计数。"),
    ],
)
def test_sentence_says_which_rows_they_are(published, variable, sentence):
    assert sources.rows_behind(variable, published).sentence == sentence


@pytest.mark.parametrize(
    ("variable", "query"),
    [
        ("整改问题数", "?round__id__exact={round}"),
        ("整改问题已完成数", "?round__id__exact={round}&status__exact=closed"),
        (
            "整改问题正在推进数",
            "?round__id__exact={round}&status__in=rectifying%2Cto_endorse%2Cto_approve",
        ),
        ("整改问题完成率", "?round__id__exact={round}&status__exact=closed"),
        ("整改措施数", None),
        ("反馈问题数", None),
        ("社区数", None),
    ],
)
def test_entries_have_a_list_filtered_alike(published, variable, query):
    found = sources.rows_behind(variable, published)
    address = f"/admin/rectify/issue/{query.format(round=published.pk)}" if query else ""
    assert sources.list_address(found, published) == address


def test_list_of_a_category_is_offered_when_its_title_is_its_own(with_everything):
    first, *_ = with_everything.categories.filter(parent=None)
    found = sources.rows_behind("本类整改问题数", with_everything, first)
    assert sources.list_address(found, with_everything, first) == (
        f"/admin/rectify/issue/?round__id__exact={with_everything.pk}&category={quote(first.title)}"
    )
    below = with_everything.categories.get(title="下级")
    Category.objects.filter(pk=below.pk).update(title=first.title)
    assert sources.list_address(found, with_everything, first) == ""


@pytest.mark.parametrize("title", ["甲+乙", "“五问”#1", "党建&治理", "100%问题", "甲=乙?"])
def test_list_of_a_category_with_signs_in_its_title(with_everything, title):
    first, *_ = with_everything.categories.filter(parent=None)
    first.title = title
    first.save()
    found = sources.rows_behind("本类整改问题已完成数", with_everything, first)
    query = urlsplit(sources.list_address(found, with_everything, first)).query
    assert parse_qs(query) == {
        "round__id__exact": [str(with_everything.pk)],
        "category": [title],
        "status__exact": ["closed"],
    }
