"""What stands in a cell is quoted, and never at length."""

import pytest

from rectify.spreadsheets.quoting import kept, quoted


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
