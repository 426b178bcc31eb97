"""Spreadsheets in and out, against the barest way to do the same."""

import csv
import io
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from communities.models import Department
from rectify.models import Finding, Issue, Round
from rectify.spreadsheets import canonical, importing
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.reader import read
from rectify.spreadsheets.reader.ledger import Heading, Ledger, Row, Understood
from rectify.spreadsheets.values import rows, values_of
from tests.bench.measures import Measure, limit, ratio, timed

ROWS = 20_000


def measure() -> list[Measure]:
    round = Round.objects.get(slug="hangzhoudao-2022")
    file = io.BytesIO()
    canonical.write("xlsx", round.issues.all(), file, round=round)
    content = file.getvalue()
    return [
        ratio(
            "预览 523 行的 .xlsx：裸读（openpyxl 只读）加 523 次模型校验",
            lambda: importing.preview(read(content, "台账.xlsx"), round),
            lambda: _read_and_validate(content, round),
            at_most=3,
            runs=5,
        ),
        limit(
            "预览 523 行的 .xlsx",
            timed(lambda: importing.preview(read(content, "台账.xlsx"), round)),
            "秒",
            at_most=1,
        ),
        ratio(
            "导出 523 行的 .xlsx：openpyxl 只写",
            lambda: canonical.write("xlsx", round.issues.all(), io.BytesIO(), round=round),
            lambda: _bare_export(round),
            at_most=2,
            runs=5,
        ),
        *_many(round),
        _memory(round),
    ]


def _read_and_validate(content: bytes, round: Round) -> None:
    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    for _ in sheet.iter_rows(values_only=True):
        pass
    for issue in round.issues.select_related("round", "community", "owner", "finding__category"):
        issue.full_clean()


def _bare_export(round: Round) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for issue in rows(round.issues.all(), round=round):
        sheet.append([*values_of(issue).values()])
    book.save(io.BytesIO())


def _many(round: Round) -> list[Measure]:
    """Return the measures of many rows, all written in transactions that are taken back."""
    new = many(round, ROWS)
    changed = many(round, ROWS, remark="改过")
    return [
        ratio(
            f"新增 {ROWS:,} 行，含历史：两张表各一次 bulk_create",
            _undone(lambda: importing.write(new, round)),
            _undone(lambda: _bare_create(round)),
            at_most=4,
            runs=3,
        ),
        *_changing(round, new, changed),
        _queries(round),
    ]


def _changing(round: Round, new: Ledger, changed: Ledger) -> list[Measure]:
    with _taken_back():
        importing.write(new, round)
        return [
            ratio(
                f"修改 {ROWS:,} 行，含历史：一次 upsert 加一次历史 bulk_create",
                _undone(lambda: importing.write(changed, round)),
                _undone(lambda: _bare_change(round)),
                at_most=8,
                runs=3,
            )
        ]


def many(round: Round, count: int, **cells) -> Ledger:
    """Return a ledger of so many new entries; `cells` are the same in all of them."""
    communities = [one.name for one in round.communities.all()]
    findings = [one.title for one in Finding.objects.filter(category__round=round)]
    department = Department.objects.first().name
    entries = [
        {
            "number": f"M{place}",
            "community": communities[place % len(communities)],
            "finding": findings[place % len(findings)],
            "text": f"第 {place} 项的具体问题，写得不长也不短，和台账里常见的一样。",
            "measures": "一是开会；二是检查；三是整改；四是建立长效机制。",
            "department": department,
            "owner": "党组织书记",
            "due_on": "2023年3月31日",
            "status": "整改中",
            **cells,
        }
        for place in range(count)
    ]
    headings = tuple(Heading("A", OF_KEY[key].name, key) for key in entries[0])
    understood = Understood("台账", (1, 1), headings)
    return Ledger((understood,), [Row("台账", n, cells) for n, cells in enumerate(entries, 2)])


def _bare_create(round: Round) -> None:
    issues = Issue.objects.bulk_create(_issues(round), batch_size=1000)
    _bare_history(issues, "+")


def _bare_change(round: Round) -> None:
    issues = list(round.issues.filter(number__startswith="M"))
    for issue in issues:
        issue.remark = "改过"
    Issue.objects.bulk_create(
        issues,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["remark"],
    )
    _bare_history(issues, "~")


def _bare_history(issues, kind) -> None:
    record = Issue.history.model
    columns = [one.attname for one in Issue._meta.concrete_fields]
    known = {"history_type": kind, "history_date": timezone.now()}
    record.objects.bulk_create(
        [record(**known, **{one: getattr(issue, one) for one in columns}) for issue in issues],
        batch_size=1000,
    )


def _issues(round: Round) -> list[Issue]:
    """Return entries like those of `many`, made without asking for anything."""
    one = round.issues.first()
    return [
        Issue(
            round=round,
            number=f"M{place}",
            community_id=one.community_id,
            finding_id=one.finding_id,
            department_id=one.department_id,
            owner_id=one.owner_id,
            text=f"第 {place} 项的具体问题，写得不长也不短，和台账里常见的一样。",
            measures="一是开会；二是检查；三是整改；四是建立长效机制。",
            due_on=one.due_on,
            status="rectifying",
        )
        for place in range(ROWS)
    ]


@contextmanager
def _taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _undone(act):
    """Return an act whose writes are taken back at its end."""

    def acted():
        with _taken_back():
            act()

    return acted


def _queries(round: Round) -> Measure:
    counts = []
    for size in (ROWS // 10, ROWS):
        ledger = many(round, size)
        with CaptureQueriesContext(connection) as queries:
            importing.preview(ledger, round)
        counts.append(len(queries))
    per_thousand = (counts[1] - counts[0]) / (ROWS * 0.9 / 1000)
    return Measure(
        f"预览的查询数：{ROWS // 10:,} 行和 {ROWS:,} 行",
        f"{counts[0]}、{counts[1]} 次",
        "—",
        f"每千行 {per_thousand:.1f} 次",
        "每千行至多 4 次",
        per_thousand <= 4,
    )


def _memory(round: Round) -> Measure:
    """Import a file in a process of its own, and return the most memory that it had."""
    with TemporaryDirectory() as directory:
        file = Path(directory, "台账.csv")
        ledger = many(round, ROWS)
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text)
            writer.writerow([heading.text for heading in ledger.sheets[0].headings])
            writer.writerows([row.cells.values() for row in ledger.rows])
        command = [sys.executable, "-m", "tests.bench.memory", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return limit(f"导入 {ROWS:,} 行的内存", float(done.stdout), "MiB", at_most=300)
