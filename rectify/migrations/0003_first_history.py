"""Gives every row that was there before there was any history its first record."""

from django.db import migrations
from django.utils import timezone

MODELS = ["Category", "Finding", "Issue", "Measure", "Round", "Section"]
REASON = "升级时已有"
BATCH = 500


def record(apps, schema_editor):
    now = timezone.now()
    for name in MODELS:
        model = apps.get_model("rectify", name)
        history = apps.get_model("rectify", f"Historical{name}")
        fields = [field.attname for field in model._meta.concrete_fields]
        records = (
            history(history_type="+", history_date=now, history_change_reason=REASON, **values)
            for values in model.objects.values(*fields).iterator()
        )
        history.objects.bulk_create(records, batch_size=BATCH)
    members = apps.get_model("rectify", "HistoricalRound_communities")
    through = apps.get_model("rectify", "Round").communities.through
    rounds = dict(apps.get_model("rectify", "HistoricalRound").objects.values_list("id", "pk"))
    members.objects.bulk_create(
        (
            members(
                id=row.pk,
                round_id=row.round_id,
                community_id=row.community_id,
                history_id=rounds[row.round_id],
            )
            for row in through.objects.iterator()
        ),
        batch_size=BATCH,
    )


class Migration(migrations.Migration):
    dependencies = [("rectify", "0002_everyone_does_their_part")]

    operations = [migrations.RunPython(record, migrations.RunPython.noop)]
