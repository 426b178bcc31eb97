"""Dates as offices write them into a cell, read into a day: 2023年3月底, 3月31日前, 立行立改.

A deadline is the last day that its words can mean: 2023年3月 is over on the 31st.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from rectify.spreadsheets.quoting import quoted
from rectify.spreadsheets.written_words import KINDS, RELATIVE, folded, is_nothing_more, with_digits

YEARS = range(2000, 2101)
# As long as the field that keeps the wording.
LONGEST = 50
HOW = "请写成 2023-03-31、2023年3月31日 或 2023年3月底。"

TIME_OF_DAY = re.compile(
    r"(?:(?<=\d)T|(?<=[\d日号])\s+)\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?$"
)
# 2023–03–31: a program has made of hyphens what joins the ends of a span.
DASHES = re.compile(r"(?<!\d)(\d{4})[‐‑‒–—―−](\d{1,2})[‐‑‒–—―−](\d{1,2})(?!\d)")
# So a date cell looks in a .csv: it has no wording of its own.
COMPLETE = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/)(\d{1,2})|(\d{4})(\d{2})(\d{2})")
# Saved as a number, 2023.10 is 2023.1.
AMBIGUOUS = re.compile(r"(?<![\d.])(\d{4})\.1(?![\d.月底末])")

TO = "(?:至|到|~|-{1,2}|—{1,2}|–)"
# 2023年3-6月 and 3月1-31日 say only once what they count.
MONTH_TO = re.compile(rf"(?:(?<=\d{{4}}[年./])|^)(\d{{1,2}})(?={TO}\d{{1,2}}月)")
DAY_TO = re.compile(rf"(?<=月)(\d{{1,2}})(?={TO}\d{{1,2}}[日号])")
BETWEEN = re.compile(f"(?:起|开始)?{TO}")

A_DATE = re.compile(
    r"""(?<!\d)(?:
    # 2023-03-31, 2023.3.31, and without a day 2023/3, 2023.3月底
      (?P<y1>\d{4})(?P<sign>[-/.])(?P<m1>\d{1,2})
        (?:(?P=sign)(?P<d1>\d{1,2})(?!\d)[日号]?
          |(?![-/.]?\d{1,2}(?!\d))月?份?(?P<third1>[上中下]旬)?(?:月?[底末])?)
    # 20230331, 202303
    | (?P<y2>\d{4})(?P<m2>\d{2})(?P<d2>\d{2})?(?!\d)
    # 2023年3月31日, 3月31日, 3月底
    | (?:(?P<y3>\d{4})年)?(?P<m3>\d{1,2})月
        (?:(?P<d3>\d{1,2})(?!\d)[日号]?|份?(?P<third3>[上中下]旬)?(?:月?[底末])?)
    # 2023年第一季度, 上半年末, 2023年底, 2023年, 年底
    | (?:(?P<y4>\d{4})年度?)?第?(?P<quarter>[1-4])季度[底末]?
    | (?:(?P<y5>\d{4})年度?)?(?P<half>[上下])半年度?[底末]?
    | (?P<y6>\d{4})年(?:度|内)?年?[底末]?
    # 31日, at the end of a span; 年底
    | (?P<d7>\d{1,2})[日号]
    )|(?P<year_end>年[底末])""",
    re.VERBOSE,
)
LAST_OF = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True)
class WrittenDay:
    """What a cell says of a day: the day, None when it names none, and how it says so.

    `wording` is "" when the day is written in full, as a date cell has it.
    """

    day: date | None
    wording: str


@dataclass(frozen=True)
class _Part:
    """A date as far as it is written, from `start` to `end` of the text.

    Without a `day` it means the last one of its month.
    """

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int


def read_day(value: str | date, *, since: date | None) -> WrittenDay:
    """Return the day that a cell names, with its wording; of a span, its end.

    A date without a year is the first such day on or after `since`. Raises ValueError with a
    sentence in Chinese for what names no day, names several, or names one that does not exist.
    """
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return WrittenDay(_existing(day.year, day.month, day.day, day.isoformat()), "")
    if len(value) > LONGEST * 20:
        raise ValueError(_too_long(value))
    text = DASHES.sub(r"\1-\2-\3", folded(TIME_OF_DAY.sub("", value.strip())))
    if not text:
        return WrittenDay(None, "")
    if found := COMPLETE.fullmatch(text):
        return WrittenDay(_existing(*(int(one) for one in found.groups() if one), text), "")
    if len(text) > LONGEST:
        raise ValueError(_too_long(text))
    return WrittenDay(_day_in(text, since), text)


def _too_long(text: str) -> str:
    return f"日期{quoted(text)}太长，最多 {LONGEST} 个字：请只写日期，如 2023年3月底，其余的写到备注里。"


def read_settled(value: str | date, *, since: date | None) -> date | None:
    """Return the day on which an entry was settled, None when the cell is empty.

    Raises ValueError with a sentence as read_day does, and for words that name no day.
    """
    written = read_day(value, since=since)
    if written.wording and written.day is None:
        raise ValueError(f"完成时间“{written.wording}”没有写是哪一天，{HOW}")
    return written.day


def _day_in(text: str, since: date | None) -> date | None:
    """Return the day that words name, None for those that set a deadline without a day."""
    plain = DAY_TO.sub(r"\1日", MONTH_TO.sub(r"\1月", with_digits(text)))
    if found := AMBIGUOUS.search(plain):
        raise ValueError(
            f"日期“{text}”可能是 1 月，也可能是 10 月：请写成 {found[1]}年1月 或 {found[1]}年10月。"
        )
    if RELATIVE.search(plain):
        raise ValueError(f"日期“{text}”要看是哪一天写的才知道指哪天，{HOW}")
    parts = [_part(found) for found in A_DATE.finditer(plain)]
    if len(parts) == 2 and BETWEEN.fullmatch(plain[parts[0].end : parts[1].start]):
        rest = f"{plain[: parts[0].start]}|{plain[parts[1].end :]}"
        days = [_end_of_span(*parts, text, since)]
    else:
        rest = A_DATE.sub("|", plain)
        days = [_resolved(part, text, since) for part in parts]
    if not is_nothing_more(rest) or not (days or KINDS.search(rest)):
        raise ValueError(f"日期“{text}”读不懂，{HOW}")
    if len(set(days)) > 1:
        raise ValueError(f"日期“{text}”里有几个日子，不知道以哪一个为准：请只写一个。")
    return days[0] if days else None


def _part(found: re.Match) -> _Part:
    """Return what one date of a text says."""
    said = {name: text for name, text in found.groupdict().items() if text}
    year = _first_number(said, "y1", "y2", "y3", "y4", "y5", "y6")
    month = _first_number(said, "m1", "m2", "m3")
    day = _first_number(said, "d1", "d2", "d3", "d7")
    if "quarter" in said:
        month = int(said["quarter"]) * 3
    elif "half" in said:
        month = 6 if said["half"] == "上" else 12
    elif month is None and "d7" not in said:
        month = 12
    if third := said.get("third1") or said.get("third3"):
        day = LAST_OF.get(third)
    return _Part(year, month, day, *found.span())


def _first_number(said: dict[str, str], *names: str) -> int | None:
    return next((int(said[name]) for name in names if name in said), None)


def _end_of_span(first: _Part, last: _Part, text: str, since: date | None) -> date:
    """Return the last day of a span, whose end leaves out what its beginning has said."""
    month = first.month if last.month is None else last.month
    last = replace(last, month=month, year=last.year or first.year)
    day = _resolved(last, text, since)
    begins = (first.year, first.month, first.day or 1)
    if first.year and begins > (day.year, day.month, day.day):
        raise ValueError(f"日期“{text}”的结束早于开始，请写上结束的年份。")
    return day


def _resolved(part: _Part, text: str, since: date | None) -> date:
    """Return the day that a date means, in its own year or in the first one that can be meant."""
    if part.month is None:
        raise ValueError(f"日期“{text}”没有写是哪个月，{HOW}")
    if part.year is not None:
        return _existing(part.year, part.month, part.day, text)
    if since is None:
        raise ValueError(f"日期“{text}”没有写年份，请写上年份，如 2023年3月31日。")
    for year in (since.year, since.year + 1):
        # A 29th of February that this year does not have may be one of the next.
        if (part.month, part.day) == (2, 29) and not calendar.isleap(year):
            continue
        day = _existing(year, part.month, part.day, text)
        if day >= since:
            return day
    return _existing(since.year, part.month, part.day, text)


def _existing(year: int, month: int, day: int | None, text: str) -> date:
    """Return a day, without `day` the last one of the month. Raises ValueError for none."""
    if year not in YEARS:
        raise ValueError(
            f"日期“{text}”的年份不在 {YEARS.start} 年到 {YEARS.stop - 1} 年之间，请核对年份。"
        )
    if month not in range(1, 13):
        raise ValueError(f"日期“{text}”这一天不存在：没有 {month} 月，请核对。")
    last = calendar.monthrange(year, month)[1]
    if day is not None and day not in range(1, last + 1):
        raise ValueError(f"日期“{text}”这一天不存在，{year}年{month}月只有 {last} 天，请核对。")
    return date(year, month, day or last)
