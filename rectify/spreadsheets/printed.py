"""The ledger as offices print it and hang it on the wall."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.db.models import Avg, Count, Max, Sum
from django.db.models.functions import Length
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Font

from rectify.models import ProgressEntry, Round
from rectify.spreadsheets import summary
from rectify.spreadsheets.cells import set_usual_font
from rectify.spreadsheets.columns import LISTS
from rectify.spreadsheets.paper import LETTER, USUAL_FONT, USUAL_SIZE, Lengths, Paper
from rectify.spreadsheets.sheet import LIGHT, Form, PrintedSheet
from rectify.spreadsheets.values import repeated_titles, rows, values_of

# How wide each column is at least, in Chinese characters: with room, and without.
LEAST = {
    "number": (4.6, 3.2),
    "community": (5.6, 3.6),
    "category": (5.2, 5.2),
    "finding": (6.4, 6.4),
    "text": (10, 10),
    "measures": (4.6, 2.8),
    "goal": (4.6, 2.8),
    "leader": (4.6, 3.6),
    "department": (7.4, 4.6),
    "owner": (5.6, 3.6),
    "due_on": (8.2, 6.4),
    "status": (4.6, 3.4),
    LIGHT: (6, 5.4),
    "settled_on": (8.2, 6.4),
    "progress": (4.6, 2.8),
    "remark": (4.6, 2.8),
}
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
# What a sheet's name cannot hold, and how long it can be, in units of UTF-16.
NOT_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31


def write_printed(
    issues,
    file,
    *,
    round: Round,
    which: str = "whole",
    paper: str = "A3",
    merge_communities: bool = False,
    per_community: bool = False,
    reporting_body: str = "",
    on: date | None = None,
    hidden: Iterable[str] = (),
) -> None:
    """Write entries of a round, a queryset, to a file opened for bytes, as a workbook to print.

    `which` of LISTS: the whole ledger, or one of the three lists; `paper` A3 or A4.
    `merge_communities` puts a community's entries together under one cell, `per_community`
    on a sheet of their own after a summary. `reporting_body` is 填报单位 (else the inspected
    body), `on` the day for which lights are told (today). `hidden` holds the keys of columns
    that whoever gets the file is not shown.

    A fixed number of queries, and three at most for each batch of entries.
    """
    name, keys = LISTS[which]
    columns = _with_light(key for key in keys if key not in set(hidden))
    count, least, lengths = _measured(issues, columns)
    form = Form(
        round=round,
        title=title_of(round, name),
        reporting_body=reporting_body or round.inspected_body,
        on=on or timezone.localdate(),
        columns=columns,
        paper_kind=paper,
        paper=Paper.of(paper, least, lengths),
        merges=merge_communities,
    )
    book = Workbook(write_only=True)
    set_usual_font(book, Font(name=USUAL_FONT, size=USUAL_SIZE))
    book.properties.creator = form.reporting_body
    book.properties.title = form.title
    found = rows(issues, round=round, by_community=merge_communities or per_community)
    if per_community:
        _write_by_community(book, found, form, whole=count == round.issues.count())
    else:
        _write_sheet(book, name, form.title, found, form, repeated_titles(round))
    book.save(file)


def title_of(round: Round, name: str) -> str:
    """Return what stands over a list: the round's name, which may end as the list's begins."""
    before = round.name.removesuffix("整改") if name.startswith("整改") else round.name
    return f"{before}{name}"


def _write_sheet(book, name, title, issues, form, repeated) -> None:
    sheet = PrintedSheet(book, name, title, form)
    for issue in issues:
        sheet.add(issue, values_of(issue, repeated))
    sheet.close()


def _write_by_community(book, issues, form: Form, *, whole: bool) -> None:
    """Write the summary and a sheet for each community that has entries.

    When all entries of the round are there, the summary names those without any as well.
    """
    first = summary.open_summary(book, form)
    inspected = form.round.communities.order_by("code") if whole else ()
    standings = {community.name: summary.Standing() for community in inspected}
    repeated = repeated_titles(form.round)
    taken = {summary.NAME}
    for community, own in groupby(issues, key=lambda issue: issue.community.name):
        standing = standings.setdefault(community, summary.Standing())
        name = sheet_name(community, taken)
        title = f"{form.title}（{community}）"
        _write_sheet(book, name, title, _counted(own, standing, form.on), form, repeated)
    summary.write_summary(first, standings, form)


def _counted(issues, standing: summary.Standing, on: date):
    for issue in issues:
        standing.add(issue, on)
        yield issue


def sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that a sheet can have and that none of those `taken` has; take it."""
    base = NOT_IN_NAME.sub("_", name).strip("' ") or "社区"
    place, tried = 1, _cut(base, "")
    while tried.casefold() in {one.casefold() for one in taken} or tried.casefold() == "history":
        place += 1
        tried = _cut(base, f"（{place}）")
    taken.add(tried)
    return tried


def _cut(base: str, ending: str) -> str:
    units = base.encode("utf-16-le")[: 2 * (LONGEST_NAME - len(ending))]
    return units.decode("utf-16-le", errors="ignore").strip("' ") + ending


def _with_light(keys: Iterable[str]) -> tuple[str, ...]:
    """Return columns with the light right of the status."""
    return tuple(one for key in keys for one in ((key, LIGHT) if key == "status" else (key,)))


def _measured(issues, columns) -> tuple[int, dict, dict[str, Lengths]]:
    """Return how many entries there are, how wide columns are at least, and how long texts."""
    texts = {key: path for key, path in TEXTS.items() if key in columns}
    asked = {"count": Count("pk"), "number": Max(Length("number"))}
    for key, path in texts.items():
        asked |= {f"{key}_mean": Avg(Length(path)), f"{key}_longest": Max(Length(path))}
    found = issues.order_by().aggregate(**asked)
    lengths = {
        key: Lengths(float(found[f"{key}_mean"] or 0), found[f"{key}_longest"] or 0)
        for key in texts
    }
    if "progress" in lengths and found["count"]:
        told = _length_of_reports(issues)
        before = lengths["progress"]
        lengths["progress"] = Lengths(
            before.mean + (told["whole"] or 0) / found["count"],
            before.longest + (told["longest"] or 0),
        )
    least = {key: LEAST[key] for key in columns}
    if "number" in least:
        longest = min((found["number"] or 0) * LETTER + 0.6, 8)
        least["number"] = tuple(max(width, longest) for width in LEAST["number"])
    return found["count"], least, lengths


def _length_of_reports(issues) -> dict:
    each = (
        ProgressEntry.objects.filter(issue__in=issues.order_by().values("pk"))
        .order_by()
        .values("issue")
        .annotate(length=Sum(Length("text") + DAY_AND_COLON))
    )
    return each.aggregate(whole=Sum("length"), longest=Max("length"))
