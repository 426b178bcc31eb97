"""The Word file, measured in its XML and, where LibreOffice is, on its pages."""

import io
import zipfile

import docx as word
import pytest
from docx.text.paragraph import Paragraph
from lxml import etree

from rectify.notices import docx
from rectify.notices.blocks import Block, Kind
from rectify.notices.compose import compose
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


def test_each_block_has_its_style():
    assert lines(docx.render(BLOCKS)) == [
        ("公文信息", "索引号：0001"),
        ("公文信息", "公开方式：主动公开"),
        ("Title", "关于巡察整改进展情况的公布"),
        ("公文正文", "现将情况公布如下。"),
        ("Heading 1", "一、整改情况"),
        ("Heading 2", "（一）关于“学习”问题"),
        ("公文正文", "1.针对“不学习”的问题，各社区认真学习。"),
        ("公文正文", "一是学。二是再学。"),
        ("Heading 6", "①很深的标题"),
        ("公文正文", "（二）计划10月完成。"),
        ("落款单位", "某街道工作委员会"),
        ("落款日期", "2023年5月6日"),
    ]


def test_only_the_lead_has_the_font_of_its_level():
    entries = [line for line in opened(docx.render(BLOCKS)).paragraphs if len(line.runs) > 1]
    assert [[(run.style.name, run.text) for run in line.runs] for line in entries] == [
        [
            ("引领句 3", "1.针对“不学习”的问题，"),
            ("Default Paragraph Font", "各社区认真学习。"),
        ],
        [("引领句 2", "（二）"), ("Default Paragraph Font", "计划10月完成。")],
    ]


def test_runs_name_no_font_of_their_own():
    """A style changed in Word changes the whole document."""
    found = part(docx.render(BLOCKS), "word/document.xml").xpath(
        "//w:r/w:rPr/*[not(self::w:rStyle)]", namespaces=NAMES
    )
    assert {(one.tag, tuple(one.attrib.items())) for one in found} == {
        (f"{W}rFonts", ((f"{W}hint", "eastAsia"),))
    }


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        (BLOCKS, ["（二）计划10月完成。"]),
        (BLOCKS[:4] + BLOCKS[11:], ["现将情况公布如下。"]),
        (BLOCKS[:4], []),
        (BLOCKS[10:], []),
    ],
)
def test_signature_stays_with_some_text(blocks, kept):
    document = opened(docx.render(blocks))
    found = [line.text for line in document.paragraphs if line.paragraph_format.keep_with_next]
    assert found == kept


@pytest.mark.parametrize(
    ("blocks", "empty_lines"),
    [
        (BLOCKS, {"落款单位": 28, "落款日期": None}),
        ([*BLOCKS[:10], BLOCKS[11]], {"落款日期": 28}),
    ],
)
@pytest.mark.parametrize("printed", [False, True])
def test_empty_line_below_the_text(blocks, empty_lines, printed):
    document = opened(docx.render(blocks, printed=printed))
    found = {}
    for element in document.element.iter(f"{W}p"):
        line = Paragraph(element, document._body)
        if line.style.name in ("落款单位", "落款日期"):
            formats = (line.paragraph_format, line.style.paragraph_format)
            space = next((one.space_before for one in formats if one.space_before), None)
            found[line.style.name] = space and space.pt
    assert found == empty_lines


@pytest.mark.parametrize(
    ("blocks", "framed"),
    [
        (BLOCKS, ["某街道工作委员会", "2023年5月6日"]),
        ([*BLOCKS[:10], BLOCKS[11]], ["2023年5月6日"]),
        # A heading goes with what comes after it.
        (BLOCKS[:5] + BLOCKS[10:], []),
        (BLOCKS[:10], []),
        (BLOCKS[10:], []),
    ],
)
def test_printed_signature_stands_in_a_frame_of_the_last_text(blocks, framed):
    def texts(elements):
        return ["".join(one.itertext(f"{W}t")) for one in elements]

    document = opened(docx.render(blocks, printed=True)).element
    frames = document.findall(f".//{W}txbxContent")
    assert [line for frame in frames for line in texts(frame.iter(f"{W}p"))] == framed
    told = [block.line for block in blocks if block.kind != Kind.FOOTER]
    outside = texts(document.body.iterchildren(f"{W}p"))
    assert outside[:-1] == told[: len(outside) - 1]
    assert outside[-1] == "".join(told[len(outside) - 1 :])


@pytest.mark.parametrize(
    ("signature", "height"),
    [("工委" * 12, 84), ("工委" * 13, 112), ("Committee" * 5, 112), ("工委" * 52, 196)],
)
def test_frame_is_about_as_high_as_the_signature(signature, height):
    blocks = [*BLOCKS[:10], Block(Kind.SIGNATURE, signature), BLOCKS[11]]
    [frame] = part(docx.render(blocks, printed=True), "word/document.xml").xpath(
        "//v:shape/@style", namespaces={"v": "urn:schemas-microsoft-com:vml"}
    )
    sizes = dict(one.split(":") for one in frame.split(";"))
    assert (sizes["width"], sizes["height"]) == ("442.25pt", f"{height}pt")


HOSTILE = [
    "甲&乙<丙>丁“戊”'己'\"庚\"",
    "{{ lines }}",
    "{{ 7 * 7 }}",
    "{% for one in lines %}{{ one }}{% endfor %}",
    "{%p if false %}",
    "{# 注 #}",
    "{_{ }_} {_% %_}",
    "{{r text }}{{p text }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "&lt;&#123;&amp;",
    "]]><w:p/>",
    "  前后  空格  ",
    "100%",
    "𠮷😀",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", [Kind.TITLE, Kind.PARAGRAPH, Kind.SIGNATURE])
def test_text_is_only_a_text(text, kind):
    file = docx.render([Block(kind, text)])
    assert [line for _, line in lines(file)] == [text]
    properties = opened(file).core_properties
    said = {Kind.TITLE: properties.title, Kind.SIGNATURE: properties.author}
    assert said.get(kind, text) == text


@pytest.mark.parametrize("field", ["number", "lead", "text"])
@pytest.mark.parametrize("text", HOSTILE)
def test_parts_of_an_entry_are_only_texts(text, field):
    block = Block(Kind.ENTRY, **({"text": "正文"} | {field: text}), level=1)
    [line] = opened(docx.render([block])).paragraphs
    assert line.text == block.line


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("甲\x00乙\x07丙\x1b", "甲乙丙"),
        ("甲\n乙", "甲 乙"),
        ("甲\t乙\x0b\x0c丙", "甲 乙 丙"),
        ("甲\r\n乙\u2028丙", "甲 乙 丙"),
        ("甲\ufffe乙\uffff丙\ud800丁", "甲乙丙丁"),
        ("甲\u202e乙\u2066丙\u200b丁", "甲乙丙丁"),
    ],
)
def test_control_characters_keep_no_file_from_opening(typed, written):
    assert lines(docx.render([Block(Kind.PARAGRAPH, typed)])) == [("公文正文", written)]


def test_properties_say_what_it_is_and_whose():
    properties = opened(docx.render(BLOCKS, title="别的", author="别人")).core_properties
    assert (properties.title, properties.author, properties.language) == (
        "关于巡察整改进展情况的公布",
        "某街道工作委员会",
        "zh-CN",
    )
    unsaid = opened(docx.render(BLOCKS[3:5], title="某轮次", author="某工委")).core_properties
    assert (unsaid.title, unsaid.author) == ("某轮次", "某工委")
    assert (unsaid.created, unsaid.modified, unsaid.last_modified_by) == (None, None, "")


def test_title_of_any_length_fits_the_properties():
    properties = opened(docx.render([Block(Kind.TITLE, "题" * 300)])).core_properties
    assert properties.title == "题" * 255


def test_same_blocks_make_the_same_bytes():
    assert docx.render(BLOCKS) == docx.render(list(BLOCKS))
    assert docx.render(BLOCKS) != docx.render(BLOCKS[1:])


def test_sample_says_so_first():
    file = docx.render(BLOCKS, sample=True)
    assert lines(file)[0] == (
        "示例说明",
        "示例数据。公布的总数是真实的；各社区的问题分布从未公布过，按社区、按类别的台账由规则"
        "平均生成，不反映任何社区的真实情况。",
    )
    assert lines(file)[1:] == lines(docx.render(BLOCKS))


@pytest.mark.parametrize(
    ("written", "wrong", "why"),
    [
        ("{{ line.text }}", "{{ line.txet }}", "'rectify.notices.docx.Line object' has no"),
        ("{{ line.text }}", "{{ line.text.__class__.__mro__ }}", "access to attribute"),
        ("{%p endfor %}", "", "Unexpected end of template."),
    ],
)
def test_template_that_was_spoiled(tmp_path, monkeypatch, written, wrong, why):
    monkeypatch.setattr(docx, "TEMPLATE", tmp_path / "notice.docx")
    with (
        zipfile.ZipFile(word_template.PATH) as old,
        zipfile.ZipFile(docx.TEMPLATE, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).decode().replace(written, wrong))
    with pytest.raises(docx.DocxError) as error:
        docx.render(BLOCKS)
    said, _, hint = str(error.value).partition("：")
    assert said == "Word 模板 notice.docx 改坏了，不能生成文件"
    assert hint.startswith(why)


@pytest.mark.parametrize("content", [None, b"no package"])
def test_template_that_is_no_word_file(tmp_path, monkeypatch, content):
    monkeypatch.setattr(docx, "TEMPLATE", tmp_path / "notice.docx")
    if content:
        docx.TEMPLATE.write_bytes(content)
    with pytest.raises(docx.DocxError):
        docx.render(BLOCKS)


def test_no_blocks_make_an_empty_document():
    assert lines(docx.render([])) == []


@pytest.mark.django_db
def test_real_notice_is_whole(published):
    blocks = compose(published)
    told = [block.line for block in blocks if block.kind != Kind.FOOTER]
    assert [text for _, text in lines(docx.render(blocks))] == told
