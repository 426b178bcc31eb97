"""Names are found however they are typed; near misses are suggested and never taken."""

import pytest

from rectify.spreadsheets import matching
from rectify.spreadsheets.matching import MOST_SUGGESTIONS, Names, short_names

COMMUNITIES = Names(
    "社区",
    [
        (name, [name, code, f"{name}居委会", *short_names(name, ["社区"])])
        for name, code in [
            ("新园里社区", "120116005001"),
            ("新业里社区", "120116005002"),
            ("芳园里社区", "120116005003"),
            ("第一社区", "120116005004"),
        ]
    ],
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新园里社区", "新园里社区"),
        ("新园里", "新园里社区"),
        ("新园里社区居委会", "新园里社区"),
        ("120116005001", "新园里社区"),
        ("１２０１１６００５００１", "新园里社区"),
        (" 新 园 里\n社区 ", "新园里社区"),
        ("“新园里”社区", "新园里社区"),
    ],
)
def test_name_is_found(text, found):
    assert COMMUNITIES.find(text) == found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("新圆里社区", "没有名为“新圆里社区”的社区。您是不是要填：新园里社区、新业里社区？"),
        ("新园", "没有名为“新园”的社区。您是不是要填：新园里社区？"),
        ("园里", "没有名为“园里”的社区。您是不是要填：新园里社区、芳园里社区？"),
        ("街道办", "没有名为“街道办”的社区。请照名单填写；名单里没有的，请先添加社区再导入。"),
    ],
)
def test_near_miss_is_suggested_and_not_taken(text, sentence):
    with pytest.raises(ValueError, match="没有名为") as refused:
        COMMUNITIES.find(text)
    assert str(refused.value) == sentence


def test_name_of_several_is_not_guessed():
    names = Names("责任人", [("张三（书记）", ["张三"]), ("张三（主任）", ["张三"])])
    with pytest.raises(ValueError, match="可以是") as refused:
        names.find("张三")
    assert str(refused.value) == "“张三”可以是张三（书记）、张三（主任），请写全称。"


def test_exact_name_comes_before_one_that_is_alike():
    names = Names("反馈问题", [("甲", ["学习不深入"]), ("乙", ["学习，不深入"])])
    assert (names.find("学习不深入"), names.find("学习，不深入")) == ("甲", "乙")


def test_another_file_gets_no_suggestions_without_end():
    names = Names("社区", [("新园里社区", ["新园里社区"])])
    for number in range(MOST_SUGGESTIONS):
        names.unknown(f"没有{number}")
    assert names.unknown("新圆里社区") == (
        "没有名为“新圆里社区”的社区。请照名单填写；名单里没有的，请先添加社区再导入。"
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("新园里社区、第一社区", 2),
        ("新园里，新业里；芳园里社区", 3),
        ("新园里/新业里", 2),
        ("新园里 新业里", 2),
        ("新园里社区和第一社区", 2),
        ("新园里及新业里", 2),
    ],
)
def test_several_names_in_one_cell(text, count):
    with pytest.raises(ValueError, match=f"^“{text}”是 {count} 个社区，这里只写一个。$"):
        COMMUNITIES.find(text)


@pytest.mark.parametrize("text", ["新园里社区、没有的", "、新园里社、", "和、及"])
def test_several_words_that_are_not_all_names(text):
    with pytest.raises(ValueError, match=f"^没有名为“{text}”的社区。"):
        COMMUNITIES.find(text)


def test_text_that_is_far_too_long_is_not_compared(monkeypatch):
    monkeypatch.setattr(matching, "folded", lambda text: pytest.fail("was compared"))
    with pytest.raises(ValueError, match=f"^没有名为“{'新园里' * 6}新园……”的社区。请照名单填写"):
        COMMUNITIES.find("新园里" * 10_000)
