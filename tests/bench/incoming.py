"""What it takes to look at a file and to write what it says."""

import io
from contextlib import contextmanager

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from rectify.models import Issue, Round
from rectify.spreadsheets import canonical, importing
from rectify.spreadsheets.reader import read
from tests.bench import memory
from tests.bench.ledgers import as_csv, as_xlsx, issues_of, rows_of
from tests.bench.measures import Measure, limit, ratio, timed

ROWS = 20_000
NAME = "台账.xlsx"


def measure(round: Round) -> list[Measure]:
    new = as_xlsx(rows_of(round, ROWS))
    changed = as_xlsx(rows_of(round, ROWS, remark="改过"))
    return [
        *_previews(round),
        _adding(round, new),
        _changing(round, new, changed),
        *_queries(round),
        *_memory(round),
    ]


def _previews(round: Round) -> list[Measure]:
    file = io.BytesIO()
    canonical.write("xlsx", round.issues.all(), file, round=round)
    content = file.getvalue()

    def ours():
        importing.preview(read(content, NAME), round)

    def bare():
        sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
        for _ in sheet.iter_rows(values_only=True):
            pass
        named = ("round", "community", "owner", "finding__category")
        for issue in round.issues.select_related(*named):
            issue.full_clean()

    name = "预览 523 行的 .xlsx"
    return [
        ratio(f"{name}：裸读（openpyxl 只读）加 523 次模型校验", ours, bare, at_most=3, runs=5),
        limit(name, timed(ours), "秒", at_most=1),
    ]


def _adding(round: Round, new: bytes) -> Measure:
    """Compare with the statements alone; ours reads the file, judges it and records the import."""

    def bare():
        issues = Issue.objects.bulk_create(issues_of(round, ROWS), batch_size=1000)
        _bare_history(issues, "+")

    with _taken_back():
        name = f"确认导入 {ROWS:,} 行新增的 .xlsx，含读文件、判断、历史和记录：两张表各一次 bulk_create"
        return ratio(name, _confirmed(new, round), _undone(bare), at_most=4, runs=3)


def _changing(round: Round, new: bytes, changed: bytes) -> Measure:
    def bare():
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

    with _taken_back():
        importing.confirm(importing.upload(new, NAME, round))
        name = f"确认导入 {ROWS:,} 行修改的 .xlsx，同上：一次 upsert 加一次历史 bulk_create"
        return ratio(name, _confirmed(changed, round), _undone(bare), at_most=8, runs=3)


def _confirmed(content: bytes, round: Round):
    """Return an act that confirms an uploaded file, as a person does who has seen its preview."""
    uploaded = importing.upload(content, NAME, round)

    def act():
        uploaded.refresh_from_db()
        importing.confirm(uploaded)

    return _undone(act)


def _bare_history(issues, kind) -> None:
    record = Issue.history.model
    columns = [one.attname for one in Issue._meta.concrete_fields]
    known = {"history_type": kind, "history_date": timezone.now()}
    record.objects.bulk_create(
        [record(**known, **{one: getattr(issue, one) for one in columns}) for issue in issues],
        batch_size=1000,
    )


@contextmanager
def _taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _undone(act):
    """Return an act whose writes are taken back at its end, their constraints looked at."""

    def acted():
        with _taken_back():
            act()
            if connection.vendor == "postgresql":
                # SQLite looks at each row as it comes; PostgreSQL when it commits.
                connection.check_constraints()

    return acted


def _queries(round: Round) -> list[Measure]:
    """Count the queries of a preview and of a confirmation, for a few rows and for many."""
    counts = {"预览": [], "确认": []}
    sizes = (ROWS // 10, ROWS)
    for size in sizes:
        content = as_xlsx(rows_of(round, size))
        ledger = read(content, NAME)
        with CaptureQueriesContext(connection) as queries:
            importing.preview(ledger, round)
        counts["预览"].append(len(queries))
        with _taken_back():
            uploaded = importing.upload(content, NAME, round)
            with CaptureQueriesContext(connection) as queries:
                importing.confirm(uploaded, ledger=ledger)
        counts["确认"].append(len(queries))
    # A statement of SQLite holds 999 values at most, which are those of some forty rows.
    most = {"预览": 4, "确认": 80 if connection.vendor == "sqlite" else 12}
    return [_per_thousand(name, sizes, counts[name], most[name]) for name in counts]


def _per_thousand(name, sizes, counts, most) -> Measure:
    each = (counts[1] - counts[0]) / (sizes[1] - sizes[0]) * 1000
    return Measure(
        f"{name}的查询数：{sizes[0]:,} 行和 {sizes[1]:,} 行",
        f"{counts[0]}、{counts[1]} 次",
        "—",
        f"每千行 {each:.1f} 次",
        f"每千行至多 {most} 次",
        each <= most,
    )


def _memory(round: Round) -> list[Measure]:
    rows = rows_of(round, ROWS)
    files = {"台账.csv": as_csv(rows), NAME: as_xlsx(rows)}
    with memory.scratch_database() as database:
        return [
            limit(
                f"导入 {ROWS:,} 行 .{name.partition('.')[2]} 的内存",
                database.most_memory("import", name, content=content),
                "MiB",
                at_most=300,
            )
            for name, content in files.items()
        ]
