"""Chinese numerals and the numbering of parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.numerals import CIRCLED, Ordinal, chinese_number, parse_numbering

UNITS = {"千": 1000, "百": 100, "十": 10}
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


def read(text: str) -> int:
    """Read a Chinese number, written independently of how it is made."""
    myriads, _, text = text.rpartition("万")
    number = digit = 0
    for character in text:
        if character in UNITS:
            # 十 alone at the front means one ten.
            number += (digit or 1) * UNITS[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return (read(myriads) * 10_000 if myriads else 0) + number + digit


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (1, "一"),
        (2, "二"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (120, "一百二十"),
        (200, "二百"),
        (523, "五百二十三"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (1101, "一千一百零一"),
        (2020, "二千零二十"),
        (5230, "五千二百三十"),
        (9009, "九千零九"),
        (9090, "九千零九十"),
        (9999, "九千九百九十九"),
        (10_000, "一万"),
        (10_001, "一万零一"),
        (10_010, "一万零一十"),
        (11_000, "一万一千"),
        (52_300, "五万二千三百"),
        (100_000, "十万"),
        (101_000, "十万一千"),
        (110_100, "十一万零一百"),
        (20_002_000, "二千万二千"),
        (99_999_999, "九千九百九十九万九千九百九十九"),
    ],
)
def test_chinese_number(number, text):
    assert chinese_number(number) == text


@given(st.integers(0, 99_999_999))
def test_large_number_is_read_back_and_written_as_is_usual(number):
    text = chinese_number(number)
    assert read(text) == number
    assert "零零" not in text
    assert number == 0 or not text.endswith("零")
    assert not text.startswith("一十")


@pytest.mark.parametrize("number", [-1, 100_000_000])
def test_chinese_number_out_of_range(number):
    with pytest.raises(ValueError, match="只能写 0 到 99999999 的中文数字") as caught:
        chinese_number(number)
    assert str(caught.value) == f"只能写 0 到 99999999 的中文数字，不能写 {number}。"


def test_every_chinese_number_is_read_back():
    """Hence no two are written alike."""
    assert [read(chinese_number(number)) for number in range(10000)] == list(range(10000))


def test_chinese_number_is_written_as_is_usual():
    for number in range(10000):
        text = chinese_number(number)
        assert "零零" not in text
        assert number == 0 or not text.endswith("零")
        assert not text.startswith("一十")


@pytest.mark.parametrize(
    ("label", "first", "third", "twelfth"),
    [
        ("一、", "一、", "三、", "十二、"),
        ("（一）", "（一）", "（三）", "（十二）"),
        ("1.", "1.", "3.", "12."),
        ("1、", "1、", "3、", "12、"),
        ("１．", "1．", "3．", "12．"),
        ("（1）", "（1）", "（3）", "（12）"),
        ("①", "①", "③", "⑫"),
        ("一是", "一是", "三是", "十二是"),
        ("第一，", "第一，", "第三，", "第十二，"),
        ("第1项 ", "第1项 ", "第3项 ", "第12项 "),
        ("无", "", "", ""),
    ],
)
def test_ordinal(label, first, third, twelfth):
    ordinal = Ordinal.parse(label)
    assert [ordinal(1), ordinal(3), ordinal(12)] == [first, third, twelfth]


def test_circled_numbers_end_at_twenty():
    ordinal = Ordinal.parse("①")
    assert "".join(ordinal(number) for number in range(1, 21)) == CIRCLED
    assert [ordinal(21), ordinal(100)] == ["（21）", "（100）"]


@pytest.mark.parametrize(
    "label", ["", "、", "二、", "首先", "一一", "11.", "（一1）", "第一①", "a."]
)
def test_label_that_cannot_be_read(label):
    with pytest.raises(ValueError, match="看不出怎样编号") as caught:
        Ordinal.parse(label)
    assert str(caught.value).startswith(f"“{label}”看不出怎样编号：请写出这一级的第一个序号")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("一、", ["二、"]),
        ("一、→1.", ["二、", "2."]),
        ("一、→（一）→1.", ["二、", "（二）", "2."]),
        ("一、→（一）→（1）", ["二、", "（二）", "（2）"]),
        ("一、→（一）→1、→（1）", ["二、", "（二）", "2、", "（2）"]),
        ("（一）→1.→（1）", ["（二）", "2.", "（2）"]),
        (" 一、 → （一） ", ["二、", "（二）"]),
        ("一、→无→（1）", ["二、", "", "（2）"]),
    ],
)
def test_numbering_of_all_levels(text, seconds):
    assert [ordinal(2) for ordinal in parse_numbering(text)] == seconds


@pytest.mark.parametrize("text", ["", "→", "一、→", "一、→→1.", "一、->1.", "一、，1."])
def test_numbering_that_cannot_be_read(text):
    with pytest.raises(ValueError, match="看不出怎样编号"):
        parse_numbering(text)


@given(
    before=st.text("（(第", max_size=2),
    style=st.sampled_from("一1"),
    after=st.text("）、.是，", max_size=2),
    number=st.integers(1, 99_999_999),
)
def test_label_of_one_is_what_was_parsed(before, style, after, number):
    label = f"{before}{style}{after}"
    ordinal = Ordinal.parse(label)
    assert ordinal(1) == label
    written = ordinal(number).removeprefix(before).removesuffix(after)
    assert (read(written) if style == "一" else int(written)) == number
