"""Ledgers of many entries, as files and as rows of the database."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from openpyxl import Workbook

from communities.models import Department
from rectify.models import Finding, Issue, Round
from rectify.spreadsheets.columns import OF_KEY

TEXT = "第 {} 项的具体问题，写得不长也不短，和台账里常见的一样。"
MEASURES = "一是开会；二是检查；三是整改；四是建立长效机制。"


def number_of(place: int) -> str:
    """Return a number that no entry of the sample has, in order of place."""
    return f"M{place:05d}"


def rows_of(round: Round, count: int, **cells) -> list[dict[str, str]]:
    """Return so many new entries as a ledger tells them; `cells` are the same in all."""
    communities = [one.name for one in round.communities.all()]
    findings = [one.title for one in Finding.objects.filter(category__round=round)]
    department = Department.objects.first().name
    return [
        {
            "number": number_of(place),
            "community": communities[place % len(communities)],
            "finding": findings[place % len(findings)],
            "text": TEXT.format(place),
            "measures": MEASURES,
            "department": department,
            "owner": "党组织书记",
            "due_on": "2023年3月31日",
            "status": "整改中",
            **cells,
        }
        for place in range(count)
    ]


def issues_of(round: Round, count: int) -> list[Issue]:
    """Return the same entries for the database, made without asking it for anything."""
    one = round.issues.first()
    same = {name: getattr(one, name) for name in ("community_id", "department_id", "owner_id")}
    return [
        Issue(
            round=round,
            number=number_of(place),
            finding_id=one.finding_id,
            text=TEXT.format(place),
            measures=MEASURES,
            due_on=date(2023, 3, 31),
            status="rectifying",
            **same,
        )
        for place in range(count)
    ]


def as_xlsx(rows: list[dict[str, str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _with_header(rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_with_header(rows))
    return text.getvalue().encode()


def _with_header(rows: list[dict[str, str]]) -> Iterable[list[str]]:
    return [[OF_KEY[key].name for key in rows[0]], *([*row.values()] for row in rows)]
