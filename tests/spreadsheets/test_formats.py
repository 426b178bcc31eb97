"""What a number format leaves of a value."""

import pytest

from rectify.spreadsheets.reader.formats import MONTH, YEAR, as_shown, shown_by
from rectify.spreadsheets.reader.styles import styles_of
from tests.spreadsheets.new_excel import MAIN


@pytest.mark.parametrize(
    ("number", "code", "kind"),
    [
        # Built in.
        (17, "", MONTH),
        (57, "", MONTH),
        (27, "", MONTH),
        (14, "", ""),
        (31, "", ""),
        (58, "", ""),
        (0, "", ""),
        # What another program says of itself counts.
        (57, "yyyy-mm-dd", ""),
        (176, 'yyyy"年"m"月"', MONTH),
        (176, 'yyyy"年"m"月";@', MONTH),
        (176, '[$-804]yyyy"年"m"月";@', MONTH),
        (176, "[DBNum1][$-804]yyyy年m月", MONTH),
        (176, "yyyy/m", MONTH),
        (176, "YYYY-MM", MONTH),
        (176, "mmm-yy", MONTH),
        (176, "yyyy\\.mm", MONTH),
        (176, 'yyyy"年"', YEAR),
        (176, "yyyy", YEAR),
        (176, 'yyyy"年"m"月"d"日"', ""),
        (176, 'm"月"d"日"', ""),
        (176, "yyyy/m/d;@", ""),
        (176, "yyyy-mm aaaa", ""),
        (176, "h:mm", ""),
        (176, "mm:ss", ""),
        (176, "[mm]:ss", ""),
        (176, "General", ""),
        (176, "GENERAL", ""),
        (176, '0"m"', ""),
        (176, "0.00", ""),
        (176, "@", ""),
        (176, "000", "000"),
        (176, "000000", "000000"),
        (176, "0", ""),
        (176, "0000.0", ""),
    ],
)
def test_format(number, code, kind):
    assert shown_by(number, code) == kind


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (MONTH, 44986, "2023年3月"),
        (MONTH, 44986.0, "2023年3月"),
        # Some other day of a month was meant, and is kept.
        (MONTH, 45016, ""),
        (MONTH, 44986.5, ""),
        (MONTH, 0, ""),
        (MONTH, 3_000_000, ""),
        (MONTH, 1e300, ""),
        (YEAR, 44927, "2023年"),
        (YEAR, 44986, ""),
        ("000", 1, "001"),
        ("000", 12.0, "012"),
        ("000", 1234, "1234"),
        ("000", 0, "000"),
        ("000", 1.5, ""),
        ("000", -1, ""),
    ],
)
def test_value(kind, value, text):
    assert as_shown(kind, value, is_1904=False) == text


def test_value_since_1904():
    assert as_shown(MONTH, 44986 - 1462, is_1904=True) == "2023年3月"


def test_styles_that_matter():
    styles = (
        f'<x:styleSheet xmlns:x="{MAIN}"><x:numFmts>'
        '<x:numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
        "<x:numFmt numFmtId='177' formatCode='000'/></x:numFmts>"
        '<x:cellStyleXfs><x:xf numFmtId="176"/></x:cellStyleXfs>'
        '<x:cellXfs count="5"><x:xf numFmtId="0"/><x:xf numFmtId="176"><x:alignment/></x:xf>'
        '<x:xf numFmtId="14"/><x:xf numFmtId="177"/><x:xf numFmtId="17"/></x:cellXfs>'
        "<x:cellStyles/></x:styleSheet>"
    )
    assert styles_of(styles) == {1: MONTH, 3: "000", 4: MONTH}
    assert styles_of("") == {}
