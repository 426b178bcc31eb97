"""The words in which offices write 整改状态."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.spreadsheets.status_words import (
    AMBIGUOUS,
    CHOICE_OF,
    STATUS_OF,
    WORDS,
    choice_of,
    is_like_status,
    status_of,
)
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
        *[(word, "closed") for word in ["整改完毕", "已整改完毕", "全部完成", "按期完成"]],
        *[(word, "sustained") for word in ["已完成，长期坚持", "持续整改中", "完成、长期坚持"]],
        *[(word, "rectifying") for word in ["正在整改中", "正在推进中", "已签收"]],
        ("已初审", "to_approve"),
        ("", ""),
        ("基本完成", ""),
        ("待销号", ""),
        ("已落实", ""),
        ("已完成三次会议", ""),
        ("完成了大部分", ""),
        ("未", ""),
        ("已完成" * 20, ""),
    ],
)
def test_word(word, status):
    assert status_of(word) == status


@pytest.mark.parametrize(
    ("word", "choice"),
    [
        ("待销号", "待初审、待批准"),
        ("待审批。", "待初审、待批准"),
        ("基本完成", "已销号、长期坚持、整改中"),
        ("已 立 行 立 改", "已销号、长期坚持、整改中"),
        ("已完成", ""),
        ("已召开三次会议", ""),
        ("待销号" * 20, ""),
    ],
)
def test_word_that_may_mean_several(word, choice):
    assert choice_of(word) == choice
    assert is_like_status(word) == (bool(choice) or word == "已完成")


def test_choices_are_labels_and_no_word_means_both():
    labels = {label for choice in AMBIGUOUS.values() for label in choice.split("、")}
    assert labels <= set(Status.labels)
    assert not CHOICE_OF.keys() & STATUS_OF.keys()


def test_words_are_of_known_statuses_and_each_is_of_one():
    assert set(WORDS) == set(Status.values)
    assert len(STATUS_OF) == sum(len(words.split()) for words in WORDS.values())


@given(st.text())
def test_anything_else_is_no_status(text):
    assert status_of(text) in {"", *Status.values}
