"""Works that are planned: said to be done elsewhere, or without who, where and how many."""

import re
from collections.abc import Iterator

from rectify.dates import written
from rectify.notices.checks.paper import Paper, Planned
from rectify.notices.checks.passages import Passage
from rectify.notices.checks.remark import Remark, Severity

# Words that tell nothing of which work is meant.
COMMON = re.compile(
    r"室外|室内|户外|老旧|小区|社区|街道|辖区|部分|设施|设备|器材|器械|损坏|破损|缺失|老化|改造|更新|更换|"
    r"维修|修复|修缮|建设|安装|提升|整治|治理|项目|工程|问题|系统|工作|完善|新建|改建|扩建|增设|公共|文化|"
    r"[的和及与等、（）]"
)
FINISHED = re.compile(
    r"(?:已|全部|均|基本|保质保量|如期|按期|顺利|全面)(?:经)?(?:完成|完工|竣工|建成|修复|更换|到位|落实|安装|更新)"
    r"|完好|竣工|完工|投入使用|完成(?:改造|更新|维修|修复|安装|更换|建设|施工)"
    r"|(?:改造|更新|维修|修复|安装|更换|建设|施工|整改)(?:完成|完毕|到位)|已(?:整改|改造)"
)
PENDING = re.compile(r"计划|尚未|未完成|未完工|正在|拟|预计|将于|争取|力争|列入|需要")


def done_here_planned_there(paper: Paper) -> Iterator[Remark]:
    """A work that is planned for later is told as done, or in good order, in another place."""
    for work in paper.planned_works:
        for passage in paper.passages:
            if not passage.is_prose or passage.place.startswith("计划项目“"):
                continue
            yield from _told_as_done(work, passage)


def _told_as_done(work: Planned, passage: Passage) -> Iterator[Remark]:
    wholes, parts = names_of(work)
    for sentence in passage.sentences:
        said = FINISHED.search(sentence.text)
        if not said or PENDING.search(sentence.text):
            continue
        whole = next((name for name in wholes if name in sentence.text), None)
        if whole:
            quotation, name = sentence.text.strip(), whole
        else:
            # Part of a name, and the word for done in the same clause.
            clauses = [
                (clause, part)
                for clause in sentence.clauses()
                for part in parts
                if part in clause and FINISHED.search(clause)
            ]
            if not clauses:
                continue
            quotation, name = clauses[0]
        yield Remark(
            "done-here-planned-there",
            Severity.WARNING if whole else Severity.HINT,
            quotation.strip(),
            passage.place,
            f"这里说“{name}”已经做好（“{said[0]}”），计划项目里“{work.title}”却要到{work.due_text}才完成。",
            "请核对两处；说的是不同的小区或批次的，分别写明。",
        )
        return


def names_of(work: Planned) -> tuple[list[str], list[str]]:
    """Return the names by which a text may speak of a work, and the telling parts of them.

    室外健身器材损坏: its name without the words that any work could have, 健身器材, and 健身.
    """
    wholes = {name for name in (work.title, work.short_title) if len(name) >= 3}
    parts = set()
    for name in (work.title, work.short_title):
        for piece in COMMON.split(name):
            if len(piece) >= 4:
                wholes.add(piece)
                parts |= {piece[:2], piece[-2:]}
            elif len(piece) >= 2:
                parts.add(piece)
    return sorted(wholes, key=len, reverse=True), sorted(parts, key=len, reverse=True)


def planned_without_particulars(paper: Paper) -> Iterator[Remark]:
    """A promise tells where, by whom and how many, or nobody can be held to it."""
    several = len(paper.communities) > 1
    for work in paper.planned_works:
        lacking = [
            name
            for name, value in (
                ("社区", work.community or not several),
                ("责任科室", work.department),
                ("数量", work.quantity),
            )
            if not value
        ]
        if lacking:
            place, quotation = _printed(paper, work)
            yield Remark(
                "planned-work-without-particulars",
                Severity.WARNING,
                quotation,
                place,
                f"计划项目“{work.title}”没有写明{'、'.join(lacking)}，做到什么程度、由谁负责都查不到。",
                "请在轮次的“计划内完成的项目”里补上，并写进计划项目句式。",
            )


def finished_and_still_planned(paper: Paper) -> Iterator[Remark]:
    """A work that is finished is promised in the notice as something to come."""
    for work in paper.planned_works:
        place, quotation = _printed(paper, work)
        if work.finished_on and quotation:
            yield Remark(
                "finished-and-still-planned",
                Severity.WARNING,
                quotation,
                place,
                f"计划项目“{work.title}”{written(work.finished_on)}已经完成，正文还写着计划{work.due_text}完成。",
                "请把它从计划内完成的项目里移出，写进整改成效；或者更正“实际完成日期”。",
            )


def _printed(paper: Paper, work: Planned) -> tuple[str, str]:
    """Return where the notice promises it, and the clause; its own place when it does not."""
    for passage in paper.passages:
        for sentence in passage.sentences:
            for clause in sentence.clauses():
                if (
                    work.name in clause
                    and work.due_text.removeprefix(f"{work.due_on.year}年") in clause
                ):
                    return passage.place, clause.strip()
    return work.place, ""
