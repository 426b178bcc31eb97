"""Numbers as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.notices.checks.numbers import number_of
from rectify.numerals import chinese_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("523", 523),
        ("1,523", 1523),
        ("66.67", Decimal("66.67")),
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("二十九", 29),
        ("一百零五", 105),
        ("两百", 200),
        ("五百二十三", 523),
        ("二〇二三", 2023),
        ("一万二千", 12000),
        ("十万", 100000),
        ("百", None),
        ("十百", None),
        ("二三十", None),
        ("二十十", None),
        ("万", None),
        ("", None),
    ],
)
def test_number(text, value):
    assert number_of(text) == value


@given(st.integers(1, 9999))
def test_reads_what_numerals_writes(number):
    assert number_of(chinese_number(number)) == number
    assert number_of(str(number)) == number


@given(st.text(st.sampled_from("零〇一二两三四五六七八九十百千万"), max_size=12))
def test_any_numerals_are_read(text):
    assert number_of(text) is None or number_of(text) >= 0
