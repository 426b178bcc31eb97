"""The ledger as offices print it and hang it on the wall."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Font

from rectify.models import Round
from rectify.spreadsheets import summary
from rectify.spreadsheets.cells import set_usual_font
from rectify.spreadsheets.columns import LISTS
from rectify.spreadsheets.measured import measured
from rectify.spreadsheets.paper import USUAL_FONT, USUAL_SIZE, Paper
from rectify.spreadsheets.selection import Selection
from rectify.spreadsheets.sheet import LIGHT, Form, Inks, PrintedSheet
from rectify.spreadsheets.values import repeated_titles, rows, values_of

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
    selection: Selection | None = None,
    on: date | None = None,
    hidden: Iterable[str] = (),
) -> None:
    """Write entries of a round, a queryset, to a file opened for bytes, as a workbook to print.

    `which` of LISTS: the whole ledger, or one of the three lists; `paper` A3 or A4.
    `merge_communities` puts a community's entries together under one cell, `per_community`
    on a sheet of their own after a summary. `selection` tells how a part of the round's
    entries was chosen, `on` is the day for which lights are told (today). `hidden` holds the
    keys of columns that whoever gets the file is not shown.

    A fixed number of queries, and three at most for each batch of entries.
    """
    name, keys = LISTS[which]
    columns = _with_light(key for key in keys if key not in set(hidden))
    count, least, texts = measured(issues, columns, LIGHT)
    is_whole = count == round.issues.count()
    book = Workbook(write_only=True)
    set_usual_font(book, Font(name=USUAL_FONT, size=USUAL_SIZE))
    laid_out = Paper.of(paper, least, texts)
    form = Form(
        round=round,
        title=title_of(round, name),
        selection=None if is_whole else selection or Selection(Selection.OTHERWISE, count),
        on=on or timezone.localdate(),
        columns=columns,
        paper=laid_out,
        inks=Inks(book, laid_out, columns, merges=merge_communities),
        merges=merge_communities,
    )
    book.properties.creator = form.reporting_body
    book.properties.title = form.titled()
    found = rows(issues, round=round, by_community=merge_communities or per_community)
    if per_community:
        _write_by_community(book, found, form)
    else:
        _write_sheet(book, name, form.titled(), found, form, repeated_titles(round))
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


def _write_by_community(book, issues, form: Form) -> None:
    """Write the summary and a sheet for each community that has entries.

    When all entries of the round are there, the summary names those without any as well.
    """
    first = summary.open_summary(book, form)
    inspected = () if form.selection else form.round.communities.order_by("code")
    standings = {community.name: summary.Standing() for community in inspected}
    repeated = repeated_titles(form.round)
    taken = {summary.NAME}
    for community, own in groupby(issues, key=lambda issue: issue.community.name):
        standing = standings.setdefault(community, summary.Standing())
        name = sheet_name(community, taken)
        title = form.titled(of=community)
        _write_sheet(book, name, title, _counted(own, standing, form.on), form, repeated)
    summary.write_summary(first, book, standings, form)


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
