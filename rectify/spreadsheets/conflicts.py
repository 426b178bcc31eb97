"""What a row changes of an entry, and whether somebody was quicker."""

from rectify.models import Issue
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.existing import ExistingIssues
from rectify.spreadsheets.facts import FACTS


def differing(issue: Issue, before: dict[str, object]) -> list[str]:
    """Return the keys of the facts in which an entry is not what it was before."""
    return [key for key, was in before.items() if getattr(issue, FACTS[key]) != was]


def shown(key: str, value) -> str:
    """Return a fact as people read it."""
    if key == "is_public":
        return "否" if value else "是"
    if key == "withheld_ground":
        return Issue(withheld_ground=value).get_withheld_ground_display()
    if key == "finding":
        return value.title
    return str(value) if value else ""


def why_conflict(issue: Issue, told, before: dict[str, object], existing: ExistingIssues) -> str:
    """Return why a row would undo what was done in the system since it was exported, or "".

    `issue` is the entry as the row wants it, `before` its facts as they are stored, `told` the
    version that the row was exported with, if it was. What the workflow did meanwhile is no
    conflict: an import leaves that alone.
    """
    if not told:
        return ""
    if not (str(told).isascii() and str(told).isdecimal()):
        return f"版本“{told}”不对：它是系统写的，请不要改；自己新增的行请留空。"
    if not issue.pk:
        deleted = existing.was_deleted(issue.number)
        if deleted:
            return "导出以后，这一项在系统里已经删除；要重新录入，请把版本留空。"
        return (
            "这一行带着版本，像是从系统导出的，可是本轮次没有这个编号：请核对轮次选得对不对；"
            "确实是新增的，请把版本留空。"
        )
    version = int(told)
    if version == issue.version or not differing(issue, before):
        return ""
    if version > issue.version:
        return f"版本“{told}”不对：系统里是 {issue.version}。请重新导出再改。"
    changed = existing.changed_since(issue, before)
    if changed is None:
        return f"版本“{told}”不对：系统里没有这个版本。请重新导出再改。"
    if not changed:
        return ""
    listing = "、".join(OF_KEY[key].name for key in changed)
    return f"导出以后系统里有人改过（{listing}），没有用表格覆盖；请重新导出，在新的表格上改。"
