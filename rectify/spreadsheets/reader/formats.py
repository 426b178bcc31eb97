"""Number formats by which a cell shows less than it holds, or more.

Whoever types 2023/3 into Excel sees 2023年3月; kept is the first of March, with a format that
has no day. Whoever sees 001 may have typed 1 into a column with the format 000. What people
see is what they mean, and it is read as that.
"""

import re
from datetime import date, timedelta

MONTH, YEAR = "month", "year"
# Built into Excel, the last five where it is Chinese (ECMA-376, 18.8.30).
MONTHS_BUILT_IN = frozenset({17, 27, 36, 50, 52, 57})
# Text, a letter taken literally, one skipped or repeated, a colour, language or condition.
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|"[^"]*\Z')
ZEROS = re.compile(r"0{2,15}")
# Days, weekdays and hours; 分 and 秒 stand by their own letters in no format with months.
FINER = re.compile("[dhsa]")

# Excel counts days from here, or from 1904.
SINCE_1900, SINCE_1904 = date(1899, 12, 30), date(1904, 1, 1)
# 1900-03-01, before which Excel counts a day too many, and 9999-12-31.
DAYS = range(61, 2_958_466)


def shown_by(number: int, code: str = "") -> str:
    """Return what a format leaves of a value: MONTH, YEAR, zeros as many as it has digits, or "".

    `number` is the format's own; `code` its code, "" for one that is built in.
    """
    if not code:
        return MONTH if number in MONTHS_BUILT_IN else ""
    if ZEROS.fullmatch(code):
        return code
    bare = LITERAL.sub("", code.partition(";")[0]).casefold()
    if FINER.search(bare) or "general" in bare:
        return ""
    if "m" in bare:
        return MONTH
    return YEAR if "yy" in bare else ""


def as_shown(kind: str, value: float, *, is_1904: bool) -> str:
    """Return a value as its format shows it, "" when that says no less than the value.

    The day is left out only where it is the first of its month, as Excel itself puts it.
    """
    if not float(value).is_integer():
        return ""
    if kind not in (MONTH, YEAR):
        return f"{int(value):0{len(kind)}d}" if value >= 0 else ""
    if int(value) not in DAYS:
        return ""
    day = (SINCE_1904 if is_1904 else SINCE_1900) + timedelta(days=int(value))
    if kind == YEAR:
        return f"{day.year}年" if (day.month, day.day) == (1, 1) else ""
    return f"{day.year}年{day.month}月" if day.day == 1 else ""
