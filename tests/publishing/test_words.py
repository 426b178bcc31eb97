"""What is published, in few words."""

import pytest

from rectify.figures import Tally
from rectify.publishing.words import answer_of, publisher_of, summary_of, title_of

ROUND = {
    "name": "某街道巡察整改",
    "publisher": "某街道工作委员会",
    "inspected_body": "某街道",
    "published_on": "2024-02-03",
    "rate_decimals": 1,
    "is_sample": False,
}
ISSUES = {"total": 3, "done": 1, "staged": 0, "under_way": 2, "unfinished": 0, "rate": "33.3%"}


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("某街道巡察整改", None, "某街道巡察整改进展情况公布"),
        ("某街道巡察整改", 2, "某街道巡察整改进展情况公布（第 2 版）"),
        ("某街道2024年巡察", None, "某街道2024年巡察整改进展情况公布"),
        ("整改", 1, "整改进展情况公布（第 1 版）"),
    ],
)
def test_title(name, number, expected):
    assert title_of(name, number) == expected


@pytest.mark.parametrize(
    ("tally", "decimals", "expected"),
    [
        (Tally(523), 1, "整改问题共 523 项，已完成 523 项，完成率 100%。"),
        (
            Tally(1, 2, 3, 4),
            1,
            "整改问题共 10 项，已完成 1 项，阶段性完成 2 项，正在推进 3 项，未完成 4 项，完成率 10%。",
        ),
        (Tally(1, 0, 2, 0), 2, "整改问题共 3 项，已完成 1 项，正在推进 2 项，完成率 33.33%。"),
        (Tally(0, 0, 0, 2), 1, "整改问题共 2 项，已完成 0 项，未完成 2 项，完成率 0%。"),
        (Tally(), 1, "整改问题共 0 项，已完成 0 项。"),
    ],
)
def test_answer(tally, decimals, expected):
    assert answer_of(tally, decimals) == expected


@pytest.mark.parametrize(
    ("publisher", "expected"), [("某街道工作委员会", "某街道工作委员会"), ("", "某街道")]
)
def test_publisher(publisher, expected):
    assert publisher_of({**ROUND, "publisher": publisher}) == expected


@pytest.mark.parametrize(("is_sample", "before"), [(False, ""), (True, "示例数据。")])
def test_summary(is_sample, before):
    assert summary_of({**ROUND, "is_sample": is_sample}, ISSUES) == (
        f"{before}某街道工作委员会2024年2月3日公布："
        "整改问题共 3 项，已完成 1 项，正在推进 2 项，完成率 33.3%。"
    )
