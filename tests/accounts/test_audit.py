"""The audit record: every deed once, nobody changes it, the auditor alone reads it."""

import csv
import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from rectify import audit
from rectify.models import AuditEntry
from rectify.models.append_only import WrittenOnceError
from rectify.models.audit import AuditKind

PASSWORD = "a-long-password-1"
RECORD = "/admin/rectify/auditentry/"


def entries() -> list[tuple]:
    rows = AuditEntry.objects.order_by("pk").values_list(
        "kind", "user__username", "username", "address", "subject"
    )
    return list(rows)


def log_in(username, password, client=None):
    data = {"username": username, "password": password}
    return (client or Client()).post("/login/", data, REMOTE_ADDR="10.0.0.1")


def test_coming_and_going_is_recorded(officer):
    client = Client()
    log_in("officer", PASSWORD, client)
    client.post("/logout/", REMOTE_ADDR="10.0.0.1")
    assert entries() == [
        ("login", "officer", "officer", "10.0.0.1", ""),
        ("logout", "officer", "officer", "10.0.0.1", ""),
    ]


def test_failures_and_the_lock_are_recorded(officer):
    for _ in range(6):
        log_in("officer", "wrong-password-1")
    kinds = [kind for kind, *_ in entries()]
    assert sorted(kinds[:6]) == ["failed"] * 5 + ["locked"]
    assert kinds[6:] == ["locked"]
    assert {row[1:] for row in entries()} == {(None, "officer", "10.0.0.1", "")}


def test_password_typed_into_the_wrong_field_is_not_kept(officer):
    log_in("My-Secret-Word-1", "officer")
    assert entries() == [("failed", None, "My…（没有这个账号）", "10.0.0.1", "")]


def test_log_out_of_nobody_is_nothing(db):
    Client().post("/logout/")
    assert entries() == []


def test_change_of_the_own_password_is_recorded(client, officer):
    client.force_login(officer)
    data = {"old_password": PASSWORD, "new_password1": "Another-word-2"}
    client.post("/password/", data | {"new_password2": "Another-word-2"}, REMOTE_ADDR="10.0.0.1")
    assert entries()[-1] == ("password", "officer", "officer", "10.0.0.1", "")


def test_wrong_old_password_is_recorded(client, officer):
    client.force_login(officer)
    data = {"old_password": "wrong", "new_password1": "Another-word-2"}
    client.post("/password/", data | {"new_password2": "Another-word-2"}, REMOTE_ADDR="10.0.0.1")
    assert entries()[1:] == [("failed", None, "officer", "10.0.0.1", "修改密码时的旧密码")]


def test_account_made_with_a_password_is_recorded(client, accounts_keeper):
    client.force_login(accounts_keeper)
    data = {"username": "newcomer", "password1": "Another-word-2", "password2": "Another-word-2"}
    page = "/admin/communities/user/add/"
    client.post(page, data | {"usable_password": "true"}, REMOTE_ADDR="10.0.0.1")
    who = ("accounts", "accounts", "10.0.0.1")
    assert entries()[1:] == [
        ("password", *who, "账号 newcomer"),
        ("account", *who, "账号 newcomer：用户名、密码、密码确认；角色：无"),
    ]


def test_roles_given_are_recorded(client, accounts_keeper, officer):
    client.force_login(accounts_keeper)
    role = Group.objects.get(name="观察员")
    data = {"username": "officer", "full_name": "张三", "is_active": "on", "groups": [role.pk]}
    page = f"/admin/communities/user/{officer.pk}/change/"
    assert client.post(page, data, REMOTE_ADDR="10.0.0.1").status_code == 302
    assert entries()[-1][-1] == "账号 officer：姓名、角色；角色：观察员"
    count = AuditEntry.objects.count()
    client.post(page, data)
    assert AuditEntry.objects.count() == count


def test_password_given_to_somebody_is_recorded(client, accounts_keeper, officer):
    client.force_login(accounts_keeper)
    page = f"/admin/communities/user/{officer.pk}/password/"
    data = {"password1": "Another-word-2", "password2": "Another-word-2"}
    client.post(page, data | {"usable_password": "true"}, REMOTE_ADDR="10.0.0.1")
    assert entries()[-1] == ("password", "accounts", "accounts", "10.0.0.1", "账号 officer")


def test_record_is_neither_changed_nor_deleted(db):
    entry = audit.record(AuditKind.EXPORT, subject="台账")
    entry.subject = "别的"
    for deed in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(subject="别的"),
    ):
        with pytest.raises(WrittenOnceError, match=r"^记录只能增加，不能修改或删除。$"):
            deed()
    assert entries() == [("export", None, "", None, "台账")]


def test_long_subject_is_cut(db):
    assert len(audit.record(AuditKind.EXPORT, subject="长" * 500).subject) == 200


# --- The auditor's screen --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("auditor", 200),
        ("officer", 403),
        ("accounts_keeper", 403),
        ("clerk", 403),
        ("observer", 403),
        ("east_secretary", 302),
    ],
)
def test_auditor_alone_reads_the_record(name, status, request, client):
    client.force_login(request.getfixturevalue(name))
    entry = AuditEntry.objects.latest("pk")
    for page in (RECORD, f"{RECORD}{entry.pk}/change/", f"{RECORD}{entry.pk}/history/"):
        assert client.get(page).status_code == status


def test_auditor_only_reads(client, auditor):
    client.force_login(auditor)
    entry = AuditEntry.objects.latest("pk")
    assert client.get(f"{RECORD}add/").status_code == 403
    assert client.post(f"{RECORD}{entry.pk}/change/", {"subject": "别的"}).status_code == 403
    assert client.post(f"{RECORD}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"}
    client.post(RECORD, chosen)
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_record_is_searched_and_costs_the_same_at_any_length(
    client, auditor, django_assert_num_queries
):
    client.force_login(auditor)
    client.get(RECORD)
    with django_assert_num_queries(6):
        client.get(RECORD)
    for number in range(50):
        audit.record(AuditKind.EXPORT, user=auditor, subject=f"台账 {number}")
    with django_assert_num_queries(6):
        client.get(RECORD)
    assert client.get(RECORD, {"q": "台账 49"}).context["cl"].result_count == 1


# --- The command -----------------------------------------------------------------------------


@pytest.fixture
def aged(auditor):
    """Entries of 200 and of 400 days ago."""
    for days in (200, 400):
        at = timezone.now() - datetime.timedelta(days=days)
        AuditEntry.objects.create(kind="export", at=at, user=auditor, subject=f"=台账{days}")


def test_record_is_exported_whole(aged, tmp_path, capsys):
    path = tmp_path / "审计.csv"
    call_command("audit_record", export=path)
    assert capsys.readouterr().out == f"已导出 2 条到 {path}。\n"
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["时间", "事项", "登录名", "姓名", "来自地址", "对象"]
    # Nothing there is a formula.
    assert [row[-1] for row in rows] == ["'=台账400", "'=台账200"]
    assert AuditEntry.objects.latest("pk").subject == "审计记录 2 条，审计.csv"
    with pytest.raises(CommandError, match=r"请换一个名字。$"):
        call_command("audit_record", export=path)


@pytest.mark.parametrize(("days", "left"), [(None, ["=台账200"]), (180, []), (399, ["=台账200"])])
def test_record_is_pruned_by_age(aged, days, left, capsys):
    call_command("audit_record", prune=True, **({"days": days} if days else {}))
    days = days or 365
    removed = 2 - len(left)
    assert capsys.readouterr().out == f"已删去 {days} 天以前的 {removed} 条。\n"
    kept = AuditEntry.objects.filter(kind="export").values_list("subject", flat=True)
    assert list(kept) == left
    assert AuditEntry.objects.latest("pk").subject == f"{days} 天以前的 {removed} 条"


def test_publications_stay_on_record_for_ever(db, capsys):
    at = timezone.now() - datetime.timedelta(days=5000)
    for kind in ("published", "export"):
        AuditEntry.objects.create(kind=kind, at=at, subject=kind)
    call_command("audit_record", prune=True, days=180)
    assert capsys.readouterr().out == "已删去 180 天以前的 1 条。\n"
    assert [(one[0], one[-1]) for one in entries()] == [
        ("published", "published"),
        ("pruned", "180 天以前的 1 条"),
    ]


@pytest.mark.parametrize("days", [179, 0, -1])
def test_record_is_kept_for_half_a_year(aged, days):
    before = entries()
    with pytest.raises(CommandError, match=f"^审计记录至少要保存 180 天，不能按 {days} 天清理。$"):
        call_command("audit_record", prune=True, days=days)
    assert entries() == before


@pytest.mark.django_db
def test_days_beyond_every_calendar_are_refused():
    with pytest.raises(CommandError, match=r"^保存天数最多写 36500 天，现在是 999999999。$"):
        call_command("audit_record", prune=True, days=999_999_999)
    assert entries() == []


@pytest.mark.django_db
def test_command_asks_what_to_do():
    with pytest.raises(CommandError, match=r"^请写明做什么"):
        call_command("audit_record")


@pytest.mark.django_db
def test_export_to_where_nothing_can_be_written(tmp_path):
    with pytest.raises(CommandError, match=r"^写不了"):
        call_command("audit_record", export=tmp_path / "nowhere" / "审计.csv")
    assert entries() == []
