"""Whether there is a notice at all, with what every notice has."""

from collections.abc import Iterator

from rectify.notices.checks.paper import Paper
from rectify.notices.checks.remark import Remark, Severity


def composed(paper: Paper) -> Iterator[Remark]:
    """A notice that cannot be composed cannot be published."""
    if paper.refusal:
        place, _, reason = paper.refusal.partition("：")
        known = place.startswith(("栏目“", "类别“", "反馈问题“", "公布标题", "计划项目“"))
        yield Remark(
            "cannot-be-composed",
            Severity.BLOCKING,
            "",
            place if known else "公布正文",
            f"公布正文不能生成：{reason if known else paper.refusal}",
            "请照这句话改好，再检查一遍。",
        )
