"""The canonical ledger as .xlsx, .csv and JSON: every value as what it is, and rows that stream."""

import csv
import io
import json
import tracemalloc
from datetime import date

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from rectify.models import Round
from rectify.spreadsheets import canonical
from rectify.spreadsheets.columns import COLUMNS
from tests.spreadsheets.escapes import unescaped

ROUND = Round(slug="trial", name="试验", inspected_body="示例街道", is_sample=True)
NAMES = [column.name for column in COLUMNS]
ROW = {
    **{column.key: "" for column in COLUMNS},
    "number": "007",
    "community": "新园里社区",
    "text": '=HYPERLINK("http://example.cn")',
    "measures": "一是换灯。\n二是“巡查”，a,b；\x01",
    "leader": "-5",
    "owner": "'=1",
    "remark": "_x000D_",
    "due_on": date(2023, 3, 31),
    "settled_on": None,
    "version": 12,
}


def out(format, rows=(ROW,), **options) -> io.BytesIO:
    file = io.BytesIO()
    canonical.WRITERS[format](iter(rows), file, round=ROUND, **options)
    file.seek(0)
    return file


def test_xlsx_keeps_kinds():
    sheet = openpyxl.load_workbook(out("xlsx")).active
    heads, row = sheet.iter_rows()
    assert [cell.value for cell in heads] == NAMES
    found = dict(zip(ROW, row, strict=True))
    assert {key: cell.data_type for key, cell in found.items() if cell.value is not None} == {
        **dict.fromkeys(["number", "community", "text", "measures", "leader", "owner"], "s"),
        "due_on": "d",
        "remark": "s",
        "version": "n",
    }
    texts = {key: unescaped(cell.value) for key, cell in found.items() if cell.data_type == "s"}
    assert texts == {key: ROW[key] for key in texts}
    assert (found["due_on"].value.date(), found["version"].value) == (date(2023, 3, 31), 12)
    assert found["number"].number_format == "@"


def test_xlsx_as_the_reader_sees_it():
    book = CalamineWorkbook.from_filelike(out("xlsx"))
    assert book.sheet_names == ["整改台账"]
    _, row = book.get_sheet_by_index(0).to_python()
    assert dict(zip(ROW, row, strict=True)) == ROW | {"settled_on": "", "version": 12.0}


def test_xlsx_is_ready_for_work():
    sheet = openpyxl.load_workbook(out("xlsx", [ROW, ROW])).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:T3")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet["B2"].alignment.wrap_text is True


def test_csv():
    content = out("csv").getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.count("\r\n") == 2
    heads, row = csv.reader(io.StringIO(text, newline=""))
    assert heads == NAMES
    assert dict(zip(ROW, row, strict=True)) == ROW | {
        "text": '\'=HYPERLINK("http://example.cn")',
        "leader": "'-5",
        "owner": "''=1",
        "due_on": "2023-03-31",
        "settled_on": "",
        "version": "12",
    }


def test_json():
    content = json.loads(out("json", [ROW, ROW]).getvalue())
    assert content == {
        "schema": "rectification-ledger/1",
        "round": "trial",
        "is_sample": True,
        "columns": [{"key": column.key, "name": column.name} for column in COLUMNS],
        "rows": [ROW | {"due_on": "2023-03-31"}] * 2,
    }


def test_json_of_nothing():
    assert json.loads(out("json", []).getvalue())["rows"] == []


@pytest.mark.parametrize(
    ("format", "read"),
    [
        ("xlsx", lambda file: [cell.value for cell in openpyxl.load_workbook(file).active[1]]),
        ("csv", lambda file: file.getvalue().decode("utf-8-sig").splitlines()[0].split(",")),
        ("json", lambda file: [one["name"] for one in json.load(file)["columns"]]),
    ],
)
def test_chosen_columns_alone(format, read):
    assert read(out(format, columns=["number", "text"])) == ["问题编号", "具体问题"]


@pytest.mark.parametrize("format", canonical.WRITERS)
def test_rows_stream(format):
    """Four times the rows take no more memory; the file goes where nothing is kept."""

    class Nowhere(io.RawIOBase):
        def writable(self):
            return True

        def write(self, content):
            return len(content)

    def peak(count) -> int:
        rows = ({**ROW, "number": str(number)} for number in range(count))
        tracemalloc.start()
        canonical.WRITERS[format](rows, Nowhere(), round=ROUND)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    few, many = peak(250), peak(1000)
    assert many < few + 100_000


@pytest.mark.django_db
@pytest.mark.parametrize("format", canonical.WRITERS)
def test_entries_of_a_round(format, published, django_assert_num_queries):
    file = io.BytesIO()
    # Titles, four kinds of names, entries, and the reports of each of two batches: none.
    with django_assert_num_queries(6 + 2):
        canonical.write(format, published.issues.all(), file, round=published)
    few = io.BytesIO()
    with django_assert_num_queries(6 + 1):
        canonical.write(format, published.issues.filter(number__lt="003"), few, round=published)
    assert len(few.getvalue()) < len(file.getvalue())
    assert not file.closed
