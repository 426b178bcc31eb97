"""What the columns of a printed ledger have to hold, asked of the database before it is laid out."""

import math
from collections.abc import Sequence
from random import Random

from django.db.models import Avg, Count, IntegerField, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Length

from rectify.models import ProgressEntry
from rectify.spreadsheets.paper import LETTER, Texts
from rectify.states import SETTLED

# How wide each column is at least, in Chinese characters: with room, and without.
LEAST = {
    "category": (8, 6),
    "finding": (8, 6),
    "text": (12, 8),
    "measures": (10, 6),
    "goal": (8, 6),
    "status": (4, 3),
    "progress": (10, 6),
    "remark": (8, 6),
}
# A column in which nothing stands needs room for its name in two lines; somebody may write in it.
EMPTY = (4, 2)
DAY, WORDING = (9, 6), (5, 4)
LIGHT_RUNS, LIGHT_STANDS = (6, 5), (4, 2)
# Names are broken into two lines of the same length when there is little room or they are long,
# the longest of them into three.
NAMES = {
    "community": "community__name",
    "leader": "leader",
    "department": "department__name",
    "owner": "owner__post",
}
SHORTEST_NAME, LONGEST_NAME, ON_ONE_LINE = 3, 4, (4, 5)
SHORTEST_NUMBER, LONGEST_NUMBER = 3, 8
# The fields whose texts decide how wide the column gets.
TEXTS = {
    "category": "finding__category__title",
    "finding": "finding__title",
    "text": "text",
    "measures": "measures",
    "goal": "goal",
    "progress": "progress_before",
    "remark": "remark",
}
# Before each report of progress stand its day and a colon.
DAY_AND_COLON = 12
# So many entries tell how long texts are.
ENTRIES = 96


def measured(issues, columns: Sequence[str], light: str) -> tuple[int, dict, Texts]:
    """Return how many entries there are, how wide columns are at least, and how long texts.

    `light` is the key of the column that tells how near deadlines are. Two queries.
    """
    texts = _lengths(issues, [key for key in TEXTS if key in columns])
    found = issues.order_by().aggregate(
        entries=Count("pk"),
        longest_number=Max(Length("number")),
        days=Count("due_on"),
        longest_wording=Max(Length("due_wording")),
        days_settled=Count("settled_on"),
        lights=Count("pk", filter=~Q(status__in=SETTLED) & Q(due_on__isnull=False)),
        **{f"longest_{key}": Max(Length(path)) for key, path in NAMES.items()},
        **{f"usual_{key}": _mean_of_given(path) for key, path in NAMES.items()},
    )
    least = {key: LEAST[key] if texts.longest.get(key, 1) else EMPTY for key in LEAST}
    least["number"] = (_width_of_number(found["longest_number"] or 0),) * 2
    least["due_on"] = DAY if found["days"] else WORDING if found["longest_wording"] else EMPTY
    least["settled_on"] = DAY if found["days_settled"] else EMPTY
    least[light] = LIGHT_RUNS if found["lights"] else LIGHT_STANDS
    for key in NAMES:
        least[key] = _width_of_name(found[f"usual_{key}"] or 0, found[f"longest_{key}"] or 0)
    return found["entries"], {key: least[key] for key in columns}, texts


def _width_of_number(longest: int) -> int:
    return min(max(SHORTEST_NUMBER, round(longest * LETTER + 0.5)), LONGEST_NUMBER)


def _mean_of_given(path: str) -> Avg:
    return Avg(Length(path), filter=Q(**{f"{path}__gt": ""}))


def _width_of_name(usual: float, longest: int) -> tuple[int, int]:
    if not longest:
        return EMPTY
    usual = round(usual)
    half = max(SHORTEST_NAME, math.ceil(usual / 2), math.ceil(longest / 3))
    return (usual if usual in ON_ONE_LINE else max(half, EMPTY[0])), min(half, LONGEST_NAME)


def _lengths(issues, keys: Sequence[str]) -> Texts:
    """Read how long the texts of all entries are; keep the longest, and some drawn by lot.

    Every so-manieth would not do, for entries are often made in turn. The lot falls the same
    way each time.
    """
    paths = {f"length_{key}": Length(TEXTS[key]) for key in keys}
    if "progress" in keys:
        paths["length_progress"] += _length_of_reports()
    rows = issues.order_by("pk").annotate(**paths).values_list(*paths)
    longest, entries, lot = [0] * len(keys), [], Random(0)  # noqa: S311 -- nothing is secret
    for place, row in enumerate(rows.iterator()):
        if any(map(int.__gt__, row, longest)):
            longest = list(map(max, longest, row))
        if place < ENTRIES:
            entries.append(row)
        elif (drawn := lot.randrange(place + 1)) < ENTRIES:
            entries[drawn] = row
    return Texts(tuple(keys), dict(zip(keys, longest, strict=True)), entries)


def _length_of_reports():
    each = (
        ProgressEntry.objects.filter(issue=OuterRef("pk"))
        .order_by()
        .values("issue")
        .annotate(length=Sum(Length("text") + DAY_AND_COLON))
    )
    return Coalesce(Subquery(each.values("length"), output_field=IntegerField()), 0)
