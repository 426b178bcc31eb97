"""Rows of a ledger that are no entries: totals, signatures, lines between the parts."""

import re
import unicodedata

from rectify.spreadsheets.widths import without_spaces

TITLE = "标题"
BLANK = "空行"
TOTAL = "小计"
FOOTER = "表尾"
REPEATED = "表头"
SAMPLE = "示例"
ONLY_NUMBER = "只有编号"
CONTINUED = "续行"

# Totals are told by the first cells of a row; further right stands what is counted.
FIRST_CELLS = 4
COLUMNS_COUNTED = 4
COUNTED = r"(?:小计|合计|总计|共计|累计)[:：]?(?:\d+(?:\.0)?[项个条件宗]?(?:问题)?)?[。.]?"
IS_TOTAL = re.compile(rf"(?:本页|本表|本社区|全街|全街道|街道|各社区)?{COUNTED}")
# 新园里社区小计; of prose and beside a number only the bare word is believed.
ENDS_IN_TOTAL = re.compile(rf".{{0,20}}?{COUNTED}")

WHO = "填表|填报|制表|制作|审核|审批|批准|复核|校对|经办|联系|报送|上报|统计|负责|主要负责|单位负责"
WHO += "|部门负责|社区负责|党组织负责|分管领导|分管负责|主管|主管领导|签发|监督"
WHAT = "人|单位|日期|时间|部门|科室|电话|方式|领导|说明|人员|手机"
IS_FOOTER = re.compile(
    rf"(?:{WHO})(?:{WHAT})*(?:签字|签名|签章|盖章)?(?:\([^)]*\))?(?::|$)"
    r"|(?:备注|注|说明|附注|注释|附件|填表说明|填报说明|填写说明|注意事项|电话|手机|日期|制表)\d*:"
    r"|\(?(?:盖章|签字|公章|签章)\)?"
    r"|第?\d+页[,，/]?共\d+页"
    # 党工委书记（签字）：, and whatever else a form leaves open.
    r"|[^,。;:]{2,12}(?:签字|签名|签章|盖章)\)?:|[^,。;:]{2,12}:$"
)
# Alone in its row: who has drawn the table up, and when.
IS_SIGNATURE = re.compile(
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|.{2,25}(?:办事处|工委|委员会|党委|总支|支部)(?:\(.*\))?"
)

IS_COUNT = re.compile(r"\d+(?:\.0)?[项个条件宗]?(?:问题)?")
IS_SAMPLE = re.compile(r"\(?(?:示例|样例)\)?\d*")
# Every number of an entry has a digit; this tells most of them from all else at a glance.
IS_NUMBER = re.compile(r"[^:：计表页共例]*[0-9][^:：计表页共例]*")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", without_spaces(text))


def is_number(text: str) -> bool:
    """Tell at a glance that a cell in the column of numbers is one."""
    return IS_NUMBER.fullmatch(text) is not None


def is_sample(number: str) -> bool:
    """Tell the template's sample row by its number."""
    return IS_SAMPLE.fullmatch(_folded(number)) is not None


def is_total(text: str, *, loosely: bool) -> bool:
    """Tell whether a cell says 小计 or 合计; `loosely`, also of whom (新园里社区小计)."""
    if len(text) > 40:
        return False
    return (ENDS_IN_TOTAL if loosely else IS_TOTAL).fullmatch(_folded(text)) is not None


def is_count(text: str) -> bool:
    """Tell whether a cell holds nothing but how many entries there are."""
    return len(text) < 20 and IS_COUNT.fullmatch(_folded(text)) is not None


def is_signature(text: str) -> bool:
    """Tell whether a cell that stands alone in its row signs the table."""
    return len(text) < 40 and IS_SIGNATURE.fullmatch(_folded(text)) is not None


def counts_columns(texts: list[str]) -> bool:
    """Tell whether a row does nothing but number the columns: 1, 2, 3 or (1), (2), (3)."""
    numbers = [_folded(text).strip("()") for text in texts]
    first = numbers[0] if numbers else ""
    return (
        len(numbers) >= COLUMNS_COUNTED
        and first in {"0", "1"}
        and numbers == [str(int(first) + place) for place in range(len(numbers))]
    )


def is_footer(text: str) -> bool:
    """Tell whether a cell begins a line below the table: 填表人：, 备注：."""
    return IS_FOOTER.match(_folded(text[:40])) is not None
