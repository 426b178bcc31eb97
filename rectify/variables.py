"""The closed table of variables that the texts of a round may name in braces.

A leaf: models refuse unknown names by it, the composer takes values from it, and the help
shown to staff is made from it. Each variable says what it means, which part of the round it
reads (so that a text never prints an empty figure), and how its value is had from the
round's figures.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rectify import dates
from rectify.numerals import chinese_number
from rectify.states import Outcome


def counted(number: int) -> str:
    """Write a number in Chinese as it stands before a measure word: 两个方面, 三个月."""
    return "两" if number == 2 else chinese_number(number)


@dataclass(frozen=True)
class Source:
    """Where a value comes from: a field of the round, or a path of relations from it.

    `paths` are names of fields or look-ups from the round, all of which must hold something;
    of look-ups joined by | one is enough.
    `remedy` tells the clerk what to do while they do not; without it the value is never
    empty, like a count, whose zero is printed.
    """

    paths: str
    remedy: str = ""


@dataclass(frozen=True)
class Variable:
    """One name, with what it means and how it is written.

    `value` takes the round's figures (rectify.figures.Figures) and returns text; the empty
    text means that there is no value. `is_date` leaves the year out when it was just written.
    """

    name: str
    meaning: str
    source: Source
    value: Callable[[Any], str]
    is_date: bool = False


def _field(name: str, label: str) -> Source:
    return Source(name, f"请先填写本轮次的“{label}”")


COMMUNITIES = Source("communities", "请先选入被巡察的社区并保存")
DEPARTMENTS = Source("official_names__department", "请先在称谓表里列出责任科室并保存")
CAMPAIGNS = Source("campaigns", "请先录入专项整治并保存")
MECHANISMS = Source("mechanisms", "请先录入制度机制并保存")
PLANNED_WORKS = Source("planned_works", "请先录入计划内完成的项目并保存")


def _counted(source: Source) -> Source:
    return Source(source.paths)


def _text(name, label, meaning, attribute):
    return Variable(
        name, meaning, _field(attribute, label), lambda figures: getattr(figures.round, attribute)
    )


TEXTS = [
    _text("轮次", "轮次", "第几轮第几批巡察，如 四届区委第一轮第二批", "label"),
    _text("巡察机关", "巡察机关", "派出巡察组的党委", "authority"),
    _text("巡察组", "巡察组", "巡察组的名称", "team"),
    Variable(
        "巡察类型",
        "常规、专项、“回头看”、交叉、提级或机动",
        Source("kind"),
        lambda figures: figures.round.get_kind_display(),
    ),
    _text("被巡察单位", "被巡察单位", "被巡察单位的名称", "inspected_body"),
    _text("落款单位", "落款单位", "公布正文落款的单位", "publisher"),
    _text("联系电话", "联系电话", "公开的办公电话", "telephone"),
    _text("电子邮箱", "电子邮箱", "公开的电子邮箱", "email"),
    _text("邮寄地址", "邮寄地址", "来信的地址", "address"),
    _text("受理时间", "受理时间", "受理意见的时间", "reporting_hours"),
    Variable(
        "集中整改月数",
        "集中整改期的月数，阿拉伯数字",
        Source("period_months"),
        lambda figures: str(figures.round.period_months),
    ),
    Variable(
        "集中整改月数（汉字）",
        "集中整改期的月数，汉字，2 写作“两”",
        Source("period_months"),
        lambda figures: counted(figures.round.period_months),
    ),
]


# --- Dates: each in several forms ------------------------------------------------------


def _date_forms(name, label, write, source):
    """Make the forms of a date; `write(round, form)` returns text, form None meaning 旬."""
    forms = [
        (name, f"{label}，年份与前文相同时省略", dates.Precision.DAY, True),
        (f"{name}（含年）", f"{label}，总写年份", dates.Precision.DAY, False),
        (
            f"{name}（年月）",
            f"{label}，只写到月，年份与前文相同时省略",
            dates.Precision.MONTH,
            True,
        ),
        (f"{name}（旬）", f"{label}，只写到旬，年份与前文相同时省略", None, True),
        (
            f"{name}（月底）",
            f"{label}，写作几月底，年份与前文相同时省略",
            dates.Precision.MONTH_END,
            True,
        ),
    ]
    return [
        Variable(
            one, meaning, source, lambda figures, form=form: write(figures.round, form), elides
        )
        for one, meaning, form, elides in forms
    ]


def _day(attribute):
    def write(round, form):
        day = getattr(round, attribute)
        return dates.written(day, form or dates.ten_days(day)) if day else ""

    return write


def _inspection(round, form):
    first, last = round.inspected_from, round.inspected_to
    if not first or not last:
        return ""
    if form is None:
        return dates.span(first, last, dates.ten_days(first), dates.ten_days(last))
    return dates.span(first, last, form)


def _dates():
    variables = _date_forms(
        "巡察时段",
        "巡察开始到结束，两头同年的只写一次年份",
        _inspection,
        Source("inspected_from inspected_to", "请先填写本轮次的“巡察开始日期”和“巡察结束日期”"),
    )
    for name, attribute in [
        ("巡察开始日期", "inspected_from"),
        ("巡察结束日期", "inspected_to"),
        ("反馈日期", "fed_back_on"),
        ("统计截至日期", "counted_on"),
        ("落款日期", "signed_on"),
        ("公布日期", "published_on"),
    ]:
        source = _field(attribute, name)
        variables += _date_forms(name, name, _day(attribute), source)
        variables.append(
            Variable(
                f"{name}（数字）",
                f"{name}，写作 2023-05-06，用于公文信息",
                source,
                lambda figures, attribute=attribute: str(getattr(figures.round, attribute) or ""),
            )
        )
    return variables


# --- Counts by level, and by outcome at each level -------------------------------------

LEVELS = [
    ("反馈问题", "findings", "", "请先录入反馈问题并保存"),
    ("整改问题", "issues", "__issues", "请先录入整改问题并保存"),
    ("整改措施", "measures", "__measures", "请先录入整改措施并保存"),
]


def _tallies(prefix, tally_of, *starts):
    """Make the counts of every level, of the whole round or of one category.

    `starts` are the paths to findings, any of which may hold some.
    """
    variables = []
    for level, attribute, path, remedy in LEVELS:
        name = f"{prefix}{level}"
        source = Source("|".join(start + path for start in starts), remedy)

        def tally(figures, attribute=attribute):
            return getattr(tally_of(figures), attribute)

        variables.append(
            Variable(
                f"{name}数",
                f"{name}的总数",
                _counted(source),
                lambda figures, tally=tally: str(tally(figures).total),
            )
        )
        variables.append(
            Variable(
                f"{name}数（汉字）",
                f"{name}的总数，汉字，2 写作“两”",
                _counted(source),
                lambda figures, tally=tally: counted(tally(figures).total),
            )
        )
        for outcome in Outcome:
            variables.append(
                Variable(
                    f"{name}{outcome.label}数",
                    f"{name}中{outcome.label}的数量",
                    _counted(source),
                    lambda figures, tally=tally, outcome=outcome: str(
                        getattr(tally(figures), outcome)
                    ),
                )
            )
        variables.append(
            Variable(
                f"{name}完成率",
                f"{name}中已完成的占总数的百分比，带百分号",
                source,
                lambda figures, tally=tally: tally(figures).rate(figures.round.rate_decimals),
            )
        )
    return variables


def _count(name, meaning, source, attribute):
    """Make a count in digits and in Chinese."""
    return [
        Variable(name, meaning, _counted(source), lambda figures: str(getattr(figures, attribute))),
        Variable(
            f"{name}（汉字）",
            f"{meaning}，汉字，2 写作“两”",
            _counted(source),
            lambda figures: counted(getattr(figures, attribute)),
        ),
    ]


COUNTS = [
    _count("社区数", "被巡察的社区（村）数，不含街道本级", COMMUNITIES, "community_count"),
    _count("责任科室数", "称谓表所列责任科室数", DEPARTMENTS, "department_count"),
    _count("类别数", "反馈问题的类别（方面）数", Source("categories"), "category_count"),
    _count("下级类别数", "类别下面再分出的类别数", Source("categories"), "subcategory_count"),
    _count("专项整治数", "开展的专项整治数", CAMPAIGNS, "campaign_count"),
    _count("制度机制数", "建立健全的制度机制数", MECHANISMS, "mechanism_count"),
    _count("计划项目数", "计划内完成的项目数", PLANNED_WORKS, "planned_work_count"),
]

RESULTS = [
    ("问责人数", "accountability", "被问责的人数"),
    ("立案人数", "case", "立案审查的人数"),
    ("处分人数", "sanction", "受到党纪政务处分的人数"),
    ("组织处理人数", "organisational", "受到组织处理的人数"),
    ("诫勉人数", "admonition", "被诫勉的人数"),
    ("批评教育人数", "criticism", "被批评教育的人数"),
    ("提醒谈话人数", "reminder", "被提醒谈话的人数"),
    ("清退金额", "returned", "清退的金额，万元"),
    ("追缴金额", "recovered", "追缴的金额，万元"),
    ("挽回金额", "saved", "挽回损失的金额，万元"),
]


def _result(name, kind, meaning):
    return Variable(
        name, meaning, Source("results"), lambda figures: plain_number(figures.results[kind])
    )


def plain_number(number: Decimal | int) -> str:
    """Write a number without trailing zeros or exponent: 12.300 becomes 12.3, 0.000 0."""
    return (
        f"{Decimal(number):f}".rstrip("0").rstrip(".") if Decimal(number) % 1 else f"{number:.0f}"
    )


# --- Lists -----------------------------------------------------------------------------


def listed(items: list[str], last: str = "、") -> str:
    """Join names with 、, and the last one with the given word.

    Names in their own marks, 《……》《……》 or “……”“……”, stand without 、 (GB/T 15834-2011).
    """
    text = "".join(items[:1])
    for left, item in zip(range(len(items) - 2, -1, -1), items[1:], strict=True):
        between = "、" if left else last
        marked = text[-1:] + item[:1] in ("》《", "”“")
        text += item if marked and between == "、" else between + item
    return text


def _names(name, meaning, source, attribute):
    """Make a list of names in two forms."""
    return [
        Variable(
            f"{name}{form}",
            f"{meaning}，{joined}",
            source,
            lambda figures, last=last: listed(getattr(figures, attribute), last),
        )
        for form, joined, last in (("", "顿号隔开", "、"), ("（和）", "末两个用“和”", "和"))
    ]


LISTS = [
    *_names("社区名单", "各社区（村）名称", COMMUNITIES, "community_names"),
    *_names("责任科室名单", "称谓表所列责任科室", DEPARTMENTS, "department_names"),
    Variable(
        "专项整治名单",
        "各专项整治名称，顿号隔开",
        CAMPAIGNS,
        lambda figures: listed(figures.campaign_names),
    ),
    Variable(
        "制度机制名单",
        "各制度机制名称，顿号隔开",
        MECHANISMS,
        lambda figures: listed(figures.mechanism_names),
    ),
    Variable(
        "计划项目名单",
        "计划内完成的项目，末两项用“和”",
        PLANNED_WORKS,
        lambda figures: listed([work.title for work in figures.told_planned_works], "和"),
    ),
    Variable(
        "计划项目安排",
        "按计划项目句式逐项写出，年份重复的省略",
        PLANNED_WORKS,
        lambda figures: figures.planned_work_sentence,
    ),
]

VARIABLES = {
    variable.name: variable
    for variable in [
        *TEXTS,
        *_dates(),
        *[variable for forms in COUNTS for variable in forms],
        *_tallies("", lambda figures: figures, "categories__findings"),
        *[_result(*row) for row in RESULTS],
        *LISTS,
    ]
}

# Only the text of a category may name these. Sources are paths from the category, and
# `figures.category` is the category with its tallies.
CATEGORY_VARIABLES = {
    variable.name: variable
    for variable in _tallies(
        "本类", lambda figures: figures.category, "findings", "children__findings"
    )
}
