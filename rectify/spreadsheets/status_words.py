"""The words in which offices write 整改状态, and the status that each means."""

import re
import unicodedata

# The values and labels of states.Status, repeated so that this stays free of Django: the
# reader is pure. A test holds the two together.
WORDS = {
    "closed": (
        "已销号 销号 完成销号 已完成 完成 已整改 整改完成 已整改完成 已完成整改 完成整改 整改已完成 "
        "已整改到位 整改到位 已办结 办结 是 √ ✓ ✔ ☑ ✅"
    ),
    "sustained": (
        "长期坚持 阶段性完成 已阶段性完成 阶段性完成长期坚持 阶段性完成并长期坚持 需长期坚持 长期整改 "
        "持续整改 持续推进 持续坚持 基本完成并长期坚持 完成并长期坚持 已完成并长期坚持"
    ),
    "rectifying": (
        "整改中 正在整改 未完成 尚未完成 没有完成 未整改 未整改到位 未完成整改 未办结 未销号 否 正在推进 "
        "推进中 正在进行 进行中 办理中 正在办理 × ✗ ✘ ☒ ❌"
    ),
    "to_accept": "待签收 未签收 未开始 尚未开始 未启动 尚未启动",
    "to_endorse": "待初审 申请销号 已申请销号",
    "to_approve": "待批准 初审通过",
}
NOT_TOLD_APART = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff。.,;:!、“”\"'()\[\]]+")


def _folded(text: str) -> str:
    return NOT_TOLD_APART.sub("", unicodedata.normalize("NFKC", text))


STATUS_OF = {_folded(word): status for status, words in WORDS.items() for word in words.split()}
# No word is longer, with room for spaces and punctuation; prose is not even looked at.
LONGEST = 40


def status_of(text: str) -> str:
    """Return the value of the status that a cell's word means, "" when it is none of them.

    Prose is never interpreted: 已完成 is a status, 已完成三次会议 is not.
    """
    return STATUS_OF.get(_folded(text), "") if len(text) <= LONGEST else ""
