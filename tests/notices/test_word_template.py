"""The Word template: what GB/T 9704-2012 asks for, measured in its styles and sections."""

import io
import zipfile

import docx as word
import pytest
from docx.shared import Mm, Pt
from lxml import etree

from rectify.notices.blocks import Block, Kind
from tests.notices import word_template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"w": W[1:-1]}
BODY, KAI, BLACK, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LITTLE_TITLE = "方正小标宋简体"

BLOCKS = [
    Block(Kind.METADATA, "索引号：0001"),
    Block(Kind.METADATA, "公开方式：主动公开"),
    Block(Kind.TITLE, "关于巡察整改进展情况的公布"),
    Block(Kind.PARAGRAPH, "现将情况公布如下。"),
    Block(Kind.HEADING, "整改情况", 1, "一、"),
    Block(Kind.HEADING, "关于“学习”问题", 2, "（一）"),
    Block(Kind.ENTRY, "各社区认真学习。", 3, "1.", "针对“不学习”的问题，"),
    Block(Kind.PARAGRAPH, "一是学。二是再学。", 3),
    Block(Kind.HEADING, "很深的标题", 9, "①"),
    Block(Kind.ENTRY, "计划10月完成。", 2, "（二）"),
    Block(Kind.SIGNATURE, "某街道工作委员会"),
    Block(Kind.DATE, "2023年5月6日"),
    Block(Kind.FOOTER, "主办单位：某区人民政府办公室"),
]


def opened(file: bytes) -> word.document.Document:
    return word.Document(io.BytesIO(file))


def part(file: bytes, name: str):
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return etree.fromstring(package.read(name))


def lines(file: bytes) -> list[tuple[str, str]]:
    return [(line.style.name, line.text) for line in opened(file).paragraphs]


@pytest.fixture(scope="module")
def template() -> word.document.Document:
    return word.Document(word_template.PATH)


def test_template_is_the_one_that_the_script_makes():
    assert word_template.PATH.read_bytes() == word_template.template()


def test_paper_and_margins(template):
    [section] = template.sections
    found = {
        "width": section.page_width,
        "height": section.page_height,
        "top": section.top_margin,
        "left": section.left_margin,
        "bottom": section.bottom_margin,
        "right": section.right_margin,
    }
    expected = {"width": 210, "height": 297, "top": 37, "left": 28, "bottom": 35, "right": 26}
    # A twentieth of a point is 0.02 mm.
    assert {name: round(length.mm, 1) for name, length in found.items()} == expected
    text = section.page_width - section.left_margin - section.right_margin
    assert text == pytest.approx(Mm(156), abs=Pt(0.1))
    height = section.page_height - section.top_margin - section.bottom_margin
    assert height == pytest.approx(Mm(225), abs=Pt(0.1))


def test_twenty_two_lines_of_twenty_eight_characters(template):
    """The lines of 28 pt, and the characters as close as they are set, are as many as fit."""
    normal = template.styles["Normal"]
    [section] = template.sections
    height = section.page_height - section.top_margin - section.bottom_margin
    assert int(height / normal.paragraph_format.line_spacing) == 22
    [closer] = normal.element.xpath("w:rPr/w:spacing/@w:val")
    width = section.page_width - section.left_margin - section.right_margin
    assert int(width / (normal.font.size + Pt(int(closer) / 20))) == 28
    [grid] = section._sectPr.xpath("w:docGrid")
    assert (grid.get(f"{W}type"), int(grid.get(f"{W}linePitch")) * 22) == ("lines", 12738)


def faces_of(style) -> set[str]:
    """Return the fonts that a style names, for every script, its own or of what it is based on."""
    while not style.element.xpath("w:rPr/w:rFonts"):
        style = style.base_style
    [fonts] = style.element.xpath("w:rPr/w:rFonts")
    return {fonts.get(W + script) for script in ("ascii", "hAnsi", "eastAsia", "cs")}


def own(style, name: str):
    """Return a measure of a style's, or of the style on which it is based."""
    while style is not None:
        value = getattr(style.paragraph_format, name, None)
        value = getattr(style.font, name, None) if value is None else value
        if value is not None:
            return value
        style = style.base_style
    return None


@pytest.mark.parametrize(
    ("name", "font", "size", "leading", "alignment"),
    [
        ("Normal", BODY, 16, 28, "JUSTIFY"),
        ("公文正文", BODY, 16, 28, "JUSTIFY"),
        ("Title", LITTLE_TITLE, 22, 36, "CENTER"),
        ("Heading 1", BLACK, 16, 28, "JUSTIFY"),
        ("Heading 2", KAI, 16, 28, "JUSTIFY"),
        ("Heading 3", BODY, 16, 28, "JUSTIFY"),
        ("Heading 4", BODY, 16, 28, "JUSTIFY"),
        ("Heading 5", BODY, 16, 28, "JUSTIFY"),
        ("Heading 6", BODY, 16, 28, "JUSTIFY"),
        ("公文信息", BODY, 16, 28, "JUSTIFY"),
        ("落款单位", BODY, 16, 28, "RIGHT"),
        ("落款日期", BODY, 16, 28, "RIGHT"),
        ("示例说明", KAI, 16, 28, "JUSTIFY"),
        ("footer", SONG, 14, 16, "JUSTIFY"),
    ],
)
def test_paragraph_style(template, name, font, size, leading, alignment):
    style = template.styles[name]
    assert faces_of(style) == {font}
    assert own(style, "size") == Pt(size)
    assert own(style, "line_spacing") == Pt(leading)
    assert own(style, "line_spacing_rule").name == "EXACTLY"
    assert own(style, "alignment").name == alignment
    assert own(style, "bold") is None


@pytest.mark.parametrize(
    ("depth", "font"), [(1, BLACK), (2, KAI), (3, BODY), (4, BODY), (5, BODY), (6, BODY)]
)
def test_lead_has_the_font_of_its_level(template, depth, font):
    style = template.styles[f"引领句 {depth}"]
    assert (style.type.name, faces_of(style)) == ("CHARACTER", {font})


@pytest.mark.parametrize(
    ("name", "side", "characters", "twips"),
    [
        *[(f"Heading {depth}", "firstLine", "200", "640") for depth in range(1, 7)],
        ("公文正文", "firstLine", "200", "640"),
        ("落款单位", "right", "200", "640"),
        ("落款日期", "right", "200", "640"),
    ],
)
def test_indent_is_two_characters(template, name, side, characters, twips):
    [indent] = template.styles[name].element.xpath("w:pPr/w:ind")
    assert dict(indent.attrib) == {f"{W}{side}Chars": characters, W + side: twips}


def test_headings_are_in_the_navigation_pane(template):
    levels = [
        template.styles[f"Heading {depth}"].element.xpath("string(w:pPr/w:outlineLvl/@w:val)")
        for depth in range(1, 7)
    ]
    assert levels == ["0", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Title", True),
        *[(f"Heading {depth}", True) for depth in range(1, 7)],
        ("公文正文", None),
        ("落款单位", True),
        ("落款日期", None),
    ],
)
def test_what_stays_with_the_next_line(template, name, kept):
    assert template.styles[name].paragraph_format.keep_with_next == kept


def test_pages_are_filled_to_the_last_line(template):
    assert template.styles["Normal"].paragraph_format.widow_control is False


@pytest.mark.parametrize(
    ("which", "alignment", "indent"),
    [
        ("footer", "RIGHT", {f"{W}rightChars": "100", f"{W}right": "280"}),
        ("even_page_footer", "LEFT", {f"{W}leftChars": "100", f"{W}left": "280"}),
    ],
)
def test_page_numbers(template, which, alignment, indent):
    [section] = template.sections
    [line] = getattr(section, which).paragraphs
    assert template.settings.odd_and_even_pages_header_footer is True
    assert (line.style.name, line.alignment.name) == ("Footer", alignment)
    assert dict(line._p.xpath("w:pPr/w:ind")[0].attrib) == indent
    assert line.text == "— 1 —"
    assert [code.text.strip() for code in line._p.xpath(".//w:instrText")] == ["PAGE"]
    assert line._p.xpath(".//w:fldChar/@w:fldCharType") == ["begin", "separate", "end"]


def test_template_carries_nothing_of_a_machine_or_a_person():
    with zipfile.ZipFile(word_template.PATH) as package:
        names = package.namelist()
        times = {entry.date_time for entry in package.infolist()}
        core = package.read("docProps/core.xml").decode()
        fonts = package.read("word/fontTable.xml").decode()
    assert sorted(names) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    assert times == {(1980, 1, 1, 0, 0, 0)}
    assert etree.fromstring(core.encode()).xpath("string()") == "zh-CN"
    assert fonts.count("embed") == 0
