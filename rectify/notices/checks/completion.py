"""All is told to be done while something is not."""

import re
from collections.abc import Iterator

from rectify.notices.checks.elsewhere import OURS, is_by_others, is_found_elsewhere
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import FARTHEST, Passage
from rectify.notices.checks.remark import Remark, Severity
from rectify.states import Outcome

FULL_RATE = re.compile(r"(?:完成率|整改率|办结率|销号率)[^，。；、\d]{0,6}?(?:100%|百分之百)")
# Words by which a text owns that work goes on.
GOES_ON = re.compile(
    r"需要?(?:持续|继续|长期|进一步|分期|分步)(?:推进|整改|坚持|解决)(?:的)?(?:问题|事项|任务)?"
    r"|分期分批(?:进行)?(?:整改|推进|实施|解决)?|分步(?:整改|实施|推进)|尚未完成(?:整改)?|仍在(?:整改|推进)"
    r"|正在(?:整改|推进)|还需(?:持续|继续)|持续整改"
)
# Some of them are owned not to be done: 个别问题尚未整改到位; not of 对个别问题没有整改到位的.
SOME_LEFT = re.compile(
    r"(?:个别|部分|少数|少量|一些|有的|有些|[仍尚还]有)[^，。；、]{0,10}?(?:问题|事项|任务|措施)[^，。；、]{0,4}?"
    r"(?:(?:尚未|[仍还]未|未能?|没能?|没有)(?:全部|完全|彻底|真正|按期|按时)*"
    r"(?:完成整改|整改完成|整改到位|完成|销号|办结|解决)"
    r"|(?:正在|仍在|还在|在)(?:持续|有序|加快|抓紧|继续)*(?:推进|整改)|(?:推进|整改)中"
    r"|整改(?:的)?(?:进度|进展)(?:较|比较|偏|相对|仍|还)*(?:缓慢|慢|滞后))(?![的时之])"
    r"|(?:剩余|剩下|余下|其余)[^，。；、]{0,6}?(?:问题|事项|任务)[^，。；、]{0,6}?"
    r"(?:将|计划|拟|预计|力争|确保|争取|正在|仍在|还在)[^，。；、]{0,12}?(?:完成|整改|销号|推进|解决)"
)
# What tells that words are of what was inspected: 老旧小区改造正在推进 alone may be other work.
INSPECTED = re.compile(
    r"问题|整改|反馈|巡察|(?:个别|部分|少数|少量|其余|剩余)[^，。；、]{0,6}?(?:事项|任务)"
)
# Of today, whatever a finding tells of what had been found.
STILL = re.compile(r"[尚仍还]")
ALL_DONE = re.compile(
    r"(?:问题|(?:整改|巡察|反馈|各项|所有|全部)的?(?:任务|事项)|(?<![\u4e00-\u9fff])(?:任务|事项))"
    r"[^，。；、]{0,8}?(?:全部|均已?|都已?|已全部|已经全部|已全面|全面)(?:得到|按期|按时)?"
    r"(?:完成整改|整改完成|完成|整改到位|整改|销号|办结|解决|落实)"
    r"|(?:全部|全面|均已)(?:完成整改|整改完成|整改到位|销号)"
    r"|问题(?:已经?|均|都|全部|全面|实现)+“?清零"
    r"|整改(?:工作|任务)(?:已经?|均|都|全部|得到|按期|按时)*(?:圆满|全面|如期|顺利|胜利)完成"
)
DONE = re.compile(
    r"(?:已|已经|均已|全部)(?:按期|按时)?(?:完成整改|整改完成|整改到位|整改完毕|销号|办结)"
)
NOT = re.compile(r"未|没有|尚|不|力争|确保|争取|直至|直到|推动|督促|要|待|后|计划|预计")


def all_done_with_work_left(paper: Paper) -> Iterator[Remark]:
    """523 of 523 done, 100 %, while works are planned for later and the text says work goes on."""
    if not paper.is_all_done:
        return
    printed = _rate(paper)
    place, quotation = printed or ("台账", "")
    done = f"整改问题 {paper.issues.total} 项全部已完成"
    if paper.planned_works:
        works = "、".join(f"“{work.name}”（{work.due_text}）" for work in paper.planned_works)
        yield Remark(
            "all-done-with-planned-works",
            Severity.WARNING,
            quotation,
            place,
            f"{done}，而计划项目还有 {len(paper.planned_works)} 项没有完成：{works}。",
            "请核对这几项对应的整改问题是否真的可以销号；可以的，在文中说明计划项目与整改问题的关系。",
        )
    for passage in paper.passages:
        if not passage.is_prose or _is_of_the_future(paper, passage):
            continue
        for start, end in _owned_to_go_on(passage):
            is_ours = _is_of_the_inspected(passage, start, end)
            yield Remark(
                "all-done-with-work-going-on",
                Severity.WARNING if is_ours else Severity.HINT,
                str(passage.text)[start:end],
                passage.place,
                f"{done}（{paper.issues.rate(paper.round.rate_decimals)}），"
                f"这里却说还有{'问题要继续整改' if is_ours else '工作没有做完'}。",
                "请核对：还没有完成的，台账里不应是已销号；已经完成的，改写这一句"
                f"{'。' if is_ours else '；不是整改问题的，不用改。'}",
            )


def _is_of_the_inspected(passage: Passage, start: int, end: int) -> bool:
    """Tell whether the sentence around some words says that they are of what was inspected."""
    nearest = max(0, start - FARTHEST)
    begins = max(passage.plain.rfind(stop, nearest, start) for stop in "。！？；") + 1
    is_told = INSPECTED.search(passage.plain, max(begins, nearest), end)
    return bool(is_told) and not _is_of_others(passage, start, end)


def _is_of_others(passage: Passage, start: int, end: int) -> bool:
    """Tell whether words are of problems that others found, or that were found otherwise."""
    clause = passage.clause_before(start) + str(passage.text)[start:end]
    return is_by_others(clause) or (
        not OURS.search(clause) and is_found_elsewhere(passage.plain, end)
    )


def _owned_to_go_on(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield where a passage owns that work goes on, each place once."""
    text = str(passage.text)
    some = [
        match
        for match in SOME_LEFT.finditer(text)
        if not passage.in_finding or STILL.search(match[0])
    ]
    yield from (match.span() for match in some)
    for match in GOES_ON.finditer(text):
        # In a finding the words for what is not done yet are tense.py's.
        if passage.in_finding and match[0].startswith("正在"):
            continue
        if not any(one.start() < match.end() and match.start() < one.end() for one in some):
            yield match.span()


def _rate(paper: Paper) -> tuple[str, str] | None:
    """Return where the rate of the whole is printed, and the words."""
    for passage in paper.passages:
        match = FULL_RATE.search(passage.plain)
        if match and not passage.in_finding and not passage.place.startswith("类别“"):
            return passage.place, passage.clause(*match.span())
    return None


def _is_of_the_future(paper: Paper, passage: Passage) -> bool:
    """Tell whether a passage speaks of what is planned or comes next, as it should."""
    place = passage.place
    return place.startswith("计划项目“") or bool(
        re.search(r"下一步|今后|计划|巩固|深化|持续|继续", place.partition("“")[2])
    )


def says_all_done(paper: Paper) -> Iterator[Remark]:
    """The text says that all is done while entries are not."""
    if not paper.issues.total or paper.is_all_done:
        return
    for passage in paper.passages:
        if passage.in_finding or not passage.is_prose:
            continue
        part = paper.category_at.get(passage.place)
        if part and part.issues.total == part.issues.done:
            continue
        tally = part.issues if part else paper.issues
        for match in ALL_DONE.finditer(str(passage.text)):
            if _is_of_others(passage, *match.span()):
                continue
            clause = passage.clause(*match.span())
            if not NOT.search(clause.partition(match[0])[0]) and not NOT.search(match[0]):
                yield Remark(
                    "says-all-done",
                    Severity.WARNING,
                    clause,
                    passage.place,
                    f"台账里 {tally.total} 项整改问题只有 {tally.done} 项已完成。",
                    "请改写这一句，或者核对台账。",
                )


def finding_says_done(paper: Paper) -> Iterator[Remark]:
    """The text of a finding says that it is rectified while its entries are not."""
    for passage in paper.passages:
        finding = paper.finding_at.get(passage.place)
        if not finding or not finding.issues.total or finding.issues.outcome == Outcome.DONE:
            continue
        for match in DONE.finditer(str(passage.text)):
            clause = passage.clause(*match.span())
            if not NOT.search(clause.partition(match[0])[0]):
                yield Remark(
                    "finding-says-done",
                    Severity.WARNING,
                    clause,
                    passage.place,
                    f"这条反馈问题的 {finding.issues.total} 项整改问题，台账里只有 {finding.issues.done} 项已完成。",
                    "请改写这一句，或者核对台账。",
                )
