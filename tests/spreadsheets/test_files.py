"""What lies in a file: grids of plain values in their true places."""

import re
import time
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import pytest

from rectify.spreadsheets.reader.apart import open_apart
from rectify.spreadsheets.reader.files import open_book
from rectify.spreadsheets.reader.ledger import UNCALCULATED, Book, Grid, UnreadableError
from tests.spreadsheets import hostile, new_excel
from tests.spreadsheets.new_excel import (
    MAIN,
    archive,
    new_book,
    number,
    parts,
    relationships,
    row,
    sheet,
    workbook,
)
from tests.spreadsheets.new_excel import strings as shared_strings
from tests.spreadsheets.old_excel import DATE, OldSheet, old_book, record

MORNING = datetime.fromisoformat("2023-03-31T09:30")
NOON = datetime.fromisoformat("2023-03-31T12:00")
LEDGERS = Path(__file__).parent.parent / "data" / "ledgers"


def only(content: bytes, name: str = "台账.xlsx") -> Grid:
    """Return the only grid of a file."""
    [grid] = open_book(content, name).grids
    return grid


# --- Files of other programs ---------------------------------------------------------------

OF_LIBREOFFICE = Book(
    [
        Grid(
            "问题台账",
            [
                ["杭州道街道巡察整改台账", None, None, None, None, None],
                ["填报单位：杭州道街道", None, None, None, "填报日期：", date(2023, 4, 1)],
                [None, None, None, None, None, None],
                ["序号", "社区", "具体问题", "整改时限", "是否完成", "备注"],
                [
                    1,
                    "新园里社区",
                    "“三会一课”记录不全，\n缺少签到",
                    date(2023, 3, 31),
                    True,
                    None,
                ],
                [2, None, "２０２２年台账缺页", MORNING, False, "#DIV/0!"],
                [3, None, "制度未上墙", "2023年3月底", None, 3.5],
            ],
            merged=((1, 1, 1, 6), (5, 2, 7, 2)),
        ),
        Grid(
            "远处",
            [
                ["序号", None, None],
                [None, "序号号", None],
                [None, 12, 210107001001],
                [None, 24, None],
                [None, clock(8, 30), None],
            ],
            7,
            3,
        ),
        Grid("空表", []),
    ],
    ("草稿", "字典"),
)
OF_1904 = Book(
    [
        Grid(
            "新园里",
            [
                ["整改台账", None, None, None],
                ["序号", "整改时限", None, None],
                [1, date(2023, 3, 31), True, 0.5],
                [None, None, None, None],
            ],
            3,
            2,
            ((3, 2, 3, 5),),
        )
    ],
    ("草稿",),
)


@pytest.mark.parametrize("opened", [open_book, open_apart])
@pytest.mark.parametrize(
    ("name", "book"),
    [
        ("libreoffice.xlsx", OF_LIBREOFFICE),
        ("libreoffice.xls", OF_LIBREOFFICE),
        ("epoch-1904.xls", OF_1904),
    ],
)
def test_file_of_another_program(opened, name, book):
    found = opened((LEDGERS / name).read_bytes(), name)
    assert found == book
    # True is 1 as well, and a moment a date.
    assert kinds(found) == kinds(book)


def kinds(book: Book) -> list:
    return [[type(value) for value in row] for grid in book.grids for row in grid.rows]


@pytest.mark.parametrize("name", ["无后缀", "台账.csv", "台账.xls", "照片.jpg"])
def test_bytes_and_not_the_name_decide(name):
    assert open_book((LEDGERS / "libreoffice.xlsx").read_bytes(), name) == OF_LIBREOFFICE


# --- .xlsx part by part ----------------------------------------------------------------------

CELLS = [
    ('<c r="C7"><v>12</v></c>', 12),
    ('<c r="C7"><v>12.0</v></c>', 12),
    ('<c r="C7"><v>0.5</v></c>', 0.5),
    ('<c r="C7"><v>1e300</v></c>', 1e300),
    ('<c r="C7" t="n"><v>NaN</v></c>', "nan"),
    ('<c r="C7" t="b"><v>1</v></c>', True),
    ('<c r="C7" t="s"><v>0</v></c>', "新园里社区"),
    ('<c r="C7" t="s"><v>1</v></c>', "制度未上墙"),
    ('<c r="C7" t="s"><v>2</v></c>', "一行\n二行"),
    ('<c r="C7" t="str"><f>A1&amp;"号"</f><v>1号</v></c>', "1号"),
    ('<c r="C7" t="inlineStr"><is><t xml:space="preserve"> １ &lt;a&gt; </t></is></c>', " １ <a> "),
    ('<c r="C7" t="inlineStr"><is><r><t>同</t></r><r><t>上</t></r></is></c>', "同上"),
    ('<c r="C7" t="e"><v>#REF!</v></c>', "#REF!"),
    ('<c r="C7" t="e"><f>X</f><v>#SPILL!</v></c>', "#SPILL!"),
    ("<c t='e' r='C7' ><v>#N/A</v></c>", "#N/A"),
    ('<c r="C7" s="1"><v>45016</v></c>', date(2023, 3, 31)),
    ('<c r="C7" s="1"><v>45016.5</v></c>', NOON),
    ('<c r="C7" t="d"><v>2023-03-31T00:00:00</v></c>', date(2023, 3, 31)),
    ('<c r="C7" s="1"><v>0.5</v></c>', clock(12)),
    ('<c r="C7" s="2"><v>1.5</v></c>', "1 day, 12:00:00"),
    ('<c  s="1" r="C7"><v>45016</v></c>', date(2023, 3, 31)),
    # Less than the value is shown, or more.
    ('<c r="C7" s="3"><v>44986</v></c>', "2023年3月"),
    ("<c r='C7' s='4' t='n' ><f>DATE(2023,3,1)</f><v>44986</v></c>", "2023年3月"),
    ('<c r="C7" s="3"><v>45000</v></c>', date(2023, 3, 15)),
    ('<c r="C7" s="3" t="s"><v>0</v></c>', "新园里社区"),
    ('<c r="C7" s="5"><v>1</v></c>', "001"),
    ('<c r="C7" s="5"><v>1.5</v></c>', 1.5),
    ('<c r="C7" s="5" t="str"><f>A1</f><v>7</v></c>', "7"),
    # Nobody has calculated these.
    ('<c r="C7"><f>A1&amp;"号"</f></c>', UNCALCULATED),
    ('<c r="C7"><f>A1</f><v/></c>', UNCALCULATED),
    ('<c r="C7" s="3"><f>A1</f><v></v></c>', UNCALCULATED),
    ('<c r="C7"><f t="shared" si="0"/></c>', UNCALCULATED),
    ('<c r="C7" t="n"> <f t="shared" ref="C7:C8" si="0">A1</f> <v /> </c>', UNCALCULATED),
    ('<c r="C7"><f>A1</f><v>0</v></c>', 0),
    # This has come to a text without letters.
    ('<c r="C7" t="str"><f>A1&amp;""</f><v></v></c>', None),
]
# Besides those of every book here, months, and numbers of three digits.
STYLES = new_excel.STYLES.replace(
    "<numFmts>", '<numFmts><numFmt numFmtId="177" formatCode="000"/>'
).replace("</cellXfs>", '<xf numFmtId="57"/><xf numFmtId="17"/><xf numFmtId="177"/></cellXfs>')
STRINGS = shared_strings(
    "<si><t>新园里社区</t></si>",
    "<si><r><rPr><b/></rPr><t>制度</t></r><r><t>未上墙</t></r><rPh><t>zhi</t></rPh></si>",
    "<si><t>一行\n二行</t></si>",
)


@pytest.mark.parametrize(("cell", "value"), CELLS)
def test_value_of_a_cell(cell, value):
    rows = row(7, '<c r="B7" s="3"/>', cell, number("E7", 9))
    more = {"xl/sharedStrings.xml": STRINGS, "xl/styles.xml": STYLES}
    grid = only(new_book(sheet(rows), **more))
    assert grid == Grid("表1", [[value, None, 9]], 7, 3)
    assert type(grid.rows[0][0]) is type(value)


def test_dates_since_1904():
    cells = '<c r="A1" s="1"><v>43554</v></c><c r="B1" s="3"><v>43524</v></c>'
    members = parts(sheet(row(1, cells)), is_1904=True) | {"xl/styles.xml": STYLES}
    assert only(archive(members)).rows == [[date(2023, 3, 31), "2023年3月"]]


def test_odd_cells_of_a_sheet_that_is_read_in_pieces():
    cells = ['<c r="A{0}" t="e"><v>#REF!</v></c>', '<c r="B{0}" s="3"><v>44986</v></c>']
    cells.append('<c r="C{0}" t="n"><f>A{0}</f></c>')
    rows = (row(one, *(cell.format(one) for cell in cells)) for one in range(1, 30_001))
    content = new_book(sheet("".join(rows)), **{"xl/styles.xml": STYLES})
    assert only(content).rows == [["#REF!", "2023年3月", UNCALCULATED]] * 30_000


def test_style_sheet_without_end_is_not_looked_at():
    begin = f'<styleSheet xmlns="{MAIN}"><numFmts>'.encode()
    end = b'</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="17"/></cellXfs></styleSheet>'
    entry = b'<numFmt numFmtId="200" formatCode="yyyy"/>' * 1000
    rows = row(1, '<c r="A1" s="1"><v>44986</v></c>')
    content = hostile.packed("xl/styles.xml", begin, entry, end, 17 * 2**20, sheets=[sheet(rows)])
    assert only(content).rows == [[date(2023, 3, 1)]]


PLACES = [
    # Rows and cells without a name follow from those before.
    ('<row r="7"><c/><c/><c><v>1</v></c></row><row><c/><c/><c/><c><v>2</v></c></row>', 7, 3),
    # What is blank does not count, before and behind.
    (
        row(2, '<c r="A2" s="1"/>')
        + row(7, '<c r="B7" s="1"></c>', number("C7", 1))
        + row(8, number("D8", 2), '<c r="XFD8" s="1"/>')
        + row(900_000, '<c r="A900000" s="1"/>'),
        7,
        3,
    ),
    # In any order.
    (row(8, number("D8", 2)) + row(7, number("C7", 1)), 7, 3),
    (row(7, number("C7", 1)) + "\n  " + row(8, '\n <c r="D8">\n  <v>2</v>\n</c>\n'), 7, 3),
]


@pytest.mark.parametrize(("rows", "first_row", "first_column"), PLACES)
def test_place_of_a_cell(rows, first_row, first_column):
    grid = only(new_book(sheet(rows)))
    assert grid == Grid("表1", [[1, None], [None, 2]], first_row, first_column)


def test_elements_with_a_prefix():
    rows = row(7, number("C7", 1), '<c r="D7" t="e"><v>#REF!</v></c>', '<c r="E7" s="0"/>')
    prefixed = re.sub(r"<(/?)(?=\w)", r"<\1x:", sheet(rows)).replace("xmlns=", "xmlns:x=")
    assert only(new_book(prefixed)) == Grid("表1", [[1, "#REF!"]], 7, 3)
    far = re.sub(r"<(/?)(?=\w)", r"<\1x:", sheet(row(1, number("XFD1", 1))))
    with pytest.raises(UnreadableError) as refused:
        open_book(new_book(far.replace("xmlns=", "xmlns:x=")), "远.xlsx")
    assert str(refused.value) == hostile.SAID_OF_COLUMNS.format("16384 列（XFD")


def test_merged_ranges_are_cut_to_what_has_content():
    ranges = ["A1:C1", "B2:B1048576", "A3:A3", "XFC9:XFD10"]
    merged = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    rows = row(1, number("A1", 1)) + row(4, number("B4", 2))
    grid = only(new_book(sheet(rows, f"<mergeCells>{merged}</mergeCells>")))
    assert grid.merged == ((1, 1, 1, 2), (2, 2, 4, 2))


def test_sheets_that_are_read_and_hidden_ones():
    names = [("甲", "visible"), ("乙&amp;丙", "hidden"), ("图", "visible"), ("丁>", "veryHidden")]
    targets = ["/xl/worksheets/sheet1.xml", "worksheets/sheet2.xml", "chartsheets/sheet1.xml"]
    kinds = ["worksheet", "worksheet", "chartsheet", "worksheet"]
    listed = zip(kinds, [*targets, "worksheets/sheet3.xml"], strict=True)
    content = new_book(
        *[sheet(row(1, number("A1", one))) for one in range(3)],
        **{
            "xl/workbook.xml": workbook(*names),
            "xl/_rels/workbook.xml.rels": relationships(*listed),
            "xl/chartsheets/sheet1.xml": "<chartsheet/>",
        },
    )
    assert open_book(content, "a.xlsx") == Book([Grid("甲", [[0]])], ("乙&丙", "丁>"))


def test_links_to_pages_are_no_links_to_workbooks():
    link = relationships(("hyperlink", "https://example.cn/")).replace(
        "/>", ' TargetMode="External"/>'
    )
    content = new_book(hostile.ONE, **{"xl/worksheets/_rels/sheet1.xml.rels": link})
    assert only(content).rows == [[1]]


def test_million_formatted_blank_rows_do_not_matter():
    rows = (f'<row r="{one}" s="1"><c r="A{one}" s="1"/></row>' for one in range(2, 1_000_001))
    content = new_book(sheet(row(1, number("A1", 1)) + "".join(rows)))
    begin = time.perf_counter()
    assert only(content) == Grid("表1", [[1]])
    # Measured: 0.8 seconds.
    assert time.perf_counter() - begin < 5


# --- .xls record by record -------------------------------------------------------------------


def test_records_of_an_old_book():
    made = OldSheet("新园里社区")
    made.blank(1, 256)
    made.shared(7, 3, 0)
    made.label(7, 4, "具体问题")
    made.packed(8, 3, 1, 2, -3)
    made.number(8, 6, 45016, DATE)
    made.number(9, 3, 0.5)
    made.boolean(9, 4, True)
    made.error(9, 5, 0x17)
    made.formula(10, 3, 12.0)
    made.formula(10, 4, "同上")
    made.formula(10, 5, b"\x07")
    made.shared(10, 6, 1)
    # A chart within the sheet has cells of its own.
    made.records.append(record(0x0809, b"\0\x06\x20\0" + b"\0" * 12))
    made.number(1, 200, 9)
    made.records.append(record(0x000A))
    made.merge((7, 3, 7, 4), (8, 4, 65536, 4))
    made.blank(65536, 1)
    hidden = OldSheet("草稿", state=1)
    hidden.number(65536, 256, 1)
    chart = OldSheet("图", kind=2)
    book = open_book(
        old_book(made, hidden, chart, strings=["社区", "长" * 3000], first=hostile.OWN), "a.xls"
    )
    rows = [
        ["社区", "具体问题", None, None],
        [1, 2, -3, date(2023, 3, 31)],
        [0.5, True, "#REF!", None],
        [12, "同上", "#DIV/0!", "长" * 3000],
    ]
    merged = ((7, 3, 7, 4), (8, 4, 10, 4))
    assert book == Book([Grid("新园里社区", rows, 7, 3, merged)], ("草稿",))


def test_old_cells_that_show_less_than_they_hold():
    made = OldSheet("表1")
    for column, value, style in [(1, 44986, 2), (2, 45000, 2), (3, 44986, DATE), (4, 1, 3)]:
        made.number(1, column, value, style)
    made.packed(2, 1, 44986, 45000, 45016, style=2)
    made.packed(3, 1, 5, 6, style=3)
    made.formula(4, 1, 44986.0, style=2)
    made.formula(4, 2, "文", style=2)
    made.small(5, 1, 44986, style=2)
    made.small(5, 2, 7.25)
    rows = [
        ["2023年3月", date(2023, 3, 15), date(2023, 3, 1), "001"],
        ["2023年3月", date(2023, 3, 15), date(2023, 3, 31), None],
        ["005", "006", None, None],
        ["2023年3月", "文", None, None],
        ["2023年3月", 7.25, None, None],
    ]
    formats = [(176, 'yyyy"年"m"月"'), (177, "000")]
    assert only(old_book(made, formats=formats)).rows == rows


def test_dates_since_1904_in_an_old_book():
    made = OldSheet("表1")
    made.number(1, 1, 43554, DATE)
    assert only(old_book(made, is_1904=True)).rows == [[date(2023, 3, 31)]]


def test_sectors_in_a_circle_do_no_harm():
    made = bytearray(old_book(hostile.old_sheet()))
    # The directory is followed by itself.
    made[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")
    assert only(bytes(made)) == Grid("表1", [[1]])
