"""What the notice counts, by which words a sentence speaks of it, and what the data say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rectify.figures import Tally
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import Passage
from rectify.states import Outcome

# Between a noun and its number: 整改问题共计523项, 整改问题已完成500项.
BETWEEN = r"[^，。；：、（）“”\d]{0,8}?"
# Between those who act and their own number, or it is that of what they do: 社区新增停车位200个.
OWN = r"(?:总数|数量|数)?(?:目前|现)?(?:为|是|达到?|共计|共有|共|总计|合计|现有|仅有|只有|有)?"
ISSUES = r"(?:具体)?整改问题|(?:涉及|存在|具体)(?:的)?问题"
# How a sentence says of which outcome it speaks.
OUTCOME_WORDS = {
    Outcome.STAGED: ("阶段性完成", "阶段完成", "长期坚持", "基本完成"),
    Outcome.UNFINISHED: ("未完成", "未整改", "尚未"),
    Outcome.UNDER_WAY: ("正在推进", "推进中", "正在整改", "整改中", "剩余"),
    Outcome.DONE: ("完成", "销号", "办结", "已整改", "已落实", "落实到位"),
}
# And how it says so after what is counted: 30项整改问题已完成, 尚有5项没有完成整改. Up to the
# end of the clause, so that 完成 of 完成时限 tells nothing.
AFTER = re.compile(
    r"(?:已经?|均|都|也|全部|现|目前|仍然?|尚|还|按期|按时|如期|全面|得到|得以|有效|妥善|彻底)*"
    r"(?:(?P<unfinished>(?:未能?|没能?|没有)(?:按期|按时|全部|完全|彻底)*"
    r"(?:完成整改|整改完成|整改到位|完成|整改|销号|办结|解决|落实))"
    r"|(?P<under_way>(?:正在|处于|持续|继续|在)+(?:有序|加快|抓紧|持续)*(?:推进|整改|办理|落实)(?:之?中)?"
    r"|(?:推进|整改)中)"
    r"|(?P<staged>(?:阶段性?|基本)完成(?:整改)?|(?:需要?|要)?长期坚持)"
    r"|(?P<done>完成了?整改|完成销号|整改完成|整改(?:落实)?到位|整改完毕|整改销号|落实到位"
    r"|通过验收(?:销号)?|验收销号|(?:见底)?清零|完成|销号|办结"
    r"|(?<=[已经部到以效善底])(?:整改|解决|落实)))"
    r"(?:工作|任务)?了?(?=[，。；、！（）]|$)"
)
LONGEST_AFTER = 30
# What is only wanted, or will be.
NOT_YET = re.compile(r"推动|推进|促进|确保|保证|力争|争取|督促|计划|预计|要求|将|要$|直至|直到|待")


@dataclass(frozen=True)
class Total:
    """One thing that is counted at one level.

    `noun`, `units` and what may stand `between` them are patterns, `only_after` words that must
    stand before the number.
    `counts` maps the variable that would write each acceptable count to the tally or number
    behind it: the round's first, then those of the part that a text belongs to. A count
    without a variable of its own, as a finding's, is under "".
    """

    level: str
    noun: str
    units: str
    counts: tuple[tuple[str, Tally | int], ...]
    only_after: str = ""
    is_vague: bool = False
    between: str = BETWEEN

    def expected(self, outcome: Outcome | None) -> int:
        """Return the count of the round."""
        return _count(self.counts[0][1], outcome)

    def variable_of(self, value: int, outcome: Outcome | None) -> str | None:
        """Return the variable that would have written this count; None when none would."""
        for variable, counted in self.counts:
            if value == _count(counted, outcome):
                return _variable(variable, outcome)
        return None

    def is_left(self, value: int) -> bool:
        """Tell whether so many are not done: what is under way is not completed either."""
        tallies = [counted for _, counted in self.counts if isinstance(counted, Tally)]
        return any(
            value in (one.unfinished + one.under_way, one.total - one.done) for one in tallies
        )

    def variable(self, outcome: Outcome | None) -> str:
        return _variable(self.counts[0][0], outcome)

    def told(self, outcome: Outcome | None) -> str:
        """Say what the round's counts are: 反馈问题数是 25、整改问题数是 523."""
        return "、".join(
            f"{_variable(variable, outcome)}是 {_count(counted, outcome)}"
            for variable, counted in self.counts
            if variable and not variable.startswith("本类")
        )

    @property
    def has_outcomes(self) -> bool:
        return isinstance(self.counts[0][1], Tally)


def _count(counted: Tally | int, outcome: Outcome | None) -> int:
    if not isinstance(counted, Tally):
        return counted
    return getattr(counted, outcome) if outcome else counted.total


def _variable(variable: str, outcome: Outcome | None) -> str:
    return f"{variable.removesuffix('数')}{outcome.label}数" if variable and outcome else variable


# 社区 that is not the beginning of another noun.
COMMUNITIES = (
    r"(?:社区|行政村|村(?=[，。；、党均全的]|$))"
    r"(?!用房|食堂|书记|工作|活动|服务|网格|医|卫生|公园|广场|阵地|文化|干部|民警|项目|点|大党委|“)"
)


def totals(paper: Paper, passage: Passage) -> Iterator[Total]:
    """Yield all that is counted of which a passage may speak."""
    finding = paper.finding_at.get(passage.place)
    category = paper.category_at.get(passage.place)

    def counts(*levels: tuple[str, str]) -> tuple[tuple[str, Tally], ...]:
        rows = [(f"{name}数", getattr(paper, attribute)) for name, attribute in levels]
        for part, prefix in ((category, "本类"), (finding, None)):
            if part:
                rows += [
                    (f"{prefix}{name}数" if prefix else "", getattr(part, attribute))
                    for name, attribute in levels
                ]
        # Of what a text names by its name it may give the counts.
        named = [
            one
            for one in (*paper.categories, *paper.subcategories, *paper.communities)
            if one.name in passage.text
        ]
        rows += [("", getattr(one, attribute)) for one in named for _, attribute in levels]
        return tuple(rows)

    issues, findings = ("整改问题", "issues"), ("反馈问题", "findings")
    yield Total("整改问题", ISSUES, "项|个|条", counts(issues))
    # 反馈问题 and 问题 are said of findings and of entries alike.
    either = counts(findings, issues)
    yield Total("反馈问题", r"反馈(?:的|了)?(?:具体)?问题", "项|个|条", either)
    yield Total(
        "反馈问题",
        r"(?:具体|主要|突出)?问题(?![^，。；]{0,4}线索)",
        "项|个|条",
        either,
        only_after=r"反馈|指出|细化|分解",
    )
    yield Total("整改措施", r"整改措施", "条|项|个", counts(("整改措施", "measures")))
    yield Total("社区", COMMUNITIES, "个", (("社区数", len(paper.communities)),), between=OWN)
    yield Total(
        "类别",
        r"(?:大)?(?:方面|类别)",
        "个|类",
        (("类别数", len(paper.categories)), ("下级类别数", len(paper.subcategories))),
        only_after="反馈|指出",
    )
    yield Total("专项整治", "专项整治", "项|个", (("专项整治数", len(paper.campaigns)),))
    mechanisms = (("制度机制数", len(paper.mechanisms)),)
    yield Total("制度机制", "制度机制", "项|个", mechanisms)
    yield Total("制度机制", "(?:规章)?制度", "项|个", mechanisms, is_vague=True)
    yield Total(
        "计划项目",
        r"计划项目|计划内(?:完成的)?项目",
        "项|个",
        (("计划项目数", len(paper.planned_works)),),
    )
    departments = (("责任科室数", len(paper.departments)),)
    yield Total("责任科室", r"责任科室|责任部门", "个", departments, between=OWN)


def outcome_in(words: str) -> Outcome | None:
    """Return the outcome of which words before a number speak, by the last one named."""
    found = [
        # Of two that end at the same place (未完成, 完成) the longer is meant.
        (words.rfind(name) + len(name), len(name), outcome)
        for outcome, names in OUTCOME_WORDS.items()
        for name in names
        if name in words
    ]
    return max(found, key=lambda one: one[:2])[2] if found else None


def outcome_of(before: str, after: str) -> Outcome | None:
    """Return the outcome of which the words on either side of a count speak.

    `before` is what stands before the number in its clause, `after` what follows the thing
    that is counted; this tells more, unless the number is that of all (全部30项……均已完成).
    """
    match = AFTER.match(after, 0, LONGEST_AFTER)
    if not match or before.endswith(("全部", "所有")):
        return outcome_in(before)
    outcome = Outcome(match.lastgroup)
    return None if outcome == Outcome.DONE and NOT_YET.search(before) else outcome
