"""Dates that cannot be, stand in the wrong order, or come too early or too late."""

import re
from collections.abc import Iterator
from itertools import pairwise

from rectify.dates import written
from rectify.notices.blocks import Kind
from rectify.notices.checks.calendar import Written, dates_in
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import LONGEST_QUOTATION, Passage
from rectify.notices.checks.remark import Remark, Severity

AS_OF = re.compile(r"截[至止]到?[ ]?$")
# What follows the date of something that was done then.
DONE_THEN = re.compile(
    r"[，,]?(?:[^，。；]{0,12}?)(?:已|完成|解决|修复|整改|更换|清理|安装|召开|开展|组织|建立|排查|拆除|投入使用)"
)
# A date that is only what a thing is named by, or from which one looked back.
BACKGROUND = re.compile(
    r"以来|以前|之前|以后|起|至今|印发|发布|出台|修订|颁布|以降|度|的|版|反馈|期间|至|到|—|-"
)
UP_TO = re.compile(r"[至到~～-][ ]?$")
TO = re.compile(r"[ ]?(?:至|到|-|—|～|~)[ ]?")


def impossible_dates(paper: Paper) -> Iterator[Remark]:
    """A day that no calendar has: 2月30日, 13月."""
    for passage in paper.passages:
        for day in dates_in(passage.plain):
            if day.first is None:
                yield Remark(
                    "impossible-date",
                    Severity.WARNING,
                    _quoted(passage, day),
                    passage.place,
                    "没有这一天。",
                    "请核对日期。",
                )


def reversed_spans(paper: Paper) -> Iterator[Remark]:
    """A span that ends before it begins: 2023年5月至3月."""
    for passage in paper.passages:
        days = [day for day in dates_in(passage.plain) if day.first]
        for first, last in pairwise(days):
            between = passage.plain[first.end : last.start]
            if TO.fullmatch(between) and last.last < first.first:
                yield Remark(
                    "span-reversed",
                    Severity.WARNING,
                    str(passage.text)[first.start : last.end],
                    passage.place,
                    "起止日期颠倒：后一个日期早于前一个。",
                    "请核对两个日期；跨年的，后一个也要写年份。",
                )


def results_before_inspection(paper: Paper) -> Iterator[Remark]:
    """A result of rectification dated before the inspection began is none of its results."""
    begun = paper.round.inspected_from
    if not begun:
        return
    for passage in paper.passages:
        if not passage.is_prose:
            continue
        for day in dates_in(passage.plain):
            if day.first is None or day.last >= begun or not passage.is_typed(day.start, day.end):
                continue
            before, after = passage.plain[: day.start], passage.plain[day.end :]
            as_of = AS_OF.search(before)
            # A year alone is too vague to be the day of a result: 2020年发放的补贴.
            told = (
                passage.in_finding
                and not UP_TO.search(before)
                and (day.last - day.first).days <= 31
                and not BACKGROUND.match(after)
                and DONE_THEN.match(after)
            )
            if as_of or told:
                start = as_of.start() if as_of else day.start
                yield Remark(
                    "result-before-inspection",
                    Severity.WARNING,
                    _rest_of_sentence(passage, start),
                    passage.place,
                    f"这个日期早于巡察开始的 {written(begun)}，不能算这次巡察整改的成果。",
                    "请核对年份；确是以前做的，不写进整改情况，或者写明是以前的基础。",
                )


def later_than_signature(paper: Paper) -> Iterator[Remark]:
    """What is told as of a day after the signature cannot have been known."""
    signed = paper.round.signed_on
    if not signed:
        return
    for passage in paper.passages:
        for day in dates_in(passage.plain):
            if day.first is None or day.first <= signed:
                continue
            as_of = AS_OF.search(passage.plain[: day.start])
            if as_of:
                yield Remark(
                    "as-of-after-signature",
                    Severity.WARNING,
                    str(passage.text)[as_of.start() : day.end],
                    passage.place,
                    f"统计截至的日期晚于落款日期 {written(signed)}。",
                    "请核对这个日期和落款日期。",
                )


def feedback_date_typed(paper: Paper) -> Iterator[Remark]:
    """The day of feedback typed by hand must be the round's."""
    fed_back = paper.round.fed_back_on
    if not fed_back:
        return
    told = re.compile(
        r"(?:[，,]?[^，。；]{0,12}?向[^，。；]{1,20})?反馈(?:了|巡察)?(?:巡察)?(?:意见|情况)"
    )
    for passage in paper.passages:
        for day in dates_in(passage.plain, year=fed_back.year):
            if day.first is None or not passage.is_typed(day.start, day.end):
                continue
            if not told.match(passage.plain[day.end :]):
                continue
            # A year left out proves nothing.
            same_day = day.first.month == fed_back.month and (
                not day.has_day or day.first.day == fed_back.day
            )
            if not same_day or (day.has_year and day.first.year != fed_back.year):
                yield Remark(
                    "feedback-date-differs",
                    Severity.WARNING,
                    passage.clause(day.start, day.end),
                    passage.place,
                    f"手写的反馈日期与轮次里的 {written(fed_back)} 不同。",
                    "请核对；是本轮次的，改用变量 {反馈日期}。",
                )


def round_in_order(paper: Paper) -> Iterator[Remark]:
    """Feedback, counting, signature and publication follow one another."""
    round = paper.round
    days = [
        ("反馈日期", round.fed_back_on),
        ("统计截至日期", round.counted_on),
        ("落款日期", round.signed_on),
        ("公布日期", round.published_on),
    ]
    known = [(name, day) for name, day in days if day]
    for (earlier, first), (later, last) in pairwise(known):
        if last < first:
            yield Remark(
                "dates-in-disorder",
                Severity.WARNING,
                "",
                later,
                f"{later} {written(last)} 早于{earlier} {written(first)}。",
                "请在轮次里核对这两个日期。",
            )


def planned_works_overdue(paper: Paper) -> Iterator[Remark]:
    """What is promised for a day before the signature is either done or late."""
    signed = paper.round.signed_on
    for work in paper.planned_works if signed else ():
        if work.due_on < signed:
            printed = next(
                (
                    one
                    for one in paper.passages
                    if work.name in one.text and work.due_text in one.text
                ),
                None,
            )
            yield Remark(
                "planned-work-overdue",
                Severity.WARNING,
                f"{work.due_text}" if printed else "",
                work.place,
                f"计划完成的日期早于落款日期 {written(signed)}：到公布时不是已经完成，就是已经逾期。",
                "已经完成的，不再列为计划项目；没有完成的，写明新的日期。",
            )


def as_of_words(paper: Paper) -> Iterator[Remark]:
    """截至 takes a time, 截止 does not: 截至2022年5月, 报名于5月截止 (现代汉语词典)."""
    pattern = re.compile(
        r"截止(?:到|至)?(?:目前|当前|现在|今|本月|上月|[去今]年|(?=\d{1,4}年|\d{1,2}月|[二一]\S{3}年))"
    )
    for passage in paper.passages:
        for match in pattern.finditer(passage.plain):
            end = next(
                (day.end for day in dates_in(passage.plain) if day.start == match.end()),
                match.end(),
            )
            yield Remark(
                "as-of-word",
                Severity.HINT,
                str(passage.text)[match.start() : end],
                passage.place,
                "“截止”后面不带时间；到某个时间为止，用“截至”。",
                "请改为“截至”。",
            )


def unsigned(paper: Paper) -> Iterator[Remark]:
    """A notice is signed and dated (GB/T 9704-2012, 7.3.5)."""
    kinds = {passage.kind for passage in paper.passages}
    missing = [
        name
        for name, kind in (("落款单位", Kind.SIGNATURE), ("落款日期", Kind.DATE))
        if paper.blocks and kind not in kinds
    ]
    for name in missing:
        yield Remark(
            "unsigned",
            Severity.HINT,
            "",
            name,
            f"公布正文没有{name}。",
            f"请在轮次里填写“{name}”。",
        )


def _quoted(passage: Passage, day: Written) -> str:
    return str(passage.text)[day.start : day.end]


def _rest_of_sentence(passage: Passage, start: int) -> str:
    """Return a sentence from a place on, without its stop: a date with what is dated."""
    rest = re.match(r"[^。；！？]*", str(passage.text)[start:])[0]
    return rest[:LONGEST_QUOTATION].strip()
