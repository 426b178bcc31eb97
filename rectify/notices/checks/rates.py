"""Rates typed by hand, and what people and money are said to have come of it."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from rectify.figures import Tally
from rectify.notices.checks.numbers import ARABIC, CHINESE, NUMBER, number_of
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import FARTHEST, Passage
from rectify.notices.checks.remark import Remark, Severity
from rectify.variables import plain_number

RATE_WORDS = r"(?:整改完成率|完成率|整改率|办结率|销号率|完成比例|完成比率)"
PERCENT = rf"(?:(?P<arabic>{ARABIC})%|百分之(?P<chinese>{CHINESE}))"
NAMED = re.compile(rf"{RATE_WORDS}[^，。；、\d]{{0,6}}?{PERCENT}")
# What stands before the word for the rate: 整改完成率, not 投诉办结率 or 改造完成率.
OF_RECTIFICATION = re.compile(
    r"(?:^|整改|措施|总体|平均|目前|(?:整改|反馈|巡察)(?:的|了)?问题|^问题|任务)(?:的)?$"
)
# 实现问题100%整改到位, 问题整改100%完成: all of the entries; not 覆盖率100% nor 100%参与.
WHOLLY = re.compile(
    r"(?P<what>问题|整改)[^，。；率]{0,6}?"
    r"(?P<arabic>100(?:\.0{1,2})?)%(?:完成|整改|销号|办结|到位)"
    r"|(?P<other>100(?:\.0{1,2})?)%(?:完成整改|整改完成|整改到位|销号)"
)

# 完成整改523项，占总数的100%: of what was completed just before, whatever that was.
AS_SHARE = re.compile(rf"占(?:整改问题|全部问题|问题)?总数的?{PERCENT}")
COMPLETED = re.compile(r"(?:完成整改|整改完成|销号|办结)[^。；]{0,20}$")


def typed_rates(paper: Paper) -> Iterator[Remark]:
    """A completion rate typed by hand: 100%, 百分之九十九; only what is done counts."""
    for passage in paper.passages:
        shares = [
            one
            for one in AS_SHARE.finditer(passage.plain)
            if COMPLETED.search(passage.plain, max(0, one.start() - FARTHEST), one.start())
        ]
        for match in [
            *NAMED.finditer(passage.plain),
            *WHOLLY.finditer(passage.plain),
            *shares,
        ]:
            groups = match.groupdict()
            group = next(name for name in ("arabic", "chinese", "other") if groups.get(name))
            before = passage.clause_before(match.start())
            # In a finding a bare 完成率 is of what that finding is about.
            is_named = OF_RECTIFICATION.search(before) and (before or not passage.in_finding)
            if match.re is NAMED and not is_named and "整改" not in match[0]:
                continue
            value = Decimal(100) if groups[group] == "百" else number_of(groups[group])
            start, end = match.span(group)
            if value is None or not passage.is_typed(start, end):
                continue
            yield from _judge(paper, passage, match, value)


def _judge(paper: Paper, passage: Passage, match: re.Match, value: Decimal) -> Iterator[Remark]:
    finding = paper.finding_at.get(passage.place)
    category = paper.category_at.get(passage.place)
    levels = [("整改问题", "issues"), ("反馈问题", "findings"), ("整改措施", "measures")]
    counted = [(f"{level}完成率", getattr(paper, name)) for level, name in levels]
    if category:
        counted += [(f"本类{level}完成率", getattr(category, name)) for level, name in levels]
    if finding:
        counted += [("", getattr(finding, name)) for _, name in levels]
    right = [variable for variable, tally in counted if _is_rate(tally, value)]
    clause = passage.clause(*match.span())
    if right:
        if right[0]:
            yield Remark(
                "typed-rate",
                Severity.HINT,
                clause,
                passage.place,
                "完成率是手写的，现在与台账一致；台账变了，它不会跟着变。",
                f"请改用变量 {{{right[0]}}}。",
            )
        return
    # A share of something else may be any.
    if not paper.issues.total or match.re is AS_SHARE:
        return
    rate = paper.issues.rate(paper.round.rate_decimals)
    yield Remark(
        "contradicting-rate",
        Severity.WARNING if finding else Severity.BLOCKING,
        clause,
        passage.place,
        f"手写的完成率是 {plain_number(value)}%，而按台账，整改问题完成率是 {rate}"
        f"（{paper.issues.total} 项中已完成 {paper.issues.done} 项）。",
        "请核对；说的是同一件事的，改用变量 {整改问题完成率}。",
    )


def _is_rate(tally: Tally, value: Decimal) -> bool:
    """Tell whether a value is the rate, with as many decimals as were written."""
    if not tally.total:
        return False
    exact = Decimal(100 * tally.done) / tally.total
    if value == 100 or exact == 100:
        return value == exact
    return exact.quantize(value, ROUND_HALF_UP) == value


# Whose money or who: 清退违规津补贴12.35万元, 问责相关责任人2人.
OF_WHAT = r"[^，。；、：（）\d]{0,12}?"
OF_WHOM = r"(?:相关|有关)?(?:责任人员?|党员干部|干部|党员|人员)?"
# What is counted of persons and money, by the words before the number.
RESULT_WORDS = {
    "accountability": (r"问责", "人", "问责人数"),
    "case": (r"立案(?:审查)?(?:调查)?", "人|件", "立案人数"),
    "sanction": (r"(?:党纪政务|党纪|政务)处分", "人", "处分人数"),
    "organisational": (r"组织处理", "人", "组织处理人数"),
    "admonition": (r"诫勉(?:谈话)?", "人", "诫勉人数"),
    "criticism": (r"批评教育", "人", "批评教育人数"),
    "reminder": (r"提醒谈话", "人", "提醒谈话人数"),
    "returned": (rf"清退{OF_WHAT}", "万?元", "清退金额"),
    "recovered": (rf"追缴{OF_WHAT}", "万?元", "追缴金额"),
    "saved": (rf"挽回{OF_WHAT}损失", "万?元", "挽回金额"),
}
RESULTS = {
    kind: re.compile(
        rf"{words}{OF_WHOM if '人' in units else ''}(?:了|共计?|合计)?"
        rf"(?P<number>{NUMBER})(?:余|多)?名?(?P<unit>{units})(?!次)"
    )
    for kind, (words, units, _) in RESULT_WORDS.items()
}


def typed_results(paper: Paper) -> Iterator[Remark]:
    """Persons and money typed by hand: 问责2人, 追缴资金1.3万元, against 整改成效."""
    for passage in paper.passages:
        for kind, pattern in RESULTS.items():
            for match in pattern.finditer(passage.plain):
                value = number_of(match["number"])
                if value is None or not passage.is_typed(*match.span("number")):
                    continue
                if match["unit"] == "元":
                    value /= 10000
                yield from _judge_result(paper, passage, match, value, kind)


def _judge_result(paper, passage, match, value, kind) -> Iterator[Remark]:
    *_, variable = RESULT_WORDS[kind]
    known = paper.results.get(kind, Decimal(0))
    clause = passage.clause(*match.span())
    if value == known:
        yield Remark(
            "typed-result",
            Severity.HINT,
            clause,
            passage.place,
            "成效数字是手写的，现在与整改成效的记录一致；记录变了，它不会跟着变。",
            f"请改用变量 {{{variable}}}。",
        )
    elif not known:
        yield Remark(
            "result-without-record",
            Severity.WARNING,
            clause,
            passage.place,
            "系统的整改成效里没有这一类的记录，这个数字没有出处。",
            f"请先在轮次的“整改成效”里记下，再改用变量 {{{variable}}}。",
        )
    elif value > known or not passage.in_finding:
        yield Remark(
            "contradicting-result",
            Severity.WARNING if passage.in_finding else Severity.BLOCKING,
            clause,
            passage.place,
            f"手写的数字是 {plain_number(value)}，而整改成效的记录合计是 {plain_number(known)}。",
            f"请核对；说的是全部的，改用变量 {{{variable}}}。",
        )
