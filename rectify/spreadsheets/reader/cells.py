"""What stands in a cell, freed of what spreadsheets and hurried hands put around it."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from rectify.spreadsheets.quoting import kept
from rectify.spreadsheets.reader.ledger import UNCALCULATED, Value
from rectify.spreadsheets.widths import HALF_WIDTH, HALF_WIDTH_SIGNS, SPACES, without_spaces

PROSE = frozenset({"text", "measures", "goal", "progress", "evidence", "remark"})
DAYS = frozenset({"due_on", "settled_on"})

# A return that Excel has written into the text of a cell as an escape.
RETURN = "_x000D_"
LINE_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
ANY_BREAK = re.compile(r"[ \t\u3000]*[\r\n\x0b\x0c\x85\u2028\u2029]+[ \t\u3000]*")

# A longer text is no name, and would be kept for as long as the server runs.
LONGEST_REMEMBERED = 200
# How people leave a cell of a date or a reason empty without leaving it empty.
NOTHING = frozenset({"/", "／", "\\", "-", "－", "—", "——", "–", "--", "无", "暂无"})
# Excel counts days from here; 36526 is 2000-01-01 and 73415 is 2100-12-31.
SERIAL_ZERO = date(1899, 12, 30)
SERIALS = range(36526, 73416)
# With .0 where a program took a column with gaps for numbers.
SERIAL = re.compile(r"([0-9]{5})(?:\.0+)?")
# （1） and 1、 are how people count, not another number.
ENUMERATED = re.compile(r"[(（]([0-9]+)[)）]|([0-9]+)[、.．,，)）]")

DITTO = frozenset(
    {"同上", "同前", "〃", "″", "〞", "〝", "‶", '"', "＂", "”", "“", "“”", "''", "′′", "’’", "„"}
)
DITTO_ENDS = "。．.，,、；;！!"


def text_of(value: Value) -> str:
    """Return a cell's value as text, tidied at its ends: numbers as Excel shows them."""
    if isinstance(value, str):
        # Most cells are plain, and a hundred thousand rows of them are read at a time.
        if not value.isprintable() or RETURN in value:
            value = LINE_BREAK.sub("\n", value.replace(RETURN, "").replace("\x00", ""))
        return value.strip(SPACES)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    return (value.date() if isinstance(value, datetime) else value).isoformat()


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    if not math.isfinite(value):
        return str(value)
    # Excel keeps 15 digits; what comes after them is noise. Never with an exponent.
    return f"{Decimal(f'{value:.15g}'):f}"


def is_blank(value: Value) -> bool:
    """Tell whether a cell holds nothing that could be read, or a formula that came to nothing."""
    if isinstance(value, str):
        return value == UNCALCULATED or not value.strip(SPACES)
    return value is None


def is_ditto(text: str) -> bool:
    """Tell whether a cell says that it is like the one above: 同上, 〃."""
    return len(text) < 12 and without_spaces(text).rstrip(DITTO_ENDS) in DITTO


def prose(value: Value) -> str:
    """Return prose as it was written; a date in it as the office writes dates."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return text_of(value)


def word(value: Value) -> str:
    """Return a name or a word of choice: on one line, digits and letters of half width."""
    if not isinstance(value, str):
        return text_of(value)
    return _word(value) if len(value) <= LONGEST_REMEMBERED else _on_one_line(value)


# The same few names stand in most rows.
@lru_cache(maxsize=8192)
def _word(text: str) -> str:
    return _on_one_line(text)


def _on_one_line(text: str) -> str:
    plain = text_of(text)
    # No break is printable, and to look for one takes longer than all else.
    if not plain.isprintable():
        plain = ANY_BREAK.sub("", plain)
    return plain if plain.isascii() else plain.translate(HALF_WIDTH)


def code(value: Value) -> str:
    """Return a code such as a number of the ledger: signs too of half width."""
    text = word(value)
    return text if text.isascii() else text.translate(HALF_WIDTH_SIGNS)


def number(value: Value) -> str:
    """Return the number of an entry, without what enumerations put around one: （1）, 1、."""
    text = code(value)
    found = ENUMERATED.fullmatch(text)
    return found[1] or found[2] if found else text


def version(value: Value) -> str:
    """Return a version, or the beginning of what is none."""
    return kept(code(value))


def why_no_number(value: Value) -> str:
    """Return why what is no text cannot be the number of an entry, "" when it can."""
    kinds = {bool: "是 TRUE 或 FALSE", date: "是日期", datetime: "是日期", time: "是时间"}
    kind = kinds.get(type(value), "")
    if isinstance(value, float) and not value.is_integer():
        kind = "是小数"
    if not kind:
        return ""
    return (
        f"这一格{kind}（{text_of(value)}），不是问题编号；请把这一列设成文本格式，再重新填写编号。"
    )


def day(value: Value) -> date | str:
    """Return the date of a real date cell or of a serial number, else what was written.

    A number such as 2023.3 stays text: written_dates.py says what it can mean.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value >= SERIALS.start and math.isfinite(value):
        value = int(value) if int(value) in SERIALS else value
    text = code(value)
    if text in NOTHING:
        return ""
    if (found := SERIAL.fullmatch(text)) and int(found[1]) in SERIALS:
        return SERIAL_ZERO + timedelta(days=int(found[1]))
    return text


def ground(value: Value) -> str:
    """Return the word for a reason, "" when the cell says that there is none."""
    text = word(value)
    return "" if text in NOTHING else text


def cleaner(key: str) -> Callable[[Value], str | date]:
    """Return the function that tidies the cells of a canonical column."""
    if key in PROSE:
        return prose
    if key in DAYS:
        return day
    if key == "withheld_ground":
        return ground
    return {"number": number, "version": version}.get(key, word)
