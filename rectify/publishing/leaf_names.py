"""What a clerk calls every part of an edition's document, and how its value is read."""

from dataclasses import dataclass
from datetime import date

from rectify.dates import written
from rectify.models import Round
from rectify.models.result import MONEY, ResultKind
from rectify.models.round import CommunityDisclosure, RoundKind
from rectify.publishing.content import OF_ROUND
from rectify.publishing.frozen import GROUNDS, OUTCOMES, WITHHELD_KINDS
from rectify.states import Outcome
from rectify.steps import Edition

# Where a part stands: the keys that lead to it, without the places in lists.
Path = tuple[str, ...]

LEVELS = {"issues": "整改问题", "findings": "反馈问题", "measures": "整改措施"}
# The figures of the whole round are called what the variables that print them are called.
OF_TALLY = {
    "total": "数",
    **{outcome.value: f"{outcome.label}数" for outcome in Outcome},
    "rate": "完成率",
}
WHOLE: dict[Path, str] = {
    ("edition",): "版本种类",
    ("schema",): "内容格式",
    ("round", "deadline_on"): "集中整改期最后一天",
    **{
        ("round", name): Round._meta.get_field(name).verbose_name
        for name in OF_ROUND
        if name != "deadline_on"
    },
    **{
        ("ledger", level, part): f"{level_name}{part_name}"
        for level, level_name in LEVELS.items()
        for part, part_name in OF_TALLY.items()
    },
    ("ledger", "community_count"): "社区数",
    ("ledger", "planned_work_count"): "计划项目数",
    ("ledger", "campaigns"): "专项整治名单",
    ("ledger", "mechanisms"): "制度机制名单",
    **{
        ("ledger", "results", kind.value): kind.label[:2] + "金额"
        if kind in MONEY
        else f"{kind.label}人数"
        for kind in ResultKind
    },
    # These hold others, and have no name in front of theirs.
    ("round",): "",
    ("figures",): "",
    ("ledger",): "",
    ("ledger", "results"): "",
}
# What belongs to one category, finding, community, work, week or withheld item.
PARTS = {
    **LEVELS,
    **OUTCOMES,
    "rate": "完成率",
    "title": "名称",
    "name": "名称",
    "code": "代码",
    "is_street": "是否街道本级",
    "told": "公布的问题数",
    "list_sha256": "公布的问题（内容有变）",
    "own": "反馈问题",
    "children": "下级类别",
    "due": "时限",
    "due_on": "最后一天",
    "finished_on": "实际完成日期",
    "standing": "办理情况",
    "ground": "理由",
}
# After a name these are its own: 计划项目“…”的时限, but 类别“…”整改问题已完成.
OF_ONE = {"title", "name", "code", "due", "due_on", "finished_on", "standing", "ground"}
CODED: dict[Path, dict[str, str]] = {
    ("edition",): dict(Edition.choices),
    ("round", "kind"): dict(RoundKind.choices),
    ("round", "community_disclosure"): dict(CommunityDisclosure.choices),
    ("withheld", "ground"): GROUNDS,
}
# As much of a digest as tells two apart.
DIGITS_SHOWN = 12


@dataclass(frozen=True)
class Items:
    """How the items of a list are told apart: by these keys, and by which name in words.

    `label` stands before the name of one, `together` means all of them.
    """

    label: str
    together: str
    keys: tuple[str, ...] = ("title",)
    named_by: str = "title"

    def key(self, item: dict) -> tuple:
        return tuple(str(item.get(key)) for key in self.keys)

    def name(self, item: dict) -> str:
        """Return what an item is called: 类别“…”, 2023年1月2日起的一周."""
        own = str(item.get(self.named_by))
        if self.named_by == "monday":
            return f"{in_words(own)}{self.label}"
        kind = WITHHELD_KINDS.get(str(item.get("kind")), "事项") if "kind" in self.keys else ""
        return f"{self.label}{kind}“{own}”"

    @property
    def may_be_renamed(self) -> bool:
        return self.keys == ("title",)


LISTS: dict[str, Items] = {
    "categories": Items("类别", "类别"),
    "own": Items("反馈问题", "反馈问题"),
    "children": Items("类别", "下级类别"),
    "communities": Items("社区", "社区", ("code",), "name"),
    "planned_works": Items("计划项目", "计划项目"),
    "weeks": Items("起的一周整改问题", "各周办结数", ("monday",), "monday"),
    "withheld": Items("不公开的", "不公开事项", ("kind", "name"), "name"),
}


def name_of(path: Path, above: str) -> str:
    """Return what a part is called, after what the parts around it are called."""
    if path in WHOLE:
        return WHOLE[path]
    if path[0] == "figures" and len(path) == 2:
        return path[1]
    key = path[-1]
    of = "的" if key in OF_ONE else ""
    return f"{above}{of}{PARTS.get(key, f'其他内容（{key}）')}"


def told(path: Path, value) -> str:
    """Return a value in words, "" when there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(told(path, one) for one in value)
    if isinstance(value, dict):
        return summary(path, value)
    text = str(value)
    if path in CODED:
        return CODED[path].get(text, text)
    if path[-1] == "list_sha256":
        return f"SHA-256 {text[:DIGITS_SHOWN]}…"
    return in_words(text) if path[-1].endswith("_on") else text


def in_words(text: str) -> str:
    """Return a day in words; what is no day stays as it is."""
    try:
        return written(date.fromisoformat(text))
    except ValueError:
        return text


def summary(path: Path, item: dict) -> str:
    """Return in a few words what an item holds, beside its name."""
    items = LISTS.get(path[-1])
    beside = {"list_sha256", *((*items.keys, items.named_by) if items else ())}
    parts = []
    for key, value in item.items():
        if key in beside or value in (None, "", [], {}):
            continue
        name = PARTS.get(key, key)
        if isinstance(value, dict):
            parts.append(f"{name} {value.get('total', len(value))} 项")
        elif isinstance(value, list):
            parts.append(f"{name} {len(value)} 项")
        else:
            parts.append(f"{name} {told((*path, key), value)}")
    return "，".join(parts) or "有"
