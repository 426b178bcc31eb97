"""Dates that cannot be, stand in the wrong order, or come too early or too late."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.dates import Precision
from rectify.notices.blocks import Kind
from rectify.notices.checks import dates
from rectify.notices.checks.calendar import dates_in
from rectify.notices.checks.paper import Planned
from tests.notices.checks.desk import FINDING, SECTION, line, paper, said

# A rule, a text, what it says of it; near it, a text of which it says nothing.
CASES = [
    (
        dates.impossible_dates,
        "会议于2023年2月30日召开。",
        [("impossible-date", "2023年2月30日")],
        "会议于2023年2月28日召开，2024年2月29日再次召开。",
    ),
    (
        dates.impossible_dates,
        "二〇二三年二月三十日，13月，2023-04-31，4月31日。",
        [
            ("impossible-date", "二〇二三年二月三十日"),
            ("impossible-date", "13月"),
            ("impossible-date", "2023-04-31"),
            ("impossible-date", "4月31日"),
        ],
        "2月29日，二〇二三年二月二十日，12月，2023-04-30，编号2023-04-31-7，集中整改3个月。",
    ),
    (
        dates.reversed_spans,
        "2023年5月至2023年3月开展整治。",
        [("span-reversed", "2023年5月至2023年3月")],
        "2022年5月至2023年3月开展整治，2022年8月1日至9月14日开展巡察。",
    ),
    (
        dates.reversed_spans,
        "2022年12月至1月开展整治。",
        [("span-reversed", "2022年12月至1月")],
        "2022年12月至2023年1月开展整治。2023年12月完成，1月开始。",
    ),
    (
        dates.results_before_inspection,
        "截止2022年5月份，29个社区为居民解决问题600余件。",
        [("result-before-inspection", "截止2022年5月份，29个社区为居民解决问题600余件")],
        "截至2023年4月底，29个社区为居民解决问题600余件。",
    ),
    (
        dates.results_before_inspection,
        "2022年3月完成路灯维修12盏。",
        [("result-before-inspection", "2022年3月完成路灯维修12盏")],
        "2022年3月以来的补贴已逐笔核查，按照2021年印发的办法办理，2022年10月完成安装。",
    ),
    (
        dates.results_before_inspection,
        "2021年5月，组织维修路灯。",
        [("result-before-inspection", "2021年5月，组织维修路灯")],
        "对2020年发放的补贴逐笔核查；2021年12月至2022年10月完成安装。",
    ),
    (
        dates.later_than_signature,
        "截至2023年8月，已完成。",
        [("as-of-after-signature", "截至2023年8月")],
        "截至2023年4月底，已完成；2023年8月复查。",
    ),
    (
        dates.feedback_date_typed,
        "区委巡察三组于11月5日反馈了巡察意见。",
        [("feedback-date-differs", "区委巡察三组于11月5日反馈了巡察意见")],
        "区委巡察三组于11月3日反馈了巡察意见，2022年11月反馈意见，11月5日收到反馈的表格。",
    ),
    (
        dates.feedback_date_typed,
        "2023年11月3日向街道反馈了巡察意见。",
        [("feedback-date-differs", "2023年11月3日向街道反馈了巡察意见")],
        "2022年11月3日向街道反馈了巡察意见，[2021年1月1日]反馈了意见。",
    ),
    (
        dates.feedback_date_typed,
        "2022年10月26日，区委巡察三组向街道党工委反馈了巡察意见。",
        [("feedback-date-differs", "2022年10月26日")],
        "2022年11月3日，区委巡察三组向街道党工委反馈了巡察意见。",
    ),
    (
        dates.as_of_words,
        "截止目前已完成，截止2022年5月份共600件，截止到11月3日。",
        [
            ("as-of-word", "截止目前"),
            ("as-of-word", "截止2022年5月份"),
            ("as-of-word", "截止到11月3日"),
        ],
        "截至目前已完成，报名截止日期为5月，于3月31日截止报名。",
    ),
]


@pytest.mark.parametrize(("rule", "text", "expected", "near"), CASES)
def test_dates_in_a_text(rule, text, expected, near):
    assert said(rule, paper(text, place=FINDING)) == expected
    assert said(rule, paper(near, place=FINDING)) == []


def test_background_outside_findings_is_no_result():
    assert said(dates.results_before_inspection, paper("2022年3月召开会议。", place=SECTION)) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        # From 3.5 to 14 months from feedback to publication is normal.
        ({"published_on": date(2024, 1, 3), "signed_on": date(2024, 1, 3)}, []),
        ({"published_on": date(2023, 5, 6)}, []),
        ({"published_on": date(2023, 5, 5)}, ["公布日期 2023年5月5日 早于落款日期 2023年5月6日。"]),
        ({"counted_on": date(2023, 4, 30)}, []),
        (
            {"counted_on": date(2023, 5, 7)},
            ["落款日期 2023年5月6日 早于统计截至日期 2023年5月7日。"],
        ),
        ({"signed_on": date(2022, 11, 2)}, ["落款日期 2022年11月2日 早于反馈日期 2022年11月3日。"]),
    ],
)
def test_round_in_order(fields, expected):
    assert [(one.code, one.reason) for one in dates.round_in_order(paper(round=fields))] == [
        ("dates-in-disorder", reason) for reason in expected
    ]


def work(**fields) -> Planned:
    return Planned(
        **{"title": "楼门亮化", "short_title": "", "due_on": date(2024, 11, 30), **fields}
    )


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (work(), []),
        (
            work(due_on=date(2023, 4, 30), precision=Precision.MONTH_END),
            [("planned-work-overdue", "2023年4月底")],
        ),
    ],
)
def test_planned_work_overdue(one, expected):
    text = "楼门亮化计划2023年4月底完成。"
    assert said(dates.planned_works_overdue, paper(text, planned_works=(one,))) == expected


def test_signature_and_date():
    text = line("已完成。")
    signature = line("示例街道工委", "落款单位", kind=Kind.SIGNATURE)
    day = line("2023年5月6日", "落款日期", kind=Kind.DATE)
    assert said(dates.unsigned, paper(text, signature, day)) == []
    assert [one.place for one in dates.unsigned(paper(text))] == ["落款单位", "落款日期"]


def test_elided_year_is_the_one_before():
    found = list(dates_in("2022年8月1日至9月14日，11月3日反馈，2023年底完成。"))
    assert [(one.first, one.last, one.has_year) for one in found] == [
        (date(2022, 8, 1), date(2022, 8, 1), True),
        (date(2022, 9, 14), date(2022, 9, 14), False),
        (date(2022, 11, 3), date(2022, 11, 3), False),
        (date(2023, 1, 1), date(2023, 12, 31), True),
    ]


@given(st.text(st.sampled_from("0123456789年月日底上旬-./一二三十〇至"), max_size=100))
def test_any_text_is_read(text):
    for day in dates_in(text):
        assert 0 <= day.start < day.end <= len(text)
        assert day.first is None or day.first <= day.last
