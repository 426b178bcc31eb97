"""What happened, told from every record: whole events, in order, in Chinese."""

import ast
import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tablib import Dataset

from communities.models import Department
from rectify import timeline, workflow
from rectify.dates import written
from rectify.evidence.examination import examine
from rectify.models import Issue, Measure
from rectify.spreadsheets.resources import IssueResource
from rectify.states import MoveName, Status
from rectify.timeline import Change
from tests.evidence.files import PDF


def told(events) -> list[tuple]:
    """Return of each event all but its moment."""
    return [
        (
            event.title,
            event.by,
            event.kind,
            event.subject,
            event.source,
            event.lines,
            [(change.label, change.old, change.new) for change in event.changes],
            [one.name for one in event.evidence],
        )
        for event in events
    ]


ENTERED = ("录入", "系统", "change", "", "", [], [], [])


def save(row, by=None, **changes):
    for name, value in changes.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()


def test_change_of_fields_is_told_in_words(east_issue, in_progress, officer):
    officer.full_name = "街道办事员"
    other = in_progress.issues.exclude(finding=east_issue.finding).first().finding
    old = east_issue.finding
    save(
        east_issue,
        officer,
        finding=other,
        department=Department.objects.get(name="党建办公室"),
        is_withheld=True,
        withheld_ground="secret",
        due_on=datetime.date(2027, 3, 31),
        due_wording="2027年3月底",
        goal="修好。",
    )
    officer.save()
    due = timezone.localdate() + datetime.timedelta(40)
    assert told(timeline.of_issue(east_issue)) == [
        (
            "修改",
            "街道办事员",
            "change",
            "",
            "",
            [],
            [
                ("反馈问题", str(old), str(other)),
                ("整改目标", "（空）", "修好。"),
                ("责任科室", "公共安全办公室", "党建办公室"),
                ("整改时限", written(due), "2027年3月31日"),
                ("时限原文", "（空）", "2027年3月底"),
                ("不公开", "否", "是"),
                ("不公开理由", "（空）", "涉及国家秘密"),
            ],
            [],
        ),
        ENTERED,
    ]


def test_life_of_an_entry_is_told_once(east_issue, east_secretary, clerk, officer):
    east_secretary.full_name = "东社区书记"
    east_secretary.save()
    due = east_issue.due_on
    later = due + datetime.timedelta(30)
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    file = examine(SimpleUploadedFile("纪要.pdf", PDF))
    workflow.reports.report(east_issue, by=east_secretary, text="开了会。", files=[file])
    workflow.move(east_issue, MoveName.SUBMIT, by=east_secretary)
    workflow.move(east_issue, MoveName.RETURN, by=clerk, note="不清楚。", wanted="照片。")
    asked = workflow.extensions.ask(
        east_issue, by=east_secretary, reason="雨季。", new_due_on=later
    )
    workflow.extensions.decide(asked, by=clerk, granted=True, decision="同意。")
    moved = ("整改时限", written(due), written(later))
    expected = [
        (
            "延期申请已同意",
            "安全科办事员",
            "extension extension-granted",
            [("意见", "同意。")],
            [moved],
        ),
        ("申请延期", "东社区书记", "extension", [("理由", "雨季。")], [moved]),
        (
            "退回",
            "安全科办事员",
            "move move-return",
            [("退回原因", "不清楚。"), ("还需要", "照片。")],
            [("整改状态", "待初审", "整改中")],
        ),
        ("申请销号", "东社区书记", "move move-submit", [], [("整改状态", "整改中", "待初审")]),
        ("进展", "东社区书记", "progress", [("", "开了会。")], []),
        ("签收", "东社区书记", "move move-accept", [], [("整改状态", "待签收", "整改中")]),
    ]
    events = timeline.of_issue(east_issue)
    assert [
        (event.title, event.by, event.kind, event.lines, changes)
        for event, changes in (
            (event, [(one.label, one.old, one.new) for one in event.changes])
            for event in events[:-1]
        )
    ] == expected
    assert told(events[-1:]) == [ENTERED]
    assert [one.name for event in events for one in event.evidence] == ["纪要.pdf"]


def test_bulk_assignment_is_told_with_its_reason(east_issue, officer):
    workflow.assign(
        [east_issue],
        by=officer,
        reason="归口。",
        source="批量操作",
        department=Department.objects.get(name="党建办公室"),
    )
    assert told(timeline.of_issue(east_issue))[0][3:7] == (
        "",
        "批量操作：归口。",
        [],
        [("责任科室", "公共安全办公室", "党建办公室")],
    )


def test_import_is_told_with_its_source_and_unchanged_rows_are_not(in_progress):
    resource = IssueResource(round=in_progress, source="导入 台账.xlsx")
    first, second = in_progress.issues.all()[:2]
    rows = resource.export(Issue.objects.filter(pk__in=[first.pk, second.pk]))
    rows.append_col([one.finding.category.title for one in (first, second)], header="问题类别")
    cells = dict(zip(rows.headers, rows[0], strict=True)) | {"整改目标": "月底完成。"}
    changed = Dataset([cells[name] for name in rows.headers], rows[1], headers=rows.headers)
    result = resource.import_data(changed, raise_errors=True)
    assert (result.totals["update"], result.totals["skip"]) == (1, 1)
    newest = timeline.of_issue(first)[0]
    assert (newest.title, newest.source) == ("修改", "导入 台账.xlsx")
    assert newest.changes == [Change("整改目标", "（空）", "月底完成。")]
    assert len(timeline.of_issue(second)) == 1


def test_communities_of_a_round_are_told(in_progress, officer):
    community = in_progress.communities.get(name="新园里社区")
    in_progress.issues.filter(community=community).delete()
    in_progress.communities.remove(community)
    newest = next(event for event in timeline.of_round(in_progress) if event.changes)
    assert newest.changes == [Change("被巡察的社区（移出 → 加入）", "新园里社区", "（空）")]


def test_round_tells_of_its_parts_and_of_what_was_deleted(in_progress):
    section = in_progress.sections.create(body="一段话。")
    save(section, body="另一段话。")
    section.delete()
    issue = in_progress.issues.last()
    named = str(issue)
    issue.delete()
    category = in_progress.categories.first()
    save(category, body="说明。")
    assert [(event.title, event.subject) for event in timeline.of_round(in_progress)[:5]] == [
        ("修改", f"反馈问题类别“{category}”"),
        ("删除", f"整改问题“{named}”"),
        ("删除", "公布栏目“另一段话。”"),
        ("修改", "公布栏目“另一段话。”"),
        ("录入", "公布栏目“一段话。”"),
    ]


def test_finding_and_category_tell_of_what_is_in_them(in_progress):
    category = in_progress.categories.first()
    finding = category.findings.first()
    measure = finding.measures.create(text="换灯。")
    save(measure, outcome="done")
    measure.delete()
    old = finding.approach
    save(finding, approach="总的说法。")
    assert [(event.title, event.subject) for event in timeline.of_finding(finding)[:4]] == [
        ("修改", ""),
        ("删除", "整改措施“换灯。”"),
        ("修改", "整改措施“换灯。”"),
        ("录入", "整改措施“换灯。”"),
    ]
    [newest, *_] = timeline.of_category(category)
    assert (newest.subject, newest.changes) == (
        f"反馈问题“{finding}”",
        [Change("总括句", old, "总的说法。")],
    )


def test_sample_begins_with_its_source(published):
    rows = [
        *timeline.of_fields(published),
        *timeline.of_fields(published.sections.first()),
        *timeline.of_fields(Measure.objects.filter(finding__category__round=published).first()),
        *timeline.of_fields(published.issues.first()),
    ]
    assert {event.source for event in rows} == {"示例数据"}
    assert len(rows) == 4


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


def test_status_that_an_import_recorded_is_no_move(in_progress):
    closed = in_progress.issues.filter(status=Status.CLOSED).first()
    assert told(timeline.of_issue(closed)) == [
        ("录入", "系统", "change", "", "示例数据", [], [], [])
    ]


# --- Nothing goes by unrecorded ----------------------------------------------------------------

# Where rows are written past their history, or where update means something else; each place
# was looked at.
LOOKED_AT = {
    "communities": set(),
    "rectify": {
        ("rectify/environment.py", "update"),
        ("rectify/evidence/examination.py", "update"),
        ("rectify/models/append_only.py", "update"),
        ("rectify/management/commands/load_sample.py", "update"),
        # Requests for more time are their own record.
        ("rectify/workflow/moves.py", "update"),
    },
}


@pytest.mark.parametrize("package", LOOKED_AT)
def test_no_row_is_written_past_its_history(package):
    found = set()
    for path in Path(settings.BASE_DIR, package).rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Call, ast.FunctionDef)):
                called = node.func if isinstance(node, ast.Call) else node
                name = getattr(called, "attr", getattr(called, "name", ""))
                if name in ("update", "bulk_create", "bulk_update", "raw", "execute"):
                    found.add((str(path.relative_to(settings.BASE_DIR)), name))
    assert found == LOOKED_AT[package]
