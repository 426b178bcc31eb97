"""The words in which offices write 整改状态, and the status that each means."""

import re
import unicodedata

# The values and labels of states.Status, repeated so that this stays free of Django: the
# reader is pure. A test holds the two together.
WORDS = {
    "closed": (
        "已销号 销号 完成销号 已完成 完成 已整改 整改完成 已整改完成 已完成整改 完成整改 整改已完成 "
        "已整改到位 整改到位 已办结 办结 整改完毕 已整改完毕 已完毕 全部完成 已全部完成 全部整改完成 "
        "已全部整改完成 全部整改到位 已全部整改到位 按期完成 已按期完成 整改完成销号 已整改销号 是 √ ✓ ✔ ☑ ✅"
    ),
    "sustained": (
        "长期坚持 阶段性完成 已阶段性完成 阶段性完成长期坚持 阶段性完成并长期坚持 需长期坚持 长期整改 "
        "持续整改 持续整改中 持续推进 持续推进中 持续坚持 基本完成并长期坚持 基本完成长期坚持 完成并长期坚持 "
        "完成长期坚持 已完成并长期坚持 已完成长期坚持 已完成需长期坚持"
    ),
    "rectifying": (
        "整改中 正在整改 正在整改中 未完成 尚未完成 没有完成 未整改 未整改到位 未完成整改 未办结 未销号 否 "
        "正在推进 正在推进中 推进中 正在进行 正在进行中 进行中 办理中 正在办理 正在办理中 已签收 × ✗ ✘ ☒ ❌"
    ),
    "to_accept": "待签收 未签收 未开始 尚未开始 未启动 尚未启动",
    "to_endorse": "待初审 申请销号 已申请销号",
    "to_approve": "待批准 初审通过 已初审",
}
# What may be one of several, and is asked about.
AMBIGUOUS = {
    "待销号 等待销号 拟销号": "待初审、待批准",
    "待审核 待审批 审核中 审批中": "待初审、待批准",
    "基本完成 已基本完成 基本整改到位 已基本整改到位 基本整改完成 基本办结": "已销号、长期坚持、整改中",
    "部分完成 已部分完成 部分整改 部分整改到位 大部分完成 完成大部分": "长期坚持、整改中",
    "立行立改 已立行立改 即知即改 已落实 已解决 取得阶段性成效": "已销号、长期坚持、整改中",
}
NOT_TOLD_APART = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff。.,;:!、“”\"'()\[\]]+")


def _folded(text: str) -> str:
    return NOT_TOLD_APART.sub("", unicodedata.normalize("NFKC", text))


STATUS_OF = {_folded(word): status for status, words in WORDS.items() for word in words.split()}
CHOICE_OF = {_folded(word): choice for words, choice in AMBIGUOUS.items() for word in words.split()}
# No word is longer, with room for spaces and punctuation; prose is not even looked at.
LONGEST = 40


def status_of(text: str) -> str:
    """Return the value of the status that a cell's word means, "" when it is none of them.

    Prose is never interpreted: 已完成 is a status, 已完成三次会议 is not.
    """
    return STATUS_OF.get(_folded(text), "") if len(text) <= LONGEST else ""


def choice_of(text: str) -> str:
    """Return the statuses that a word may mean when it is not clear which, "" for any other."""
    return CHOICE_OF.get(_folded(text), "") if len(text) <= LONGEST else ""


def is_like_status(text: str) -> bool:
    """Tell whether a cell says how far an entry is in a word, clear or not, and not in prose."""
    return bool(status_of(text) or choice_of(text))
