"""Columns are laid out for the bulk of the entries, and every one of them can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.spreadsheets.paper import Paper, Texts, lines_of
from rectify.spreadsheets.parts import broken, parts_of

LEAST = {"number": (3, 3), "text": (12, 8), "measures": (10, 6), "progress": (10, 6)}
KEYS = ("text", "measures", "progress")


def laid_out(*entries, kind="A4", least=LEAST) -> Paper:
    longest = dict(zip(KEYS, map(max, zip(*entries, strict=True)), strict=True))
    return Paper.of(kind, least, Texts(KEYS, longest, entries))


def widths(paper) -> list[int]:
    return [paper.widths[key] for key in KEYS]


@pytest.mark.parametrize("kind", ["A3", "A4"])
@pytest.mark.parametrize("outlier", [(30, 1500, 0), (4583, 60, 0), (30, 9000, 0)])
def test_one_long_text_changes_nothing(kind, outlier):
    bulk = [(30 + place % 20, 60, 40 * (place % 2)) for place in range(59)]
    without, paper = laid_out(*bulk, bulk[0], kind=kind), laid_out(*bulk, outlier, kind=kind)
    assert (paper.size, paper.is_tight) == (without.size, without.is_tight)
    # Only its own column may get an eighth of the page when it had less.
    assert all(
        abs(one - other) <= 4 for one, other in zip(widths(paper), widths(without), strict=True)
    )


def test_few_long_texts_do_not_take_all():
    """As many rows as count in full, but they are few, however long their texts are."""
    bulk = [(40, 80, 0)] * 57
    paper = laid_out(*bulk, *[(40, 80, 9000)] * 3)
    assert paper.widths["measures"] > paper.widths["progress"] > LEAST["progress"][1]
    assert paper.widths["text"] > LEAST["text"][1]


def test_column_with_one_text_is_read():
    paper = laid_out(*[(60, 60, 0)] * 522, (60, 60, 1000))
    assert paper.widths["progress"] >= 10
    assert paper.widths["text"] == pytest.approx(paper.widths["measures"], abs=2)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        # All alike: by how much each has to say.
        ([(100, 300, 200)] * 50, ["measures", "progress", "text"]),
        # One in three has progress to tell, and then it is what makes the row high.
        ([(60, 60, 0), (60, 60, 0), (60, 60, 200)] * 20, ["progress", "measures", "text"]),
    ],
)
def test_width_goes_where_rows_are_high(entries, expected):
    paper = laid_out(*entries)
    ordered = sorted(KEYS, key=lambda key: (-paper.widths[key], key))
    assert ordered == expected
    assert paper.widths[expected[0]] > paper.widths[expected[-1]]


@given(
    st.lists(
        st.tuples(*[st.integers(0, 400) | st.integers(0, 20_000)] * 3), min_size=1, max_size=40
    ),
    st.sampled_from(["A3", "A4"]),
)
def test_every_column_can_be_read(entries, kind):
    paper = laid_out(*entries, kind=kind)
    assert 8 <= paper.size <= 10.5
    assert all(paper.widths[key] >= LEAST[key][paper.is_tight] for key in LEAST)
    # Whole characters, and all of the page.
    assert all(float(width).is_integer() for width in paper.widths.values())
    assert paper.room - 1 < sum(paper.widths.values()) <= paper.room


def test_font_is_smaller_for_longer_texts():
    sizes = [laid_out(*[(length, length, length)] * 9).size for length in (10, 100, 170, 500)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (10.5, 8)


def test_room_for_nothing_else():
    """When not even the least widths fit, the page is made smaller, and nothing left out."""
    least = {f"name{place}": (9, 6) for place in range(20)}
    paper = Paper.of("A4", least)
    assert (paper.size, paper.widths) == (8, dict.fromkeys(least, 6))


PIECES = st.text("字甲，。；a1 \n", max_size=900)


@given(PIECES, st.integers(3, 30), st.integers(2, 40))
def test_broken_text_is_whole(text, width, most):
    pieces = broken(text, width, most)
    assert "".join(pieces) == text
    assert all(lines_of(piece, width) <= most for piece in pieces)
    assert all(pieces) or not text


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("甲" * 50, ["甲" * 32, "甲" * 18]),
        ("一是换灯；" + "甲" * 10 + "。" + "乙" * 30, ["一是换灯；" + "甲" * 10 + "。", "乙" * 30]),
        ("甲" * 12 + "\n" + "乙" * 25, ["甲" * 12 + "\n", "乙" * 25]),
        ("短", ["短"]),
        ("", [""]),
    ],
)
def test_text_is_broken_behind_a_sentence(text, pieces):
    assert broken(text, 8.6, 4) == pieces


def test_entry_goes_on_with_its_names():
    paper = laid_out((5000, 10, 10), least=LEAST | {"owner": (4, 3)})
    texts = {"number": "7", "owner": "书记", "text": "字" * 5000, "measures": "甲", "progress": ""}
    parts = [part for _, part in parts_of(texts, paper)]
    assert len(parts) > 1
    assert [(part["number"], part["owner"], part["measures"]) for part in parts] == [
        ("7", "书记", "甲"),
        *[("7\n（续）", "书记", "")] * (len(parts) - 1),
    ]
    assert "".join(part["text"] for part in parts) == "字" * 5000
    assert all(paper.height(lines) * 2 <= paper.page for lines, _ in parts_of(texts, paper))


def test_entry_that_fits_is_one_row():
    paper = laid_out((50, 50, 50))
    texts = {"number": "7", "text": "字" * 50, "measures": "", "progress": ""}
    [(lines, part)] = parts_of(texts, paper)
    assert (lines, part) == (lines_of(texts["text"], paper.widths["text"]), texts)
