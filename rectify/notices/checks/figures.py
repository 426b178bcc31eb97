"""Figures typed by hand where a variable would have written them (GB/T 15835-2011 for forms)."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rectify.notices.checks.elsewhere import OURS, is_by_others, is_found_elsewhere
from rectify.notices.checks.numbers import NOT_A_COUNT_BEFORE, NUMBER, number_of
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import FARTHEST, Passage, Sentence
from rectify.notices.checks.remark import Remark, Severity
from rectify.notices.checks.totals import (
    AFTER,
    LONGEST_AFTER,
    Total,
    outcome_in,
    outcome_of,
    totals,
)
from rectify.states import Outcome

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
# What may stand before a number without making it the number of something else.
LEAD = r"(?:截至|截止)?(?:目前|现在)|现|其中|已|累计|共|仅|尚|还|仍|剩余|剩下|余下|其余|另|有"
LEADS = re.compile(rf"(?:{LEAD})*")
# 整改措施54条中53条已落实.
OUT_OF = re.compile(rf"[项个条]中(?:{LEAD})*$")
PART = "其中"
COUNT = re.compile(rf"{NUMBER}[项个条家户件处人次]")
# What may stand between 其中 and a number for this to be a part of the whole before it: other
# parts and their outcomes, and no words that would say a part of what.
ONLY_PARTS = re.compile(
    rf"(?:{NUMBER}|[项个条，、：:,的了已经均都全部正在处于持续有序加快抓紧推进中整改到位完毕成销号办结"
    r"解决落实未没能阶段性基本长期坚持问题措施截至止目前现累计共仅尚还仍剩余下其另])*+"
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
    # A part, with its outcome, of what the whole round has: 整改问题150项，其中30项已完成.
    is_part: bool = False


def typed_figures(paper: Paper) -> Iterator[Remark]:
    """A figure typed by hand stays as it is when the ledger changes; one that differs is wrong.

    Found by number, unit and noun: 29个社区, 五百二十三项整改问题, 已完成500项.
    """
    for passage in paper.passages:
        if passage.block and passage.block.kind in ("metadata", "footer", "signature", "date"):
            continue
        counted = list(totals(paper, passage))
        level, earlier = None, []
        for sentence in passage.sentences:
            numbers = _numbers(sentence, counted, level)
            # What one sentence has named, the next may go on with, but no later one.
            level = next((one.total for one in reversed(numbers) if one.named), None)
            known = [*earlier, *numbers]
            for found in numbers:
                if passage.is_typed(found.start, found.end):
                    is_part = _is_part_of_all(sentence, found, known)
                    yield from _judge(paper, passage, sentence, replace(found, is_part=is_part))
            earlier = numbers


def _numbers(sentence: Sentence, counted: list[Total], level: Total | None) -> list[Found]:
    """Return the numbers of a sentence that count something, in order."""
    found: dict[int, Found] = {}
    for one in [*_vague(sentence, counted), *_named(sentence, counted)]:
        found.setdefault(one.start, one)
    for one in [*_bare(sentence, found, level), *_of_all(sentence, counted)]:
        found.setdefault(one.start, one)
    return [found[start] for start in sorted(found)]


def _named(sentence: Sentence, counted: list[Total]) -> Iterator[Found]:
    """Yield numbers that stand beside the noun of what they count: 523项整改问题."""
    for total in counted:
        for pattern in _patterns(total.noun, total.units, total.between):
            for match in pattern.finditer(sentence.plain):
                value = number_of(match["number"])
                if value is None or value != int(value):
                    continue
                before = sentence.clause_before(match.start("number"))
                after = sentence.plain[match.end() : match.end() + LONGEST_AFTER]
                if _speaks_of(total, before, int(value), after):
                    start = sentence.start + match.start("number")
                    outcome = _outcome(total, before, after)
                    end = start + len(match["number"])
                    yield Found(total, start, end, int(value), outcome, named=True)


def _outcome(total: Total, before: str, after: str) -> Outcome | None:
    if not total.has_outcomes:
        return None
    # What many things are called may be of others: 检查发现的12个问题全部整改到位 tells nothing.
    return outcome_in(before) if total.only_after else outcome_of(before, after)


def _bare(sentence: Sentence, found: dict[int, Found], level: Total | None) -> Iterator[Found]:
    """Yield numbers that have no noun, of what was named last: 已完成500项, 500项已完成."""
    named = sorted(found)
    for pattern in (_BARE, _BARE_AFTER):
        for match in pattern.finditer(sentence.plain):
            start = sentence.start + match.start("number")
            value = number_of(match["number"])
            earlier = bisect_left(named, start)
            of = found[named[earlier - 1]].total if earlier else level
            if not of or not of.has_outcomes or value is None:
                continue
            before = sentence.clause_before(match.start("number"))
            if pattern is _BARE:
                outcome = outcome_in(match["outcome"])
            elif LEADS.fullmatch(before) or OUT_OF.search(before):
                outcome = outcome_of(
                    before, sentence.plain[match.end() : match.end() + LONGEST_AFTER]
                )
            else:
                continue
            yield Found(of, start, start + len(match["number"]), int(value), outcome, named=False)


def _of_all(sentence: Sentence, counted: list[Total]) -> Iterator[Found]:
    """Yield numbers so large that they can hardly count anything else: 完成整改523项."""
    issues = counted[0]
    whole = issues.expected(None)
    for match in _LIKE_ALL.finditer(sentence.plain):
        value = number_of(match["number"])
        if value is None or whole < MANY or not NEAR * whole <= value <= whole / NEAR:
            continue
        start = sentence.start + match.start("number")
        outcome = outcome_in(sentence.clause_before(match.start("number")) + match["after"])
        end = sentence.start + match.end("number")
        yield Found(issues, start, end, int(value), outcome, named=True, guessed=True)


def _vague(sentence: Sentence, counted: list[Total]) -> Iterator[Found]:
    """Yield numbers of 问题 or 措施 of which an outcome is told: 目前，30项问题已整改到位.

    Only where nothing else stands in the clause, or what they are part of is as many as all:
    54条措施中53条已落实.
    """
    for pattern in (_VAGUE, _OUT_OF, _OF_OUTCOME):
        for match in pattern.finditer(sentence.plain):
            value, noun = number_of(match["number"]), match["noun"]
            # Of 已销号问题30项 the words before the outcome tell of whom it speaks.
            before = sentence.clause_before(match.start())
            outcome = outcome_of(
                sentence.clause_before(match.start("number")),
                sentence.plain[match.end() : match.end() + LONGEST_AFTER],
            )
            if value is None or value < 2 or not outcome:
                continue
            if pattern is _OUT_OF:
                whole = number_of(match["whole"])
                alike = [one.expected(None) for one in _of_noun(counted, noun)]
                is_ours = noun.startswith("整改") or whole in alike
            else:
                is_ours = LEADS.fullmatch(before) and not is_found_elsewhere(
                    sentence.passage.plain, sentence.start + match.start()
                )
            if is_ours:
                start = sentence.start + match.start("number")
                end = start + len(match["number"])
                of = _meant(counted, noun, int(value), outcome)
                yield Found(of, start, end, int(value), outcome, named=True, guessed=True)


def _of_noun(counted: list[Total], noun: str) -> list[Total]:
    levels = ("整改措施",) if noun.endswith("措施") else ("整改问题", "反馈问题")
    return [one for one in counted if one.level in levels and one.has_outcomes]


def _meant(counted: list[Total], noun: str, value: int, outcome: Outcome | None) -> Total:
    """Return what a noun means that several share: what there are so many of, else the first."""
    totals_of_it = _of_noun(counted, noun)
    as_many = [one for one in totals_of_it if one.variable_of(value, outcome) is not None]
    return (as_many or totals_of_it)[0]


def _speaks_of(total: Total, before: str, value: int, after: str) -> bool:
    """Tell whether a noun that many things share means this one here."""
    if not total.only_after or re.search(total.only_after, before):
        return True
    wholly = re.match(r"[^，。；]{0,4}(?:全部|均|都)", after[:8])
    return bool(wholly) or (value >= SMALL and total.variable_of(value, None) is not None)


@lru_cache(maxsize=64)
def _patterns(noun: str, units: str, between: str) -> tuple[re.Pattern, re.Pattern]:
    number = rf"{NOT_A_COUNT_BEFORE}(?P<number>{NUMBER})(?:{units})"
    return (
        re.compile(rf"{number}(?:的|全部|具体|已完成|未完成|正在推进)?(?:{noun})"),
        re.compile(rf"(?:{noun})(?:{between}){number}(?![^，。；、]{{0,2}}(?:问题|措施|制度))"),
    )


_BARE = re.compile(
    r"(?P<outcome>阶段性完成|未完成|正在推进|已完成整改|完成整改|已完成|已整改|已销号)"
    rf"(?P<number>{NUMBER})(?:项|个|条)(?=[，。；、）]|$)"
)


_BARE_AFTER = re.compile(
    rf"{NOT_A_COUNT_BEFORE}(?P<number>{NUMBER})(?:项|个|条)(?={AFTER.pattern})"
)
_VAGUE = re.compile(
    rf"{NOT_A_COUNT_BEFORE}(?P<number>{NUMBER})(?:项|个|条)(?P<noun>问题|措施)(?={AFTER.pattern})"
)
_OUT_OF = re.compile(
    rf"{NOT_A_COUNT_BEFORE}(?P<whole>{NUMBER})(?:项|个|条)(?P<noun>(?:整改)?(?:问题|措施))中，?"
    rf"(?:{LEAD}){{0,3}}(?P<number>{NUMBER})(?:项|个|条)(?={AFTER.pattern})"
)


_OF_OUTCOME = re.compile(
    # 完成整改问题30项 is said of 整改问题, which has its own pattern.
    r"(?:尚未|未)?(?:(?:完成整改|正在整改|整改完成|已整改)的|(?:整改到位|正在推进|完成|销号)的?)"
    rf"(?P<noun>问题)(?:共有|共|还有|有|为|达到?)?(?P<number>{NUMBER})(?:项|个|条)(?=[，。；、）]|$)"
)


_LIKE_ALL = re.compile(
    rf"{NOT_A_COUNT_BEFORE}(?P<number>{NUMBER})项(?P<after>(?:问题)?(?:已|已经|全部|均|都)*"
    r"(?:整改完成|完成整改|整改到位|完成|销号)?)(?=[，。；、）]|$)"
)


def _is_part_of_all(sentence: Sentence, found: Found, numbers: list[Found]) -> bool:
    """Tell whether 其中 leads from a total of the round, or its category, to a part of it.

    `numbers` are those of this sentence and the one before. Without any total before 其中 the
    noun says so: 其中31项整改问题整改到位.
    """
    text = sentence.passage.plain
    nearest = max(0, found.start - FARTHEST)
    at = text.rfind(PART, nearest, found.start)
    if not found.outcome or at < 0 or not ONLY_PARTS.fullmatch(text, at + len(PART), found.start):
        return False
    level = found.total.level
    wholes = [one for one in numbers if nearest <= one.start < at and one.total.level == level]
    if not wholes:
        is_named = level == "整改问题" and found.named and not found.guessed
        return is_named and not COUNT.search(text, max(nearest, sentence.start), at)
    whole = wholes[-1]
    return (
        not whole.outcome
        and bool(whole.total.variable_of(whole.value, None))
        and not COUNT.search(text, whole.end, at)
        and not is_by_others(sentence.passage.clause_before(whole.start))
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
    # In everyday words what is under way is not done either.
    if outcome == Outcome.UNFINISHED and total.is_left(value):
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
    if not whole and total.level in MAY_BE_NONE:
        return None
    if _is_of_an_earlier_year(paper, text) or _is_of_others(total, text[:at], before):
        return None
    if total.level == "社区":
        is_all = ALL_COMMUNITIES.search(before)
        if value > whole:
            is_all = is_all or CONCERNED.search(text, end, end + 20)
    elif total.level in ("专项整治", "制度机制"):
        is_all = IN_THE_PERIOD.search(text, 0, at)
    else:
        is_all = OF_ALL.search(before)
    is_some = OF_SOME.search(text.replace(PART, "") if found.is_part else text)
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


def _is_of_others(total: Total, told: str, before: str) -> bool:
    """Tell whether a number counts problems that others found, or the measures against them."""
    if total.level in ("整改问题", "反馈问题"):
        return is_by_others(before)
    return total.level == "整改措施" and is_by_others(told) and not OURS.search(told)


def _is_of_an_earlier_year(paper: Paper, text: str) -> bool:
    """Tell whether a sentence looks back on another inspection: 2021年巡察反馈问题30个."""
    begun = paper.round.inspected_from
    years = re.findall(r"(?<!\d)((?:19|20)\d{2})年", text)
    return bool(begun and years) and all(int(year) < begun.year for year in years)
