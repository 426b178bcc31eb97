"""The sample: made by its rule, spread evenly, marked as what it is."""

import csv
import json
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.utils import timezone

from communities.models import Community
from rectify.models import Issue, Round
from rectify.permissions import Role
from rectify.sample import current, ledger, story
from rectify.states import Status

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
LEDGER = FIXTURES / "hangzhoudao-2022-issues.csv"
DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def rows():
    with LEDGER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_ledger_is_what_its_rule_makes():
    assert ledger.make(FIXTURES).encode() == LEDGER.read_bytes()


def test_command_writes_the_same_bytes(tmp_path, monkeypatch, capsys):
    path = tmp_path / "ledger.csv"
    for name in ("communities.json", "hangzhoudao-2022.json"):
        (tmp_path / name).write_bytes((FIXTURES / name).read_bytes())
    monkeypatch.setattr("rectify.management.commands.make_sample_ledger.PATH", path)
    call_command("make_sample_ledger")
    assert path.read_bytes() == LEDGER.read_bytes()


def test_ledger_is_spread_evenly(rows):
    assert len(rows) == 523
    assert Counter(Counter(row["社区"] for row in rows).values()) == {18: 28, 19: 1}
    assert Counter(Counter(row["反馈问题"] for row in rows).values()) == {21: 23, 20: 2}
    pairs = Counter((row["社区"], row["反馈问题"]) for row in rows)
    assert set(pairs.values()) == {1}


def test_ledger_numbers_run_from_1_to_523(rows):
    assert [row["问题编号"] for row in rows] == [f"{number:03}" for number in range(1, 524)]


def test_every_row_says_that_it_is_a_sample(rows):
    assert [row for row in rows if not row["备注"].startswith("示例：")] == []
    assert [row for row in rows if not row["具体问题"].startswith("（示例）")] == []


def test_every_row_is_closed_between_feedback_and_notice(rows):
    first, last = date(2022, 11, 3), date(2023, 5, 6)
    for row in rows:
        due_on, closed_on = (date.fromisoformat(row[name]) for name in ("整改时限", "完成时间"))
        assert first <= closed_on <= due_on <= last
        assert closed_on.weekday() < 5
    assert {row["整改状态"] for row in rows} == {"已销号"}


def test_ledger_uses_the_notices_own_wording(rows):
    notice = (DATA / "notice-2023-05-06.txt").read_text(encoding="utf-8")
    notice = unicodedata.normalize("NFKC", notice).translate(str.maketrans("‘’", "“”"))
    for row in rows:
        assert unicodedata.normalize("NFKC", row["反馈问题"]) in notice
        assert row["具体问题"] == f"（示例）{row['反馈问题']}。"


@pytest.mark.django_db
def test_roster_is_the_public_one_and_the_street():
    with (DATA / "communities-2022.csv").open(encoding="utf-8") as file:
        roster = {row["code"]: row["name"] for row in csv.DictReader(file)}
    communities = Community.objects.filter(kind="community")
    assert dict(communities.values_list("code", "full_name")) == roster
    assert list(Community.objects.exclude(kind="community").values_list("code", "kind")) == [
        ("120116005000", "street")
    ]


def test_fixtures_hold_full_width_punctuation_alone():
    texts = [
        value
        for name in ("communities.json", "hangzhoudao-2022.json")
        for row in json.loads((FIXTURES / name).read_text(encoding="utf-8"))
        for value in row["fields"].values()
        if isinstance(value, str) and re.search("[一-鿿]", value)
    ]
    assert [text for text in texts if re.search(r"[,;:?!()]", text)] == []


@pytest.mark.django_db
def test_every_loaded_row_meets_its_own_rules(published, in_progress):
    for model in Round._meta.apps.get_models():
        # The history repeats rows; it has no rules of its own.
        ours = model._meta.app_label in ("rectify", "communities")
        if ours and not model.__name__.startswith("Historical"):
            for row in model.objects.all()[:200]:
                row.full_clean()


@pytest.mark.django_db
def test_loading_into_a_database_in_use_is_refused(published):
    before = Issue.objects.count()
    with pytest.raises(CommandError, match="示例只能装进空的数据库"):
        call_command("load_sample")
    assert Issue.objects.count() == before


@pytest.mark.django_db
def test_loading_if_empty_leaves_a_database_in_use_alone(published, capsys):
    call_command("load_sample", "--if-empty")
    assert capsys.readouterr().out == "数据库里已有数据，示例不再装入。\n"


@pytest.mark.django_db
def test_loading_is_all_or_nothing(monkeypatch):
    empty()

    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(current, "make", fail)
    with pytest.raises(RuntimeError):
        call_command("load_sample")
    assert (Round.objects.count(), Community.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_loading_into_an_empty_database(capsys):
    empty()
    call_command("load_sample")
    assert capsys.readouterr().out == "示例已装入：杭州道街道2022年巡察整改，523 条台账。\n"
    assert Issue.objects.count() == 523 + current.ENTRIES


def empty():
    # Their own way of deleting refuses.
    for name in ("publicationstep", "acknowledgement", "publishedcommunity", "publication"):
        QuerySet(Round._meta.apps.get_model("rectify", name)).delete()
    for name in [
        "issue",
        "measure",
        "finding",
        "category",
        "section",
        "plannedwork",
        "campaign",
        "mechanism",
        "result",
        "round",
    ]:
        Round._meta.apps.get_model("rectify", name).objects.all().delete()
    for model in apps.get_app_config("rectify").get_models():
        if model.__name__.startswith("Historical"):
            QuerySet(model).delete()
    for name in ("owner", "community", "department"):
        Round._meta.apps.get_model("communities", name).objects.all().delete()


@pytest.mark.django_db
def test_round_in_progress_has_something_for_every_screen(in_progress):
    assert in_progress.published_on is None
    assert set(in_progress.issues.values_list("status", flat=True)) == set(Status.values)
    assert in_progress.issues.overdue().exists()
    assert in_progress.issues.unsettled().filter(due_on__gt=timezone.localdate()).exists()
    assert [
        remark
        for remark in in_progress.issues.values_list("remark", flat=True)
        if not remark.startswith("示例：")
    ] == []


@pytest.mark.django_db
def test_accounts_are_made_once_each_with_a_password_of_its_own(settings, tmp_path, capsys):
    settings.DATA_DIRECTORY = tmp_path
    call_command("sample_accounts")
    printed = capsys.readouterr().out
    path = tmp_path / "accounts.txt"
    assert path.stat().st_mode & 0o777 == 0o600
    assert printed == path.read_text(encoding="utf-8")
    accounts = [line.split() for line in printed.splitlines()[1:]]
    assert [role for role, _, _ in accounts] == [
        role.value for role in Role for _ in range(2 if role == Role.OFFICE else 1)
    ]
    assert len({password for _, _, password in accounts}) == 8
    call_command("sample_accounts")
    assert capsys.readouterr().out == printed


@pytest.mark.django_db
def test_account_from_the_list_opens_the_site(client, settings, tmp_path, capsys):
    settings.DATA_DIRECTORY = tmp_path
    call_command("sample_accounts")
    for line in capsys.readouterr().out.splitlines()[1:]:
        _, username, password = line.split()
        answer = client.post("/login/", {"username": username, "password": password})
        assert (answer.status_code, answer.url) == (302, "/landing/")
        # Random as it is, it need not be changed first.
        assert client.get("/landing/").url != "/password/?next=/landing/"
        client.post("/logout/")


@pytest.mark.django_db
def test_no_sample_accounts_where_there_are_people(officer, settings, tmp_path, capsys):
    settings.DATA_DIRECTORY = tmp_path
    call_command("sample_accounts")
    assert capsys.readouterr().out == "已有账号，不再建示例账号。\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_no_accounts_without_a_place_for_their_passwords(settings, tmp_path):
    settings.DATA_DIRECTORY = tmp_path / "missing"
    with pytest.raises(CommandError, match="没有建任何账号"):
        call_command("sample_accounts")
    from communities.models import User

    assert User.objects.count() == 0


@pytest.mark.django_db
def test_story_of_one_entry(in_progress, east_secretary, officer):
    issue = story.tell(east_secretary, officer)
    issue.refresh_from_db()
    assert [move.get_name_display() for move in issue.moves.all()] == ["申请销号", "退回"]
    assert issue.get_status_display() == "整改中"
    assert issue.extensions.get().get_state_display() == "待审批"
    assert all("（示例）" in text for text in issue.moves.values_list("note", flat=True))


@pytest.mark.django_db
def test_no_story_without_a_round_in_progress(in_progress, east_secretary, officer):
    in_progress.issues.all().delete()
    assert story.tell(east_secretary, officer) is None
