"""A file is looked at, confirmed whole or not at all, and taken back."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from rectify import workflow
from rectify.models import Issue, LedgerImport
from rectify.models.ledger_import import UNCONFIRMED_FOR, ImportState
from rectify.spreadsheets import importing, undoing
from rectify.spreadsheets.importing import OvertakenPreviewError, RowsRefusedError
from rectify.states import MoveName
from rectify.workflow import Refused

HEADER = "问题编号,社区,反馈问题,具体问题,责任科室,整改状态,备注"
NEW = "新1,新园里社区,固定资产管理不规范,门锁坏了。,党建办公室,整改中,甲"
OTHER = "新2,唐山里社区,固定资产管理不规范,台账不全。,党建办公室,整改中,乙"
WRONG = "新3,没有的社区,固定资产管理不规范,台账不全。,党建办公室,整改中,丙"


def table(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


@pytest.fixture
def uploaded(published, officer):
    """Return a function that uploads rows as the officer."""

    def upload(*rows):
        return importing.upload(table(*rows), "台账.csv", published, user=officer)

    return upload


def confirmed(ledger_import, officer, **options):
    seen = importing.look_at(ledger_import, user=officer).digest
    return importing.confirm(ledger_import, user=officer, **{"seen": seen} | options)


def counts(ledger_import):
    ledger_import.refresh_from_db()
    return (
        ledger_import.created,
        ledger_import.changed,
        ledger_import.unchanged,
        ledger_import.refused,
    )


# --- Looking and confirming -------------------------------------------------------------------


def test_looking_writes_nothing(uploaded, officer, published):
    before = (Issue.objects.count(), Issue.history.count())
    pending = uploaded(NEW, WRONG)
    outcome = importing.look_at(pending, user=officer)
    assert (outcome.created, outcome.refused) == (1, 1)
    assert (Issue.objects.count(), Issue.history.count()) == before
    assert (pending.state, pending.uploaded_by) == (ImportState.PENDING, officer)
    assert pending.sha256 == hashlib.sha256(table(NEW, WRONG)).hexdigest()
    assert pending.content() == table(NEW, WRONG)


def test_confirmation_writes_all_and_the_record(uploaded, officer, published):
    known = published.issues.first()
    row = f"{known.number},,,,,,改了"
    pending = uploaded(NEW, OTHER)
    confirmed(pending, officer)
    assert counts(pending) == (2, 0, 0, 0)
    assert (pending.state, pending.confirmed_by) == (ImportState.DONE, officer)
    records = pending.records.order_by("id")
    assert [(one.number, one.history_type) for one in records] == [("新1", "+"), ("新2", "+")]
    assert {one.history_change_reason for one in records} == {"导入 台账.csv"}
    assert {one.history_user for one in records} == {officer}
    assert row


def test_one_wrong_row_keeps_all_out(uploaded, officer, published):
    pending = uploaded(NEW, WRONG)
    with pytest.raises(RowsRefusedError):
        confirmed(pending, officer)
    assert not published.issues.filter(number__startswith="新").exists()
    pending.refresh_from_db()
    assert pending.state == ImportState.PENDING


def test_right_rows_alone_are_imported_on_purpose(uploaded, officer, published):
    pending = uploaded(NEW, WRONG, OTHER)
    confirmed(pending, officer, only_valid=True)
    assert counts(pending) == (2, 0, 0, 1)
    assert pending.only_valid
    assert set(published.issues.filter(number__startswith="新").values_list("number")) == {
        ("新1",),
        ("新2",),
    }


@pytest.mark.parametrize("only_valid", [False, True])
@pytest.mark.parametrize("change", ["added", "changed", "community"])
def test_world_that_changed_since_is_shown_anew(uploaded, officer, published, change, only_valid):
    known = uploaded(OTHER)
    confirmed(known, officer)
    pending = uploaded(NEW, OTHER.replace("乙", "丁"))
    seen = importing.look_at(pending, user=officer).digest
    if change == "added":
        confirmed(uploaded(NEW.replace("甲", "戊")), officer)
    elif change == "changed":
        issue = published.issues.get(number="新2")
        issue.remark = "己"
        issue.save()
    else:
        published.issues.filter(community__name="新园里社区").delete()
        published.communities.remove(published.communities.get(name="新园里社区"))
    before = list(published.issues.values())
    with pytest.raises(OvertakenPreviewError) as overtaken:
        importing.confirm(pending, user=officer, seen=seen, only_valid=only_valid)
    assert list(published.issues.values()) == before
    # Looked at again, it can be confirmed.
    now = importing.look_at(pending, user=officer)
    assert overtaken.value.preview.digest == now.digest != seen
    importing.confirm(pending, user=officer, seen=now.digest, only_valid=True)


def test_what_a_row_names_and_somebody_takes_away_keeps_all_out(
    uploaded, officer, published, monkeypatch
):
    """The database looks whether it is still there at the end of a transaction, unless asked."""
    pending = uploaded(NEW)
    write = importing.write

    def overtaken(*args, **kwargs):
        outcome = write(*args, **kwargs)
        published.issues.filter(number="新1").update(department=999_999)
        return outcome

    monkeypatch.setattr(importing, "write", overtaken)
    with pytest.raises(OvertakenPreviewError):
        importing.confirm(pending, user=officer)
    assert not published.issues.filter(number="新1").exists()


def test_file_is_imported_once(uploaded, officer):
    pending = uploaded(NEW)
    seen = importing.look_at(pending, user=officer).digest
    importing.confirm(pending, user=officer, seen=seen)
    with pytest.raises(Refused) as refused:
        importing.confirm(pending, user=officer, seen=seen)
    assert str(refused.value) == "这份表格已经导入过了；要再导一次，请重新上传。"


def test_upload_that_nobody_confirms_is_swept_away(
    uploaded, officer, django_capture_on_commit_callbacks
):
    old = uploaded(NEW)
    kept = uploaded(OTHER)
    confirmed(kept, officer)
    LedgerImport.objects.update(uploaded_at=timezone.now() - UNCONFIRMED_FOR * 2)
    with django_capture_on_commit_callbacks(execute=True):
        new = uploaded(NEW)
    assert set(LedgerImport.objects.all()) == {kept, new}
    assert not old.file.storage.exists(old.file.name)
    assert kept.content() == table(OTHER)


# --- Taking back ------------------------------------------------------------------------------


@pytest.fixture
def imported(uploaded, officer, published):
    """An import that added one entry, changed a second and left a third as it was."""
    confirmed(uploaded(OTHER, NEW.replace("新1", "新0")), officer)
    done = uploaded(NEW, OTHER.replace("乙", "丁"), NEW.replace("新1", "新0"))
    confirmed(done, officer)
    assert counts(done) == (1, 1, 1, 0)
    return done


def test_import_is_taken_back_as_one_act(imported, officer, published):
    assert undoing.why_not(imported) == ""
    undone = undoing.undo(imported, by=officer)
    assert (undone.state, undone.undone_by) == (ImportState.UNDONE, officer)
    assert not published.issues.filter(number="新1").exists()
    issue = published.issues.get(number="新2")
    assert (issue.remark, issue.version) == ("乙", 3)
    told = Issue.history.filter(history_change_reason="撤销导入 台账.csv").order_by("history_id")
    assert [(one.number, one.history_type, one.remark) for one in told] == [
        ("新2", "~", "乙"),
        ("新1", "-", "甲"),
    ]
    assert {one.history_user for one in told} == {officer}
    assert published.issues.get(number="新0").version == 1
    with pytest.raises(Refused) as refused:
        undoing.undo(imported, by=officer)
    assert str(refused.value) == "这次导入已经撤销过了。"


def later_change(published, officer):
    issue = published.issues.get(number="新2")
    issue.goal = "修好。"
    issue.save()
    return "导入以后又有人改过、办过或者删除了这些问题，所以不能撤销：新2。请一项一项地改。"


def deletion(published, officer):
    published.issues.get(number="新1").delete()
    return "导入以后又有人改过、办过或者删除了这些问题，所以不能撤销：新1。请一项一项地改。"


def move(published, officer):
    issue = published.issues.get(number="新2")
    Issue.objects.filter(pk=issue.pk).update(status="to_endorse")
    workflow.move(issue, MoveName.ENDORSE, by=officer)
    return "导入以后又有人改过、办过或者删除了这些问题，所以不能撤销：新2。请一项一项地改。"


def report(published, officer):
    published.issues.get(number="新1").progress.create(text="换了锁。", by=officer)
    return "导入以后社区已经办理过这些问题，所以不能撤销：新1。请一项一项地改。"


def report_on_a_changed_row(published, officer):
    published.issues.get(number="新2").progress.create(text="补齐了台账。", by=officer)
    return "导入以后社区已经办理过这些问题，所以不能撤销：新2。请一项一项地改。"


def request_for_time(published, officer):
    issue = published.issues.get(number="新2")
    issue.extensions.create(
        reason="等厂家。", new_due_on="2030-01-01", old_due_wording="", asked_by=officer
    )
    return "导入以后社区已经办理过这些问题，所以不能撤销：新2。请一项一项地改。"


def departure(published, officer):
    Issue.objects.filter(number="新2").update(community=published.communities.first())
    published.issues.filter(community__name="唐山里社区").delete()
    published.communities.remove(published.communities.get(name="唐山里社区"))
    return (
        "这些问题原来的社区、责任人或反馈问题现在已经不在本轮次里，所以不能撤销：新2。"
        "请一项一项地改。"
    )


@pytest.mark.parametrize(
    "event",
    [
        later_change,
        deletion,
        move,
        report,
        report_on_a_changed_row,
        request_for_time,
        departure,
    ],
)
def test_import_whose_rows_went_on_is_not_taken_back(imported, officer, published, event):
    sentence = event(published, officer)
    before = list(published.issues.values())
    assert undoing.why_not(imported) == sentence
    with pytest.raises(Refused) as refused:
        undoing.undo(imported, by=officer)
    assert str(refused.value) == sentence
    assert list(published.issues.values()) == before


def test_what_a_community_did_before_the_import_does_not_keep_it(uploaded, officer, published):
    confirmed(uploaded(OTHER), officer)
    published.issues.get(number="新2").progress.create(
        text="以前的进展。", by=officer, at=timezone.now() - timedelta(days=1)
    )
    again = uploaded(OTHER.replace("乙", "改过"))
    confirmed(again, officer)
    undoing.undo(again, by=officer)
    assert published.issues.get(number="新2").remark == "乙"


def test_import_that_is_not_confirmed_has_nothing_to_take_back(uploaded, officer):
    with pytest.raises(Refused) as refused:
        undoing.undo(uploaded(NEW), by=officer)
    assert str(refused.value) == "这份表格还没有导入，没有什么可以撤销。"


@pytest.mark.parametrize("count", [1, 30])
def test_taking_back_costs_the_same_for_any_number_of_rows(
    uploaded, officer, count, django_assert_num_queries
):
    done = uploaded(*[NEW.replace("新1", f"新{number}") for number in range(count)])
    confirmed(done, officer)
    with django_assert_num_queries(16):
        undoing.undo(done, by=officer)
