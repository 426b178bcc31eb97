"""Nothing goes by unrecorded, and what is recorded stays."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db.models import ProtectedError, QuerySet

from communities.models import Community, Department, Owner
from rectify import timeline
from rectify.models import Category, Finding, Issue, Measure, Round, Section
from rectify.models.append_only import WrittenOnceError
from rectify.models.history import EXISTED, write_first_records
from tests.timeline.events import save, told

RECORDED = [Category, Finding, Issue, Measure, Round, Section]


# --- What is recorded stays -------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDED)
def test_record_is_neither_changed_nor_deleted(model):
    record = model.history.first()
    records = type(record).objects.filter(pk=record.pk)
    record.history_change_reason = "别的"
    for attempt in (
        record.save,
        record.delete,
        records.delete,
        lambda: records.update(history_change_reason="别的"),
        lambda: model.history.filter(history_id=record.pk).delete(),
        lambda: model.history.update(history_change_reason="别的"),
        lambda: record.instance.history.all().delete(),
    ):
        with pytest.raises(WrittenOnceError):
            attempt()
    assert records.get().history_change_reason == "示例数据"


@pytest.mark.django_db
def test_list_in_a_record_is_neither_changed_nor_deleted(published):
    [record] = published.history.all()
    member = record.communities.first()
    count = record.communities.count()
    for attempt in (member.save, member.delete, type(member).objects.all().delete):
        with pytest.raises(WrittenOnceError):
            attempt()
    assert (count, record.communities.count()) == (published.communities.count(), count)


def test_what_a_record_names_cannot_be_deleted(in_progress, officer):
    """It has no history of its own in which its name would live on."""
    department = Department.objects.create(name="临时办公室")
    community = Community.objects.create(name="临时社区", code="999999999999")
    owner = Owner.objects.create(community=community, post="临时书记")
    in_progress.communities.add(community)
    issue = in_progress.issues.last()
    old = {"department": issue.department, "community": issue.community, "owner": issue.owner}
    save(issue, officer, department=department, community=community, owner=owner)
    save(issue, officer, **old)
    in_progress.communities.remove(community)
    for named in (owner, community, department, officer):
        with pytest.raises(ProtectedError):
            named.delete()


# --- Every history has a beginning ------------------------------------------------------------


@pytest.fixture
def without_history(published):
    """Rows as they were before there was any history."""
    for model in apps.get_app_config("rectify").get_models():
        if model.__name__.startswith("Historical"):
            QuerySet(model).delete()


@pytest.mark.django_db
@pytest.mark.usefixtures("without_history")
def test_rows_older_than_their_history_get_a_first_record():
    section = Section.objects.first()
    save(section, body="改过的。")
    write_first_records(apps, EXISTED)
    write_first_records(apps, EXISTED)
    for model in RECORDED:
        assert set(model.history.values_list("id")) == set(model.objects.values_list("pk"))
        assert model.history.count() == model.objects.count()
    first = ("开始记录", "系统", "change", "", EXISTED, [], [], [])
    round = Round.objects.first()
    assert told(timeline.of_fields(round)) == [first]
    community = round.communities.first()
    round.communities.remove(community)
    assert told(timeline.of_fields(round)) == [
        (
            "修改",
            "系统",
            "change",
            "",
            "",
            [],
            [("被巡察的社区（移出 → 加入）", str(community), "（空）")],
            [],
        ),
        first,
    ]
    issue = Issue.objects.first()
    record = issue.history.get()
    assert [getattr(record, one.attname) for one in Issue._meta.concrete_fields] == [
        getattr(issue, one.attname) for one in Issue._meta.concrete_fields
    ]
    # What has a record already is left as it is.
    assert told(timeline.of_fields(section)) == [("修改", "系统", "change", "", "", [], [], [])]


@pytest.mark.django_db
@pytest.mark.usefixtures("without_history")
def test_first_change_of_a_row_without_a_beginning_is_told(officer):
    save(Section.objects.first(), officer, body="改过的。")
    assert told(timeline.of_fields(Section.objects.first())) == [
        ("修改", "officer", "change", "", "", [], [], [])
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("without_history")
def test_fixture_writes_nothing_before_the_first_record(published):
    fixture = serializers.serialize("json", [published])
    published.communities.clear()
    for row in serializers.deserialize("json", fixture):
        row.save()
    assert (published.communities.count(), published.history.count()) == (29, 0)


# --- Nothing goes by unrecorded ---------------------------------------------------------------

# Ways past the history, or past the refusal to change it.
PAST = {
    "_raw_delete",
    "abulk_create",
    "abulk_update",
    "aupdate",
    "bulk_create",
    "bulk_history_create",
    "bulk_update",
    "cursor",
    "execute",
    "raw",
    "save_without_historical_record",
    "skip_history_when_saving",
    "update",
}
# Each was looked at: either it is no row with a history, or it writes the history itself.
LOOKED_AT = {
    "communities": set(),
    "rectify": {
        # Settings and digests.
        ("rectify/environment.py", "settings.setdefault('OPTIONS', {}).update"),
        ("rectify/environment.py", "settings.update"),
        ("rectify/program.py", "digest.update"),
        ("rectify/evidence/examination.py", "digest.update"),
        ("rectify/spreadsheets/importing.py", "digest.update"),
        # A row of a sheet, not of the database.
        ("rectify/spreadsheets/resources.py", "row.update"),
        # A bar that shows how far a command is.
        ("rectify/management/bar.py", "shown.update"),
        # First records, of rows that are there already.
        ("rectify/models/history.py", "record.objects.bulk_create"),
        ("rectify/models/history.py", "member.objects.bulk_create"),
        # Entries in bulk, each with its record.
        ("rectify/spreadsheets/writing.py", "Issue.objects.bulk_create"),
        ("rectify/spreadsheets/writing.py", "Issue.history.bulk_history_create"),
        ("rectify/spreadsheets/writing.py", "record.objects.bulk_create"),
        ("rectify/spreadsheets/writing.py", "gone._raw_delete"),
        # What an edition tells is its own record.
        ("rectify/publishing/procedure.py", "PublishedCommunity.objects.bulk_create"),
        # How much of a limit is used up is no record of anything.
        ("rectify/opinions/limits.py", "left.update"),
        # Requests for more time are their own record.
        ("rectify/workflow/moves.py", "locked.extensions.pending().update"),
    },
}


@pytest.mark.parametrize("package", LOOKED_AT)
def test_no_row_is_written_past_its_history(package):
    found = {
        (str(path.relative_to(settings.BASE_DIR)), ast.unparse(node))
        for path in Path(settings.BASE_DIR, package).rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in PAST
    }
    assert found == LOOKED_AT[package]
