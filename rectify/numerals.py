"""Chinese numerals, and the numbering that official documents put before their parts."""

import re
from dataclasses import dataclass

DIGITS = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ARROW = "→"


def chinese_number(number: int) -> str:
    """Write a whole number from 0 to 99,999,999 in Chinese, as in 第二十三项 (not 二三)."""
    if not 0 <= number <= 99_999_999:
        raise ValueError(f"只能写 0 到 99999999 的中文数字，不能写 {number}。")
    if number == 0:
        return DIGITS[0]
    myriads, rest = divmod(number, 10_000)
    text = f"{_digits(myriads)}万" if myriads else ""
    if text and 0 < rest < 1000:
        text += DIGITS[0]
    text += _digits(rest)
    # 十一 and 二十一, but 一百一十一.
    return text.removeprefix("一") if text.startswith("一十") else text


def _digits(number: int) -> str:
    """Write a whole number from 0 to 9,999, nothing for 0 and 一十一 for 11."""
    text = ""
    skipped = False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += (DIGITS[0] if skipped else "") + DIGITS[digit] + unit
            skipped = False
        elif text:
            skipped = True
    return text


def _circled(number: int) -> str:
    return CIRCLED[number - 1] if number <= len(CIRCLED) else f"（{number}）"


STYLES = {"一": chinese_number, "1": str, "１": str, "①": _circled}
NONE = "无"


@dataclass(frozen=True)
class Ordinal:
    """One level's numbering, written as its first label: 一、 or （一） or 1. or 一是."""

    before: str
    style: str
    after: str

    @classmethod
    def parse(cls, label: str) -> "Ordinal":
        """Read a first label.

        无 stands for a level without numbers. Raises ValueError, with a sentence in
        Chinese, unless exactly one numeral one (一, 1 or ①) stands in any other label.
        """
        if label == NONE:
            return cls("", "", "")
        found = re.findall(f"[{''.join(STYLES)}]", label)
        if len(found) != 1:
            raise ValueError(
                f"“{label}”看不出怎样编号：请写出这一级的第一个序号，如 一、 （一） 1. （1） ① 一是。"
            )
        before, after = label.split(found[0])
        return cls(before, found[0], after)

    def __call__(self, number: int) -> str:
        """Return the label of the given number, counted from 1."""
        number_text = STYLES[self.style](number) if self.style else ""
        return f"{self.before}{number_text}{self.after}"


def parse_numbering(text: str) -> list[Ordinal]:
    """Read the numbering of all levels, outermost first, such as 一、→（一）→（1）.

    Raises ValueError with a sentence in Chinese when a level cannot be read.
    """
    return [Ordinal.parse(label.strip()) for label in text.split(ARROW)]
