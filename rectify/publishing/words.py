"""What is published, in few words: for files, heads of pages, pictures and the feed."""

from collections.abc import Mapping

from rectify.dates import written
from rectify.figures import Tally
from rectify.publishing.frozen import day_of, tally_of
from rectify.states import Outcome


def title_of(name: str, number: int | None = None) -> str:
    """Return what is published of the round of this name, with its edition if there is a number."""
    edition = f"（第 {number} 版）" if number else ""
    return f"{name.removesuffix('整改')}整改进展情况公布{edition}"


def publisher_of(round: Mapping) -> str:
    """Return who published, or whose inspection it was if nobody signed."""
    return round["publisher"] or round["inspected_body"]


def answer_of(issues: Tally, decimals: int) -> str:
    """Return how many issues are done, in one sentence; outcomes that nothing has are left out."""
    counts = [f"整改问题共 {issues.total} 项", f"已完成 {issues.done} 项"]
    counts += [
        f"{outcome.label} {getattr(issues, outcome)} 项"
        for outcome in Outcome
        if outcome != Outcome.DONE and getattr(issues, outcome)
    ]
    if issues.total:
        counts.append(f"完成率 {issues.rate(decimals)}")
    return "，".join(counts) + "。"


def summary_of(round: Mapping, issues: Mapping) -> str:
    """Return who published when, and the answer; of a sample it says so first.

    Of a frozen round and its frozen tally, for whoever has not read the whole document.
    """
    sample = "示例数据。" if round["is_sample"] else ""
    day = written(day_of(round["published_on"]))
    answer = answer_of(tally_of(issues), round["rate_decimals"])
    return f"{sample}{publisher_of(round)}{day}公布：{answer}"
