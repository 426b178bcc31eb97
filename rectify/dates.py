"""Dates as Chinese official documents write them (GB/T 9704-2012: no leading zeros)."""

import re
from calendar import monthrange
from datetime import date

from django.db import models

YEAR = re.compile(r"(\d{4})年")
LEADING_YEAR = re.compile(r"(\d{4})年(?=\d|第|上|下)")


class Precision(models.TextChoices):
    """How exactly a date is known; the stored day is the last one that it can mean."""

    DAY = "day", "日"
    EARLY = "early", "上旬"
    MIDDLE = "middle", "中旬"
    LATE = "late", "下旬"
    MONTH = "month", "月"
    MONTH_END = "month_end", "月底"
    QUARTER = "quarter", "季度"
    HALF_YEAR = "half_year", "半年"
    YEAR = "year", "年"
    YEAR_END = "year_end", "年底"


def ten_days(day: date) -> Precision:
    """Return which third of the month (旬) a day falls in."""
    if day.day <= 10:
        return Precision.EARLY
    return Precision.MIDDLE if day.day <= 20 else Precision.LATE


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def written(day: date, precision: str = Precision.DAY) -> str:
    """Write a date with its year, no more exactly than it is known: 2024年11月底."""
    month = f"{day.year}年{day.month}月"
    match precision:
        case Precision.DAY:
            return f"{month}{day.day}日"
        case Precision.MONTH:
            return month
        case Precision.EARLY | Precision.MIDDLE | Precision.LATE | Precision.MONTH_END:
            return f"{month}{Precision(precision).label.removeprefix('月')}"
        case Precision.QUARTER:
            return f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度"
        case Precision.HALF_YEAR:
            return f"{day.year}年{'上半年' if day.month <= 6 else '下半年'}"
        case Precision.YEAR:
            return f"{day.year}年"
        case Precision.YEAR_END:
            return f"{day.year}年底"
    raise ValueError(f"不认识的日期精度：{precision}")


def span(
    first: date,
    last: date,
    precision: str = Precision.DAY,
    last_precision: str | None = None,
) -> str:
    """Write a span: the year once when both ends share it, and one date if they are equal."""
    start = written(first, precision)
    end = written(last, last_precision or precision)
    return start if start == end else f"{start}至{without_repeated_year(end, start)}"


def without_repeated_year(text: str, before: str) -> str:
    """Leave out the year that begins `text` when it is the last one written in `before`.

    A year that nothing dated follows (2024年, 2024年底) stays: 底 alone says nothing.
    """
    year = LEADING_YEAR.match(text)
    years = YEAR.findall(before)
    return text[year.end() :] if year and years and years[-1] == year[1] else text
