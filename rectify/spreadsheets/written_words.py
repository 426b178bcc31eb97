"""The words that stand around a date in a cell, and those that stand for one."""

import re
import unicodedata

from rectify.spreadsheets.widths import HALF_WIDTH_SIGNS, without_spaces

ENDS = "。．.，,、；;！!"

# Kinds of deadline that name no day.
KINDS = re.compile(
    "立行立改|即知即改|即行即改|立查立改|立整立改|即查即改|边查边改|立改立行|立即整改|立即完成|立即|即改|立改"
    "|长期坚持|长期整改|长期推进|长期落实|长期"
    "|持续整改|持续坚持|持续推进|持续落实|持续|坚持|常态化推进|常态化坚持|常态化|常抓不懈"
)
# Words that say when only to somebody who knows when they were written.
RELATIVE = re.compile(
    "[今明后去前本当次每]年|[本当下上次每]个?月|[本下上每]周|[本下上当每]季"
    "|(?<!\\d)年内|(?<![\\d月份])月[底末初中]|个月|[周天日]之?以?内|近期|尽快|即日|届时|年初"
)
# What may stand beside a date without making it another one. 起 and 后 would.
AROUND = re.compile(
    "于|在|至|到|截至|截止|计划|预计|拟|力争|争取|确保|原则上|最迟|最晚|不晚于|不迟于|不得晚于|应|须|需|务必"
    "|整改时限|完成时限|时限|期限|完成时间|限期|限|已|前|之前|以前|为止|止|内|之内|以内|底前"
    "|全部|全面|基本|初步|整改|完成|到位|办结|销号|落实|见效|取得|阶段性|明显|实质性|成效|进展|任务|工作|并|且|其中"
    "|(?:星期|周)[一二三四五六日天1-6]"
)
NOTHING_MORE = re.compile(rf"(?:\||{KINDS.pattern}|{AROUND.pattern})*")
PUNCTUATION = re.compile(r"[,.;:、。!()\[\]“”\"'《》]")

ONES = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
ONES |= dict.fromkeys("〇零○◯Oo", 0)
TENS = {"十": 1, "廿": 2, "卅": 3}
# Only where they count something: 一 in 一律 is no number.
NUMERAL = re.compile(
    r"(?<![〇零○◯一二三四五六七八九十廿卅])[零〇一二三四五六七八九十廿卅][〇零○◯Oo一二三四五六七八九十]*"
    r"(?=[年月日号]|季度|(?:至|到|-|~|—)[一二三四五六七八九十]+[月日号])"
)


def folded(text: str) -> str:
    """Return what a cell says of a date as one word: no spaces, letters and digits half-width."""
    return without_spaces(text).translate(HALF_WIDTH_SIGNS).strip(ENDS)


def with_digits(text: str) -> str:
    """Return a text for reading: punctuation half-width, 二〇二三年三月 as 2023年3月."""
    text = unicodedata.normalize("NFKC", text).replace("元月", "1月")
    return NUMERAL.sub(lambda found: _digits(found[0]), text)


def _digits(numeral: str) -> str:
    tens = re.fullmatch(r"([一二三四五六七八九]?)([十廿卅])([一二三四五六七八九]?)", numeral)
    if tens is None:
        return "".join(str(ONES[digit]) if digit in ONES else digit for digit in numeral)
    count = ONES.get(tens[1], 1) * TENS[tens[2]]
    return str(count * 10 + ONES.get(tens[3], 0))


def is_nothing_more(rest: str) -> bool:
    """Tell whether all that stands around the dates of a text leaves them as they are."""
    return NOTHING_MORE.fullmatch(PUNCTUATION.sub("", rest)) is not None
