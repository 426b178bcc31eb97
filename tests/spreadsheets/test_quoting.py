"""What stands in a cell is quoted, and never at length."""

import pytest

from rectify.spreadsheets.quoting import apart, kept, quoted


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("新圆里", "“新圆里”"),
        ("", "“”"),
        (12, "“12”"),
        ("一" * 20, f"“{'一' * 20}”"),
        ("一" * 21, f"“{'一' * 20}……”"),
        ("一" * 32_767, f"“{'一' * 20}……”"),
    ],
)
def test_quoted(value, sentence):
    assert quoted(value) == sentence


@pytest.mark.parametrize(
    ("value", "beginning"),
    [("一" * 100, "一" * 100), ("一" * 101, "一" * 100 + "……"), (12, "12")],
)
def test_kept(value, beginning):
    assert kept(value) == beginning


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("甲", "乙", ("甲", "乙")),
        ("", "乙" * 9, ("", "乙" * 5 + "…")),
        ("长" * 8 + "甲", "长" * 8 + "乙", ("…长长甲", "…长长乙")),
        ("长" * 8, "长" * 8 + "乙" * 9, ("…长长", "…长长乙乙乙…")),
    ],
)
def test_long_texts_are_cut_to_where_they_differ(one, other, expected):
    assert apart(one, other, shown=5, before=2) == expected
