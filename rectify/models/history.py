"""The record of every state that a row has been in."""

from django.db import models
from django.utils import timezone
from simple_history.manager import HistoricalQuerySet
from simple_history.models import HistoricalRecords

from rectify.models.append_only import AppendOnly, AppendOnlyQuerySet

# The reason beside the first record of rows that are older than their history.
EXISTED = "升级时已有"
# Where a change came from that was made to several rows at once.
BULK = "批量操作"


def because(source: str, reason: str) -> str:
    """Return what to write beside a record: where a change came from, and why it was made."""
    return f"{source}\n{reason}"


def source_and_reason(text: str | None) -> tuple[str, str]:
    """Return what stands beside a record, taken apart again."""
    source, _, reason = (text or "").partition("\n")
    return source, reason


class RecordQuerySet(AppendOnlyQuerySet, HistoricalQuerySet):
    """The records of a row: read, never changed."""


class History(HistoricalRecords):
    """The history of a model's rows, which nobody changes and nothing empties of meaning.

    Records are written once. A department, a community, an owner or an account that a record
    names cannot be deleted, since it keeps no history in which its name would live on. The
    reason beside a record has as much room as a person needs.
    """

    def __init__(self, *, base=AppendOnly, **options):
        """`base` is what the records are, with columns of their own if it has any."""
        super().__init__(
            bases=[base],
            m2m_bases=[AppendOnly],
            historical_queryset=RecordQuerySet,
            history_change_reason_field=models.TextField(null=True),
            **options,
        )

    def copy_fields(self, model):
        fields = super().copy_fields(model)
        for field in fields.values():
            # Before the models are ready, a relation names its target by application.
            target = str(field.remote_field.model) if field.is_relation else ""
            if target.startswith("communities."):
                field.remote_field.on_delete = models.PROTECT
        return fields

    def get_extra_fields(self, model, fields):
        extra = super().get_extra_fields(model, fields)
        extra["history_user"].remote_field.on_delete = models.PROTECT
        extra["__str__"] = _as_of
        return extra

    def get_extra_fields_m2m(self, model, through_model, fields):
        extra = super().get_extra_fields_m2m(model, through_model, fields)
        return {**extra, "__str__": lambda member: str(member.history)}

    def get_meta_options(self, model):
        name = f"{model._meta.verbose_name}的历史记录"
        return {
            **super().get_meta_options(model),
            "verbose_name": name,
            "verbose_name_plural": name,
        }

    def get_meta_options_m2m(self, through_model):
        return {**super().get_meta_options_m2m(through_model), "verbose_name": "名单的历史记录"}

    def m2m_changed(self, instance, **kwargs):
        """Record a change of a list, unless the row is only being put in by a fixture.

        Fixtures write no first record, which would come after the one of the list.
        """
        if getattr(instance, self.manager_name).exists():
            super().m2m_changed(instance, **kwargs)


def _as_of(record) -> str:
    return f"{record.instance}（{timezone.localtime(record.history_date):%Y-%m-%d %H:%M}）"


def write_first_records(apps, reason: str) -> None:
    """Write the first record of every row that has none yet: how it is now.

    `apps` is a registry of models, in a migration that of its time. For rows that came past
    their history, by a fixture or before there was any.
    """
    for record in apps.get_app_config("rectify").get_models():
        if any(field.name == "history_type" for field in record._meta.fields):
            _write_first_records(apps, record, reason)


def _write_first_records(apps, record, reason):
    model = apps.get_model("rectify", record.__name__.removeprefix("Historical"))
    columns = [field.attname for field in model._meta.concrete_fields]
    known = {"history_type": "+", "history_date": timezone.now(), "history_change_reason": reason}
    rows = model.objects.exclude(pk__in=record.objects.values("id")).values(*columns)
    written = record.objects.bulk_create([record(**known, **row) for row in rows], batch_size=500)
    of_row = {one.id: one.pk for one in written}
    for field in model._meta.many_to_many:
        through = getattr(model, field.name).through
        member = apps.get_model("rectify", f"Historical{through.__name__}")
        key = f"{field.m2m_field_name()}_id"
        columns = [column.attname for column in through._meta.concrete_fields]
        pairs = through.objects.filter(**{f"{key}__in": of_row}).values(*columns)
        member.objects.bulk_create(
            [member(history_id=of_row[pair[key]], **pair) for pair in pairs], batch_size=500
        )
