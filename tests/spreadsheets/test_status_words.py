"""The words in which offices write 整改状态."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.spreadsheets.status_words import STATUS_OF, WORDS, status_of
from rectify.states import Status


@pytest.mark.parametrize("status", Status)
def test_own_label_is_known(status):
    assert status_of(status.label) == status.value


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *[
            (word, "closed")
            for word in [
                "已完成",
                "完成",
                "已整改",
                "整改完成",
                "已整改到位",
                "整改到位",
                "已办结",
                "是",
                "√",
            ]
        ],
        *[(word, "sustained") for word in ["阶段性完成", "持续整改", "持续推进", "长期整改"]],
        ("基本完成并长期坚持", "sustained"),
        ("阶段性完成（长期坚持）", "sustained"),
        *[
            (word, "rectifying")
            for word in ["未完成", "否", "正在整改", "整改中", "正在推进", "推进中"]
        ],
        *[(word, "rectifying") for word in ["未整改", "进行中", "×"]],
        ("未开始", "to_accept"),
        (" 已 完 成 ", "closed"),
        ("已完成。", "closed"),
        ("“已完成”", "closed"),
        ("整改\n完成", "closed"),
        ("整改中\u200b", "rectifying"),
        ("　整改中", "rectifying"),
        ("", ""),
        ("基本完成", ""),
        ("已完成三次会议", ""),
        ("完成了大部分", ""),
        ("未", ""),
        ("已完成" * 20, ""),
    ],
)
def test_word(word, status):
    assert status_of(word) == status


def test_words_are_of_known_statuses_and_each_is_of_one():
    assert set(WORDS) == set(Status.values)
    assert len(STATUS_OF) == sum(len(words.split()) for words in WORDS.values())


@given(st.text())
def test_anything_else_is_no_status(text):
    assert status_of(text) in {"", *Status.values}
