"""The HTML for a portal's editor, and what such an editor leaves of it."""

import html
import re

import nh3
import pytest

from rectify.notices import fragment
from rectify.notices.blocks import Block, Kind
from rectify.notices.compose import compose

TAGS = {"p", "h1", "h2", "h3", "h4", "strong", "br"}
STYLED = {tag: {"style"} for tag in TAGS}
BLOCKS = [
    Block(Kind.METADATA, "索引号：0001"),
    Block(Kind.TITLE, "关于整改情况的公布"),
    Block(Kind.PARAGRAPH, "现将情况公布如下。"),
    Block(Kind.HEADING, "整改情况", 1, "一、"),
    Block(Kind.HEADING, "关于“学习”问题", 2, "（一）"),
    Block(Kind.ENTRY, "各社区认真学习。", 3, "1.", "针对“不学习”的问题，"),
    Block(Kind.HEADING, "很深的标题", 9, "①"),
    Block(Kind.SIGNATURE, "某街道工作委员会"),
    Block(Kind.DATE, "2023年5月6日"),
    Block(Kind.FOOTER, "主办单位：某区人民政府办公室"),
]
HOSTILE = [
    Block(Kind.TITLE, "<script>alert(1)</script>"),
    Block(Kind.HEADING, '"><img src=x onerror=alert(1)>', 1, "<b>"),
    Block(Kind.ENTRY, "甲&乙 &amp; 丙", 1, "&lt;", "'\""),
    Block(Kind.PARAGRAPH, "</p><p class=x id=y>\x00\x1b\n后"),
]


def unstyled(text: str) -> str:
    return re.sub(r' style="[^"]*"', "", text)


def test_elements():
    assert unstyled(fragment.render(BLOCKS)) == (
        "<p>索引号：0001</p>\n"
        "<h1>关于整改情况的公布</h1>\n"
        "<p>现将情况公布如下。</p>\n"
        "<h2>一、整改情况</h2>\n"
        "<h3>（一）关于“学习”问题</h3>\n"
        "<p><strong>1.针对“不学习”的问题，</strong>各社区认真学习。</p>\n"
        "<h4>①很深的标题</h4>\n"
        "<p>某街道工作委员会</p>\n"
        "<p>2023年5月6日</p>"
    )


def test_texts_are_only_texts():
    assert unstyled(fragment.render(HOSTILE)) == (
        "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>\n"
        '<h2>&lt;b&gt;"&gt;&lt;img src=x onerror=alert(1)&gt;</h2>\n'
        "<p><strong>&amp;lt;'\"</strong>甲&amp;乙 &amp;amp; 丙</p>\n"
        "<p>&lt;/p&gt;&lt;p class=x id=y&gt; 后</p>"
    )


@pytest.mark.parametrize("blocks", [BLOCKS, HOSTILE])
def test_editor_leaves_it_as_it_is(blocks):
    """To the byte: every tag and every style."""
    pasted = fragment.render(blocks)
    assert nh3.clean(pasted, tags=TAGS, attributes=STYLED, link_rel=None) == pasted


def test_editor_without_styles_leaves_every_word():
    cleaned = nh3.clean(fragment.render(BLOCKS), tags=TAGS, attributes={})
    assert cleaned == unstyled(fragment.render(BLOCKS))


def test_nothing_but_styles_and_nothing_from_elsewhere():
    tags = re.findall(r"<[a-z][^>]*>", fragment.render(BLOCKS))
    assert {re.sub(r'="[^"]*"', "", tag) for tag in tags} == {
        f"<{tag} style>" for tag in ("p", "h1", "h2", "h3", "h4", "strong")
    }
    assert re.findall(r"url\(|@import|//|expression", fragment.render(BLOCKS)) == []


@pytest.mark.parametrize(
    ("block", "font"),
    [
        (Block(Kind.TITLE, "题"), "方正小标宋简体"),
        (Block(Kind.PARAGRAPH, "文"), "仿宋_GB2312"),
        (Block(Kind.HEADING, "题", 1), "黑体"),
        (Block(Kind.HEADING, "题", 2), "楷体_GB2312"),
        (Block(Kind.HEADING, "题", 3), "仿宋_GB2312"),
        (Block(Kind.HEADING, "题", 7), "仿宋_GB2312"),
        (Block(Kind.SIGNATURE, "某工委"), "仿宋_GB2312"),
    ],
)
def test_font_of_each_level(block, font):
    assert re.findall(r"font-family:([^,]*),", fragment.render([block])) == [font]


def test_lead_alone_has_the_font_of_its_level():
    line = fragment.render([Block(Kind.ENTRY, "文", 1, "一、", "题，")])
    assert re.findall(r"<(\w+) style=[^>]*?font-family:([^,]*),", line) == [
        ("p", "仿宋_GB2312"),
        ("strong", "黑体"),
    ]


@pytest.mark.django_db
def test_real_notice_reads_as_composed(published):
    blocks = compose(published)
    pasted = fragment.render(blocks)
    assert nh3.clean(pasted, tags=TAGS, attributes=STYLED, link_rel=None) == pasted
    read = [html.unescape(line) for line in re.sub(r"<[^>]*>", "", pasted).split("\n")]
    assert read == [block.line for block in blocks if block.kind != Kind.FOOTER]
