"""Files that are no ledgers, or were made to do harm, each with what is to be said of it."""

import io
import struct
import zipfile
from collections.abc import Sequence

from rectify.spreadsheets.reader import refusals
from tests.spreadsheets.new_excel import (
    CONTENT,
    MAIN,
    archive,
    new_book,
    number,
    parts,
    relationships,
    row,
    sheet,
    strings,
    types,
    workbook,
)
from tests.spreadsheets.old_excel import OldSheet, old_book, ole, record, stream

ONE = sheet(row(1, number("A1", 1)))
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200
SHEET = "xl/worksheets/sheet1.xml"
BOMB = 200 * 1024 * 1024
LAUGH = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'


def old_sheet(**options) -> OldSheet:
    made = OldSheet("表1", **options)
    made.number(1, 1, 1)
    return made


def with_cell(place: str) -> bytes:
    """Return a book with one value at A1 and one far off."""
    digits = "".join(filter(str.isdigit, place))
    return new_book(sheet(row(1, number("A1", 1)) + row(int(digits), number(place, 2))))


def packed(
    name: str, begin: bytes, piece: bytes, end: bytes, size: int, *, sheets: Sequence = (ONE,)
) -> bytes:
    """Return a book with one part of a size, which is never in memory as a whole."""
    members = parts(*sheets)
    members.pop(name, None)
    written = io.BytesIO(archive(members))
    with (
        zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open(name, "w") as part,
    ):
        part.write(begin)
        for _ in range(size // len(piece)):
            part.write(piece)
        part.write(end)
    return written.getvalue()


def sheet_of(piece: bytes, size: int) -> bytes:
    """Return a book with a sheet that holds a piece over and over."""
    begin = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c>'.encode()
    return packed(SHEET, begin, piece, b"</row></sheetData></worksheet>", size)


def large_sheet(size: int) -> bytes:
    """Return a book with a sheet of one long text after the other."""
    cell = b'<row><c t="inlineStr"><is><t>' + b"x" * 32_000 + b"</t></is></c></row>"
    begin = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    return packed(SHEET, begin, cell * 32, b"</sheetData></worksheet>", size)


def lying_bomb() -> bytes:
    """Return a book whose table of contents says that its bomb is small."""
    made = bytearray(packed("xl/drawings/drawing1.xml", b"<x>", b" " * 2**20, b"</x>", BOMB))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        true = struct.pack("<I", file.getinfo("xl/drawings/drawing1.xml").file_size)
    while (place := made.find(true)) >= 0:
        made[place : place + 4] = struct.pack("<I", 1000)
    return bytes(made)


def overlapping_bomb() -> bytes:
    """Return an archive with a thousand names for the same two megabytes."""
    made = packed("xl/media/image1.png", b"", b"\0" * 2**20, b"", 2**21)
    begin = made.rfind(b"PK\x01\x02")
    end = made.rfind(b"PK\x05\x06")
    entry, tail = made[begin:end], bytearray(made[end:])
    entries = b"".join(entry.replace(b"image1", b"i%05d" % count) for count in range(1000))
    count, size = struct.unpack_from("<HI", tail, 10)
    struct.pack_into("<HHI", tail, 8, count + 1000, count + 1000, size + len(entries))
    return made[:end] + entries + bytes(tail)


def with_flag(made: bytes) -> bytes:
    """Return an archive that says of its first member that it has a password."""
    made = bytearray(made)
    made[6] |= 1
    made[made.find(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def with_damage(made: bytes) -> bytes:
    """Return an archive with a bit turned over in what is packed."""
    made = bytearray(made)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        member = file.getinfo("xl/worksheets/sheet1.xml")
    made[member.header_offset + 30 + len(member.filename) + member.compress_size // 2] ^= 1
    return bytes(made)


def twice(name: str) -> bytes:
    """Return a book with two parts of one name, as different programs see different ones."""
    return archive({**parts(ONE), name.upper(): ONE})


def in_circle() -> bytes:
    """Return an old book whose table of sectors leads from the directory back to it."""
    made = bytearray(old_book(old_sheet()))
    struct.pack_into("<I", made, 512 + 4, 1)
    return bytes(made)


def table_of_tables() -> bytes:
    """Return an old book that says that its tables of sectors are larger than the file."""
    made = bytearray(old_book(old_sheet()))
    struct.pack_into("<I", made, 44, 0xFFFFFF)
    return bytes(made)


def shared_strings_lie() -> bytes:
    text = strings("<si><t>x</t></si>").replace("<sst ", '<sst uniqueCount="4000000000" ')
    return new_book(ONE, **{"xl/sharedStrings.xml": text})


def long_string_everywhere() -> bytes:
    """Return a book of a few kilobytes with 30,000 cells of 32,000 letters each."""
    cells = "".join(row(one, f'<c r="A{one}" t="s"><v>0</v></c>') for one in range(1, 30_001))
    text = strings(f"<si><t>{'x' * 32_000}</t></si>")
    return new_book(sheet(cells), **{"xl/sharedStrings.xml": text})


def long_string_in_old_cells() -> bytes:
    made = OldSheet("表1")
    for one in range(1, 30_001):
        made.shared(one, 1, 1)
    return old_book(made, strings=["短", "x" * 4000])


def one_over_the_other() -> bytes:
    """Return a book with a thousand merged ranges of the same hundred thousand cells."""
    cells = row(1, number("A1", 1)) + row(50_000, number("B50000", 1))
    ranges = "".join('<mergeCell ref="A1:B50000"/>' for _ in range(1000))
    return new_book(sheet(cells, f"<mergeCells>{ranges}</mergeCells>"))


def shared_substream() -> bytes:
    """Return an old book with two sheets that begin at the same place."""
    made = bytearray(stream(old_sheet(), OldSheet("表2")))
    second = made.rfind(
        record(0x0085, b"")[:2], 0, made.find(struct.pack("<HHHH", 0x0809, 16, 0x0600, 0x10))
    )
    first = made.find(struct.pack("<H", 0x0085))
    made[second + 4 : second + 8] = made[first + 4 : first + 8]
    return ole({"Workbook": bytes(made)})


VERSIONS = {
    "word": archive(
        {"[Content_Types].xml": types(f"{CONTENT}.wordprocessingml.document.main+xml")}
    ),
    "slides": archive(
        {"[Content_Types].xml": types(f"{CONTENT}.presentationml.presentation.main+xml")}
    ),
    "xlsb": archive(
        {"[Content_Types].xml": types("application/vnd.ms-excel.sheet.binary.macroEnabled.main")}
    ),
    "ods": archive(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
    ),
}
LINK = ("externalLink", "externalLinks/externalLink1.xml")
FOREIGN = record(0x01AE, struct.pack("<HH", 1, 6) + b"\0\x01b.xls")
OWN = record(0x01AE, struct.pack("<HH", 1, 0x0401))
LOCK = record(0x002F, b"\0" * 6)
SAID_OF_ROWS = "工作表“表1”第 {} 行还有内容，最多读到第 100000 行；请删去多余的行，或拆成几个文件。"
SAID_OF_COLUMNS = "工作表“表1”第 {}）还有内容，最多读到第 200 列；请删去多余的列。"
SAID_OF_SHEETS = "文件里有 51 张看得见的工作表，最多读 50 张；请拆成几个文件。"
SAID_OF_CELLS = (
    "工作表“表{}”的内容太多（各表行数乘列数合计超过 250 万）；请删去多余的行、列，或拆成几个文件。"
)
SAID_OF_TEXT_ROWS = (
    "文件第 100001 行还有内容，最多读到第 100000 行；请删去多余的行，或拆成几个文件。"
)
SAID_OF_TEXT_COLUMNS = "文件第 201 列（GS）还有内容，最多读到第 200 列；请删去多余的列。"

# Each with its name, who makes it, and what is said.
REFUSED = [
    ("空.xlsx", lambda: b"", refusals.EMPTY),
    ("大.csv", lambda: b"a" * (refusals.MOST_BYTES + 1), refusals.TOO_LARGE),
    ("照片.xlsx", lambda: PNG, refusals.IMAGE),
    ("照片.xls", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 99, refusals.IMAGE),
    ("截图.xlsx", lambda: b"BM" + b"\0" * 99, refusals.IMAGE),
    ("扫描.xlsx", lambda: b"%PDF-1.7\n" + b"\0" * 99, refusals.PDF),
    ("通知.xlsx", lambda: VERSIONS["word"], refusals.WORD),
    ("通知.xls", lambda: ole({"WordDocument": b"x"}), refusals.WORD),
    ("演示.xlsx", lambda: VERSIONS["slides"], refusals.SLIDES),
    ("演示.xls", lambda: ole({"PowerPoint Document": b"x"}), refusals.SLIDES),
    ("邮件.xls", lambda: ole({"__properties_version1.0": b"x"}), refusals.DAMAGED),
    ("材料.xlsx", lambda: archive({"a.txt": "a"}), refusals.ARCHIVE),
    ("材料.xlsx", lambda: b"Rar!\x1a\x07\x01\0" + b"\0" * 99, refusals.ARCHIVE),
    ("导出.xls", lambda: b"\xef\xbb\xbf\n <TABLE><tr><td>1", refusals.MARKUP),
    ("导出.csv", lambda: b"<html><table>", refusals.MARKUP),
    ("导出.xls", lambda: b'<?xml version="1.0"?><Workbook/>', refusals.MARKUP),
    ("导出.xls", lambda: b"{\\rtf1\\ansi", refusals.MARKUP),
    ("台账.xlsb", lambda: VERSIONS["xlsb"], refusals.BINARY_BOOK),
    ("台账.ods", lambda: VERSIONS["ods"], refusals.OPEN_DOCUMENT),
    ("台账.xls", lambda: b"\x09\x08\x08\x00\x00\x05\x05\x00", refusals.TOO_OLD),
    ("台账.xls", lambda: "序号\t社区\n1\t新园里".encode("gb18030"), refusals.PLAIN),
    ("程序.xlsx", lambda: b"MZ\0\0" + b"\0" * 99, refusals.UNKNOWN),
    # Passwords.
    ("密.xlsx", lambda: ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), refusals.LOCKED),
    ("密.xls", lambda: old_book(old_sheet(), first=LOCK), refusals.LOCKED),
    ("密.zip", lambda: with_flag(new_book(ONE)), refusals.LOCKED),
    # Macros.
    ("宏.xlsx", lambda: new_book(ONE, **{"xl/vbaProject.bin": "x"}), refusals.MACROS),
    (
        "宏.xlsm",
        lambda: new_book(
            ONE,
            **{
                "[Content_Types].xml": types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")
            },
        ),
        refusals.MACROS,
    ),
    ("宏.xlsx", lambda: new_book(ONE, **{"xl/macrosheets/sheet1.xml": "<x/>"}), refusals.MACROS),
    (
        "宏.xlsx",
        lambda: new_book(ONE, **{"xl/_rels/x.rels": relationships(("vbaProject", "a.bin"))}),
        refusals.MACROS,
    ),
    (
        "宏.xls",
        lambda: ole({"Workbook": stream(old_sheet()), "_VBA_PROJECT_CUR": b"x"}),
        refusals.MACROS,
    ),
    ("宏.xls", lambda: old_book(old_sheet(), OldSheet("m", state=2, kind=1)), refusals.MACROS),
    # Links to other workbooks.
    ("链.xlsx", lambda: new_book(ONE, **{f"xl/{LINK[1]}": "<x/>"}), refusals.LINKS),
    (
        "链.xlsx",
        lambda: new_book(ONE, **{"xl/_rels/x.xml.rels": relationships(LINK)}),
        refusals.LINKS,
    ),
    ("链.xls", lambda: old_book(old_sheet(), first=FOREIGN), refusals.LINKS),
    # Declarations, which only an attack has.
    ("实体.xlsx", lambda: new_book(LAUGH + ONE), refusals.ENTITIES),
    ("实体.xlsx", lambda: new_book(ONE, **{"xl/sharedStrings.xml": LAUGH}), refusals.ENTITIES),
    (
        "实体.xlsx",
        lambda: new_book(ONE, **{"xl/workbook.xml": LAUGH + workbook(("表1", "visible"))}),
        refusals.ENTITIES,
    ),
    ("实体.xlsx", lambda: new_book(ONE, **{"docProps/app.xml": LAUGH}), refusals.ENTITIES),
    ("实体.xlsx", lambda: new_book(" " * (2**20 - 4) + LAUGH + ONE), refusals.ENTITIES),
    (
        "实体.xlsx",
        lambda: new_book(ONE, **{"xl/sharedStrings.xml": LAUGH.encode("utf-16")}),
        refusals.DAMAGED,
    ),
    (
        "实体.xlsx",
        lambda: new_book('<?xml version="1.0" encoding="cp037"?>' + ONE),
        refusals.DAMAGED,
    ),
    # Damage.
    ("断.xlsx", lambda: new_book(ONE)[:-200], refusals.DAMAGED),
    ("断.xlsx", lambda: with_damage(new_book(ONE)), refusals.DAMAGED),
    ("断.xlsx", lambda: twice("xl/worksheets/sheet1.xml"), refusals.DAMAGED),
    ("断.xlsx", lambda: new_book(ONE, **{"xl/workbook.xml": "<x/>"}), refusals.DAMAGED),
    ("断.xlsx", lambda: new_book(ONE, **{"_rels/.rels": "<x/>"}), refusals.DAMAGED),
    ("断.xlsx", lambda: new_book(ONE[: len(ONE) // 2]), refusals.DAMAGED),
    ("断.xls", lambda: old_book(old_sheet())[:1000], refusals.DAMAGED),
    ("断.xls", lambda: ole({"Workbook": stream(old_sheet())[:-40]}), refusals.DAMAGED),
    ("断.xls", shared_substream, refusals.DAMAGED),
    ("断.xls", table_of_tables, refusals.DAMAGED),
    ("隐.xlsx", lambda: archive(parts(ONE, state="hidden")), refusals.NOTHING_VISIBLE),
    ("隐.xls", lambda: old_book(old_sheet(state=1)), refusals.NOTHING_VISIBLE),
    # Bounds.
    ("部件.xlsx", lambda: new_book(ONE, **{f"x/{n}": "" for n in range(2000)}), refusals.MEMBERS),
    ("表多.xlsx", lambda: new_book(*[ONE] * 51), SAID_OF_SHEETS),
    ("表多.xls", lambda: old_book(*[old_sheet() for _ in range(51)]), SAID_OF_SHEETS),
    ("行多.xlsx", lambda: with_cell("A100001"), SAID_OF_ROWS.format(100001)),
    ("行多.xlsx", lambda: with_cell("A1048576"), SAID_OF_ROWS.format(1048576)),
    ("列多.xlsx", lambda: with_cell("GS1"), SAID_OF_COLUMNS.format("201 列（GS")),
    ("列多.xlsx", lambda: with_cell("XFD1048576"), SAID_OF_COLUMNS.format("16384 列（XFD")),
    ("格多.xlsx", lambda: with_cell("Z100000"), SAID_OF_CELLS.format(1)),
    (
        "格多.xlsx",
        lambda: new_book(*[sheet(row(1, number("A1", 1)) + row(9e4, number("T90000", 1)))] * 2),
        SAID_OF_CELLS.format(2),
    ),
    ("字多.xlsx", long_string_everywhere, refusals.TEXT),
    ("字多.xls", long_string_in_old_cells, refusals.TEXT),
    ("字多.xlsx", shared_strings_lie, refusals.TOO_COSTLY),
    ("合并.xlsx", one_over_the_other, refusals.TOO_COSTLY),
    ("叠.xlsx", overlapping_bomb, refusals.BOMB),
    # Texts.
    ("空字符.csv", lambda: b"a,b\0c", refusals.NOT_UTF8),
    ("乱码.csv", lambda: b"a,\xff\xff\xff", refusals.NOT_UTF8),
    ("乱码.csv", lambda: "序号,社区".encode("utf-16-le"), refusals.NOT_UTF8),
    (
        "引号.csv",
        lambda: '序号,社区\n1,"新园里\n2,东园里'.encode(),
        refusals.OPEN_QUOTE.format(row=2),
    ),
    ("长.csv", lambda: b"a\nb\n" + b"x" * 140_000, refusals.LONG_FIELD.format(row=3)),
    ("行多.csv", lambda: b"a\n" * 100_001, SAID_OF_TEXT_ROWS),
    ("列多.csv", lambda: b"a," * 200 + b"b", SAID_OF_TEXT_COLUMNS),
    (
        "格多.csv",
        lambda: b"a\n" * 99_999 + b"a," * 30 + b"b",
        "文件的内容太多（各表行数乘列数合计超过 250 万）；请删去多余的行、列，或拆成几个文件。",
    ),
]
# What takes long to make, and is opened in a child whose memory and time are measured.
COSTLY = [
    ("大表.xlsx", lambda: large_sheet(BOMB + 2**21), refusals.BOMB),
    ("大表.xlsx", lambda: large_sheet(BOMB - 2**21), refusals.TEXT),
    ("谎.xlsx", lying_bomb, refusals.DAMAGED),
    (
        "串.xlsx",
        lambda: packed("xl/sharedStrings.xml", b"<sst>", b"<si/>" * 2**18, b"</sst>", BOMB // 2),
        refusals.TOO_COSTLY,
    ),
    (
        "宽.xlsx",
        lambda: packed(
            "xl/worksheets/sheet1.xml",
            b"<worksheet><sheetData>",
            b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>",
            b"</sheetData></worksheet>",
            BOMB // 2,
        ),
        SAID_OF_COLUMNS.format("16384 列（XFD"),
    ),
    # Elements in each other, and single pieces, without end.
    ("深.xlsx", lambda: sheet_of(b"<a>" * 2**16, BOMB - 2**21), refusals.TOO_COSTLY),
    ("行.xlsx", lambda: sheet_of(b"<row>" * 2**16, BOMB - 2**21), refusals.TOO_COSTLY),
    ("假尾.xlsx", lambda: sheet_of(b"<a>/>" * 2**16, BOMB - 2**21), refusals.TOO_COSTLY),
    (
        "字深.xlsx",
        lambda: sheet_of(b'</row><row><c r="A2" t="inlineStr"><is>' + b"<r>" * 2**18, BOMB // 2),
        refusals.TOO_COSTLY,
    ),
    (
        "注.xlsx",
        lambda: sheet_of(b"<!--" + b"x" * 2**24 + b"-->", BOMB - 2**25),
        refusals.TOO_COSTLY,
    ),
    (
        "属性.xlsx",
        lambda: sheet_of(b"<a " + b'b="1" ' * 2**18 + b"/>", BOMB // 2),
        refusals.TOO_COSTLY,
    ),
    (
        "远行.xlsx",
        lambda: new_book(sheet(row(1, number("A1", 1)) + '<row r="1048570"><c><v>1</v></c></row>')),
        SAID_OF_ROWS.format(1048570),
    ),
    (
        "远列.xlsx",
        lambda: new_book(sheet(row(1, number("A1", 1), '<c r="XFC1"/>', "<c><v>1</v></c>"))),
        SAID_OF_COLUMNS.format("16384 列（XFD"),
    ),
    # Lines without end.
    (
        "换行.csv",
        lambda: b"a,b" + b"\n" * 19_000_000 + b"c",
        "文件第 19000001 行还有内容，最多读到第 100000 行；请删去多余的行，或拆成几个文件。",
    ),
    (
        "空行.csv",
        lambda: b"a,b\r\n" + b",,\r\n" * 4_000_000 + b"c",
        "文件第 4000002 行还有内容，最多读到第 100000 行；请删去多余的行，或拆成几个文件。",
    ),
    ("长.csv", lambda: b"a,b\n1," + b"x" * 19_000_000, refusals.LONG_FIELD.format(row=2)),
    ("引号.csv", lambda: b"a\n" + b'"x\n"\n' * 3_500_000, SAID_OF_TEXT_ROWS),
    (
        "逗号.csv",
        lambda: b"ab," * 6_000_000,
        "文件第 6000001 列（MCISG）还有内容，最多读到第 200 列；请删去多余的列。",
    ),
]
