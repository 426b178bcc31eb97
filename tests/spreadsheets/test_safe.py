"""No spreadsheet program runs a text, and every text is read back as it was."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from rectify.spreadsheets.cells import Pen
from rectify.spreadsheets.safe import (
    CUT,
    MOST_IN_A_CELL,
    for_csv,
    for_xlsx,
    from_csv,
    is_plain,
    runs,
    was_cut,
)
from rectify.spreadsheets.streamed import Ink, StreamedSheet
from tests.spreadsheets.escapes import unescaped

DANGEROUS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.cn","点这里")',
    "+86 022-12345678",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\x00=1",
    "\x01",
    " =1",
    "　=1",
    "\ufeff=1",
    "'=1",
    "''\t",
]
HARMLESS = ["", "楼道灯不亮。", "1-2", "a=b", "'", "'好'", "（1）", "#N/A", "100%", "—"]


def by_pens(texts) -> io.BytesIO:
    """Write texts as the marked copy does, cell by cell."""
    book = Workbook(write_only=True)
    pen = Pen(book.create_sheet())
    for text in texts:
        # The 1 in front keeps blank texts from ending the sheet early.
        book.worksheets[0].append([1, pen.fill(text)])
    return saved(book)


def by_ink(texts) -> io.BytesIO:
    """Write texts as the ledger is written, row by row."""
    book = Workbook(write_only=True)
    ink, sheet = Ink(book), StreamedSheet(book, "台账")
    for text in texts:
        sheet.add([(ink, 1), (ink, text)])
    return saved(book)


def saved(book) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


WAYS = pytest.mark.parametrize("written", [by_pens, by_ink])


@pytest.mark.parametrize(
    ("text", "runs_"), [*((one, True) for one in DANGEROUS), *((one, False) for one in HARMLESS)]
)
def test_what_a_program_would_run(text, runs_):
    assert runs(text) is runs_
    assert for_csv(text) == (f"'{text}" if runs_ else text)
    assert from_csv(for_csv(text)) == text
    assert not (runs_ and is_plain(text))


@WAYS
def test_no_cell_is_a_formula(written):
    texts = [*DANGEROUS, *HARMLESS[1:], "#DIV/0!", "=", "#NULL!"]
    sheet = openpyxl.load_workbook(written(texts)).active
    cells = [row[1] for row in sheet.iter_rows(max_col=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(texts)
    assert [unescaped(cell.value) for cell in cells] == texts
    assert [cell.quotePrefix for cell in cells] == [runs(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a\x01b", "a_x0001_b"),
        ("a\r\nb", "a_x000D_\nb"),
        ("_x000D_", "_x005F_x000D_"),
        ("_x41_", "_x41_"),
        # What follows an underscore may itself become an escape.
        ("_x0041\x01", "_x005F_x0041_x0001_"),
        ("\ufffe", "_xFFFE_"),
    ],
)
def test_what_xml_cannot_hold(text, stored):
    assert (for_xlsx(text), unescaped(stored)) == (stored, text)


@pytest.mark.parametrize("text", ["字" * 40_000, "😀" * 20_000, "\x01" * 20_000])
def test_what_no_cell_can_hold_is_cut_and_says_so(text):
    stored = for_xlsx(text)
    kept = stored.removesuffix(CUT)
    assert (was_cut(stored), was_cut(text)) == (True, False)
    assert text.startswith(unescaped(kept))
    assert len(stored.encode("utf-16-le")) // 2 <= MOST_IN_A_CELL
    # As much as fits stays, but for half of an escape.
    assert len(stored.encode("utf-16-le")) // 2 > MOST_IN_A_CELL - 8


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.lists(
    st.sampled_from(
        ["_", "x", "_x00", "41", "_x0041_", "\x01", "\r", "\n", "=", "'", "+", "你", " "]
    ),
    max_size=12,
).map("".join)


@WAYS
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
def test_every_text_is_read_back(written, texts):
    file = written(texts)
    read = [
        row[1] for row in openpyxl.load_workbook(file).active.iter_rows(max_col=2, values_only=True)
    ]
    assert [unescaped(one or "") for one in read] == texts


@WAYS
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
def test_every_text_is_read_back_by_calamine(written, texts):
    file = written(texts)
    sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
    read = [[*row, ""][1] for row in sheet.to_python(skip_empty_area=False)]
    # It takes blanks for nothing, and leaves the two that are no characters as they stand.
    expected = [
        one.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")
        if one.strip(" \t\r\n")
        else ""
        for one in texts
    ]
    assert [one if one.strip(" \t\r\n") else "" for one in read] == expected


@given(st.text(max_size=20))
def test_every_text_comes_back_from_csv(text):
    assert from_csv(for_csv(text)) == text
    assert not for_csv(text).startswith(tuple("=+-@\t\r\n＝＋－＠"))
