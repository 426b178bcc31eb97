"""Workbooks of the new kind, written for tests part by part, right or wrong."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument"
BOOK_TYPE = f"{CONTENT}.spreadsheetml.sheet.main+xml"


def types(kind: str = BOOK_TYPE) -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
    )


def relationships(*targets: tuple[str, str]) -> str:
    """Return a list of relationships r1, r2, … from (kind, target)."""
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def workbook(*sheets: tuple[str, str], is_1904: bool = False) -> str:
    """Return the workbook's list of (name, state)."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="r{number}"/>'
        for number, (name, state) in enumerate(sheets, 1)
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{int(is_1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>"
    )


def sheet(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def strings(*items: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(items)}</sst>'


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="176" '
    'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="46"/></cellXfs></styleSheet>'
)


def parts(*sheets: str, state: str = "visible", **options) -> dict[str, str]:
    """Return the parts of a workbook with these sheets, called 表1, 表2, …"""
    numbers = range(1, len(sheets) + 1)
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    return {
        "[Content_Types].xml": types(),
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(*((f"表{number}", state) for number in numbers), **options),
        "xl/_rels/workbook.xml.rels": relationships(*targets),
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{n}.xml": one for n, one in zip(numbers, sheets, strict=True)},
    }


def archive(members: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return written.getvalue()


def new_book(*sheets: str, **more: str) -> bytes:
    """Return a file with these sheets; `more` are further parts, or others in their place."""
    return archive({**parts(*sheets), **more})


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def number(place: str, value: object) -> str:
    return f'<c r="{place}"><v>{value}</v></c>'
