"""Which characters of a text go into a notice."""

import pytest

from rectify.notices.characters import writable, writable_lines


@pytest.mark.parametrize(
    "character",
    [
        *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        *"\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c",
        *"\x00\x08\x7f\x85\ud800\ufffe",
    ],
)
def test_what_nobody_sees_is_left_out(character):
    assert "".join(writable(f"第{character}一{character}项").split()) == "第一项"


@pytest.mark.parametrize(
    "text",
    ["", "甲　乙", "“一”—…·《》", "𠮷😀", "Ａｂ1％", "é ï", "①㈠〇", "\u2010\u2011\u2012\u3000"],
)
def test_what_is_seen_stays(text):
    assert writable(text) == text


def test_lines_stay_lines():
    assert writable_lines("第\u2060一项\r\n第\x00二项\t完\n") == "第一项\n第二项 完"
