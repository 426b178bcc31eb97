"""What goes out is understood when it comes in again, printed or canonical."""

import io

import pytest

from rectify.spreadsheets import canonical
from rectify.spreadsheets.columns import LISTS, OF_KEY
from rectify.spreadsheets.printed import write_printed
from rectify.spreadsheets.reader import read
from rectify.spreadsheets.values import rows, values_of

pytestmark = pytest.mark.django_db


def read_printed(round, **options):
    file = io.BytesIO()
    write_printed(round.issues.all(), file, round=round, **options)
    return read(file.getvalue(), "台账.xlsx")


def facts(ledger, *keys) -> list[tuple]:
    return [tuple(row.cells[key] for key in keys) for row in ledger.rows]


def told(round, *keys, **options) -> list[tuple]:
    found = map(values_of, rows(round.issues.all(), round=round, **options))
    return [tuple(values[key] for key in keys) for values in found]


@pytest.mark.parametrize("which", LISTS)
@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_printed(in_progress, which, paper):
    ledger = read_printed(in_progress, which=which, paper=paper)
    [sheet] = ledger.sheets
    assert (sheet.header, sheet.skipped) == ((3, 3), ((1, "标题"), (2, "标题")))
    keys = [heading.key for heading in sheet.headings]
    assert keys == [
        one for key in LISTS[which][1] for one in ((key, "") if key == "status" else (key,))
    ]
    known = ("number", "community", "finding", "text", "status")
    assert facts(ledger, *known) == told(in_progress, *known)


@pytest.mark.parametrize("options", [{"merge_communities": True}, {"per_community": True}])
def test_printed_by_community(in_progress, options):
    ledger = read_printed(in_progress, **options)
    known = ("number", "community", "finding", "text", "status")
    assert facts(ledger, *known) == told(in_progress, *known, by_community=True)
    left_out = [sheet.sheet for sheet in ledger.sheets if not sheet.header]
    assert left_out == (["汇总"] if "per_community" in options else [])


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_canonical(in_progress, east_issue, format):
    east_issue.text, east_issue.measures = '=HYPERLINK("a")', "-1\r\n_x0041_"
    east_issue.leader, east_issue.remark = "'+86", "@"
    east_issue.save()
    file = io.BytesIO()
    canonical.write(format, in_progress.issues.all(), file, round=in_progress)
    ledger = read(file.getvalue(), f"台账.{format}")
    keys = [key for key in OF_KEY if key not in {"due_on", "settled_on", "version"}]
    assert facts(ledger, *keys) == told(in_progress, *keys)


LONG = "一是召开专题会议，研究整改方案；二是联合物业公司清理。\n三是每周通报。 "


@pytest.mark.parametrize(
    "options", [{}, {"paper": "A4"}, {"merge_communities": True}, {"per_community": True}]
)
def test_entry_in_several_rows(in_progress, options):
    """What is too high for one row goes on in others, and is one entry again."""
    in_progress.issues.filter(number__in=["3", "77"]).update(text=LONG * 90 + "完", measures=LONG)
    in_progress.issues.filter(number="30").update(progress_before=f"{LONG * 40}=1")
    ledger = read_printed(in_progress, **options)
    by_community = "merge_communities" in options or "per_community" in options
    known = ("number", "community", "category", "finding", "text", "department", "status")
    assert facts(ledger, *known) == told(in_progress, *known, by_community=by_community)
    found = {row.cells["number"]: row.cells for row in ledger.rows}
    assert (found["3"]["measures"], found["30"]["progress"]) == (LONG.strip(), f"{LONG * 40}=1")
    reasons = [reason for sheet in ledger.sheets for _, reason in sheet.skipped]
    assert set(reasons) == {"标题", "续行"}
    assert reasons.count("续行") >= 5


@pytest.mark.parametrize(
    ("number", "rows", "skipped"),
    [
        ("1（续）", [("1", "甲乙")], [(3, "续行")]),
        ("1\n（续）", [("1", "甲乙")], [(3, "续行")]),
        # Nothing that it would go on with.
        ("2（续）", [("1", "甲"), ("2（续）", "乙")], []),
        ("（续）", [("1", "甲"), ("（续）", "乙")], []),
    ],
)
def test_row_that_goes_on(number, rows, skipped):
    text = f'问题编号,社区,具体问题\n1,新园里社区,甲\n"{number}",,乙\n'
    ledger = read(text.encode(), "台账.csv")
    assert facts(ledger, "number", "text") == rows
    assert list(ledger.sheets[0].skipped) == skipped
