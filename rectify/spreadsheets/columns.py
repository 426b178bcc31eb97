"""The columns of the ledger, under the names that offices give them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column of the canonical ledger.

    `key` is what the program calls it, `name` its canonical heading, `aliases` the other
    headings under which offices keep it. `note` tells a clerk what belongs in it.
    """

    key: str
    name: str
    note: str
    aliases: tuple[str, ...] = ()


COLUMNS = (
    Column(
        "number",
        "问题编号",
        "必填。在一个轮次里不重复；系统按编号认出已有的问题。",
        ("序号", "问题序号", "编号"),
    ),
    Column(
        "community",
        "社区",
        "必填。写社区的名称、全称或 12 位代码；街道自己的问题写街道本级的名称。",
        (
            "社区名称",
            "责任单位",
            "被巡察单位",
            "单位",
            "单位名称",
            "所属社区",
            "整改单位",
            "村社区",
        ),
    ),
    Column(
        "category",
        "问题类别",
        "反馈问题所属的类别。反馈问题的名称在轮次里只有一个的，可以不填。",
        ("反馈问题类别", "类别", "问题类型", "问题分类"),
    ),
    Column(
        "finding",
        "反馈问题",
        "必填。巡察反馈意见里的那一条，写它的名称。",
        ("巡察反馈问题", "反馈意见", "反馈的问题", "巡察反馈意见"),
    ),
    Column(
        "text",
        "具体问题",
        "必填。这个社区的具体表现，一项一行。",
        ("问题描述", "存在问题", "具体表现", "存在的问题", "问题表现", "具体问题表现", "问题内容"),
    ),
    Column("measures", "整改措施", "打算怎么改。", ("具体措施", "整改举措", "措施")),
    Column("goal", "整改目标", "改到什么程度算完成。", ("目标", "预期目标")),
    Column("leader", "责任领导", "分管的街道领导，写职务。", ("牵头领导", "分管领导", "包保领导")),
    Column(
        "department",
        "责任科室",
        "新增的必填。负责指导和初审的街道科室，只写一个。",
        ("责任部门", "牵头科室", "牵头部门", "主责科室", "指导科室"),
    ),
    Column(
        "owner",
        "责任人",
        "社区里负责整改的人，写职务（如 党组织书记）。",
        ("整改责任人", "直接责任人", "社区责任人"),
    ),
    Column(
        "due_on",
        "整改时限",
        "日期；也可以写 2023年3月底、立行立改、长期坚持。已有的问题改时限要走延期或调整，不由导入改。",
        ("完成时限", "整改期限", "计划完成时间", "计划完成时限", "整改完成时限", "时限", "期限"),
    ),
    Column(
        "due_wording",
        "时限原文",
        "整改时限原来的写法，如 2023年3月底；没有的留空。",
    ),
    Column(
        "status",
        "整改状态",
        "新增的写现在的状态，空着算待签收。已有的问题由办理流程改状态，不由导入改。",
        (
            "完成情况",
            "是否完成",
            "整改情况",
            "状态",
            "办理状态",
            "完成状态",
            "是否整改到位",
            "整改结果",
        ),
    ),
    Column(
        "settled_on",
        "完成时间",
        "销号或转长期坚持的日期；其他状态的留空。",
        ("实际完成时间", "完成日期", "销号时间", "销号日期", "整改完成时间"),
    ),
    Column(
        "progress",
        "进展情况",
        "做了什么。社区已经在系统里填报进展的，以系统里的为准。",
        ("整改进展", "整改进展情况", "工作进展", "进展", "落实情况", "整改落实情况"),
    ),
    Column(
        "evidence",
        "佐证材料",
        "有哪些材料，写名称；文件由社区在系统里上传。",
        ("佐证", "证明材料", "附件", "支撑材料", "印证材料"),
    ),
    Column(
        "is_public", "是否公开", "是或否，空着算是；写否的要填不公开理由。", ("公开", "是否公布")
    ),
    Column(
        "withheld_ground",
        "不公开理由",
        "不公开的选一条理由；公开的留空。",
        ("不公开原因", "不予公开理由"),
    ),
    Column("remark", "备注", "街道自己记的，社区看不到。", ("说明", "备注说明")),
    Column(
        "version",
        "版本",
        "系统导出时写的，不要改：据此看出导出以后系统里有没有人改过。自己新增的行留空。",
    ),
)
# After the number of an entry that is too high for one row, in the rows in which it goes on.
GOES_ON = "（续）"
OF_KEY = {column.key: column for column in COLUMNS}

# The three lists that offices hang on the wall are selections of columns (DOMAIN.md).
LISTS = {
    "whole": (
        "整改台账",
        (
            "number",
            "community",
            "category",
            "finding",
            "text",
            "measures",
            "goal",
            "leader",
            "department",
            "owner",
            "due_on",
            "status",
            "settled_on",
            "progress",
            "remark",
        ),
    ),
    "problems": (
        "问题清单",
        ("number", "community", "category", "finding", "text", "department", "status"),
    ),
    "tasks": (
        "任务清单",
        (
            "number",
            "community",
            "finding",
            "text",
            "measures",
            "goal",
            "due_on",
            "status",
            "settled_on",
        ),
    ),
    "duties": (
        "责任清单",
        (
            "number",
            "community",
            "finding",
            "text",
            "leader",
            "department",
            "owner",
            "due_on",
            "status",
        ),
    ),
}
