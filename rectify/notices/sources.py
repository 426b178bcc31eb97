"""What stands behind a figure of the notice (数据溯源): the rows that were counted, or the field.

Which rows a variable counts is said here once more, in the words of the database, so that a
figure can be held against them; tests/notices/test_sources.py holds every one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from communities.models import Community
from rectify.figures import CategoryFigures, Figures
from rectify.models import Category, Finding, Issue, Measure, OfficialName, Result, Round
from rectify.models.result import MONEY, ResultKind
from rectify.states import Outcome, Status, statuses_of
from rectify.variables import CATEGORY_VARIABLES, RESULTS, VARIABLES


class NoSourceError(LookupError):
    """Nothing is known of a variable by this name, or of whom it counts."""


@dataclass(frozen=True)
class RoundField:
    """A field of the round from which a text or a date is taken."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Rows:
    """The rows behind a figure, with a sentence that says which they are.

    A text or a date comes from `fields` of the round and has no rows. Where rows are summed
    instead of counted, `summed` is the field whose sum is the figure. `statuses` are
    those by which entries were chosen, none for all; None when the rows are no entries.
    """

    sentence: str
    rows: QuerySet | list
    fields: tuple[RoundField, ...] = ()
    summed: str = ""
    statuses: tuple[str, ...] | None = None

    @cached_property
    def count(self) -> int:
        return len(self.rows) if isinstance(self.rows, list) else self.rows.count()


def rows_behind(variable: str, round: Round, category: Category | None = None) -> Rows:
    """Return what a variable's figure is made of, for a round or for one of its categories.

    `variable` is a name of rectify.variables or a 称谓 of the round. Raises NoSourceError when
    it is neither, or when a category's own variable is asked for without a category.
    """
    if variable in CATEGORY_VARIABLES:
        if category is None:
            raise NoSourceError(f"“{variable}”是类别自己的数字，要指明是哪个类别。")
        return _tallied(variable.removeprefix("本类"), round, category)
    if variable not in VARIABLES:
        return _official_name(variable, round)
    fields = VARIABLES[variable].source.paths.split()
    if set(fields) <= Round.own_fields():
        return _fields(fields, round)
    name = _without_form(variable)
    if name in LISTED:
        return LISTED[name](round)
    if name in RESULT_KINDS:
        return _results(RESULT_KINDS[name], round)
    return _tallied(name, round)


def value_of(variable: str, figures: Figures, category: CategoryFigures | None = None) -> str:
    """Return a variable's present value as the notice prints it, "" when it has none.

    A category's own variable wants the figures of that category. Raises NoSourceError for a
    name that is unknown.
    """
    if variable in CATEGORY_VARIABLES and category:
        return CATEGORY_VARIABLES[variable].value(
            SimpleNamespace(round=figures.round, category=category)
        )
    if variable in VARIABLES:
        return VARIABLES[variable].value(figures)
    try:
        return figures.round.names[variable]
    except KeyError:
        raise NoSourceError(f"没有名为“{{{variable}}}”的变量。") from None


def category_figures(figures: Figures, key: int) -> CategoryFigures | None:
    """Return the figures of one category, of either level, or None when it is not there."""
    for one in figures.categories:
        for own in (one, *one.children):
            if own.category.pk == key:
                return own
    return None


def address_of(row: Model) -> str:
    """Return the address in the admin at which a row is read and edited."""
    if isinstance(row, OfficialName):
        return f"{reverse('admin:rectify_round_change', args=[row.round_id])}#official_names-group"
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def label_of(row: Model) -> str:
    """Return a row as it is told in a list of its kind."""
    match row:
        case Issue():
            return f"{row.number}　{row.community.name}：{row.text}"
        case Measure():
            return f"{row.finding.title}：{row.text}"
        case Finding():
            return f"{row.category.title}：{row.title}"
        case Result():
            return f"{row}（{row.note}）" if row.note else str(row)
        case OfficialName():
            return f"{row.key}：{row}"
    return str(row)


def list_address(rows: Rows, round: Round, category: Category | None = None) -> str:
    """Return the address of the admin's list of entries, filtered to these rows.

    "" when they are no entries, or when the list's filter by the category's title would show
    those of another category as well.
    """
    if rows.statuses is None:
        return ""
    query = {"round__id__exact": round.pk}
    if category:
        if round.categories.filter(title=category.title).count() > 1:
            return ""
        query["category"] = category.title
    if len(rows.statuses) == 1:
        query["status__exact"] = rows.statuses[0]
    elif rows.statuses:
        query["status__in"] = ",".join(rows.statuses)
    return f"{reverse('admin:rectify_issue_changelist')}?{urlencode(query)}"


# --- Fields and names --------------------------------------------------------------------


def _without_form(variable: str) -> str:
    """Return the name of a variable without what says in which form it is written."""
    return variable.partition("（")[0]


def _fields(names: list[str], round: Round) -> Rows:
    shown = []
    for name in names:
        label = Round._meta.get_field(name).verbose_name
        value = round.get_kind_display() if name == "kind" else getattr(round, name)
        shown.append(RoundField(name, label, "" if value in (None, "") else str(value)))
    told = "、".join(f"“{one.label}”" for one in shown)
    return Rows(f"取自本轮次的{told}，不计数。", [], tuple(shown))


def _official_name(key: str, round: Round) -> Rows:
    rows = [name for name in round.name_rows if name.key == key]
    if not rows:
        raise NoSourceError(f"没有名为“{{{key}}}”的变量。")
    department = rows[0].department
    if department:
        return Rows("称谓表里的这一行，印出来的是所选责任科室现在的名称。", [*rows, department])
    return Rows("称谓表里的这一行。", rows)


# --- Lists of the round ------------------------------------------------------------------


def _listed(sentence: str, rows: Callable[[Round], QuerySet]) -> Callable[[Round], Rows]:
    return lambda round: Rows(sentence, rows(round))


COMMUNITIES = _listed(
    "本轮次被巡察的社区（村），不含街道本级。",
    lambda round: round.communities.exclude(kind=Community.Kind.STREET),
)
DEPARTMENTS = _listed(
    "称谓表里是责任科室的称谓。",
    lambda round: round.official_names.filter(department__isnull=False).select_related(
        "department"
    ),
)
CAMPAIGNS = _listed("本轮次录入的专项整治。", lambda round: round.campaigns.all())
MECHANISMS = _listed("本轮次录入的制度机制。", lambda round: round.mechanisms.all())
PLANNED_WORKS = _listed(
    "本轮次录入的计划内完成的项目；不公开的照样计数，名单和安排里只写进党内通报。",
    lambda round: round.planned_works.all(),
)

# By names without their forms.
LISTED = {
    "社区数": COMMUNITIES,
    "社区名单": COMMUNITIES,
    "责任科室数": DEPARTMENTS,
    "责任科室名单": DEPARTMENTS,
    "类别数": _listed(
        "本轮次第一层的反馈问题类别。", lambda round: round.categories.filter(parent__isnull=True)
    ),
    "下级类别数": _listed(
        "本轮次在类别下面再分出的类别。",
        lambda round: round.categories.filter(parent__isnull=False),
    ),
    "专项整治数": CAMPAIGNS,
    "专项整治名单": CAMPAIGNS,
    "制度机制数": MECHANISMS,
    "制度机制名单": MECHANISMS,
    "计划项目数": PLANNED_WORKS,
    "计划项目名单": PLANNED_WORKS,
    "计划项目安排": PLANNED_WORKS,
}

RESULT_KINDS = {name: kind for name, kind, _ in RESULTS}


def _results(kind: str, round: Round) -> Rows:
    rows = Result.objects.filter(round=round, kind=kind)
    label = ResultKind(kind).label
    if kind in MONEY:
        return Rows(
            f"种类为“{label}”的整改成效，金额（万元）相加就是这个数。", rows, summed="amount"
        )
    return Rows(f"种类为“{label}”的整改成效，人数相加就是这个数。", rows, summed="people")


# --- Levels and outcomes -----------------------------------------------------------------


def _issues(outcome: Outcome | None, round: Round, category: Category | None) -> Rows:
    rows = Issue.objects.filter(round=round).select_related("community")
    if category:
        rows = rows.filter(_in_category("finding__category", category))
    if outcome is None:
        return Rows("整改问题，不论整改状态", rows, statuses=())
    statuses = statuses_of(outcome)
    told = "或".join("、".join(Status(one).label for one in statuses).rsplit("、", 1))
    return Rows(
        f"整改状态为{told}的整改问题",
        rows.filter(status__in=statuses),
        statuses=tuple(statuses),
    )


def _measures(outcome: Outcome | None, round: Round, category: Category | None) -> Rows:
    rows = Measure.objects.filter(finding__category__round=round).select_related("finding")
    if category:
        rows = rows.filter(_in_category("finding__category", category))
    if outcome is None:
        return Rows("整改措施，不论落实情况", rows)
    return Rows(f"落实情况为{outcome.label}的整改措施", rows.filter(outcome=outcome))


FINDINGS_TOLD = {
    None: "反馈问题，不论整改到哪一步",
    Outcome.DONE: "整改问题全部已完成的反馈问题",
    Outcome.STAGED: "整改问题都已完成或阶段性完成、其中有阶段性完成的反馈问题",
    Outcome.UNDER_WAY: "整改问题已经开始整改、还没有都完成或阶段性完成的反馈问题",
    Outcome.UNFINISHED: "整改问题都还没有开始整改的反馈问题（没有整改问题的也算）",
}


def _findings(outcome: Outcome | None, round: Round, category: Category | None) -> Rows:
    """Of findings the outcome follows from their entries by one rule, which figures knows."""
    figures = Figures(round)
    own = category_figures(figures, category.pk) if category else None
    groups = [own] if own else figures.categories
    rows = [
        one.finding
        for group in groups
        for one in group.all
        if outcome in (None, one.issues.outcome)
    ]
    titles = {one.pk: one for one in round.categories.all()}
    for finding in rows:
        finding.category = titles[finding.category_id]
    return Rows(FINDINGS_TOLD[outcome], rows)


def _in_category(path: str, category: Category) -> Q:
    return Q(**{path: category}) | Q(**{f"{path}__parent": category})


LEVELS = {"反馈问题": _findings, "整改问题": _issues, "整改措施": _measures}
OUTCOMES = {f"{outcome.label}数": outcome for outcome in Outcome} | {"数": None}
RATE = "完成率"


def _tallied(variable: str, round: Round, category: Category | None = None) -> Rows:
    """Return the rows of a level, of one outcome or of all; of a rate, those that are done."""
    name = _without_form(variable)
    level = next(level for level in LEVELS if name.startswith(level))
    of_level = LEVELS[level]
    where = f"“{category.title}”类别里" if category else "本轮次"
    if name.removeprefix(level) == RATE:
        done, total = (of_level(one, round, category) for one in (Outcome.DONE, None))
        sentence = (
            f"{where}{done.sentence}，共 {done.count} 项；{level}总数是 {total.count} 项，"
            f"完成率是 {done.count} ÷ {total.count}。"
        )
        return Rows(sentence, done.rows, statuses=done.statuses)
    found = of_level(OUTCOMES[name.removeprefix(level)], round, category)
    return Rows(f"{where}{found.sentence}。", found.rows, statuses=found.statuses)
