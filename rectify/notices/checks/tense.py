"""Future and ordering words in what is told as finished."""

import re
from collections.abc import Iterator

from rectify.dates import written
from rectify.notices.checks.calendar import dates_in
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import Passage
from rectify.notices.checks.remark import Remark, Severity
from rectify.states import Outcome

ADVERBS = (
    "认真|及时|切实|进一步|加强|严格|安排|坚持|落实|做好|提高|加大|持续|继续|全面|深入|主动|积极|定期|尽快|"
    "抓好|强化|完善|建立|健全|组织|把|对照|按照|高度|充分|增强|压实|明确|带头|牢固|树立|做到|注重|自觉|发挥|履行|加快|确保|抓"
)
# 要 that orders: not 要求, 需要, 主要, 重要, 只要, 要点.
ORDERING = re.compile(
    rf"(?<![需主重必只首纲摘简纪还就想不])(?:必须|务必|要)(?:{ADVERBS})|都要(?!求|点)|(?:应当|应该|务必|必须)(?:{ADVERBS})"
    r"|尽快(?=[^，。；]{0,4}(?:解决|完成|整改|落实|办理))|确保(?!了)[^，。；“”]{0,16}?(?:按期|按时|如期|全部|全面)?完成(?!后|情况|率)"
)
FUTURE = re.compile(
    r"(?<![即必终])将(?:继续|进一步|持续|于|按照?|加强|开展|组织|推进|完善|适时|定期|严格|认真|加大|逐步|尽快|全力|抓好|"
    r"会同|进行|采取|启动|实施|落实|全面|积极)"
    r"|(?<![虚模草])拟(?:于|在|采取|开展|建设|安排|投入|组织|建立|实施)"
    r"|(?<![按原依照])计划(?:于|在(?=\d|[今明本年])|(?=\d{4}年|\d{1,2}月)|[今明]年|年底)"
    r"|下一步|下阶段|接下来|近期将|力争|争取(?!上级|资金|到)|预计|有望|即将|待[^，。；]{1,12}后(?=再|即|进行|开展|组织|实施|安装|，)"
    r"|正在(?:协调|积极|有序|抓紧|加紧)?(?:推进|施工|办理|建设|改造|实施|整改)"
    r"|(?:明年|下半年|下月)(?=[^，。；]{0,10}(?:完成|实施|启动|开展))"
)


def future_in_finished(paper: Paper) -> Iterator[Remark]:
    """What is closed is told as done: neither 将, 拟, 计划 nor 要认真落实, 确保…完成."""
    for passage in paper.passages:
        finding = paper.finding_at.get(passage.place)
        if not finding or not passage.is_prose or not _is_finished(paper, finding.issues):
            continue
        told = str(passage.text)
        # Quoted titles are the inspectors' words.
        begins = len(passage.block.lead) if passage.block else 0
        yield from _finds(
            passage, told, begins, FUTURE, "future-in-finished-item", Severity.WARNING
        )
        yield from _finds(
            passage, told, begins, ORDERING, "ordering-in-finished-item", Severity.HINT
        )
        yield from _later_days(paper, passage)


def _is_finished(paper: Paper, tally) -> bool:
    return tally.outcome == Outcome.DONE if tally.total else paper.is_all_done


REASONS = {
    "future-in-finished-item": "这条反馈问题已经全部销号，“{}”却是还没有做的说法。",
    "ordering-in-finished-item": "这条反馈问题已经全部销号，“{}”是提要求的说法，没有说做了什么。",
}


def _finds(passage: Passage, text, begins, pattern, code, severity) -> Iterator[Remark]:
    for match in pattern.finditer(text, begins):
        yield Remark(
            code,
            severity,
            passage.clause(*match.span()),
            passage.place,
            REASONS[code].format(match[0]),
            "请改写成已经做了什么、结果怎样；确实没有做完的，台账里不应是已销号。",
        )


def _later_days(paper: Paper, passage: Passage) -> Iterator[Remark]:
    signed = paper.round.signed_on
    for day in dates_in(passage.plain):
        before = passage.clause_before(day.start)
        if not (signed and day.first and day.first > signed):
            continue
        # Of 截至 another rule speaks, and of what is plainly promised the words did.
        if passage.is_typed(day.start, day.end) and not re.search(
            r"截[至止]|计划|将|拟|预计", before
        ):
            yield Remark(
                "future-date-in-finished-item",
                Severity.WARNING,
                passage.clause(day.start, day.end),
                passage.place,
                f"这条反馈问题已经全部销号，文中的日期却晚于落款日期 {written(signed)}。",
                "请核对日期；确实没有做完的，台账里不应是已销号。",
            )
