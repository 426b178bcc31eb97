"""What communities tell and hand in, and what is taken out again."""

import datetime
import os
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError

from rectify import workflow
from rectify.evidence.examination import examine
from rectify.models import Evidence, Issue
from rectify.models.progress import evidence_storage
from rectify.states import MoveName, Status
from rectify.workflow import Refused, reports

PDF = b"%PDF-1.4\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n"
PERSONS = ["accounts_keeper", "officer", "clerk", "west_secretary", "observer", "auditor"]


@pytest.fixture(autouse=True)
def directory(settings, tmp_path):
    """Where evidence is kept during one test."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return settings.MEDIA_ROOT


def pdf(name="纪要.pdf"):
    return examine(SimpleUploadedFile(name, PDF))


def stored(directory) -> list[bytes]:
    return [path.read_bytes() for path in directory.rglob("*") if path.is_file()]


@pytest.fixture
def entry(put, east_secretary):
    """An entry of progress with one file, of an entry that is being rectified."""
    issue = put(Status.RECTIFYING, progress=False)
    return reports.report(issue, by=east_secretary, text="开了会。", files=[pdf()])


def test_report_keeps_text_and_files(entry, east_secretary, directory):
    [row] = entry.evidence.all()
    assert (entry.text, entry.by) == ("开了会。", east_secretary)
    assert (row.name, row.kind, row.size, row.added_by) == (
        "纪要.pdf",
        "pdf",
        len(PDF),
        east_secretary,
    )
    assert stored(directory) == [PDF]
    assert "纪要" not in row.file.name


@pytest.mark.parametrize("who", PERSONS)
def test_only_its_community_reports(who, put, request):
    issue = put(Status.RECTIFYING, progress=False)
    with pytest.raises(Refused, match=r"^只有本社区的责任人能写进展、交材料。$"):
        reports.report(issue, by=request.getfixturevalue(who), text="开了会。")
    assert not issue.progress.exists()


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("to_accept", "请先签收，再写进展。"),
        ("rectifying", None),
        ("to_endorse", "已经申请销号，正在等初审；要补充进展或材料，请先撤回申请。"),
        ("to_approve", "科室已初审通过，正在等街道批准，现在不能再写进展。"),
        ("closed", "这项问题已经销号，不用再写进展。"),
        ("sustained", None),
    ],
)
def test_report_by_status(status, sentence, put, east_secretary):
    issue = put(status, progress=False)
    if sentence is None:
        assert reports.report(issue, by=east_secretary, text="开了会。").issue == issue
        return
    with pytest.raises(Refused) as refused:
        reports.report(issue, by=east_secretary, text="开了会。")
    assert str(refused.value) == sentence


def test_report_says_something(put, east_secretary):
    with pytest.raises(Refused, match=r"^进展情况不能空着。$"):
        reports.report(put(Status.RECTIFYING), by=east_secretary, text="  ")


def test_files_are_added_up_to_nine(entry, east_secretary, directory):
    reports.attach(entry, by=east_secretary, files=[pdf(f"{number}.pdf") for number in range(7)])
    with pytest.raises(Refused, match=r"^一条进展最多 9 份材料，这一条还能加 1 份。$"):
        reports.attach(entry, by=east_secretary, files=[pdf(), pdf()])
    assert (entry.evidence.count(), len(stored(directory))) == (8, 8)


def test_file_of_a_row_that_is_refused_is_not_left_behind(
    entry, east_secretary, directory, monkeypatch
):
    save = Evidence.save

    def refuse_the_second(self, **kwargs):
        save(self, **kwargs)
        if self.name == "二.pdf":
            raise IntegrityError("refused")

    monkeypatch.setattr(Evidence, "save", refuse_the_second)
    with pytest.raises(IntegrityError):
        reports.attach(entry, by=east_secretary, files=[pdf("一.pdf"), pdf("二.pdf")])
    assert (entry.evidence.count(), len(stored(directory))) == (1, 1)


def test_evidence_of_an_earlier_application_stays(entry, officer, east_secretary):
    issue = entry.issue
    workflow.move(issue, MoveName.SUBMIT, by=east_secretary)
    workflow.move(issue, MoveName.RETURN, by=officer, note="不够。", wanted="补。")
    with pytest.raises(Refused, match="已经审核过，不能再补充材料"):
        reports.attach(entry, by=east_secretary, files=[pdf()])
    with pytest.raises(Refused, match="已经审核过，要移除请找街道管理员"):
        reports.remove(entry.evidence.get(), by=east_secretary, because="传错了。")
    issue.progress.create(text="又做了。", by=east_secretary)
    with pytest.raises(Refused, match=r"^还没有佐证材料"):
        workflow.move(issue, MoveName.SUBMIT, by=east_secretary)


def test_evidence_that_was_approved_stays(entry, officer, east_secretary, today):
    issue = entry.issue
    workflow.move(issue, MoveName.SUBMIT, by=east_secretary)
    workflow.move(issue, MoveName.ENDORSE, by=officer)
    later = today + datetime.timedelta(90)
    workflow.move(issue, MoveName.SUSTAIN, by=officer, note="常抓。", review_on=later)
    with pytest.raises(Refused, match="已经审核过，不能再补充材料"):
        reports.attach(entry, by=east_secretary, files=[pdf()])
    with pytest.raises(Refused, match="已经审核过，要移除请找街道管理员"):
        reports.remove(entry.evidence.get(), by=east_secretary, because="传错了。")
    # What is reported from then on is in hand again.
    again = reports.report(issue, by=east_secretary, text="又查了。", files=[pdf()])
    assert reports.remove(again.evidence.get(), by=east_secretary, because="传错了。").removed_at


def test_entry_that_was_begun_stays_with_its_community(entry, in_progress):
    issue = Issue.objects.get(pk=entry.issue_id)
    issue.owner = None
    issue.community = in_progress.communities.get(name="唐山里社区")
    with pytest.raises(ValidationError) as refused:
        issue.full_clean()
    assert refused.value.message_dict == {
        "community": [
            "这项问题已经开始办理，进展和材料都是原来社区的，不能换社区；请另外录入一项。"
        ]
    }


def test_application_with_evidence_needs_no_reason(entry, east_secretary):
    assert workflow.move(entry.issue, MoveName.SUBMIT, by=east_secretary).note == ""


def test_removed_evidence_does_not_count(entry, east_secretary):
    reports.remove(entry.evidence.get(), by=east_secretary, because="传错了。")
    with pytest.raises(Refused, match=r"^还没有佐证材料"):
        workflow.move(entry.issue, MoveName.SUBMIT, by=east_secretary)


@pytest.mark.parametrize("who", ["east_secretary", "officer"])
def test_removal_takes_the_file_and_keeps_the_row(
    who, entry, request, directory, django_capture_on_commit_callbacks
):
    user = request.getfixturevalue(who)
    with django_capture_on_commit_callbacks(execute=True):
        reports.remove(entry.evidence.get(), by=user, because="传错了。")
    row = entry.evidence.get()
    assert (row.name, row.removed_by, row.removed_because) == ("纪要.pdf", user, "传错了。")
    assert stored(directory) == []
    with pytest.raises(Refused, match=r"^这份材料已经移除了。$"):
        reports.remove(row, by=user, because="再移。")


@pytest.mark.parametrize("who", ["clerk", "west_secretary", "observer", "auditor"])
def test_others_remove_nothing(who, entry, request, directory):
    with pytest.raises(Refused, match=r"^您没有移除这份材料的权限。$"):
        reports.remove(entry.evidence.get(), by=request.getfixturevalue(who), because="传错了。")
    assert stored(directory) == [PDF]


def test_removal_says_why(entry, officer):
    with pytest.raises(Refused, match=r"^请写明移除的原因。$"):
        reports.remove(entry.evidence.get(), by=officer, because=" ")


def test_sweeping_deletes_what_no_row_names(entry, directory, capsys):
    storage = evidence_storage()
    for name, hours in [("2026/01/old", 25), ("2026/01/new", 1)]:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left behind")
        os.utime(path, (time.time() - hours * 3600,) * 2)
    row = entry.evidence.get()
    os.utime(storage.path(row.file.name), (0, 0))
    call_command("sweep_evidence")
    assert capsys.readouterr().out == "删去了 1 个没有记录的文件。\n"
    assert sorted(stored(directory)) == [PDF, b"left behind"]


def test_sweeping_before_anything_was_handed_in(db, capsys):
    call_command("sweep_evidence")
    assert capsys.readouterr().out == "删去了 0 个没有记录的文件。\n"
