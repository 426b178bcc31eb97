"""Rows that name entries which are there: what they change, what they may not, what they cost."""

from datetime import date
from io import BytesIO

import pytest

from communities.models import Community, Owner
from rectify import workflow
from rectify.models import Issue
from rectify.spreadsheets import canonical, importing
from rectify.spreadsheets.importing import RowsRefusedError, preview, write
from rectify.spreadsheets.reader import read
from rectify.spreadsheets.safe import CUT
from rectify.states import MoveName
from tests.spreadsheets.ledgers import ROW, as_exported, complaints, ledger, told

# --- What is changed ---------------------------------------------------------------------------


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
        "完成时间：系统里是空的，表格里是“2023-03-01”；完成时间由办理流程来定，没有导入。",
    )
    issue = published.issues.get(number="新1")
    assert (issue.status, issue.settled_on, issue.due_on.isoformat(), issue.due_wording) == (
        "rectifying",
        None,
        "2023-03-31",
        "2023年3月底",
    )
    assert issue.remark == "改了。"


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        ({"整改时限": ""}, "整改时限：系统里是“2023年3月底”，表格里是空的；时限由延期或调整来改"),
        (
            {"整改时限": "立行立改"},
            "整改时限：系统里是“2023年3月底”，表格里是“立行立改”；时限由延期或调整来改",
        ),
        (
            {"整改时限": date(2023, 3, 31), "时限原文": "三月底"},
            "整改时限：系统里是“2023年3月底”，表格里是“三月底”；时限由延期或调整来改",
        ),
        ({"整改状态": ""}, "整改状态：系统里是“整改中”，表格里是空的；状态由办理流程来改"),
        (
            {"完成时间": date(2023, 3, 1)},
            "完成时间：系统里是空的，表格里是“2023-03-01”；完成时间由办理流程来定",
        ),
    ],
)
def test_nothing_that_differs_counts_as_unchanged_in_silence(published, cells, note):
    write(ledger(ROW), published)
    outcome = preview(ledger(ROW | cells), published)
    assert told(outcome) == (0, 0, 1, 0)
    assert [row.notes for row in outcome.notes] == [(f"{note}，没有导入。",)]


def test_wording_alone_differs_where_the_deadline_has_no_column(published):
    write(ledger(ROW), published)
    row = {key: value for key, value in ROW.items() if key != "整改时限"}
    outcome = preview(ledger(row | {"时限原文": "三月底"}), published)
    assert [one.notes for one in outcome.notes] == [
        ("时限原文：系统里是“2023年3月底”，表格里是“三月底”；时限由延期或调整来改，没有导入。",)
    ]


def test_row_of_another_round_is_told_by_its_version(published, in_progress):
    rows = as_exported(published)[200:202]
    outcome = preview(ledger(*rows), in_progress)
    assert told(outcome) == (0, 0, 0, 2)
    assert {problem.message for problem in outcome.problems if problem.heading == "版本"} == {
        "这一行带着版本，像是从系统导出的，可是本轮次没有这个编号：请核对轮次选得对不对；"
        "确实是新增的，请把版本留空。"
    }


@pytest.mark.parametrize("wording", ["立行立改", "长期坚持", "2023年3月底"])
def test_new_row_keeps_its_wording_beside_an_empty_column_for_it(published, wording):
    write(ledger(ROW | {"整改时限": wording, "时限原文": ""}), published)
    assert published.issues.get(number="新1").deadline == wording


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
    with django_assert_num_queries(17):
        outcome = preview(ledger(*[{**ROW, **row} for row in (*known, *rows)]), published)
    assert told(outcome) == (count, 0, count, 0)


@pytest.mark.parametrize("count", [1, 30])
def test_import_costs_the_same_for_any_number_of_rows(published, count, django_assert_num_queries):
    known = [row | {"备注": "改。"} for row in as_exported(published)[:count]]
    rows = [ROW | {"问题编号": f"新{number}"} for number in range(count)]
    with django_assert_num_queries(26):
        outcome = importing.write(ledger(*[{**ROW, **row} for row in (*known, *rows)]), published)
    assert told(outcome) == (count, count, 0, 0)
