"""What the ledger itself lacks that the notice relies on."""

from collections.abc import Iterator

from rectify.dates import written
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.remark import Remark, Severity


def closed_without_evidence(paper: Paper) -> Iterator[Remark]:
    """Applying to close needs evidence; a closed entry without any cannot be answered for."""
    if count := paper.ledger.without_evidence:
        yield _warning(
            "closed-without-evidence",
            "台账",
            f"已销号的整改问题中，有 {count} 项没有佐证材料。",
            "请补上佐证材料；确实没有的，说明原因。",
        )


def settled_before_feedback(paper: Paper) -> Iterator[Remark]:
    """An entry cannot be rectified before it was fed back."""
    if count := paper.ledger.settled_before_feedback:
        yield _warning(
            "settled-before-feedback",
            "台账",
            f"有 {count} 项整改问题的完成时间早于反馈日期 {written(paper.round.fed_back_on)}。",
            "请核对这些问题的完成时间。",
        )


def settled_after_counting(paper: Paper) -> Iterator[Remark]:
    """The figures count what was settled after the day as of which they are told."""
    if count := paper.ledger.settled_after_counting:
        yield _warning(
            "settled-after-counting",
            "台账",
            f"数字里算进了统计截至日期 {written(paper.round.counted_on)} 以后才完成的 {count} 项。",
            "请把统计截至日期改到实际统计的那一天。",
        )


def no_findings(paper: Paper) -> Iterator[Remark]:
    """A notice of rectification tells what was found."""
    if paper.blocks and not (paper.has_findings_section and paper.findings.total):
        yield _warning(
            "no-findings",
            "公布栏目",
            "公布正文没有“反馈问题及整改落实情况”，看不出反馈了什么、改了什么。",
            "请加上这个栏目，并录入反馈问题。",
        )


def no_way_to_report(paper: Paper) -> Iterator[Remark]:
    """The public is told how to report (DOMAIN: the fourth part of a notice)."""
    ways = (paper.round.telephone, paper.round.email, paper.round.address)
    told = [*(way for way in ways if way), "电话", "邮箱", "地址", "来信"]
    if paper.blocks and not any(way in paper.text for way in told):
        yield _warning(
            "no-way-to-report",
            "公布栏目",
            "公布正文没有写群众怎样反映意见：电话、邮箱、地址一样也没有。",
            "请在最后一段写上联系方式，用变量 {联系电话}、{电子邮箱} 或 {邮寄地址}。",
        )


def _warning(code: str, place: str, reason: str, remedy: str) -> Remark:
    """Return a warning about what is there, or is not, that quotes no words."""
    return Remark(code, Severity.WARNING, "", place, reason, remedy)
