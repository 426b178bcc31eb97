"""One heading or one list of measures that is unlike all the others."""

import re
from collections import defaultdict
from collections.abc import Iterator

from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import LONGEST_QUOTATION, Passage
from rectify.notices.checks.remark import Remark, Severity
from rectify.numerals import Ordinal

# With fewer there is no habit to differ from.
HABIT = 3


def odd_headings(paper: Paper) -> Iterator[Remark]:
    """对“…”的问题 among many 针对“…”的问题."""
    headings = [_heading(passage, paper.finding_at) for passage in _firsts(paper, "反馈问题“")]
    yield from _odd(headings, "heading-differs", "反馈问题的标题")
    headings = [_heading(passage, paper.category_at) for passage in _firsts(paper, "类别“")]
    yield from _odd(headings, "heading-differs", "类别的标题")


def _firsts(paper: Paper, place: str) -> list[Passage]:
    """Return the first passage of every place of this kind."""
    firsts = {}
    for passage in paper.passages:
        if passage.place.startswith(place):
            firsts.setdefault(passage.place, passage)
    return list(firsts.values())


def _heading(passage: Passage, known: dict) -> tuple[str, str, Passage]:
    """Return a heading's words without its title, and as they stand."""
    heading = str(passage.block.lead or passage.text)
    title = known[passage.place].name if passage.place in known else ""
    # Inside quotation marks those of the title change places.
    turned = title.translate(str.maketrans("“”‘’", "‘’“”"))
    for name in (title, turned):
        if name and name in heading:
            return heading.replace(name, "……", 1).rstrip("，。："), heading, passage
    return heading.rstrip("，。："), heading, passage


def _odd(rows: list[tuple[str, str, Passage]], code: str, what: str) -> Iterator[Remark]:
    forms = defaultdict(list)
    for form, words, passage in rows:
        forms[form].append((words, passage))
    usual = max(forms, key=lambda form: len(forms[form]), default="")
    if not usual or len(forms[usual]) < HABIT:
        return
    for form, odd in forms.items():
        if form != usual and len(odd) <= max(1, len(rows) // 10):
            for words, passage in odd:
                yield Remark(
                    code,
                    Severity.HINT,
                    words,
                    passage.place,
                    f"{what}，{len(rows)} 条里有 {len(forms[usual])} 条写作“{usual}”，只有"
                    f"{'这一条' if len(odd) == 1 else '这几条'}写作“{form}”。",
                    "请改成一致；这一条确要不同的，不用改。",
                )


def odd_measures(paper: Paper) -> Iterator[Remark]:
    """One list of measures joined by ；, or without 一是, among lists of another form."""
    label = Ordinal.parse(paper.round.measure_label)
    if not label.style:
        return
    first, second = label(1), label(2)
    rows = []
    for place in dict.fromkeys(one.place for one in paper.passages if one.in_finding):
        passages = [one for one in paper.passages if one.place == place]
        listed = next((one for one in passages if _label_at(one, first) >= 0), None)
        last = passages[-1]
        if listed is None:
            # A heading alone lists nothing.
            if last.is_prose and last.block.text:
                begins = len(last.block.lead)
                rows.append((f"不写“{first}”", last.clause(begins, begins + 1), last))
            continue
        whole = "\n".join(str(one.text) for one in passages)
        text = str(listed.text)
        begins = _label_at(listed, first)
        between, found, _ = whole[whole.find(text) + begins :].partition(second)
        if found:
            stop = "另起一段" if between.endswith("\n") else between[-1:]
            quotation = text[begins : begins + len(between) + len(second)][:LONGEST_QUOTATION]
            rows.append((f"{first}……{stop}{second}……", quotation, listed))
    yield from _odd(rows, "measures-differ", "整改措施")


def _label_at(passage: Passage, label: str) -> int:
    text = str(passage.text)
    if text.startswith(label):
        return 0
    match = re.search(rf"[。；：，]{re.escape(label)}", text)
    return match.start() + 1 if match else -1
