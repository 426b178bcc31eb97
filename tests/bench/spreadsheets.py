"""Spreadsheets in and out, against the barest way to do the same."""

from rectify.models import Round
from tests.bench import incoming, outgoing
from tests.bench.measures import Measure


def measure() -> list[Measure]:
    round = Round.objects.get(slug="hangzhoudao-2022")
    return [*incoming.measure(round), *outgoing.measure(round)]
