"""Names and terms that drift: the same body or thing under two names."""

import re
from collections import defaultdict
from collections.abc import Iterator

from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import Passage
from rectify.notices.checks.remark import Remark, Severity

# Characters that slip into a name or out of it: 街道工委 and 街道党工委, 杭州道街道 and 杭州道街.
SLIPPING = "党道办室会"
LAST_SLIPPING = "道"
SHORTEST_NAME = 4
# Words that stand for the same thing, of which one notice should choose one.
ALIKE = [
    ("廉洁", "廉政"),
    ("工委", "党工委"),
    ("纪工委", "纪检监察工委"),
    ("制定", "制订"),
]


def drifting_names(paper: Paper) -> Iterator[Remark]:
    """A name of the dictionary with one character more or fewer (称谓表)."""
    known = {*paper.names.values(), *paper.departments, *(one.name for one in paper.communities)}
    known |= {paper.round.publisher, paper.round.inspected_body} - {""}
    official = dict.fromkeys(
        [
            *paper.names.values(),
            *([paper.round.inspected_body] if paper.round.inspected_body else []),
        ]
    )
    said = set()
    for name in official:
        # There is nothing to drift from where the name itself is not used.
        if len(name) < SHORTEST_NAME or name not in paper.text:
            continue
        for variant, pattern in _variants(name, known):
            # Most variants stand nowhere: the quick look first.
            if variant in said or variant not in paper.text:
                continue
            finds = [
                (passage, match)
                for passage in paper.passages
                for match in pattern.finditer(str(passage.text))
            ]
            if not finds:
                continue
            said.add(variant)
            passage, match = finds[0]
            key = next((key for key, text in paper.names.items() if text == name), "")
            yield Remark(
                "drifting-name",
                Severity.WARNING,
                passage.clause(*match.span()),
                passage.place,
                f"同一个单位写成了“{variant}”和“{name}”两种（“{variant}”有 {len(finds)} 处）。",
                f"请统一成“{name}”，用变量 {{{key}}} 写。"
                if key
                else "请统一，并在称谓表里列出，用变量写。",
            )


def _variants(name: str, known: set[str]) -> Iterator[tuple[str, re.Pattern]]:
    """Yield the names that differ from one by one slipping character, each with its pattern."""
    for at in range(1, len(name)):
        for sign in SLIPPING:
            if sign not in (name[at - 1], name[at]):
                longer = name[:at] + sign + name[at:]
                yield longer, re.compile(re.escape(longer))
    for at, sign in enumerate(name):
        is_last = at == len(name) - 1
        if not at or sign not in (LAST_SLIPPING if is_last else SLIPPING):
            continue
        shorter = name[:at] + name[at + 1 :]
        # Not where the whole name stands, nor another one that is known.
        others = [one[one.find(shorter) :] for one in known if shorter in one and one != shorter]
        ahead = "".join(f"(?!{re.escape(other)})" for other in others)
        yield shorter, re.compile(ahead + re.escape(shorter))


def drifting_terms(paper: Paper) -> Iterator[Remark]:
    """Two words for one thing beside the same words: 廉洁风险 and 廉政风险, 街道工委 and 街道党工委."""
    for pair in ALIKE:
        finds = {word: list(_finds(paper, word, pair)) for word in pair}
        for beside in (_after, _before):
            contexts = {word: _by_context(rows, beside) for word, rows in finds.items()}
            for context in [one for one in contexts[pair[0]] if one in contexts[pair[1]]]:
                rare, usual = sorted(pair, key=lambda word: len(contexts[word][context]))
                both = [
                    word + context if beside is _after else context + word for word in (rare, usual)
                ]
                # Of names in the dictionary `drifting_names` speaks.
                if set(both) & set(paper.names.values()):
                    continue
                for passage, match in contexts[rare][context]:
                    yield Remark(
                        "drifting-term",
                        Severity.HINT,
                        passage.clause(*match.span()),
                        passage.place,
                        f"同一个意思写成了“{both[0]}”和“{both[1]}”两种。",
                        "请统一成一种。",
                    )


def _after(text: str, match: re.Match) -> str:
    return text[match.end() : match.end() + 2]


def _before(text: str, match: re.Match) -> str:
    return text[max(0, match.start() - 2) : match.start()]


def _by_context(rows, beside) -> dict[str, list]:
    """Return the finds by the two characters beside them, when these are words."""
    contexts = defaultdict(list)
    for passage, match in rows:
        context = beside(str(passage.text), match)
        if re.fullmatch(r"[\u4e00-\u9fff]{2}", context):
            contexts[context].append((passage, match))
    return contexts


def _finds(paper: Paper, word: str, pair: tuple[str, str]) -> Iterator[tuple[Passage, re.Match]]:
    other = pair[1] if word == pair[0] else pair[0]
    # 工委 inside 党工委 is not 工委.
    before = f"(?<!{re.escape(other.removesuffix(word))})" if other.endswith(word) else ""
    pattern = re.compile(before + re.escape(word))
    for passage in paper.passages:
        for match in pattern.finditer(str(passage.text)):
            yield passage, match


# Terms that are written in quotation marks because they are shorthand.
SHORTHAND = (
    "回头看",
    "三会一课",
    "四议两公开",
    "五议两公开",
    "三重一大",
    "一岗双责",
    "四不两直",
    "两学一做",
    "接诉即办",
    "门前三包",
    "一把手",
    "两个维护",
    "两个确立",
    "四个意识",
    "四个自信",
    "吹哨报到",
    "最后一公里",
    "四种形态",
    "第一种形态",
)


def quoted_and_bare(paper: Paper) -> Iterator[Remark]:
    """A term in quotation marks in one place and without them in another (GB/T 15834-2011, 4.8)."""
    titles = {
        one.name for one in (*paper.findings_counted, *paper.categories, *paper.subcategories)
    }
    quoted = {
        term
        for passage in paper.passages
        for pair in (r"“([^“”]{2,12})”", r"‘([^‘’]{2,12})’")
        for term in re.findall(pair, str(passage.text))
        if len(term) >= 3 and re.fullmatch(r"[\u4e00-\u9fff]+", term) and term not in titles
    }
    for term in sorted({*quoted, *SHORTHAND}, key=lambda term: (-len(term), term)):
        for passage in paper.passages:
            for match in re.finditer(re.escape(term), str(passage.text)):
                if _is_bare(passage, match, quoted):
                    reason = (
                        f"“{term}”别处加了引号，这里没有加。"
                        if term in quoted
                        else f"“{term}”是简称，一般加引号。"
                    )
                    yield Remark(
                        "quoted-and-bare" if term in quoted else "usually-quoted",
                        Severity.HINT,
                        passage.clause(*match.span()),
                        passage.place,
                        reason,
                        "请统一加上引号；在别的引号里面的，用单引号。",
                    )


def _is_bare(passage: Passage, match: re.Match, quoted: set[str]) -> bool:
    text = str(passage.text)
    before = text[max(0, match.start() - 1) : match.start()]
    after = text[match.end() : match.end() + 1]
    if '"' in before + after or "'" in before + after:
        return False
    # Part of a longer term that is quoted itself, or of the name of a document.
    for opening, closing in ("“”", "‘’", "《》"):
        begins = text.rfind(opening, 0, match.start())
        ends = text.find(closing, match.end())
        is_opened = begins >= 0 and closing not in text[begins : match.start()]
        is_closed = ends >= 0 and opening not in text[match.end() : ends]
        if is_opened and is_closed:
            inside = text[begins + 1 : ends]
            if opening == "《" or inside == match[0] or inside in quoted:
                return False
        # Of a mark without its partner another rule speaks.
        elif (is_opened and before == opening) or (is_closed and after == closing):
            return False
    return True
