"""Dates as official documents write them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.dates import Precision, span, ten_days, without_repeated_year, written

DAYS = st.dates(date(1949, 10, 1), date(2149, 12, 31))


@pytest.mark.parametrize(
    ("day", "precision", "text"),
    [
        (date(2023, 5, 6), "day", "2023年5月6日"),
        (date(2023, 12, 31), "day", "2023年12月31日"),
        (date(2024, 7, 10), "early", "2024年7月上旬"),
        (date(2024, 7, 20), "middle", "2024年7月中旬"),
        (date(2024, 7, 31), "late", "2024年7月下旬"),
        (date(2023, 10, 31), "month", "2023年10月"),
        (date(2024, 11, 30), "month_end", "2024年11月底"),
        (date(2025, 1, 1), "quarter", "2025年第一季度"),
        (date(2025, 3, 31), "quarter", "2025年第一季度"),
        (date(2025, 4, 1), "quarter", "2025年第二季度"),
        (date(2025, 9, 30), "quarter", "2025年第三季度"),
        (date(2025, 12, 31), "quarter", "2025年第四季度"),
        (date(2025, 6, 30), "half_year", "2025年上半年"),
        (date(2025, 7, 1), "half_year", "2025年下半年"),
        (date(2025, 12, 31), "year", "2025年"),
        (date(2025, 12, 31), "year_end", "2025年底"),
    ],
)
def test_written(day, precision, text):
    assert written(day, precision) == text


def test_every_precision_can_be_written():
    assert len({written(date(2024, 6, 30), one) for one in Precision.values}) == len(Precision)


def test_unknown_precision():
    with pytest.raises(ValueError, match="不认识的日期精度：week"):
        written(date(2024, 6, 30), "week")


@pytest.mark.parametrize(
    ("day", "third"),
    [(1, "early"), (10, "early"), (11, "middle"), (20, "middle"), (21, "late"), (31, "late")],
)
def test_ten_days(day, third):
    assert ten_days(date(2024, 1, day)) == third


@pytest.mark.parametrize(
    ("first", "last", "precisions", "text"),
    [
        (date(2022, 8, 1), date(2022, 9, 14), [], "2022年8月1日至9月14日"),
        (date(2023, 11, 6), date(2024, 1, 19), [], "2023年11月6日至2024年1月19日"),
        (date(2024, 3, 4), date(2024, 3, 4), [], "2024年3月4日"),
        (date(2024, 9, 2), date(2024, 10, 25), ["month"], "2024年9月至10月"),
        (date(2024, 9, 2), date(2024, 9, 25), ["month"], "2024年9月"),
        (date(2023, 12, 4), date(2024, 1, 26), ["month"], "2023年12月至2024年1月"),
        (date(2024, 5, 2), date(2024, 6, 25), ["early", "late"], "2024年5月上旬至6月下旬"),
        (date(2024, 5, 2), date(2024, 6, 30), ["early", "month_end"], "2024年5月上旬至6月底"),
        (date(2024, 3, 31), date(2024, 9, 30), ["quarter"], "2024年第一季度至第三季度"),
        (date(2024, 3, 31), date(2024, 12, 31), ["month", "year_end"], "2024年3月至2024年底"),
    ],
)
def test_span(first, last, precisions, text):
    assert span(first, last, *precisions) == text


@pytest.mark.parametrize(
    ("text", "before", "kept"),
    [
        ("2022年11月3日", "2022年8月1日至9月14日，", "11月3日"),
        ("2024年3月14日", "2023年11月6日至2024年1月19日，", "3月14日"),
        ("2023年3月14日", "2023年11月6日至2024年1月19日，", "2023年3月14日"),
        ("2023年3月14日", "", "2023年3月14日"),
        ("2024年11月底", "计划2024年6月完成，", "11月底"),
        ("2024年第三季度", "2024年6月，", "第三季度"),
        ("2024年下半年", "2024年6月，", "下半年"),
        ("2024年", "2024年6月，", "2024年"),
        ("2024年底", "2024年6月，", "2024年底"),
        ("无日期", "2024年6月，", "无日期"),
        ("2024年6月", "文号20240001，", "2024年6月"),
    ],
)
def test_year_just_written_is_left_out(text, before, kept):
    assert without_repeated_year(text, before) == kept


@given(DAYS, DAYS)
def test_span_names_each_year_once(first, last):
    first, last = sorted([first, last])
    text = span(first, last)
    assert re.findall(r"(\d{4})年", text) == [str(year) for year in sorted({first.year, last.year})]
    assert text.startswith(written(first))
    assert text.endswith(f"{last.month}月{last.day}日")
    assert ("至" in text) == (first != last)


@given(DAYS)
def test_written_has_no_leading_zeros(day):
    text = written(day)
    assert [int(number) for number in re.findall(r"\d+", text)] == [day.year, day.month, day.day]
    assert re.search(r"(?<!\d)0", text) is None


@given(DAYS, st.sampled_from(Precision.values), st.text("2024年月日至，", max_size=12))
def test_what_is_left_out_can_be_put_back(day, precision, before):
    text = written(day, precision)
    kept = without_repeated_year(text, before)
    assert kept in (text, text.removeprefix(f"{day.year}年"))
    assert kept != ""
    assert without_repeated_year(text, "") == text
