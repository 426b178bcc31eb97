"""What is counted is itemised: campaigns, mechanisms, and the bodies that were inspected."""

import re
from collections.abc import Iterator

from rectify.notices.checks.numbers import NUMBER, number_of
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import Passage
from rectify.notices.checks.remark import Remark, Severity

# A name that says only which one it is: 专项整治第1项, 制度2, 示例制度.
PLACEHOLDER = re.compile(
    r"(?:示例)?(?:专项整治|专项行动|制度机制|制度|机制)?(?:第?[\d一二三四五六七八九十]{1,3}[项个条]?)?"
)


def _counted(nouns: str, units: str) -> re.Pattern:
    """Return the pattern of nouns with their number, on either side."""
    return re.compile(
        rf"(?P<noun>{nouns})[^，。；\d]{{0,4}}?(?P<number>{NUMBER})[{units}]"
        rf"|(?P<first>{NUMBER})[{units}](?P<then>{nouns})"
    )


COUNTED = {
    "campaigns": (
        "campaigns-not-itemised",
        "专项整治",
        _counted("专项整治|专项治理|专项行动", "项个次"),
        "专项整治名单",
    ),
    "mechanisms": (
        "mechanisms-not-itemised",
        "制度机制",
        _counted("制度机制|制度|机制", "项个条"),
        "制度机制名单",
    ),
}


def not_itemised(paper: Paper) -> Iterator[Remark]:
    """Campaigns and mechanisms that are counted without being named."""
    for attribute, (code, noun, pattern, variable) in COUNTED.items():
        names = getattr(paper, attribute)
        if not names:
            continue
        counted = _printed(paper, pattern, noun, len(names))
        if not counted:
            continue
        passage, clause = counted
        unknown = [name for name in names if PLACEHOLDER.fullmatch(name)]
        unnamed = [name for name in names if name not in paper.text]
        if unknown:
            reason = (
                f"{noun}有 {len(names)} 项，其中 {len(unknown)} 项没有名称（如“{unknown[0]}”），"
                "正文也没有逐项列出。"
            )
            remedy = f"请在轮次的“{noun}”里填写真实的名称，再在正文里用变量 {{{variable}}} 列出。"
        elif len(unnamed) == len(names):
            reason = f"{noun}只写了数量，{len(names)} 项的名称一项也没有列出。"
            remedy = f"请在正文里用变量 {{{variable}}} 列出。"
        else:
            continue
        yield Remark(code, Severity.WARNING, clause, passage.place, reason, remedy)


def _printed(
    paper: Paper, pattern: re.Pattern, noun: str, count: int
) -> tuple[Passage, str] | None:
    """Return where the count stands; by another noun it is the count only if it is as many."""
    for passage in paper.passages:
        for match in pattern.finditer(passage.plain) if not passage.in_finding else ():
            said = match["noun"] or match["then"]
            if said == noun or number_of(match["number"] or match["first"]) == count:
                return passage, passage.clause(*match.span())
    return None


def inspected_but_not_counted(paper: Paper) -> Iterator[Remark]:
    """The opening inspects the street and its communities; the counts name communities only."""
    body = paper.round.inspected_body
    if not body or (paper.street and paper.street.issues.total):
        return
    opening = re.compile(
        rf"对(?P<bodies>{re.escape(body)}(?:党工委|工委|党委|机关|本级)?(?:及|和|、|以及|与)(?:所辖|所属|下辖|辖区)?(?:{NUMBER})?个?[^，。；]{{0,40}}?(?:社区|村)[^，。；]{{0,8}}?)(?:党组织)?(?:开展|进行)"
    )
    counting = re.compile(
        rf"{NUMBER}个?(?:社区|村)[^，。；]{{0,10}}?(?:涉及|存在|领办|认领|反馈)?[^，。；]{{0,6}}?问题[^，。；\d]{{0,4}}?{NUMBER}[项个条]"
    )
    counted = None
    for passage in paper.passages:
        match = counting.search(passage.plain)
        if match:
            counted = passage.clause(*match.span())
            break
    for passage in paper.passages:
        match = opening.search(str(passage.text))
        if match and counted:
            yield Remark(
                "inspected-but-not-counted",
                Severity.WARNING,
                match["bodies"],
                passage.place,
                f"巡察的是“{match['bodies']}”，而数字只说社区的（“{counted}”），"
                f"台账里也没有{body}本级的整改问题。",
                f"请核对{body}本级有没有问题：有的，把本级选入被巡察的社区并录入问题；没有的，在文中说明。",
            )
            return
