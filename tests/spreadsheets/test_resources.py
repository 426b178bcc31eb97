"""Rows of a ledger become entries, or are refused with the place and a sentence."""

from datetime import date
from io import BytesIO

import pytest

from communities.models import Community, Owner
from rectify import workflow
from rectify.models import Category, Finding, Issue
from rectify.spreadsheets import canonical, importing
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.importing import RowsRefusedError, preview, write
from rectify.spreadsheets.reader import read
from rectify.spreadsheets.safe import CUT
from rectify.spreadsheets.values import rows as in_order
from rectify.spreadsheets.values import values_of
from rectify.states import MoveName
from tests.spreadsheets.ledgers import ledger

ROW = {
    "问题编号": "新1",
    "社区": "新园里社区",
    "问题类别": "两个责任需要强化，推进全面从严治党在基层落地不扎实",
    "反馈问题": "固定资产管理不规范",
    "具体问题": "示例问题。",
    "责任科室": "公共管理办公室",
    "责任人": "党组织书记",
    "整改时限": date(2023, 3, 31),
    "时限原文": "2023年3月底",
    "整改状态": "整改中",
    "完成时间": "",
    "进展情况": "",
    "佐证材料": "",
    "是否公开": "",
    "不公开理由": "",
    "备注": "",
    "版本": "",
}


def told(outcome):
    """Return how many rows of each kind there are: new, changed, unchanged, refused."""
    return (outcome.created, outcome.changed, outcome.unchanged, outcome.refused)


def complaints(outcome):
    return [(one.row, one.column, one.heading, one.message) for one in outcome.problems]


def as_exported(round, **filters) -> list[dict]:
    """Return entries as the canonical export writes them."""
    return [
        {OF_KEY[key].name: "" if value is None else value for key, value in row.items()}
        for row in map(values_of, in_order(round.issues.filter(**filters), round=round))
    ]


# --- New entries ------------------------------------------------------------------------------


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
            {"整改状态": "已销号"},
            "完成时间",
            "已销号或长期坚持的要填完成时间，其他状态的不能填。",
        ),
        (
            {"完成时间": date(2023, 1, 1)},
            "完成时间",
            "已销号或长期坚持的要填完成时间，其他状态的不能填。",
        ),
        ({"是否公开": "否"}, "不公开理由", "不公开的要选一条理由，公开的不能有不公开理由。"),
        (
            {"是否公开": "是", "不公开理由": "重大敏感事项"},
            "不公开理由",
            "不公开的要选一条理由，公开的不能有不公开理由。",
        ),
    ],
)
def test_what_the_database_refuses_is_told_in_its_place(published, cells, column, message):
    outcome = preview(ledger(ROW | cells), published)
    assert complaints(outcome) == [(2, PLACES[column], column, message)]


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
        (2, "", "", "新增的问题要有社区，这张表里没有“社区”这一列。"),
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


# --- Entries that are there -------------------------------------------------------------------


def test_same_row_again_changes_nothing(published):
    write(ledger(ROW), published)
    assert told(write(ledger(ROW), published)) == (0, 0, 1, 0)
    assert Issue.objects.get(number="新1").history.count() == 1


@pytest.mark.parametrize("slug", ["published", "in_progress"])
def test_export_comes_back_unchanged(request, slug):
    round = request.getfixturevalue(slug)
    rows = as_exported(round)
    outcome = preview(ledger(*rows), round)
    assert (told(outcome), outcome.problems, outcome.notes) == ((0, 0, len(rows), 0), [], [])


@pytest.mark.parametrize("text", ["一。\r\n二。", " 一。\n", "长" * 40_000])
def test_text_that_a_cell_holds_differently_is_no_change(published, text):
    write(ledger(ROW), published)
    published.issues.filter(number="新1").update(measures=text)
    file = BytesIO()
    canonical.write("xlsx", published.issues.filter(number="新1"), file, round=published)
    outcome = write(read(file.getvalue(), "台账.xlsx"), published)
    assert (told(outcome), outcome.problems) == ((0, 0, 1, 0), [])
    assert published.issues.get(number="新1").measures == text


def test_text_that_was_cut_makes_no_new_entry(published):
    outcome = preview(ledger(ROW | {"具体问题": f"问题{CUT}"}), published)
    assert complaints(outcome) == [
        (2, "E", "具体问题", "这一格的文字没有放全，不能导入；请把全文贴进来。")
    ]


def test_facts_are_changed_and_shown(published, officer):
    write(ledger(ROW), published)
    Owner.objects.create(community=Community.objects.get(name="新园里社区"), post="居委会主任")
    cells = {
        "具体问题": "改过的问题。",
        "责任人": "居委会主任",
        "责任科室": "党建办公室",
        "不公开理由": "重大敏感事项",
        "备注": "急。",
        "进展情况": "已开会。",
    }
    outcome = write(ledger(ROW | cells), published, user=officer, reason="导入 台账.xlsx")
    assert told(outcome) == (0, 1, 0, 0)
    [row] = outcome.changes
    assert (row.sheet, row.row, row.number) == ("台账", 2, "新1")
    assert row.changes == (
        ("具体问题", "示例问题。", "改过的问题。"),
        ("责任科室", "公共管理办公室", "党建办公室"),
        ("责任人", "新园里社区党组织书记", "新园里社区居委会主任"),
        ("进展情况", "", "已开会。"),
        ("是否公开", "是", "否"),
        ("不公开理由", "", "重大敏感事项"),
        ("备注", "", "急。"),
    )
    record = published.issues.get(number="新1").history.first()
    assert (record.version, record.history_user, record.history_change_reason) == (
        2,
        officer,
        "导入 台账.xlsx",
    )


def test_column_that_is_not_there_leaves_the_entry_as_it_is(published):
    write(ledger(ROW | {"备注": "急。"}), published)
    assert told(write(ledger({"问题编号": "新1", "整改目标": "修好。"}), published)) == (0, 1, 0, 0)
    issue = published.issues.get(number="新1")
    assert (issue.goal, issue.remark, issue.owner.post) == ("修好。", "急。", "党组织书记")


def test_what_the_workflow_decides_is_told_and_left(published):
    write(ledger(ROW), published)
    cells = {
        "整改状态": "已销号",
        "完成时间": date(2023, 3, 1),
        "整改时限": date(2024, 3, 31),
        "时限原文": "2024年3月底",
        "备注": "改了。",
    }
    outcome = write(ledger(ROW | cells), published)
    [row] = outcome.notes
    assert row.notes == (
        "整改状态：系统里是“整改中”，表格里是“已销号”；状态由办理流程来改，没有导入。",
        "整改时限：系统里是“2023年3月底”，表格里是“2024年3月底”；时限由延期或调整来改，没有导入。",
    )
    issue = published.issues.get(number="新1")
    assert (issue.status, issue.settled_on, issue.due_on.isoformat(), issue.due_wording) == (
        "rectifying",
        None,
        "2023-03-31",
        "2023年3月底",
    )
    assert issue.remark == "改了。"


def test_reported_progress_is_not_overwritten(east_issue, east_secretary):
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    entry = workflow.reports.report(east_issue, by=east_secretary, text="换了灯。")
    round = east_issue.round
    [row] = as_exported(round, pk=east_issue.pk)
    assert told(preview(ledger(row), round)) == (0, 0, 1, 0)
    outcome = write(ledger(row | {"进展情况": "没换。"}), round)
    assert told(outcome) == (0, 0, 1, 0)
    assert outcome.notes[0].notes == (
        f"进展情况：系统里是“{row['进展情况']}”，表格里是“没换。”；"
        "社区已经在系统里填报，以系统里的为准，没有导入。",
    )
    entry.refresh_from_db()
    assert (entry.text, list(east_issue.progress.all())) == ("换了灯。", [entry])


def test_entry_that_was_begun_stays_with_its_community(east_issue, east_secretary):
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    [row] = as_exported(east_issue.round, pk=east_issue.pk)
    outcome = preview(
        ledger(row | {"社区": "唐山里社区", "责任人": "", "版本": ""}), east_issue.round
    )
    assert complaints(outcome) == [
        (
            2,
            "B",
            "社区",
            "这项问题已经开始办理，进展和材料都是原来社区的，不能换社区；请另外录入一项。",
        )
    ]


def test_community_cannot_leave_its_owner_behind(published):
    write(ledger(ROW), published)
    outcome = preview(ledger({"问题编号": "新1", "社区": "唐山里社区"}), published)
    assert complaints(outcome) == [
        (
            2,
            "B",
            "社区",
            "社区换成唐山里社区以后，原来的责任人“新园里社区党组织书记”不是这个社区的；"
            "请加上“责任人”这一列，一起改。",
        )
    ]


# --- Conflicts --------------------------------------------------------------------------------


def test_row_older_than_a_change_is_a_conflict(published):
    write(ledger(ROW), published)
    [row] = as_exported(published, number="新1")
    write(ledger({"问题编号": "新1", "备注": "后来改的。", "整改目标": "修好。"}), published)
    outcome = preview(ledger(row | {"具体问题": "表格里改的。"}), published)
    assert complaints(outcome) == [
        (
            2,
            "T",
            "版本",
            "导出以后系统里有人改过（整改目标、备注），没有用表格覆盖；请重新导出，在新的表格上改。",
        )
    ]
    # An untouched old row would take back what was changed since.
    assert told(preview(ledger(row), published)) == (0, 0, 0, 1)


def test_row_older_than_a_move_is_no_conflict(east_issue, east_secretary):
    round = east_issue.round
    [row] = as_exported(round, pk=east_issue.pk)
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    outcome = write(ledger(row | {"备注": "急。"}), round)
    assert told(outcome) == (0, 1, 0, 0)
    assert outcome.notes[0].notes == (
        "整改状态：系统里是“整改中”，表格里是“待签收”；状态由办理流程来改，没有导入。",
    )
    east_issue.refresh_from_db()
    assert (east_issue.status, east_issue.remark, east_issue.version) == ("rectifying", "急。", 3)


def test_row_of_an_entry_that_was_deleted(published):
    write(ledger(ROW), published)
    [row] = as_exported(published, number="新1")
    published.issues.get(number="新1").delete()
    assert complaints(preview(ledger(row), published)) == [
        (2, "T", "版本", "导出以后，这一项在系统里已经删除；要重新录入，请把版本留空。")
    ]
    assert told(preview(ledger(row | {"版本": ""}), published)) == (1, 0, 0, 0)


def test_version_that_never_was(published):
    write(ledger(ROW), published)
    assert complaints(preview(ledger(ROW | {"版本": "7", "备注": "改。"}), published)) == [
        (2, "Q", "版本", "版本“7”不对：系统里是 1。请重新导出再改。")
    ]


# --- Rights -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["clerk", "east_secretary", "observer", "auditor"])
@pytest.mark.parametrize("number", ["E1", "新9", "1"])
def test_who_may_not_edit_by_hand_may_not_import(east_issue, request, who, number):
    person = request.getfixturevalue(who)
    before = list(east_issue.round.issues.values())
    rows = ledger(ROW | {"问题编号": number})
    with pytest.raises(RowsRefusedError) as refused:
        write(rows, east_issue.round, user=person)
    # The same for one's own, a stranger's and one that is not there.
    assert complaints(refused.value.preview) == [
        (2, "A", "问题编号", "您不能新增或修改这一项；请把表格交给街道管理员导入。")
    ]
    assert told(write(rows, east_issue.round, user=person, only_valid=True)) == (0, 0, 0, 1)
    assert list(east_issue.round.issues.values()) == before


# --- Costs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 30])
def test_preview_costs_the_same_for_any_number_of_rows(published, count, django_assert_num_queries):
    known = as_exported(published)[:count]
    rows = [ROW | {"问题编号": f"新{number}"} for number in range(count)]
    with django_assert_num_queries(16):
        outcome = preview(ledger(*[{**ROW, **row} for row in (*known, *rows)]), published)
    assert told(outcome) == (count, 0, count, 0)


@pytest.mark.parametrize("count", [1, 30])
def test_import_costs_the_same_for_any_number_of_rows(published, count, django_assert_num_queries):
    known = [row | {"备注": "改。"} for row in as_exported(published)[:count]]
    rows = [ROW | {"问题编号": f"新{number}"} for number in range(count)]
    with django_assert_num_queries(23):
        outcome = importing.write(ledger(*[{**ROW, **row} for row in (*known, *rows)]), published)
    assert told(outcome) == (count, count, 0, 0)
