"""Punctuation (GB/T 15834-2011)."""

import re
from collections.abc import Iterator

from rectify.notices.blocks import Kind
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import Passage
from rectify.notices.checks.remark import Remark, Severity

HAN = r"[\u4e00-\u9fff]"
# Beside Chinese writing; not 9:00, (022)66596006 or an address of e-mail.
HALF_WIDTH = re.compile(
    rf"(?<={HAN})[,;:?!](?!//)|(?<=[”’》）\)])[,;:?!]|[,;?!](?={HAN})|(?<={HAN})\.(?={HAN}|$)"
    rf"|\((?={HAN})|(?<={HAN})\)|(?<={HAN})[\"']|[\"'](?={HAN})"
)
FULL_WIDTH = dict(zip(",;:?!.()", "，；：？！。（）", strict=True))
PAIRS = {"（": "）", "“": "”", "‘": "’", "《": "》", "〈": "〉", "【": "】", "「": "」", "〔": "〕"}
CLOSING = {closing: opening for opening, closing in PAIRS.items()}
# 1）, a）: a number with half a bracket opens nothing.
NUMBERED = re.compile(r"(?:^|[。；：，])[ ]?(?:\d{1,2}|[一二三四五六七八九十a-z])$")
DOUBLED = re.compile(
    r"[，、；：]{2,}|。{2,}|[，、；：]。|。[，、；：]|[？！][，、；：。]|[，、；：。]{1}[ ]+[，、；：。]"
)
STOP_TWICE = re.compile(r"。[”’]。|[！？][”’]。|《[^《》]{1,40}》、(?=《)|”、(?=“)")
FINISHED = tuple("。！？：；…—”’）》")
LABELLED = re.compile(r"^[^，。；：]{2,10}：")


def half_width(paper: Paper) -> Iterator[Remark]:
    """Half-width punctuation in Chinese prose; one remark for each line."""
    for passage in paper.passages:
        finds = list(HALF_WIDTH.finditer(str(passage.text)))
        if finds:
            first = finds[0]
            signs = dict.fromkeys(match[0] for match in finds)
            told = "、".join(f"“{sign}”应为“{FULL_WIDTH.get(sign, '“ ”')}”" for sign in signs)
            yield Remark(
                "half-width-punctuation",
                Severity.HINT,
                str(passage.text)[max(0, first.start() - 8) : first.end() + 8].strip(),
                passage.place,
                f"中文里用了半角标点（{len(finds)} 处）：{told}。",
                "请改用全角标点。",
            )


def unpaired(paper: Paper) -> Iterator[Remark]:
    """A quotation mark, bracket or title mark without its partner, or inside its own kind."""
    for passage in paper.passages:
        text = str(passage.text)
        opened: list[int] = []
        for at, sign in enumerate(text):
            if sign in PAIRS:
                if sign == "“" and any(text[one] == sign for one in opened):
                    yield _at(
                        passage,
                        at,
                        "nested-quotation",
                        "双引号里面又用了双引号。",
                        "里面的请改用单引号‘’。",
                    )
                opened.append(at)
            elif sign in CLOSING:
                if opened and text[opened[-1]] == CLOSING[sign]:
                    opened.pop()
                elif not (sign == "）" and NUMBERED.search(text[:at])):
                    yield _at(passage, at, "unpaired", f"“{sign}”前面没有配对的“{CLOSING[sign]}”。")
        for at in opened:
            yield _at(passage, at, "unpaired", f"“{text[at]}”后面没有配对的“{PAIRS[text[at]]}”。")


def _at(passage: Passage, at: int, code, reason, remedy="请补上或删去。") -> Remark:
    # Quotation marks belong to the clause, so that it is seen which is meant.
    return Remark(code, Severity.WARNING, passage.clause(at, at + 1), passage.place, reason, remedy)


def doubled(paper: Paper) -> Iterator[Remark]:
    """Two marks where one belongs: ，， 。， 。”。"""
    for passage in paper.passages:
        text = str(passage.text)
        for pattern, code, reason in (
            (DOUBLED, "doubled-punctuation", "两个标点连在一起。"),
            (STOP_TWICE, "needless-punctuation", ""),
        ):
            for match in _some(pattern, text):
                listed = match[0].endswith("、")
                yield Remark(
                    code,
                    Severity.HINT if code == "needless-punctuation" else Severity.WARNING,
                    text[max(0, match.start() - 6) : match.end() + 6].strip(),
                    passage.place,
                    reason
                    or (
                        "并列的书名号或引号之间一般不用顿号。"
                        if listed
                        else "引号里面已有句末标点，外面不再用句号。"
                    ),
                    "请删去多余的一个。",
                )


def _some(pattern: re.Pattern, text: str) -> list[re.Match]:
    """Return the finds, of what is a matter of taste only the first."""
    finds = list(pattern.finditer(text))
    return finds[:1] if pattern is STOP_TWICE else finds


def unfinished(paper: Paper) -> Iterator[Remark]:
    """A paragraph without its stop."""
    for passage in paper.passages:
        text = str(passage.text).rstrip()
        if passage.kind not in (Kind.PARAGRAPH, Kind.ENTRY) or len(text) < 10:
            continue
        if text.endswith(FINISHED) or LABELLED.match(text):
            continue
        yield Remark(
            "paragraph-without-stop",
            Severity.WARNING,
            text[-20:],
            passage.place,
            "这一段末尾没有句号。"
            if text[-1] not in "，、,;"
            else f"这一段以“{text[-1]}”结束，话没有说完。",
            "请补上句末标点，或者把话写完。",
        )
