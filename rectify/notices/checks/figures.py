"""Figures typed by hand where a variable would have written them (GB/T 15835-2011 for forms)."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rectify.notices.checks.numbers import NOT_A_COUNT_BEFORE, NUMBER, number_of
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import FARTHEST, Passage, Sentence
from rectify.notices.checks.remark import Remark, Severity
from rectify.notices.checks.totals import Total, outcome_in, totals
from rectify.states import Outcome

# Between a noun and its number: 整改问题共计523项, 整改问题已完成500项.
BETWEEN = r"[^，。；：、（）“”\d]{0,8}?"
# 共 of 共存在, 共计; not of 公共, 中共, 共建, 共产党.
TOGETHER = r"(?<![公中])共(?![建产同享治青筑])"
# Words that make a number the number of all.
OF_ALL = re.compile(
    rf"全部|所有|全体|全街|全镇|全乡|{TOGETHER}|总计|合计|总数|反馈|指出|涉及|梳理|细化|分解|认领|领办"
)
ALL_COMMUNITIES = re.compile(
    rf"全部|所有|全体|全街|全镇|全乡|{TOGETHER}|辖|对.{{2,20}}[及和](?:所辖)?$"
)
CONCERNED = re.compile(r"涉及|巡察|反馈|整改|均|都")
IN_THE_PERIOD = re.compile(rf"整改期间|整改以来|{TOGETHER}")
NOW = re.compile(r"目前|截至|截止|累计")
# What a round may have none of in its data while a text speaks of some.
MAY_BE_NONE = ("社区", "责任科室")
# Words that make it the number of a part, or of another time or thing.
OF_SOME = re.compile(
    r"其中|分别|上一轮|上轮|上次|以往|历次|去年|每个?|类似|同类|试点|之一|先后|首批|抽查|回头看|督查|部分"
)
# A number this near to the total, of the same thing, is likely one that was true once.
NEAR = 0.8
# Fewer entries than this are as many as there are of many things.
MANY = 100
SMALL = 10


@dataclass(frozen=True)
class Found:
    """A number in a sentence that speaks of something counted."""

    total: Total
    start: int
    end: int
    value: int
    outcome: Outcome | None
    named: bool
    # Known by its size alone: no noun says what it counts.
    guessed: bool = False


def typed_figures(paper: Paper) -> Iterator[Remark]:
    """A figure typed by hand stays as it is when the ledger changes; one that differs is wrong.

    Found by number, unit and noun: 29个社区, 五百二十三项整改问题, 已完成500项.
    """
    for passage in paper.passages:
        if passage.block and passage.block.kind in ("metadata", "footer", "signature", "date"):
            continue
        counted = list(totals(paper, passage))
        level = None
        for sentence in passage.sentences:
            numbers = _numbers(sentence, counted, level)
            # What one sentence has named, the next may go on with, but no later one.
            level = next((one.total for one in reversed(numbers) if one.named), None)
            for found in numbers:
                if passage.is_typed(found.start, found.end):
                    yield from _judge(paper, passage, sentence, found)


def _numbers(sentence: Sentence, counted: list[Total], level: Total | None) -> list[Found]:
    """Return the numbers of a sentence that count something, in order."""
    found: dict[int, Found] = {}
    for total in counted:
        for pattern in _patterns(total.noun, total.units):
            for match in pattern.finditer(sentence.plain):
                value = number_of(match["number"])
                if value is None or value != int(value):
                    continue
                before = sentence.clause_before(match.start("number"))
                after = sentence.plain[match.end() : match.end() + 8]
                if not _speaks_of(total, before, int(value), after):
                    continue
                start = sentence.start + match.start("number")
                found.setdefault(
                    start,
                    Found(
                        total,
                        start,
                        sentence.start + match.end("number"),
                        int(value),
                        outcome_in(before) if total.has_outcomes else None,
                        named=True,
                    ),
                )
    # 已完成500项: of what was named last.
    named = sorted(found)
    for match in _BARE.finditer(sentence.plain):
        start = sentence.start + match.start("number")
        value = number_of(match["number"])
        earlier = bisect_left(named, start)
        of = found[named[earlier - 1]].total if earlier else level
        if of and of.has_outcomes and start not in found and value is not None:
            outcome = outcome_in(match["outcome"])
            end = sentence.start + match.end("number")
            found[start] = Found(of, start, end, int(value), outcome, named=False)
    # 完成整改523项, 525项问题已整改完成: so many that it can hardly be anything else.
    issues = counted[0]
    for match in _LIKE_ALL.finditer(sentence.plain):
        start = sentence.start + match.start("number")
        value = number_of(match["number"])
        whole = issues.expected(None)
        if (
            start in found
            or value is None
            or whole < MANY
            or not NEAR * whole <= value <= whole / NEAR
        ):
            continue
        outcome = outcome_in(sentence.clause_before(match.start("number")) + match["after"])
        end = sentence.start + match.end("number")
        found[start] = Found(issues, start, end, int(value), outcome, named=True, guessed=True)
    return [found[start] for start in sorted(found)]


def _speaks_of(total: Total, before: str, value: int, after: str) -> bool:
    """Tell whether a noun that many things share means this one here."""
    if not total.only_after or re.search(total.only_after, before):
        return True
    wholly = re.match(r"[^，。；]{0,4}(?:全部|均|都)", after)
    return bool(wholly) or (value >= SMALL and total.variable_of(value, None) is not None)


@lru_cache(maxsize=64)
def _patterns(noun: str, units: str) -> tuple[re.Pattern, re.Pattern]:
    number = rf"{NOT_A_COUNT_BEFORE}(?P<number>{NUMBER})(?:{units})"
    return (
        re.compile(rf"{number}(?:的|全部|具体|已完成|未完成|正在推进)?(?:{noun})"),
        re.compile(rf"(?:{noun}){BETWEEN}{number}(?![^，。；、]{{0,2}}(?:问题|措施|制度))"),
    )


_BARE = re.compile(
    r"(?P<outcome>阶段性完成|未完成|正在推进|已完成整改|完成整改|已完成|已整改|已销号)"
    rf"(?P<number>{NUMBER})(?:项|个|条)(?=[，。；、）]|$)"
)


_LIKE_ALL = re.compile(
    rf"{NOT_A_COUNT_BEFORE}(?P<number>{NUMBER})项(?P<after>(?:问题)?(?:已|已经|全部|均|都)*"
    r"(?:整改完成|完成整改|整改到位|完成|销号)?)(?=[，。；、）]|$)"
)


def _judge(paper: Paper, passage: Passage, sentence: Sentence, found: Found) -> Iterator[Remark]:
    total, value, outcome = found.total, found.value, found.outcome
    clause = passage.clause(found.start, found.end)
    variable = total.variable_of(value, outcome)
    if variable is not None:
        # In the text of a finding a small number is more often of something else.
        if variable and not (passage.in_finding and value < SMALL):
            typed = passage.text[found.start : found.end]
            yield Remark(
                "typed-figure",
                Severity.HINT,
                clause,
                passage.place,
                f"“{typed}”是手写的，现在与台账一致；台账变了，它不会跟着变。",
                f"请改用变量 {{{variable}}}。",
            )
        return
    severity = _weight(paper, passage, sentence, found)
    if severity:
        yield Remark(
            "contradicting-figure",
            severity,
            clause,
            passage.place,
            f"手写的数字是 {value}，而系统里{total.told(outcome)}。",
            f"请核对；说的是同一件事的，改用变量 {{{total.variable(outcome)}}}，"
            "不是同一件事的，写明是什么。",
        )


def _weight(paper: Paper, passage: Passage, sentence: Sentence, found: Found) -> Severity | None:
    """Say how bad a number is that differs from the count of what it seems to count."""
    total, value = found.total, found.value
    before = sentence.clause_before(found.start - sentence.start)
    # A window of the sentence is enough, and keeps a text of nothing but numbers quick.
    begins = max(sentence.start, found.start - FARTHEST)
    text = passage.plain[begins : min(sentence.end, found.end + FARTHEST)]
    at, end = found.start - begins, found.end - begins
    whole, expected = total.expected(None), total.expected(found.outcome)
    is_near = value > whole or value >= NEAR * max(1, expected)
    if (not whole and total.level in MAY_BE_NONE) or _is_of_an_earlier_year(paper, text):
        return None
    if total.level == "社区":
        is_all = ALL_COMMUNITIES.search(before)
        if value > whole:
            is_all = is_all or CONCERNED.search(text, end, end + 20)
    elif total.level in ("专项整治", "制度机制"):
        is_all = IN_THE_PERIOD.search(text, 0, at)
    else:
        is_all = OF_ALL.search(before)
    is_some = OF_SOME.search(text)
    if is_some or (passage.in_finding and not is_all):
        return Severity.WARNING if is_some and is_all and value > whole else None
    # The number of one community is for its community to answer.
    if any(one.name in text for one in paper.communities):
        return Severity.WARNING
    if is_all or (found.outcome and (is_near or not found.named or NOW.search(text, 0, at))):
        # A word that other things are called by as well may stand, when somebody says why.
        return Severity.WARNING if total.is_vague or found.guessed else Severity.BLOCKING
    if total.is_vague:
        return None
    return Severity.WARNING if is_near or found.outcome else None


def _is_of_an_earlier_year(paper: Paper, text: str) -> bool:
    """Tell whether a sentence looks back on another inspection: 2021年巡察反馈问题30个."""
    begun = paper.round.inspected_from
    years = re.findall(r"(?<!\d)((?:19|20)\d{2})年", text)
    return bool(begun and years) and all(int(year) < begun.year for year in years)
