"""Figures of a notice as links to what is behind them, and texts as they are without."""

from django.utils.safestring import mark_safe

from rectify.notices import html
from rectify.notices.blocks import Block, Kind
from rectify.notices.compose import compose
from rectify.notices.traced import Traced

FIGURE = Traced.written_by("<3>", "整改问题数", 7)
BLOCKS = [
    Block(Kind.METADATA, "文号" + Traced.written_by("：甲", "轮次") + FIGURE),
    Block(Kind.TITLE, "共" + FIGURE),
    Block(Kind.ENTRY, FIGURE + "项", 1, "（1）", "共" + FIGURE + "，"),
    Block(Kind.PARAGRAPH, "还有" + FIGURE, 1),
    Block(Kind.SIGNATURE, FIGURE),
    Block(Kind.DATE, FIGURE),
    Block(Kind.FOOTER, FIGURE),
]


def plain(block: Block) -> Block:
    return Block(block.kind, str(block.text), block.level, block.number, str(block.lead))


def address_of(span) -> str:
    return f"/?v={span.variable}&c={span.category}"


def test_without_addresses_what_wrote_a_text_leaves_no_trace(published):
    for blocks in (BLOCKS, compose(published)):
        assert html.render(blocks) == html.render([plain(block) for block in blocks])


def test_every_figure_is_a_link_wherever_it_stands():
    link = '<a class="figure" href="/?v=整改问题数&amp;c=7" title="出处：整改问题数">&lt;3&gt;</a>'
    of_round = '<a class="figure" href="/?v=轮次&amp;c=None" title="出处：轮次">甲</a>'
    assert [line for line in html.render(BLOCKS, address_of=address_of).splitlines() if line] == [
        '<div class="notice" lang="zh-Hans">',
        '<dl class="notice-metadata">',
        f"<div><dt>文号：</dt><dd>{of_round}{link}</dd></div>",
        "</dl>",
        f"<h1>共{link}</h1>",
        '<ol class="notice-entries">',
        f"<li><p><b>（1）共{link}，</b>{link}项</p>",
        f"<p>还有{link}</p>",
        "</li>",
        "</ol>",
        f'<p class="notice-signature">{link}</p>',
        f'<p class="notice-date">{link}</p>',
        '<footer class="notice-footer">',
        f"<p>{link}</p>",
        "</footer>",
        "</div>",
    ]


def test_marks_stand_before_the_texts_of_their_blocks():
    marks = {1: mark_safe("<i>一</i>"), 2: mark_safe("<i>二</i>")}
    page = html.render([plain(block) for block in BLOCKS], marks=marks)
    assert page.count("<h1><i>一</i>共") == page.count("<p><i>二</i><b>（1）") == 1
    assert page.count("<i>") == 2
