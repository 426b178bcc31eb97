"""The numbers of a file's rows: repeated, or those of the round without their zeros."""

import pytest

from rectify.spreadsheets.importing import preview
from rectify.spreadsheets.numbers import Numbers
from rectify.spreadsheets.reader import read
from tests.spreadsheets.ledgers import ROW, as_exported, complaints, ledger, told


@pytest.mark.parametrize(
    ("times", "rows"),
    [
        (2, "第 2 行、第 3 行"),
        (3, "第 2 行、第 3 行、第 4 行"),
        (4, "第 2 行、第 3 行、第 4 行等 4 行"),
        (8000, "第 2 行、第 3 行、第 4 行等 8000 行"),
    ],
)
def test_repeated_number_names_a_few_of_its_rows(times, rows):
    numbers = Numbers(None, (("1", f"第 {row} 行") for row in range(2, times + 2)))
    assert numbers.why_not("1", is_new=False) == (
        f"问题编号“1”在{rows}重复了，一个编号只能有一行。"
    )


def test_every_row_of_a_repeated_number_is_refused(published):
    outcome = preview(ledger(*[ROW] * 300, ROW | {"问题编号": "新2"}), published)
    assert told(outcome) == (1, 0, 0, 300)
    assert {message for *_place, message in complaints(outcome)} == {
        "问题编号“新1”在第 2 行、第 3 行、第 4 行等 300 行重复了，一个编号只能有一行。"
    }


def test_rows_of_several_sheets_are_named_with_these(published):
    one, two = ledger(ROW), ledger(ROW, sheet="别的", first=5)
    both = type(one)((*one.sheets, *two.sheets), [*one.rows, *two.rows])
    assert {one.message for one in preview(both, published).problems} == {
        "问题编号“新1”在工作表“台账”第 2 行、工作表“别的”第 5 行重复了，一个编号只能有一行。"
    }


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        ("1", "001"),
        ("01", "001"),
        ("0001", "001"),
        ("1.0", "001"),
        ("２", "002"),
        ("99.00", "099"),
    ],
)
def test_number_that_lost_its_zeros(published, number, meant):
    assert complaints(preview(ledger(ROW | {"问题编号": number}), published)) == [
        (
            2,
            "A",
            "问题编号",
            f"本轮次没有问题编号“{number}”。您是不是要填：{meant}？"
            "（Excel 打开 CSV 会去掉编号前面的 0。）",
        )
    ]


@pytest.mark.parametrize("number", ["600", "1-1", "1.1", "A1", "10.0.1"])
def test_other_new_numbers_are_new(published, number):
    assert told(preview(ledger(ROW | {"问题编号": number}), published)) == (1, 0, 0, 0)


def test_number_is_looked_for_in_its_own_round(in_progress, published):
    rows = ledger(ROW | {"问题编号": "0500"})
    found = [
        [one.message[:21] for one in preview(rows, round).problems if one.heading == "问题编号"]
        for round in (published, in_progress)
    ]
    assert found == [["本轮次没有问题编号“0500”。您是不是要"], []]


def test_export_that_excel_has_opened_and_saved_as_csv(published):
    rows = [
        row | {"问题编号": row["问题编号"].lstrip("0"), "版本": ""}
        for row in as_exported(published)
    ]
    outcome = preview(ledger(*rows), published)
    assert told(outcome) == (0, 0, 424, 99)


@pytest.mark.parametrize(
    ("cell", "number"),
    [('="0960"', "0960"), ('"=""0960"""', "0960"), ('\'="0960"', '="0960"'), ("0960", "0960")],
)
def test_number_that_csv_keeps_as_text(cell, number):
    [row] = read(f"问题编号,具体问题\n{cell},甲\n".encode(), "台账.csv").rows
    assert row.cells["number"] == number
