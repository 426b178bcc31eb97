"""Gives every row that was there before there was any history its first record."""

from django.db import migrations

from rectify.models.history import EXISTED, write_first_records


def write(apps, schema_editor):
    write_first_records(apps, EXISTED)


class Migration(migrations.Migration):
    dependencies = [("rectify", "0002_everyone_does_their_part")]

    # Taken back, the records go with their tables.
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
