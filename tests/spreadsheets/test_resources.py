"""Rows of a ledger become new entries, or are refused with the place and a sentence."""

from dataclasses import replace
from datetime import date

import pytest

from rectify.models import Category, Finding
from rectify.spreadsheets.importing import RowsRefusedError, preview, write
from rectify.spreadsheets.reader.ledger import UNCALCULATED
from rectify.spreadsheets.values import values_of
from tests.spreadsheets.ledgers import KEYS as OF_NAME
from tests.spreadsheets.ledgers import ROW, complaints, ledger, told


def test_row_becomes_an_entry(published):
    row = ROW | {"进展情况": "已换锁。", "佐证材料": "照片三张", "整改状态": "已销号"}
    outcome = write(ledger(row | {"完成时间": date(2023, 3, 1)}), published)
    assert told(outcome) == (1, 0, 0, 0)
    issue = published.issues.get(number="新1")
    assert values_of(issue) == {
        "number": "新1",
        "community": "新园里社区",
        "category": "两个责任需要强化，推进全面从严治党在基层落地不扎实",
        "finding": "固定资产管理不规范",
        "text": "示例问题。",
        "measures": "",
        "goal": "",
        "leader": "",
        "department": "公共管理办公室",
        "owner": "党组织书记",
        "due_on": date(2023, 3, 31),
        "due_wording": "2023年3月底",
        "status": "已销号",
        "settled_on": date(2023, 3, 1),
        "progress": "已换锁。",
        "evidence": "照片三张",
        "is_public": "是",
        "withheld_ground": "",
        "remark": "",
        "version": 1,
    }
    record = issue.history.get()
    assert (record.history_type, record.history_change_reason, record.version) == ("+", "导入", 1)


@pytest.mark.parametrize(
    ("deadline", "due_on", "wording"),
    [
        (date(2023, 3, 31), date(2023, 3, 31), ""),
        ("2023年3月底", date(2023, 3, 31), "2023年3月底"),
        # The round was fed back on in October 2022.
        ("3月31日", date(2023, 3, 31), "3月31日"),
        ("12月底", date(2022, 12, 31), "12月底"),
        ("立行立改", None, "立行立改"),
        ("长期坚持", None, "长期坚持"),
        ("", None, ""),
    ],
)
def test_deadline_is_a_day_and_its_wording(published, deadline, due_on, wording):
    row = {name: value for name, value in ROW.items() if name != "时限原文"}
    write(ledger(row | {"整改时限": deadline}), published)
    issue = published.issues.get(number="新1")
    assert (issue.due_on, issue.due_wording) == (due_on, wording)


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"社区": "新园里"}, "community", "新园里社区"),
        ({"社区": "新园里社区居委会"}, "community", "新园里社区"),
        ({"社区": "120116005001"}, "community", "新园里社区"),
        ({"社区": "１２０１１６００５００１"}, "community", "新园里社区"),
        ({"责任科室": "公共管理办"}, "department", "公共管理办公室"),
        ({"责任人": "新园里社区党组织书记"}, "owner", "新园里社区党组织书记"),
        ({"责任人": ""}, "owner", "None"),
        (
            {"问题类别": "", "反馈问题": "针对“固定资产管理不规范”的问题"},
            "finding",
            "固定资产管理不规范",
        ),
        ({"不公开理由": "重大敏感事项"}, "withheld_ground", "sensitive"),
        ({"不公开理由": "涉密"}, "withheld_ground", "secret"),
        ({"不公开理由": "涉及国家秘密"}, "withheld_ground", "secret"),
        ({"不公开理由": "初核"}, "withheld_ground", "investigation"),
        ({"不公开理由": "已立案未公布"}, "withheld_ground", "investigation"),
        ({"不公开理由": "初核或立案未公布"}, "withheld_ground", "investigation"),
        ({"不公开理由": "负面炒作。"}, "withheld_ground", "opinion"),
        ({"不公开理由": "可能引起“负面炒作”"}, "withheld_ground", "opinion"),
        ({"不公开理由": "群体性事件"}, "withheld_ground", "unrest"),
        ({"不公开理由": "重大敏感"}, "withheld_ground", "sensitive"),
        ({"是否公开": "否", "不公开理由": "涉及国家秘密"}, "is_withheld", "True"),
        ({"是否公开": "是"}, "is_withheld", "False"),
        ({"整改状态": ""}, "status", "to_accept"),
    ],
)
def test_names_are_found_by_all_that_they_go_by(published, cells, field, value):
    write(ledger(ROW | cells), published)
    assert str(getattr(published.issues.get(number="新1"), field)) == value


PLACES = {
    "社区": "B",
    "问题类别": "C",
    "反馈问题": "D",
    "具体问题": "E",
    "责任科室": "F",
    "责任人": "G",
    "整改时限": "H",
    "整改状态": "J",
    "完成时间": "K",
    "是否公开": "N",
    "不公开理由": "O",
    "版本": "Q",
}


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("社区", "新园里里社区", "没有名为“新园里里社区”的社区。您是不是要填：新园里社区？"),
        ("社区", "", "社区不能空着。"),
        (
            "社区",
            "杭州道街道本级",
            "所选的社区不在本轮次被巡察的社区里，请改选，或先把它加进轮次。",
        ),
        (
            "反馈问题",
            "没有的问题",
            "没有名为“没有的问题”的反馈问题。请照名单填写；名单里没有的，请先添加反馈问题再导入。",
        ),
        ("反馈问题", "", "反馈问题不能空着。"),
        (
            "责任科室",
            "公共官理办公室",
            "没有名为“公共官理办公室”的责任科室。您是不是要填：公共管理办公室？",
        ),
        ("责任科室", "", "责任科室不能空着。"),
        (
            "责任人",
            "主任",
            "新园里社区：没有名为“主任”的责任人。请照名单填写；名单里没有的，请先添加责任人再导入。",
        ),
        (
            "整改状态",
            "已安排三次入户",
            "整改状态“已安排三次入户”读不懂，请写这几种之一：待签收、整改中、待初审、待批准、已销号、长期坚持。",
        ),
        (
            "整改状态",
            "待销号",
            "整改状态“待销号”说得不够清楚，请写这几种之一：待初审、待批准。",
        ),
        (
            "责任科室",
            "党建办公室、公共管理办公室",
            "“党建办公室、公共管理办公室”是 2 个责任科室，这里只写一个。",
        ),
        ("社区", "新园里和唐山里", "“新园里和唐山里”是 2 个社区，这里只写一个。"),
        ("具体问题", "", "具体问题不能空着。"),
        ("具体问题", "#REF!", "这一格的公式出错了（#REF!），请改成文字、数字或日期。"),
        ("是否公开", "不一定", "是否公开“不一定”读不懂，请写 是 或 否。"),
        (
            "不公开理由",
            "不方便",
            "不公开理由“不方便”不在规定的写法里：涉及国家秘密、初核或已立案未公布、可能引起负面炒作、可能引发群体性事件、重大敏感事项。",
        ),
        ("版本", "二", "版本“二”不对：它是系统写的，请不要改；自己新增的行请留空。"),
    ],
)
def test_one_bad_row_keeps_all_out(published, column, value, message):
    before = published.issues.count()
    rows = ledger(ROW, ROW | {"问题编号": "新2", column: value})
    with pytest.raises(RowsRefusedError) as refused:
        write(rows, published)
    assert str(refused.value) == "有 1 行有错误，所以一行也没有导入。"
    assert complaints(refused.value.preview) == [(3, PLACES[column], column, message)]
    assert published.issues.count() == before


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        (
            {"整改状态": "已完成"},
            "完成时间",
            "整改状态是“已完成”的要填完成时间；还没有完成的，请改整改状态。",
        ),
        (
            {"完成时间": date(2023, 1, 1)},
            "完成时间",
            "整改状态是“整改中”的不能填完成时间；已经完成的，请把整改状态改成已销号。",
        ),
        (
            {"完成时间": date(2023, 1, 1), "整改状态": ""},
            "完成时间",
            "整改状态空着（算待签收）的不能填完成时间；已经完成的，请把整改状态改成已销号。",
        ),
        (
            {"是否公开": "否"},
            "不公开理由",
            "是否公开是“否”的要填不公开理由；公开的，请把是否公开改成是。",
        ),
        (
            {"是否公开": "是", "不公开理由": "重大敏感事项"},
            "不公开理由",
            "是否公开是“是”的不能有不公开理由；不公开的，请把是否公开改成否。",
        ),
    ],
)
def test_what_the_database_refuses_is_told_in_its_place(published, cells, column, message):
    outcome = preview(ledger(ROW | cells), published)
    assert complaints(outcome) == [(2, PLACES[column], column, message)]


@pytest.mark.parametrize(
    ("missing", "cells", "place", "message"),
    [
        (
            "完成时间",
            {"整改状态": "已完成"},
            ("J", "整改状态"),
            "整改状态是“已完成”的要填完成时间，这张表里没有“完成时间”这一列，请加上这一列。",
        ),
        (
            "不公开理由",
            {"是否公开": "否"},
            ("N", "是否公开"),
            "是否公开是“否”的要填不公开理由，这张表里没有“不公开理由”这一列，请加上这一列。",
        ),
        (
            "整改状态",
            {"完成时间": date(2023, 1, 1)},
            ("J", "完成时间"),
            "整改状态空着（算待签收）的不能填完成时间；已经完成的，请把整改状态改成已销号。",
        ),
    ],
)
def test_column_that_another_one_needs_is_told_beside_that(
    published, missing, cells, place, message
):
    row = {name: value for name, value in (ROW | cells).items() if name != missing}
    assert complaints(preview(ledger(row), published)) == [(2, *place, message)]


UNTOLD = "这一格的公式没有算出结果，请在 Excel 里打开、保存后再传，或者改成文字。"


@pytest.mark.parametrize("column", [name for name in ROW if name not in ("问题编号", "时限原文")])
@pytest.mark.parametrize("number", ["001", "新1"])
def test_what_the_reader_found_amiss_is_told_alone(published, column, number):
    rows = ledger(ROW | {"问题编号": number, column: UNCALCULATED})
    [row] = rows.rows
    key = OF_NAME[column]
    amiss = type(rows)(rows.sheets, [replace(row, amiss=((key, UNTOLD),))])
    outcome = preview(amiss, published)
    assert [(one.heading, one.message) for one in outcome.problems] == [(column, UNTOLD)]
    assert told(outcome) == (0, 0, 0, 1)


def test_all_that_is_wrong_is_told_at_once(published):
    row = ROW | {"社区": "没有", "具体问题": "", "整改状态": "？", "是否公开": "否"}
    outcome = preview(
        ledger(row, ROW | {"问题编号": ""}, ROW | {"问题编号": "新2"}, ROW | {"问题编号": "新2"}),
        published,
    )
    assert [(one.row, one.heading) for one in outcome.problems] == [
        (2, "社区"),
        (2, "具体问题"),
        (2, "整改状态"),
        (2, "不公开理由"),
        (3, "问题编号"),
        (4, "问题编号"),
        (5, "问题编号"),
    ]
    assert told(outcome) == (0, 0, 0, 4)
    assert (
        outcome.problems[-1].message
        == "问题编号“新2”在第 4 行、第 5 行重复了，一个编号只能有一行。"
    )


def test_column_that_a_new_entry_needs_and_the_sheet_has_not(published):
    row = {name: ROW[name] for name in ("问题编号", "具体问题", "反馈问题")}
    assert complaints(preview(ledger(row), published)) == [
        (
            2,
            "",
            "",
            "新增的问题要有社区，这张表里没有“社区”这一列，"
            "工作表的名称“台账”也不是社区：请加上这一列，或把工作表改成社区的名称。",
        ),
        (2, "", "", "新增的问题要有责任科室，这张表里没有“责任科室”这一列。"),
    ]


def test_sub_categories_of_one_title_are_told_apart(published):
    parents = list(published.categories.filter(parent=None))[:2]
    for parent in parents:
        below = Category.objects.create(round=published, parent=parent, title="执行不力")
        Finding.objects.create(category=below, title="落实慢")
    row = ROW | {"问题类别": "执行不力", "反馈问题": "落实慢"}
    above = "、".join(f"{parent.title}／执行不力" for parent in parents)
    assert complaints(preview(ledger(row), published)) == [
        (
            2,
            "D",
            "反馈问题",
            f"类别“执行不力”下有几条反馈问题都叫“落实慢”，请把类别写成：{above}。",
        )
    ]
    assert complaints(preview(ledger(row | {"问题类别": ""}), published)) == [
        (2, "D", "反馈问题", f"有几个类别都有反馈问题“落实慢”，请填问题类别：{above}。")
    ]
    for parent in parents:
        for category in (f"{parent.title}／执行不力", parent.title):
            number = f"{parent.pk}{category}"[:20]
            write(ledger(row | {"问题编号": number, "问题类别": category}), published)
            found = published.issues.get(number=number).finding.category
            assert (found.title, found.parent) == ("执行不力", parent)
