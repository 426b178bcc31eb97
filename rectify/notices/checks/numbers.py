"""Numbers as people write them: 523, ５２３, 1,523, 五百二十三, 二〇二三, 百分之九十九."""

from decimal import Decimal

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
MULTIPLES = {"十": 10, "百": 100, "千": 1000}
# To be put into patterns over text of one width. Bounded, so that no pattern can run away.
ARABIC = r"\d{1,9}(?:,\d{3}){0,2}(?:\.\d{1,4})?"
CHINESE = r"[零〇一二两三四五六七八九十百千万]{1,12}"
NUMBER = rf"(?:{ARABIC}|{CHINESE})"
# Before a number that is an ordinal, a part of a longer one, or only about so much.
NOT_A_COUNT_BEFORE = r"(?<![第\d.,近约])(?<!超过)(?<!不足)(?<!将近)"


def number_of(text: str) -> Decimal | None:
    """Return the value of a number, or None when the characters are not one (百千, 十二十)."""
    if text[:1].isdigit():
        return Decimal(text.replace(",", ""))
    if not text:
        return None
    if not any(sign in MULTIPLES or sign == "万" for sign in text):
        return Decimal("".join(str(DIGITS[sign]) for sign in text))
    above, found, below = text.partition("万")
    if found:
        high = _below_ten_thousand(above)
        low = _below_ten_thousand(below) if below else 0
        return None if high is None or low is None else Decimal(high * 10000 + low)
    value = _below_ten_thousand(text)
    return None if value is None else Decimal(value)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last = 0, None, 10000
    for sign in text:
        if sign in DIGITS:
            if digit:
                return None
            digit = DIGITS[sign]
        elif sign in MULTIPLES and MULTIPLES[sign] < last:
            last = MULTIPLES[sign]
            # 十二 is 12; 百 alone is nothing.
            if digit is None and (sign != "十" or total):
                return None
            total += (1 if digit is None else digit) * last
            digit = None
        else:
            return None
    return (total + (digit or 0)) or None
