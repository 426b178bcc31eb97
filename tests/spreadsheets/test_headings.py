"""What the headings of a sheet are understood as."""

import pytest

from rectify.spreadsheets.columns import COLUMNS
from rectify.spreadsheets.reader.refusals import letters
from rectify.spreadsheets.reader.understanding import understand
from tests.spreadsheets.drawn import book


def keys_of(*headings: str, below: str = "") -> list[str]:
    """Return what the headings of one row are understood as."""
    ledger = understand(book(f"{'|'.join(headings)}\n{below}" if below else "|".join(headings)))
    found = {heading.letter: heading.key for heading in ledger.sheets[0].headings}
    return [found.get(letters(place)) for place in range(1, len(headings) + 1)]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_every_name_of_a_column_is_known(column):
    others = {"number": "问题编号", "text": "具体问题", "finding": "反馈问题"}
    others.pop(column.key, None)
    for name in (column.name, *column.aliases):
        assert keys_of(name, *others.values()) == [column.key, *others]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("问 题 类 别", "category"),
        ("整改⏎措施", "measures"),
        ("整改时限（具体到日）", "due_on"),
        ("整改时限⏎(年/月/日)", "due_on"),
        ("※整改目标", "goal"),
        ("整改目标*", "goal"),
        ("★责任领导：", "leader"),
        ("【必填】责任科室", "department"),
        ("“责任人”", "owner"),
        ("（整改目标）", "goal"),
        ("村（社区）", None),
        ("责任领导（职务）", "leader"),
        ("联系电话（责任人）", ""),
        ("联系电话", ""),
        ("责任人及联系电话", ""),
    ],
)
def test_heading_with_what_hands_add(heading, key):
    found = keys_of("编号", "具体问题", heading)[2]
    assert found == ("community" if key is None else key)


@pytest.mark.parametrize(
    ("headings", "keys"),
    [
        (["序号", "问题编号", "具体问题"], ["", "number", "text"]),
        (["问题编号", "责任单位", "社区", "具体问题"], ["number", "", "community", "text"]),
        (["问题编号", "存在问题", "具体表现"], ["number", "text", ""]),
        (["问题编号", "存在问题", "具体问题"], ["number", "", "text"]),
        (["具体问题", "编号", "具体问题"], ["text", "number", ""]),
    ],
)
def test_column_claimed_twice(headings, keys):
    assert keys_of(*headings) == keys


@pytest.mark.parametrize(
    ("drawing", "keys"),
    [
        (
            "问题|<|整改|<|责任|<|<\n编号|内容|措施|时限|领导|科室|人",
            ["number", "text", "measures", "due_on", "leader", "department", "owner"],
        ),
        (
            "问题||整改||责任||\n编号|内容|措施|时限|领导|科室|人",
            ["number", "text", "measures", "due_on", "leader", "department", "owner"],
        ),
        ("序号|具体问题|整改时限\n^|^|（具体到日）", ["number", "text", "due_on"]),
        ("序号|具体问题|整改时限\n^|^|年月日", ["number", "text", "due_on"]),
        ("序号|具体问题|整改时限|<\n^|^|计划|实际", ["number", "text", "", ""]),
        ("序号|具体问题|责任领导\n^|^|^", ["number", "text", "leader"]),
        ("序号|具体问题|<|备注", ["number", "text", "remark"]),
        ("序号|具体问题|<|备注\n^|^|<|^", ["number", "text", "remark"]),
        ("序号|具体问题|整改情况\n||是否完成", ["number", "text", "status"]),
    ],
)
def test_header_in_two_rows(drawing, keys):
    ledger = understand(book(drawing))
    assert [heading.key for heading in ledger.sheets[0].headings] == keys
    assert ledger.rows == []


def test_header_in_one_row_leaves_the_first_entry_alone():
    ledger = understand(book("编号|具体问题|情况\n|文一|整改情况\n2|文二|x"))
    assert ledger.sheets[0].header == (1, 1)
    assert [row.cells["number"] for row in ledger.rows] == ["", "2"]


def test_column_with_entries_but_no_heading_is_told():
    ledger = understand(book("编号|具体问题||\n1|文一|落下的|\n"))
    assert [(one.letter, one.text, one.key) for one in ledger.sheets[0].headings] == [
        ("A", "编号", "number"),
        ("B", "具体问题", "text"),
        ("C", "（没有标题）", ""),
    ]


@pytest.mark.parametrize(
    ("headings", "values", "keys"),
    [
        ("完成情况", "已完成", ["status"]),
        ("整改情况", "已召开三次会议", ["progress"]),
        ("是否完成", "", ["status"]),
        ("整改情况|进展情况", "已召开会议|x", ["", "progress"]),
        ("整改情况|是否完成", "已召开会议|是", ["progress", "status"]),
        ("整改情况|是否完成", "已完成|是", ["status", "progress"]),
        ("整改情况|整改状态", "已完成|整改中", ["progress", "status"]),
        ("整改情况", "基本完成", ["status"]),
        ("整改情况|整改状态|进展情况", "已完成|整改中|x", ["", "status", "progress"]),
        ("整改状态", "做了一半", ["status"]),
    ],
)
def test_status_or_progress(headings, values, keys):
    assert keys_of("编号", "具体问题", *headings.split("|"), below=f"1|文|{values}")[2:] == keys


PROSE = "已召开会议研究。"


@pytest.mark.parametrize(
    ("headings", "columns", "keys"),
    [
        # One clerk was lazy in the one column, another was wordy in the other.
        ("整改情况|完成情况", [[PROSE] * 4 + ["已完成"], ["已完成"] * 5], ["progress", "status"]),
        ("完成情况|整改情况", [["是"] * 5, [PROSE] * 3 + ["完成"] * 2], ["status", "progress"]),
        ("整改情况", [["已完成"] * 3 + [PROSE] * 2], ["status"]),
        ("整改情况", [["已完成"] * 2 + [PROSE] * 3], ["progress"]),
        ("整改情况", [["已完成"] * 2 + ["同上"] * 4 + [PROSE]], ["status"]),
        ("是否完成|整改情况", [[""] * 2, ["已完成"] * 2], ["progress", "status"]),
    ],
)
def test_most_of_a_column_says_whether_it_is_status_or_progress(headings, columns, keys):
    entries = [
        f"{number}|文|{'|'.join(row)}" for number, row in enumerate(zip(*columns, strict=True))
    ]
    assert keys_of("编号", "具体问题", *headings.split("|"), below="\n".join(entries))[2:] == keys


@pytest.mark.parametrize(
    ("headings", "below", "place"),
    [
        ("责任单位|社区名称", ["党建办公室|新园里"], 1),
        ("社区名称|责任单位", ["新园里|党建办公室"], 0),
        ("责任单位|所属社区", ["新园里社区|"], 1),
        ("被巡察单位|责任单位", ["杭州道街道|新园里", "杭州道街道|唐山里"], 1),
        ("被巡察单位|责任单位", ["新园里社区|党建办公室"], 0),
        ("责任单位|被巡察单位", ["党建办公室|新园里社区", "公共管理办公室|唐山里社区"], 1),
        ("责任单位|单位", ["新园里|新园里"], 0),
        ("责任单位|单位", ["|"], 0),
    ],
)
def test_column_that_looks_most_like_communities(headings, below, place):
    entries = [f"{number}|文|{row}" for number, row in enumerate(below)]
    found = keys_of("编号", "具体问题", *headings.split("|"), below="\n".join(entries))[2:]
    assert found == ["community" if column == place else "" for column in range(2)]
