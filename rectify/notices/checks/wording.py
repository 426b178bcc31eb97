"""Wrong words, words written twice, and numbers in mixed forms."""

import re
from collections.abc import Iterator

from rectify.notices.checks.mistakes import MISTAKES
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import Passage
from rectify.notices.checks.remark import Remark, Severity

WRONG = [(re.compile(wrong), right) for wrong, right in MISTAKES]
# One character written twice that no word has so: not 为了了解, 参与与会, 以及及时, 对对照检查.
TWICE = re.compile(
    r"的的(?!确|士)|了了(?!解|事|结|然|断|却)|与与(?!会)|及及(?!时|早|格)|是是(?!否|非)|在在(?!建|职|岗|册|校|线|编|用|场|外|押)"
    r"|(?<!将)将将(?!就|才|要)|被被|对对(?!照|标|口|接|策|象|方|外|内|联)|把把(?!关|握|脉)|和和(?!谐|睦|平|解|美|气)"
)
# Two to four characters at once: 进一步进一步, 整改整改.
WORD_TWICE = re.compile(r"(?P<word>[\u4e00-\u9fff]{2,4})(?P=word)")
REPEATABLE = re.compile(
    r"^[一某]|组织|研究|讨论|学习|了解|商量|反复|人人|家家|常常|层层|刚刚|仅仅|往往|方方"
)
# 5千, 3百: figures and numerals mixed, but 万 and 亿 (GB/T 15835-2011, 5.1).
MIXED = re.compile(r"\d[十百千](?=[多余]?[个项件条户人元名次处吨米平])")
# 近600余件: said twice that it is not exact.
ABOUT_TWICE = re.compile(
    r"(?:近|约|超过|不足)\d{1,9}(?:[余多]|[人件户个处次名吨万元]{0,2}(?:左右|上下))"
)


def wrong_words(paper: Paper) -> Iterator[Remark]:
    """A word of the table of common mistakes (mistakes.py): 栓绳 for 拴绳."""
    for passage in paper.passages:
        taken: set[int] = set()
        for pattern, right in WRONG:
            for match in pattern.finditer(str(passage.text)):
                # A word may be wrong by two rows of the table.
                if taken & {*range(*match.span())}:
                    continue
                taken |= {*range(*match.span())}
                yield Remark(
                    "wrong-word",
                    Severity.WARNING,
                    _around(passage, match),
                    passage.place,
                    f"“{match[0]}”多半是“{right}”之误。",
                    f"请改为“{right}”。",
                )


def _around(passage: Passage, match: re.Match) -> str:
    """Return the wrong word; a single character with its neighbours, by which it is found."""
    text = str(passage.text)
    if len(match[0]) > 1:
        return match[0]
    return re.sub(r"[^\u4e00-\u9fff]", "", text[max(0, match.start() - 1) : match.end() + 1])


def words_twice(paper: Paper) -> Iterator[Remark]:
    """Something typed twice: 的的, 进一步进一步."""
    for passage in paper.passages:
        text = str(passage.text)
        for pattern in (TWICE, WORD_TWICE):
            for match in pattern.finditer(text):
                if pattern is WORD_TWICE and (
                    REPEATABLE.search(match["word"]) or len(set(match["word"])) == 1
                ):
                    continue
                # 相关社区社区工作者 may be meant; 的的 never is.
                is_sure = pattern is TWICE or len(match["word"]) > 2
                yield Remark(
                    "word-twice",
                    Severity.WARNING if is_sure else Severity.HINT,
                    match[0],
                    passage.place,
                    "同一个词写了两遍。",
                    "请删去一个。",
                )


def mixed_numbers(paper: Paper) -> Iterator[Remark]:
    """Figures and numerals in one number; not exact said twice (GB/T 15835-2011)."""
    for passage in paper.passages:
        for pattern, code, reason, remedy in (
            (
                MIXED,
                "mixed-number",
                "同一个数混用了阿拉伯数字和汉字。",
                "请全用阿拉伯数字或全用汉字，如 5000、五千。",
            ),
            (
                ABOUT_TWICE,
                "about-twice",
                "“近”“约”“超过”和“余”“多”“左右”只能用一个。",
                "请删去一个。",
            ),
        ):
            for match in pattern.finditer(passage.plain):
                yield Remark(
                    code,
                    Severity.HINT,
                    passage.clause(*match.span()),
                    passage.place,
                    reason,
                    remedy,
                )
