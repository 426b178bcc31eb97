"""Words by which a text speaks of other problems than those of this inspection."""

import re

from rectify.notices.checks.passages import FARTHEST

# Problems that a text has just spoken of are not those of the inspection: 检查发现隐患，12个问题已整改.
FOUND_ELSEWHERE = re.compile(
    r"(?:(?<!巡察)发现|查出|查找|查摆|收集|征集|受理|接到|投诉|诉求|信访|热线|回头看|抽查|督查|督察|自查"
    r"|办实事|急难愁盼|(?:居民|群众)(?:反映|提出))[^。；]{0,60}(?:[。；][^。；]{0,40})?$"
    r"|(?:检查|排查|走访|巡查|整治|行动|座谈|培训)[^。；]{0,60}$"
)
# Whoever else inspects, and what else than this inspection finds: 去年审计指出的12个问题.
BY_OTHERS = re.compile(
    r"(?:审计|督察|督查|(?<!巡察)检查|抽查|自查|环保|消防|主题教育|生活会|热线)"
    r"[^，。；]{0,8}(?:反馈|指出|发现|查出|提出|交办|转办|移交)"
    r"|交办的|信访(?:问题|事项)|查摆|上一轮|上轮|上次|以往|历次"
)
# A text that uses them speaks of this inspection, whatever it has told of before.
OURS = re.compile(r"反馈|巡察|整改(?:问题|任务|事项|工作)")


def is_by_others(words: str) -> bool:
    """Tell whether words name an earlier inspection, or somebody else who found the problems."""
    return bool(BY_OTHERS.search(words))


def is_found_elsewhere(text: str, end: int) -> bool:
    """Tell whether a text speaks just before a place of problems that were found otherwise."""
    return bool(FOUND_ELSEWHERE.search(text[max(0, end - FARTHEST) : end]))
