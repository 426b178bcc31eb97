"""Cells in the office's words, turned into values, with refusals in Chinese."""

from datetime import date

from import_export.widgets import CharWidget, Widget

from rectify.models.withholding import WithholdingGround
from rectify.spreadsheets.matching import folded
from rectify.spreadsheets.quoting import quoted
from rectify.spreadsheets.status_words import choice_of, status_of
from rectify.spreadsheets.written_dates import read_day, read_settled
from rectify.states import Status

PUBLIC = dict.fromkeys(["是", "公开", "√", "y", "yes", "1", "true"], True)
PUBLIC |= dict.fromkeys(["否", "不公开", "×", "n", "no", "0", "false"], False)

# How offices shorten the five grounds.
GROUND_WORDS = {
    WithholdingGround.SECRET: "涉密 国家秘密 涉国家秘密 涉及秘密 涉密事项 涉密内容 属于国家秘密",
    WithholdingGround.INVESTIGATION: (
        "初核 初核中 正在初核 已立案未公布 立案未公布 已立案 已立案尚未公布 初核或立案未公布 初核或已立案 "
        "初核或已立案尚未公布"
    ),
    WithholdingGround.OPINION: (
        "负面炒作 引起负面炒作 引发负面炒作 可能引发负面炒作 可能造成负面炒作 可能负面炒作"
    ),
    WithholdingGround.UNREST: (
        "群体性事件 群体事件 引发群体性事件 引起群体性事件 可能引起群体性事件 可能造成群体性事件"
    ),
    WithholdingGround.SENSITIVE: "重大敏感 敏感事项 重大敏感问题 涉及重大敏感事项 属于重大敏感事项",
}
GROUND_OF = {
    folded(word): ground.value
    for ground, words in GROUND_WORDS.items()
    for word in (ground.label, *words.split())
}
# No ground is longer, with spaces and punctuation.
LONGEST_GROUND = 60


class TextWidget(CharWidget):
    """A cell of text. A real date in it is written as text."""

    def clean(self, value, row=None, **kwargs):
        return value.isoformat() if isinstance(value, date) else value


class NameWidget(Widget):
    """A cell that names one of a known set of rows.

    `names` returns the set when it is first needed.
    """

    def __init__(self, names):
        super().__init__()
        self.names = names

    def clean(self, value, row=None, **kwargs):
        return self.names().find(str(value)) if value else None


class FindingWidget(Widget):
    """A cell that names a finding, read together with the one that names its category."""

    def __init__(self, directory):
        super().__init__()
        self.directory = directory

    def clean(self, value, row=None, **kwargs):
        return self.directory.finding(str(row.get("category") or ""), str(value)) if value else None


class OwnerWidget(Widget):
    """A cell that names an owner of the entry's own community; `entry` is the entry so far."""

    def __init__(self, directory):
        super().__init__()
        self.directory = directory

    def clean(self, value, row=None, *, entry, **kwargs):
        if not value:
            return None
        return self.directory.owner(entry.community, str(value))


class StatusWidget(Widget):
    """A cell that says how far the entry is; an empty one says that nobody has begun."""

    def clean(self, value, row=None, **kwargs):
        if not value:
            return Status.TO_ACCEPT.value
        status = status_of(str(value))
        if not status:
            if choice := choice_of(str(value)):
                raise ValueError(f"整改状态{quoted(value)}说得不够清楚，请写这几种之一：{choice}。")
            raise ValueError(
                f"整改状态{quoted(value)}读不懂，请写这几种之一：{'、'.join(Status.labels)}。"
            )
        return status


class GroundWidget(Widget):
    """A cell that gives the ground on which an entry is withheld."""

    def clean(self, value, row=None, **kwargs):
        if not value:
            return ""
        if len(str(value)) <= LONGEST_GROUND and (code := GROUND_OF.get(folded(str(value)))):
            return code
        listing = "、".join(WithholdingGround.labels)
        raise ValueError(f"不公开理由{quoted(value)}不在规定的写法里：{listing}。")


def is_public(value) -> bool | None:
    """Return what a cell of 是否公开 says, None when it is empty. Raises ValueError."""
    word = folded(str(value or "")[:LONGEST_GROUND])
    if not word:
        return None
    if word in PUBLIC:
        return PUBLIC[word]
    raise ValueError(f"是否公开{quoted(value)}读不懂，请写 是 或 否。")


class DeadlineWidget(Widget):
    """A cell that gives a deadline: the day, and how it is written.

    `since` is the day after which a date without a year falls.
    """

    def __init__(self, since: date | None):
        super().__init__()
        self.since = since

    def clean(self, value, row=None, **kwargs):
        return read_day(value, since=self.since) if value else None


class SettledWidget(DeadlineWidget):
    """A cell that gives the day on which an entry was settled."""

    def clean(self, value, row=None, **kwargs):
        return read_settled(value, since=self.since) if value else None
