"""Texts that remember what a variable wrote, through everything the composer does to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.notices.compose import compose
from rectify.notices.traced import Span, Traced, joined, spans_of

TWELVE = Traced.written_by("12", "社区数")


@pytest.mark.parametrize(
    ("text", "written", "pieces"),
    [
        (TWELVE, "12", [("12", "社区数")]),
        ("共" + TWELVE, "共12", [("共", None), ("12", "社区数")]),
        (TWELVE + "个", "12个", [("12", "社区数"), ("个", None)]),
        ("共" + TWELVE + "个" + TWELVE, "共12个12", [
            ("共", None), ("12", "社区数"), ("个", None), ("12", "社区数"),
        ]),
        (("  " + TWELVE + "个。；").strip().rstrip("。；"), "12个", [
            ("12", "社区数"), ("个", None),
        ]),
        (Traced.written_by("12。", "x").rstrip("。"), "12", [("12", "x")]),
        (Traced.written_by("。。", "x").rstrip("。"), "", []),
        (joined(["一是", TWELVE, "。"]), "一是12。", [
            ("一是", None), ("12", "社区数"), ("。", None),
        ]),
        (joined([]), "", []),
    ],
)  # fmt: skip
def test_pieces_are_known_after_everything(text, written, pieces):
    assert text == written
    found = text.pieces() if isinstance(text, Traced) else []
    assert [(piece, span and span.variable) for piece, span in found] == pieces


@given(st.lists(st.tuples(st.text(max_size=6), st.booleans()), max_size=8), st.text(max_size=3))
def test_pieces_put_together_are_the_text(parts, stripped):
    whole = Traced("")
    for text, is_variable in parts:
        whole = whole + (Traced.written_by(text, "x") if is_variable else text)
    for text in (whole, whole.strip(), whole.rstrip(stripped), whole.strip(stripped)):
        assert "".join(piece for piece, _ in text.pieces()) == text
    expected = "".join(text for text, is_variable in parts if is_variable)
    assert "".join(piece for piece, span in whole.pieces() if span) == expected


def test_ordinary_text_has_no_spans():
    assert (spans_of("12"), spans_of(Traced("12", [Span(0, 2, "x")]))) == (
        (),
        (Span(0, 2, "x"),),
    )


@pytest.mark.django_db
def test_every_figure_of_the_published_notice_is_known(published):
    blocks = compose(published)
    lines = [block.line for block in blocks]
    counted = [
        (str(line)[span.start : span.end], span.variable)
        for line in lines
        for span in spans_of(line)
        if span.variable
        in {"社区数", "整改问题数", "整改问题已完成数", "整改问题完成率", "专项整治数"}
    ]
    # Written out from the published text: the second paragraph, and the first of（二）.
    assert counted == [
        ("29", "社区数"),
        ("29", "社区数"),
        ("523", "整改问题数"),
        ("523", "整改问题已完成数"),
        ("100%", "整改问题完成率"),
        ("3", "专项整治数"),
        ("29", "社区数"),
        ("523", "整改问题数"),
        ("29", "社区数"),
        ("29", "社区数"),
    ]
    assert {block.place for block in blocks if block.kind == "date"} == {"落款日期"}
