"""The life of an entry, told from every record: whole events, in order, in Chinese."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.models import Department
from rectify import timeline, workflow
from rectify.dates import written
from rectify.evidence.examination import examine
from rectify.models import Issue
from rectify.permissions import HIDDEN_FROM_COMMUNITIES
from rectify.spreadsheets import importing
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.values import rows as rows_of
from rectify.spreadsheets.values import values_of
from rectify.states import MoveName, Status
from rectify.timeline import Change
from tests.evidence.files import PDF
from tests.spreadsheets.ledgers import ledger
from tests.timeline.events import ENTERED, save, told


def test_change_of_fields_is_told_in_words(east_issue, in_progress, officer):
    officer.full_name = "街道办事员"
    officer.save()
    other = in_progress.issues.exclude(finding=east_issue.finding).first().finding
    old = east_issue.finding
    save(
        east_issue,
        officer,
        finding=other,
        department=Department.objects.get(name="党建办公室"),
        owner=None,
        is_withheld=True,
        withheld_ground="secret",
        due_on=datetime.date(2027, 3, 31),
        due_wording="2027年3月底",
        goal="修好。",
    )
    due = timezone.localdate() + datetime.timedelta(40)
    changes = [
        ("不公开", "否", "是"),
        ("不公开理由", "（空）", "涉及国家秘密"),
        ("反馈问题", str(old), str(other)),
        ("整改目标", "（空）", "修好。"),
        ("责任科室", "公共安全办公室", "党建办公室"),
        ("责任人", "新园里社区党组织书记", "（空）"),
        ("整改时限", written(due), "2027年3月31日"),
        ("时限原文", "（空）", "2027年3月底"),
    ]
    assert told(timeline.of_issue(east_issue)) == [
        ("修改", "街道办事员", "change", "", "", [], changes, []),
        ENTERED,
    ]


def test_community_is_not_told_why_its_entry_is_withheld(east_issue, officer):
    seen = east_issue.version
    save(east_issue, officer, is_withheld=True, withheld_ground="investigation", remark="勿外传。")
    save(east_issue, officer, goal="修好。", remark="")
    hidden = {"hidden": HIDDEN_FROM_COMMUNITIES}
    goal = Change("整改目标", "（空）", "修好。")
    events = timeline.of_issue(east_issue, **hidden)
    assert [(event.title, event.changes) for event in events] == [("修改", [goal]), ("录入", [])]
    assert timeline.changes_since(east_issue, seen, **hidden) == [goal]


def test_life_of_an_entry_is_told_once(east_issue, east_secretary, clerk):
    east_secretary.full_name = "东社区书记"
    east_secretary.save()
    due = east_issue.due_on
    later = due + datetime.timedelta(30)
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    files = [examine(SimpleUploadedFile(name, PDF)) for name in ("纪要.pdf", "名单.pdf")]
    entry = workflow.reports.report(east_issue, by=east_secretary, text="开了会。", files=files)
    [_, names] = entry.evidence.all()
    workflow.reports.remove(names, by=east_secretary, because="有居民姓名。")
    workflow.move(east_issue, MoveName.SUBMIT, by=east_secretary)
    workflow.move(east_issue, MoveName.RETURN, by=clerk, note="不清楚。", wanted="照片。")
    for granted, decision in ((False, "不急。"), (True, "同意。")):
        asked = workflow.extensions.ask(
            east_issue, by=east_secretary, reason="雨季。", new_due_on=later
        )
        workflow.extensions.decide(asked, by=clerk, granted=granted, decision=decision)
    secretary, department = "东社区书记", "安全科办事员"
    asked = [("理由", "雨季。"), ("原时限", written(due)), ("申请延到", written(later))]
    moved = [("整改时限", written(due), written(later))]
    granted, refused = "extension extension-granted", "extension extension-refused"
    returned = [("退回原因", "不清楚。"), ("还需要", "照片。")]
    removed = [("文件", "名单.pdf"), ("原因", "有居民姓名。")]

    def stepped(*statuses):
        return [("整改状态", *statuses)]

    assert told(timeline.of_issue(east_issue)) == [
        ("延期申请已同意", department, granted, "", "", [("意见", "同意。")], moved, []),
        ("申请延期", secretary, "extension", "", "", asked, [], []),
        ("延期申请未同意", department, refused, "", "", [("意见", "不急。")], [], []),
        ("申请延期", secretary, "extension", "", "", asked, [], []),
        ("退回", department, "move move-return", "", "", returned, stepped("待初审", "整改中"), []),
        ("申请销号", secretary, "move move-submit", "", "", [], stepped("整改中", "待初审"), []),
        ("移除佐证材料", secretary, "removal", "", "", removed, [], []),
        (
            "进展",
            secretary,
            "progress",
            "",
            "",
            [("", "开了会。")],
            [],
            ["纪要.pdf", "名单.pdf"],
        ),
        ("签收", secretary, "move move-accept", "", "", [], stepped("待签收", "整改中"), []),
        ENTERED,
    ]


@pytest.mark.parametrize(
    ("name", "status", "said", "lines"),
    [
        (MoveName.CLOSE, Status.TO_APPROVE, {"note": "好。"}, [("意见", "好。")]),
        (
            MoveName.SUSTAIN,
            Status.TO_APPROVE,
            {"note": "要常抓。", "review_on": datetime.date(2099, 3, 31)},
            [("理由", "要常抓。"), ("下次复核", "2099年3月31日")],
        ),
        (
            MoveName.REOPEN,
            Status.CLOSED,
            {"ground": "complaint", "note": "灯又坏了。"},
            [("由来", "群众反映"), ("理由", "灯又坏了。")],
        ),
    ],
)
def test_what_was_said_with_a_move_is_told(east_issue, officer, name, status, said, lines):
    settled_on = timezone.localdate() if status == Status.CLOSED else None
    Issue.objects.filter(pk=east_issue.pk).update(status=status, settled_on=settled_on)
    workflow.move(east_issue, name, by=officer, source="批量操作", **said)
    newest = timeline.of_issue(east_issue)[0]
    assert (newest.title, newest.source, newest.lines) == (name.label, "批量操作", lines)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("批量操作", "归口。"),
        ("", "归口。"),
        # Whoever writes this must not hide what was done.
        ("", workflow.BY_WORKFLOW),
        ("批量操作", f"按会议纪要调整：\n{'一、' * 200}"),
    ],
)
def test_assignment_is_told_with_its_source_and_its_whole_reason(
    east_issue, officer, source, reason
):
    department = Department.objects.get(name="党建办公室")
    workflow.assign([east_issue], by=officer, reason=reason, source=source, department=department)
    changes = [("责任科室", "公共安全办公室", "党建办公室")]
    assert told(timeline.of_issue(east_issue)) == [
        ("修改", "officer", "change", "", source, [("原因", reason)], changes, []),
        ENTERED,
    ]


def changed_ledger(round, *more, **cells):
    """Return the first two entries of a round as a file would have them, the first one changed."""
    issues = round.issues.all()[:2]
    rows = [
        values_of(issue)
        for issue in rows_of(round.issues.filter(pk__in=issues.values("pk")), round=round)
    ]
    named = [{OF_KEY[key].name: value or "" for key, value in row.items()} for row in rows]
    return issues, ledger(named[0] | cells, named[1], *more)


@pytest.mark.parametrize(
    ("options", "source", "by"),
    [
        ({}, "导入", "系统"),
        ({"reason": "导入 台账.xlsx", "user": "officer"}, "导入 台账.xlsx", "officer"),
        ({"reason": "示例数据"}, "示例数据", "系统"),
    ],
)
def test_import_is_told_with_its_source_and_unchanged_rows_are_not(
    in_progress, request, options, source, by
):
    (first, second), rows = changed_ledger(in_progress, 整改目标="月底完成。")
    if "user" in options:
        options = options | {"user": request.getfixturevalue(options["user"])}
    outcome = importing.write(rows, in_progress, **options)
    assert (outcome.changed, outcome.unchanged) == (1, 1)
    entered = ("录入", "系统", "change", "", "示例数据", [], [], [])
    changes = [("整改目标", "（空）", "月底完成。")]
    assert told(timeline.of_issue(first)) == [
        ("修改", by, "change", "", source, [], changes, []),
        entered,
    ]
    assert told(timeline.of_issue(second)) == [entered]
    assert Issue.objects.get(pk=second.pk).version == 1


def test_import_that_is_refused_leaves_no_trace(in_progress):
    wrong = {"问题编号": "新1", "问题类别": "没有的类别", "反馈问题": "没有的问题"}
    (first, _), rows = changed_ledger(in_progress, wrong, 整改目标="月底完成。")
    before = Issue.history.count()
    with pytest.raises(importing.RowsRefusedError):
        importing.write(rows, in_progress)
    assert Issue.history.count() == before
    assert len(timeline.of_issue(first)) == 1


@pytest.mark.parametrize("times", [1, 20])
def test_timeline_costs_the_same_at_any_length(
    east_issue, east_secretary, officer, times, django_assert_num_queries
):
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    for number in range(times):
        save(Issue.objects.get(pk=east_issue.pk), officer, goal=f"目标{number}")
        file = examine(SimpleUploadedFile("纪要.pdf", PDF))
        workflow.reports.report(east_issue, by=east_secretary, text="开了会。", files=[file])
    with django_assert_num_queries(10):
        events = timeline.of_issue(east_issue)
    assert len(events) == 2 + 2 * times


def test_changes_since_a_version(east_issue, officer):
    seen = east_issue.version
    save(east_issue, officer, goal="修好。")
    save(east_issue, officer, remark="急。")
    assert timeline.changes_since(east_issue, seen) == [
        Change("整改目标", "（空）", "修好。"),
        Change("备注", "（空）", "急。"),
    ]
    assert timeline.changes_since(east_issue, east_issue.version) == []
    assert timeline.changes_since(east_issue, 99) == []


def test_ends_of_lines_are_no_change(east_issue, officer):
    save(east_issue, officer, goal="一。\r\n二。")
    save(east_issue, officer, goal="一。\n二。")
    assert [event.changes for event in timeline.of_issue(east_issue)] == [
        [Change("整改目标", "（空）", "一。\n二。")],
        [],
    ]


def test_status_that_an_import_recorded_is_no_move(in_progress):
    closed = in_progress.issues.filter(status=Status.CLOSED).first()
    assert told(timeline.of_issue(closed)) == [
        ("录入", "系统", "change", "", "示例数据", [], [], [])
    ]
