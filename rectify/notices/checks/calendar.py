"""Dates as they stand in a text: which days they can mean."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rectify.notices.checks.numbers import number_of

_NUMERAL = r"[零〇一二三四五六七八九十]"
WRITTEN = re.compile(
    rf"(?<!\d)(?:(?P<year>\d{{4}}|{_NUMERAL}{{4}})年(?:份)?)?"
    rf"(?P<month>\d{{1,2}}|{_NUMERAL}{{1,3}})月"
    rf"(?:(?P<day>\d{{1,2}}|{_NUMERAL}{{1,3}})[日号]|(?P<part>份|底|末|初|上旬|中旬|下旬))?"
    r"(?!\d|度)"
)
NUMERIC = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d{2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d./-])"
)
YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})年(?P<part>底|末|初|上半年|下半年)?(?!\d|[一二三四]季)"
)


@dataclass(frozen=True)
class Written:
    """A date in a text: its place, the first and the last day it can mean.

    `first` is None when no such day exists.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    has_year: bool
    has_day: bool


def dates_in(text: str, year: int | None = None) -> Iterator[Written]:
    """Yield the dates of a text of one width in order; a year left out is the last one written.

    `year` is the one to begin with. A date of which no year is known is left out, unless no
    year has such a day.
    """
    found = [*WRITTEN.finditer(text), *NUMERIC.finditer(text)]
    taken = {at for match in found for at in range(*match.span())}
    found += [match for match in YEAR.finditer(text) if match.start() not in taken]
    for match in sorted(found, key=lambda one: one.start()):
        groups = match.groupdict()
        has_year = bool(groups["year"])
        if has_year:
            year = _year(groups["year"])
        if "month" not in groups:
            yield Written(
                match.start(), match.end(), date(year, 1, 1), date(year, 12, 31), True, False
            )
            continue
        month = number_of(groups["month"])
        day = number_of(groups["day"]) if groups["day"] else None
        first, last = _days(year, month, day, bool(groups["day"]))
        if year is not None or first is None:
            yield Written(match.start(), match.end(), first, last, has_year, bool(groups["day"]))


def _year(text: str) -> int | None:
    value = number_of(text)
    return int(value) if value and 1900 <= value <= 2199 else None


def _days(year, month, day, has_day) -> tuple[date | None, date | None]:
    # A leap year, when none is known: 2月29日 exists in some year.
    year = year or 2000
    if month is None or not 1 <= month <= 12:
        return None, None
    longest = monthrange(year, int(month))[1]
    if not has_day:
        return date(year, int(month), 1), date(year, int(month), longest)
    if day is None or not 1 <= day <= longest:
        return None, None
    return (date(year, int(month), int(day)),) * 2
