"""What the name of a sheet tells: often, whose entries stand on it."""

import re
import unicodedata

# Names that spreadsheet programs give, and names for what a sheet holds rather than for whom.
NOT_A_NAME = re.compile(
    r"(?:sheet|工作表|表格?|table|chart|页|新建|副本)?[\s_-]*\d{0,9}\s*(?:\(\d+\))?"
    r"|.*(?:台账|汇总|清单|总表|一览|明细|统计|模板|封面|目录|说明|导出|导入|附件|整改|问题|巡察"
    r"|反馈|任务|轮次|sheet|工作表|数据|表)(?:\(?\d*\)?)",
    re.IGNORECASE,
)
OF_A_COMMUNITY = re.compile(r".+(?:社区|村|居委会|村委会|本级)")
# 3.新园里社区, 03、新园里社区: where the sheets are in an order of their own.
PLACE = re.compile(r"^\d{1,3}\s*[.、．]\s*(?=\D)")


def community_of(name: str) -> str:
    """Return the community that a sheet is named after, "" when its name names none."""
    name = PLACE.sub("", name.strip()).strip()
    folded = unicodedata.normalize("NFKC", name)
    return "" if NOT_A_NAME.fullmatch(folded) else name


def is_surely_community(name: str) -> bool:
    """Tell whether a name can hardly be anything but a community's."""
    return OF_A_COMMUNITY.fullmatch(name) is not None
