"""Spreadsheets in and out, against the barest way to do the same."""

from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases

from rectify.models import Round
from tests.bench import incoming, outgoing
from tests.bench.measures import Measure


def measure() -> list[Measure]:
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_sample", verbosity=0)
        call_command("sync_groups", verbosity=0)
        round = Round.objects.get(slug="hangzhoudao-2022")
        return [*incoming.measure(round), *outgoing.measure(round)]
    finally:
        teardown_databases(databases, verbosity=0)
