"""Dates as offices write them."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.dates import Precision, written
from rectify.spreadsheets.written_dates import WrittenDay, read_day, read_settled

SINCE = date(2022, 11, 1)
MARCH_END = date(2023, 3, 31)
HOW = "请写成 2023-03-31、2023年3月31日 或 2023年3月底。"


@pytest.mark.parametrize(
    "value",
    [
        *["2023-03-31", "2023/3/31", "2023/03/31", "20230331", "2023-3-31", "２０２３－０３－３１"],
        *[" 2023-03-31 ", "2023-03-31 00:00:00", "2023/3/31 0:00", "2023-03-31T00:00:00"],
        *["2023–03–31", "2023—3—31", "2023‑03‑31", "2023−03−31 17:00"],
        *[MARCH_END, datetime.fromisoformat("2023-03-31 10:30")],
    ],
)
def test_complete_date_has_no_wording(value):
    assert read_day(value, since=None) == WrittenDay(MARCH_END, "")


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("2023年3月31日 17:00", "2023年3月31日"),
        ("2023年3月31号 17：00：00", "2023年3月31号"),
        ("2023.3.31 9:30", "2023.3.31"),
    ],
)
def test_time_of_day_is_no_part_of_the_wording(text, wording):
    assert read_day(text, since=None) == WrittenDay(MARCH_END, wording)


@pytest.mark.parametrize(
    "text",
    [
        "2023.3.31",
        "2023年3月31日",
        "2023年3月31号",
        "2023年03月31日",
        "2023年3月31",
        "2023年3月底",
        "2023年3月末",
        "2023年3月",
        "2023年3月份",
        "2023/3",
        "2023.3",
        "2023.03",
        "2023-03",
        "202303",
        "2023.3月底",
        "2023年3月下旬",
        "二〇二三年三月三十一日",
        "二○二三年三月底",
        "二O二三年三月",
        "2023年三月",
        "2023年第一季度",
        "2023年一季度",
        "2023年第1季度",
        "2023年一季度末",
        "2023年3月31日前",
        "2023年3月31日之前",
        "2023年3月31日以前",
        "2023年3月31日完成",
        "2023年3月31日前完成",
        "于2023年3月底前完成",
        "计划于2023年3月底前完成整改",
        "2023年3月31日（星期五）",
        "截至2023年3月31日",
        "2023年1月至3月",
        "2023年1-3月",
        "2023.1月-2023.3月",
        "2023年1月1日至3月31日",
        "2023年3月1日至31日",
        "2023年3月1-31日",
        "2022年12月至2023年3月",
        "2022.12.1-2023.3.31",
        "立行立改，2023年3月底前完成",
        "立行立改（2023年3月底）",
        "2023年3月底前整改到位并长期坚持",
        "3月31日",
        "3月31日前",
        "3月底",
        "3月末",
        "3月",
        "三月底",
        "三月三十一日",
        "一季度",
        "第一季度末",
        "1月至3月",
        "1-3月",
        "一至三月",
    ],
)
def test_last_day_that_words_can_mean(text):
    assert read_day(text, since=SINCE) == WrittenDay(MARCH_END, text)


@pytest.mark.parametrize(
    ("text", "day", "wording"),
    [
        ("２０２３年３月底", MARCH_END, "2023年3月底"),
        (" 2023 年 3 月\n底 。", MARCH_END, "2023年3月底"),
        ("2023年3月底\u200b前", MARCH_END, "2023年3月底前"),
        ("2023．3．31", MARCH_END, "2023.3.31"),
        ("2023.10", date(2023, 10, 31), "2023.10"),
        ("2023年1月", date(2023, 1, 31), "2023年1月"),
        ("2024年2月", date(2024, 2, 29), "2024年2月"),
        ("2023年3月上旬", date(2023, 3, 10), "2023年3月上旬"),
        ("2023年3月中旬", date(2023, 3, 20), "2023年3月中旬"),
        ("2023年上半年", date(2023, 6, 30), "2023年上半年"),
        ("2023年底", date(2023, 12, 31), "2023年底"),
        ("2023年末", date(2023, 12, 31), "2023年末"),
        ("2023年年底前", date(2023, 12, 31), "2023年年底前"),
        ("2023年", date(2023, 12, 31), "2023年"),
        ("2023年四季度末", date(2023, 12, 31), "2023年四季度末"),
        ("上半年", date(2023, 6, 30), "上半年"),
        ("下半年", date(2022, 12, 31), "下半年"),
        ("年底前", date(2022, 12, 31), "年底前"),
        ("11月1日", date(2022, 11, 1), "11月1日"),
        ("10月31日", date(2023, 10, 31), "10月31日"),
        ("2023年元月十五日", date(2023, 1, 15), "2023年元月十五日"),
        ("2023年十二月廿一日", date(2023, 12, 21), "2023年十二月廿一日"),
        ("2023年3月底、2023年3月31日", MARCH_END, "2023年3月底、2023年3月31日"),
        ("", None, ""),
        (" 　", None, ""),
    ],
)
def test_day_and_wording(text, day, wording):
    assert read_day(text, since=SINCE) == WrittenDay(day, wording)


@pytest.mark.parametrize(
    "text",
    [
        "立行立改",
        "即知即改",
        "立即整改",
        "长期坚持",
        "长期",
        "持续整改",
        "持续坚持",
        "立行立改、长期坚持",
        "立行立改并长期坚持",
    ],
)
def test_kind_of_deadline_has_no_day(text):
    assert read_day(text, since=SINCE) == WrittenDay(None, text)
    assert read_day(f" {text}。", since=None) == WrittenDay(None, text)


def test_leap_day_without_a_year_may_be_next_year():
    assert read_day("2月29日", since=date(2023, 3, 1)).day == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("春节前", f"日期“春节前”读不懂，{HOW}"),
        ("已完成", f"日期“已完成”读不懂，{HOW}"),
        ("2023", f"日期“2023”读不懂，{HOW}"),
        ("23年3月底", f"日期“23年3月底”读不懂，{HOW}"),
        ("3.31", f"日期“3.31”读不懂，{HOW}"),
        ("2023年3月31日后", f"日期“2023年3月31日后”读不懂，{HOW}"),
        ("2023年3月31日起", f"日期“2023年3月31日起”读不懂，{HOW}"),
        ("2023年3月底开会", f"日期“2023年3月底开会”读不懂，{HOW}"),
        *[
            (text, f"日期“{text}”要看是哪一天写的才知道指哪天，{HOW}")
            for text in [
                "今年底",
                "明年3月",
                "本月底",
                "月底",
                "年内",
                "三个月内",
                "每月底",
                "尽快",
                "近期",
                "下月15日",
            ]
        ],
        ("15日前", f"日期“15日前”没有写是哪个月，{HOW}"),
        ("2023-02-29", "日期“2023-02-29”这一天不存在，2023年2月只有 28 天，请核对。"),
        ("2023年2月29日", "日期“2023年2月29日”这一天不存在，2023年2月只有 28 天，请核对。"),
        ("2023-03-00", "日期“2023-03-00”这一天不存在，2023年3月只有 31 天，请核对。"),
        ("2023年3月0日", "日期“2023年3月0日”这一天不存在，2023年3月只有 31 天，请核对。"),
        ("2023-13-01", "日期“2023-13-01”这一天不存在：没有 13 月，请核对。"),
        ("2023年0月", "日期“2023年0月”这一天不存在：没有 0 月，请核对。"),
        ("4月31日", "日期“4月31日”这一天不存在，2022年4月只有 30 天，请核对。"),
        ("1999年12月", "日期“1999年12月”的年份不在 2000 年到 2100 年之间，请核对年份。"),
        ("2101-01-01", "日期“2101-01-01”的年份不在 2000 年到 2100 年之间，请核对年份。"),
        (date(1900, 1, 1), "日期“1900-01-01”的年份不在 2000 年到 2100 年之间，请核对年份。"),
        (
            "2023.1",
            "日期“2023.1”可能是 1 月，也可能是 10 月：请写成 2023年1月 或 2023年10月。",
        ),
        ("2023年11月至2月", "日期“2023年11月至2月”的结束早于开始，请写上结束的年份。"),
        (
            "3月31日、4月30日",
            "日期“3月31日、4月30日”里有几个日子，不知道以哪一个为准：请只写一个。",
        ),
        (
            "立" * 51,
            f"日期“{'立' * 20}……”太长，最多 50 个字：请只写日期，如 2023年3月底，其余的写到备注里。",
        ),
    ],
)
def test_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        read_day(text, since=SINCE)


@pytest.mark.parametrize("text", ["3月31日", "3月底", "一季度", "年底", "1月至3月"])
def test_year_is_asked_for_where_the_round_gives_none(text):
    sentence = f"日期“{text}”没有写年份，请写上年份，如 2023年3月31日。"
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        read_day(text, since=None)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2023-03-31", MARCH_END),
        (MARCH_END, MARCH_END),
        ("2023年3月", MARCH_END),
        ("3月31日", MARCH_END),
        ("2023年3月31日已完成", MARCH_END),
        ("", None),
    ],
)
def test_settled(value, day):
    assert read_settled(value, since=SINCE) == day


@pytest.mark.parametrize("text", ["立行立改", "长期坚持"])
def test_settled_needs_a_day(text):
    with pytest.raises(ValueError, match=f"^完成时间“{text}”没有写是哪一天，{HOW}$"):
        read_settled(text, since=SINCE)


def last_day(day: date, precision: str) -> date:
    """Return the last day that a date of a precision can mean, reckoned by the day after."""
    month = {"quarter": (day.month + 2) // 3 * 3, "half_year": 6 if day.month < 7 else 12}
    month |= {"year": 12, "year_end": 12}
    last = {"day": day.day, "early": 10, "middle": 20}.get(precision)
    if last:
        return day.replace(day=last)
    month = month.get(precision, day.month)
    after = date(day.year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(Precision.values))
def test_what_the_house_writes_is_read_back(day, precision):
    text = written(day, precision)
    assert read_day(text, since=None) == WrittenDay(last_day(day, precision), text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2098, 1, 1)))
def test_day_without_a_year_is_the_first_since(day, since):
    text = f"{day.month}月{day.day}日"
    try:
        found = read_day(text, since=since).day
    except ValueError:
        assert text == "2月29日"
        return
    assert (found.month, found.day) == (day.month, day.day)
    assert since <= found
    assert (found - since).days < 731 if text == "2月29日" else (found - since).days < 366


@given(
    st.one_of(
        st.text(),
        st.text(
            "0123456789年月日号底末上中下旬季度半前至-/.第一二三十〇起立行改长期坚持，。 ",
            max_size=24,
        ),
    ),
    st.one_of(st.none(), st.dates()),
)
def test_any_text_is_a_day_or_refused_in_chinese(text, since):
    try:
        found = read_day(text, since=since)
    except ValueError as error:
        sentence, found = str(error), WrittenDay(None, "")
    else:
        sentence = "日期“”。"
    assert re.fullmatch(r"日期“.*”.*。", sentence, re.DOTALL)
    assert found.day is None or 2000 <= found.day.year <= 2100
    assert len(found.wording) <= 50
