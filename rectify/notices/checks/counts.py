"""Counts that must add up: by round, by category, by community, and within a sentence."""

import re
from collections.abc import Iterator

from rectify.figures import Tally
from rectify.notices.checks.numbers import NUMBER, number_of
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.remark import Remark, Severity
from rectify.states import Outcome

REMEDY = "请核对台账里这些问题的社区、反馈问题和轮次，对上以后再公布。"


def adding_up(paper: Paper) -> Iterator[Remark]:
    """已完成 + 阶段性完成 + 正在推进 + 未完成 = 总数, by round, by category, by community."""
    whole = paper.ledger.entries
    rows = [
        ("按类别", sum((one.issues for one in paper.categories), Tally())),
        ("按社区", sum((one.issues for one in _bodies(paper)), Tally())),
        ("公布里的整改问题", paper.issues),
    ]
    for name, tally in rows:
        if tally != whole:
            yield Remark(
                "counts-do-not-add-up",
                Severity.BLOCKING,
                "",
                "台账",
                f"{name}合计 {_told(tally)}，而台账共有 {_told(whole)}。",
                REMEDY,
            )
    for level, attribute in (("反馈问题", "findings"), ("整改措施", "measures")):
        tally = sum((getattr(one, attribute) for one in paper.categories), Tally())
        if tally != getattr(paper, attribute):
            yield Remark(
                "counts-do-not-add-up",
                Severity.BLOCKING,
                "",
                "台账",
                f"{level}按类别合计 {_told(tally)}，而全轮次是 {_told(getattr(paper, attribute))}。",
                "请核对各类别的反馈问题和整改措施。",
            )
    if paper.ledger.misplaced:
        yield Remark(
            "entries-misplaced",
            Severity.BLOCKING,
            "",
            "台账",
            f"有 {paper.ledger.misplaced} 项整改问题，社区不在本轮次被巡察的社区里，"
            "或者反馈问题属于别的轮次。",
            REMEDY,
        )


def _bodies(paper: Paper):
    return [*paper.communities, *([paper.street] if paper.street else [])]


def _told(tally: Tally) -> str:
    parts = "、".join(f"{outcome.label} {getattr(tally, outcome)}" for outcome in Outcome)
    return f"{tally.total} 项（{parts}）"


# A total with its parts: 整改问题523项，其中已完成500项，正在推进20项，未完成3项。
PARTS = re.compile(
    rf"(?P<outcome>阶段性完成|未完成|正在推进|已完成整改|完成整改|已完成)(?:整改)?(?:问题)?(?P<number>{NUMBER})[项个条]"
)
WHOLE = re.compile(
    rf"(?:整改问题|反馈问题|整改措施|存在问题)(?:共|共计|总数)?(?P<number>{NUMBER})(?P<unit>[项个条])"
)


def sentences_adding_up(paper: Paper) -> Iterator[Remark]:
    """A sentence that gives a total and all of its parts must come out even."""
    for passage in paper.passages:
        text = passage.plain
        wholes = list(WHOLE.finditer(text))
        ends = [*(match.start() for match in wholes[1:]), len(text)]
        for whole, end in zip(wholes, ends, strict=bool(wholes)):
            total = number_of(whole["number"])
            parts = {
                match["outcome"].removesuffix("整改"): (number_of(match["number"]), match)
                for match in PARTS.finditer(text, whole.end(), end)
                if match[0].endswith(whole["unit"])
            }
            values = [value for value, _ in parts.values()]
            if total is None or None in values or len(parts) < 2:
                continue
            numbers = [whole, *(match for _, match in parts.values())]
            if not any(passage.is_typed(*match.span("number")) for match in numbers):
                continue
            # With 未完成 among them, the parts are all there are; without it, they may be some.
            is_whole_told = "未完成" in parts or "其中" in text[whole.end() : end]
            if sum(values) > total or (is_whole_told and sum(values) != total):
                last = max(match.end() for match in numbers)
                yield Remark(
                    "sentence-does-not-add-up",
                    Severity.BLOCKING,
                    str(passage.text)[whole.start() : last],
                    passage.place,
                    f"各项相加是 {sum(values)}，总数写的是 {total}。",
                    "请核对；数字改用变量，就不会对不上。",
                )
