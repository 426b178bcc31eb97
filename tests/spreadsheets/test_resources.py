"""Rows of the ledger become entries: all of them or none, refusals in Chinese."""

import pytest
from import_export.exceptions import ImportError as RowsRefused
from tablib import Dataset

from rectify.spreadsheets.resources import IssueResource

ROW = {
    "问题编号": "新1",
    "社区": "新园里社区",
    "问题类别": "两个责任需要强化，推进全面从严治党在基层落地不扎实",
    "反馈问题": "固定资产管理不规范",
    "具体问题": "示例问题。",
    "责任科室": "公共管理办公室",
    "责任人": "党组织书记",
    "整改时限": "2023-03-31",
    "时限原文": "2023年3月底",
    "整改状态": "整改中",
    "完成时间": "",
    "不公开理由": "",
    "备注": "",
}


def load(round, *rows):
    dataset = Dataset(*[list(row.values()) for row in rows], headers=list(ROW))
    return IssueResource(round=round).import_data(dataset, raise_errors=True)


@pytest.mark.django_db
def test_row_becomes_an_entry(published):
    load(published, ROW)
    issue = published.issues.get(number="新1")
    assert (issue.community.name, issue.finding.title) == ("新园里社区", "固定资产管理不规范")
    assert (str(issue.owner), issue.department.name) == ("新园里社区党组织书记", "公共管理办公室")
    assert (issue.due_on.isoformat(), issue.status, issue.settled_on) == (
        "2023-03-31",
        "rectifying",
        None,
    )
    assert issue.is_withheld is False


@pytest.mark.django_db
def test_ground_withholds(published):
    load(published, ROW | {"不公开理由": "重大敏感事项"})
    issue = published.issues.get(number="新1")
    assert (issue.is_withheld, issue.withheld_ground) == (True, "sensitive")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("社区", "新园里", "没有名为“新园里”的社区。"),
        ("反馈问题", "没有的问题", "没有名为“没有的问题”的反馈问题。"),
        ("责任科室", "没有的科室", "没有名为“没有的科室”的责任科室。"),
        ("责任人", "主任", "没有名为“主任”的责任人。"),
        ("整改时限", "三月底", "日期“三月底”读不懂，请写成 2023-03-31 的形式。"),
        (
            "整改状态",
            "完成",
            "整改状态“完成”不在规定的写法里：待签收、整改中、待初审、待批准、已销号、长期坚持。",
        ),
        ("具体问题", "", "此字段不能为空。"),
        ("整改状态", "已销号", "已销号或长期坚持的要填完成时间，其他状态的不能填。"),
        ("社区", "杭州道街道本级", "所选的社区不在本轮次被巡察的社区里"),
    ],
)
def test_one_bad_row_keeps_all_out(published, column, value, message):
    before = published.issues.count()
    with pytest.raises(RowsRefused) as refused:
        load(published, ROW, ROW | {"问题编号": "新2", column: value})
    assert message in str(refused.value)
    assert published.issues.count() == before


@pytest.mark.django_db
def test_same_row_again_changes_nothing(published):
    load(published, ROW)
    assert load(published, ROW).totals["skip"] == 1


@pytest.mark.django_db
def test_ledger_goes_out_in_the_offices_words(published):
    load(published, ROW)
    exported = IssueResource(round=published).export(published.issues.filter(number="新1"))
    row = exported.dict[0]
    assert {name: row[name] for name in ROW if name != "问题类别"} == {
        name: value for name, value in ROW.items() if name != "问题类别"
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"整改状态": "已销号", "完成时间": "2023-03-01"},
        {"整改时限": "2024-03-31", "时限原文": "2024年3月底"},
    ],
)
def test_import_moves_no_entry_that_is_there_already(published, changes):
    load(published, ROW)
    load(published, ROW | changes | {"备注": "改了。"})
    issue = published.issues.get(number="新1")
    assert (issue.status, issue.settled_on, issue.due_on.isoformat(), issue.due_wording) == (
        "rectifying",
        None,
        "2023-03-31",
        "2023年3月底",
    )
    assert issue.remark == "改了。"
