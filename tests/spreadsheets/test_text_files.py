"""Ledgers that are plain text: encodings, delimiters, blank lines."""

import time
from datetime import datetime
from pathlib import Path

import pytest

from rectify.spreadsheets.reader.files import open_book
from rectify.spreadsheets.reader.ledger import Book, Grid

MORNING = datetime.fromisoformat("2023-03-31T09:30")
NOON = datetime.fromisoformat("2023-03-31T12:00")
LEDGERS = Path(__file__).parent.parent / "data" / "ledgers"


def only(content: bytes, name: str = "台账.xlsx") -> Grid:
    """Return the only grid of a file."""
    [grid] = open_book(content, name).grids
    return grid


TABLE = [["序号", "社区"], ["1", "新园里，东园里"]]
TEXTS = [
    ("台账.csv", "序号,社区\r\n1,新园里，东园里\r\n".encode(), TABLE),
    ("台账.CSV", "序号,社区\n1,新园里，东园里".encode("utf-8-sig"), TABLE),
    ("台账.csv", "序号,社区\r1,新园里，东园里\r".encode("gb18030"), TABLE),
    ("台账.txt", "序号\t社区\n1\t新园里，东园里".encode("utf-16"), TABLE),
    ("台账.txt", b"\xfe\xff" + "序号\t社区\n1\t新园里，东园里\n".encode("utf-16-be"), TABLE),
    ("台账.tsv", "序号\t社区\n1\t新园里，东园里\n".encode("gb18030"), TABLE),
    ("台账.csv", "序号;社区\n1;新园里，东园里\n".encode(), TABLE),
    (
        "台账.csv",
        "序号;社区\n1;3,5\n2;4,5".encode(),
        [["序号", "社区"], ["1", "3,5"], ["2", "4,5"]],
    ),
    (
        "台账.csv",
        '整改台账,,\n\n序号,社区,\n1,"甲\n""乙""",x\n,,\n2,丙,\n\n,,\n'.encode(),
        [
            ["整改台账", None, None],
            [None, None, None],
            ["序号", "社区", None],
            ["1", '甲\n"乙"', "x"],
            [None, None, None],
            ["2", "丙", None],
        ],
    ),
    ("一列.csv", "序号\n1".encode(), [["序号"], ["1"]]),
    ("生僻字.csv", "姓名\n𬍛𫖮".encode("gb18030"), [["姓名"], ["𬍛𫖮"]]),
    ("空白.csv", b"\n,,\n\n", []),
    ("公式.csv", b"=1+1,001,  x \n", [["=1+1", "001", "  x "]]),
    ("BM.csv", b"BM,II*\n", [["BM", "II*"]]),
]


@pytest.mark.parametrize(("name", "content", "rows"), TEXTS)
def test_text(name, content, rows):
    assert open_book(content, name) == Book([Grid("", rows)], has_sheets=False)


@pytest.mark.parametrize("blank", [b",,\n", b"\r\n", b"\n", b' ,"",\t\r'])
def test_millions_of_blank_lines_do_not_matter(blank):
    content = b"a,b\n" + blank * (19_000_000 // len(blank))
    begin = time.perf_counter()
    assert only(content, "空行.csv").rows[0][:2] == ["a", "b"]
    # Measured: 0.5 seconds.
    assert time.perf_counter() - begin < 4


def test_header_below_many_blank_lines_is_read_by_its_own_delimiter():
    rows = only(b"\n" * 300 + "序号,社区\n1,甲".encode(), "台账.csv").rows
    assert rows[300:] == [["序号", "社区"], ["1", "甲"]]
