"""What the name of a sheet tells: often, whose entries stand on it.

The reader does not know the communities: it only says what a name may mean, and whoever knows
them looks which of it is one (placing.py).
"""

import re
import unicodedata

# 3.新园里社区, 03、新园里, 1-新园里, （一）新园里, 附件1新园里: in an order of their own.
IN_ORDER = re.compile(
    r"(?:附件|附表|表)?\s*"
    r"(?:\((?:\d{1,3}|[一二三四五六七八九十]{1,3})\)|\d{1,3}(?!\d)|[一二三四五六七八九十]{1,3}(?=[.、]))"
    r"\s*[-.、_:—–]*\s*"
)
# 2023年新园里社区, 杭州道街道新园里社区.
BEFORE = re.compile(r"(?:\d{4}年度?|.{1,12}?(?:街道|镇|乡)(?=.{2}))\s*")
# 新园里社区（18项）, 新园里社区 (2), 新园里社区18项.
COUNTED = re.compile(r"\s*(?:\([^()]*\)|\d{1,5}[项个条宗件])\s*\Z")
# 新园里社区台账, 新园里社区问题清单, 新园里社区整改情况.
KIND = re.compile(
    r"[\s\-_]*(?:的?(?:巡察|反馈|整改|问题|任务|责任|成效|工作|落实|进展|台账|清单|汇总|明细|一览"
    r"|统计|情况|数据|表|\d{4}年?))+\Z"
)


def names_in(sheet: str) -> tuple[str, ...]:
    """Return what the name of a sheet may say whose entries they are, the whole name first."""
    whole = unicodedata.normalize("NFKC", sheet).strip()
    found = [whole]
    while len(shorter := KIND.sub("", COUNTED.sub("", found[-1])).strip()) < len(found[-1]):
        found.append(shorter)
    for begins in (IN_ORDER, BEFORE):
        found += [begins.sub("", name, count=1) for name in found if begins.match(name)]
    return tuple(dict.fromkeys(name for name in found if name))
