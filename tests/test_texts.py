"""Texts with variables in braces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.texts import TextError, check_names, fill, quoted_within, variables_in

KNOWN = {"社区数": "29", "整改问题数": "523", "街道": "杭州道街道"}
PLAIN = st.text(st.characters(exclude_characters="{}｛｝", exclude_categories=["Cs"]))
PIECES = st.lists(PLAIN | st.sampled_from([f"{{{name}}}" for name in KNOWN])).map("".join)


def value_of(name, before):
    return KNOWN[name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("没有变量。", []),
        ("{社区数}个社区", ["社区数"]),
        ("{街道}{社区数}个社区，{街道}", ["街道", "社区数", "街道"]),
        ("｛社区数｝个社区", ["社区数"]),
        ("{社区数｝个社区", ["社区数"]),
        ("{ 社区数 }个社区", ["社区数"]),
        ("{社区数}\n{街道}", ["社区数", "街道"]),
        ("{不存在}", ["不存在"]),
    ],
)
def test_variables_in(text, names):
    assert variables_in(text) == names


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("共{社区数个社区", "“共{社区数个社区”处的“{”没有配对的“}”：变量要写成 {变量名}。"),
        ("共社区数}个", "“共社区数}个”处的“}”没有配对的“{”：变量要写成 {变量名}。"),
        ("｛社区数", "“{社区数”处的“{”没有配对的“}”：变量要写成 {变量名}。"),
        ("}{", "“}{”处的“{”没有配对的“}”：变量要写成 {变量名}。"),
        ("在{街道}，共{社区数", "“在{街道}，共{社区数”处的“{”没有配对的“}”：变量要写成 {变量名}。"),
        ("{{社区数}}", "“{{社区数}}”处的“{”没有配对的“}”：变量要写成 {变量名}。"),
        (
            "这里前文很长很长很长{后\n文",
            "“前文很长很长很长{后”处的“{”没有配对的“}”：变量要写成 {变量名}。",
        ),
        ("共{}个", "有一对空的花括号“{}”：请在里面写上变量名，或者删去。"),
        ("共{ }个", "有一对空的花括号“{}”：请在里面写上变量名，或者删去。"),
    ],
)
def test_braces_that_cannot_be_read(text, sentence):
    with pytest.raises(TextError) as caught:
        variables_in(text)
    assert str(caught.value) == sentence


def test_unknown_name_is_answered_with_the_nearest_and_with_all():
    with pytest.raises(TextError) as caught:
        check_names("{街道}的{社区总数}", KNOWN)
    assert str(caught.value) == (
        "没有名为“{社区总数}”的变量。您是不是要写：{社区数}？"
        "可用的变量有：{社区数}、{整改问题数}、{街道}。"
    )


def test_unknown_name_with_nothing_near():
    with pytest.raises(TextError) as caught:
        check_names("{abc}", KNOWN)
    assert str(caught.value) == (
        "没有名为“{abc}”的变量。可用的变量有：{社区数}、{整改问题数}、{街道}。"
    )


def test_of_many_names_the_nearest_alone_are_told():
    many = [*KNOWN, *(f"第{number}处的社区数" for number in range(9))]
    with pytest.raises(TextError) as caught:
        check_names("{第1处社区数}", many)
    assert str(caught.value) == (
        "没有名为“{第1处社区数}”的变量。您是不是要写：{第1处的社区数}、{第8处的社区数}、"
        "{第7处的社区数}？可用的变量列在“公布正文”的“变量”一栏。"
    )


@pytest.mark.parametrize("text", ["", "没有变量。", "{街道}{社区数}", "｛ 街道 ｝"])
def test_known_names_pass(text):
    check_names(text, iter(KNOWN))


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{街道}{社区数}个社区", "杭州道街道29个社区"),
        ("｛社区数｝", "29"),
        ("{ 社区数 }个", "29个"),
        ("{社区数}", "29"),
        ("（{整改问题数}）。", "（523）。"),
    ],
)
def test_fill(text, filled):
    assert fill(text, value_of) == filled


def test_fill_tells_what_stands_before():
    seen = []

    def note(name, before):
        seen.append((name, before))
        return KNOWN[name]

    fill("在{街道}，{社区数}个", note)
    assert seen == [("街道", "在"), ("社区数", "在杭州道街道，")]


def test_value_is_not_filled_in_again():
    """Names in the dictionary are data; what they hold is never read as a variable."""
    assert fill("{街道}", lambda name, before: "{社区数}") == "{社区数}"


@pytest.mark.parametrize(
    ("title", "pattern", "heading"),
    [
        ("服务不优", "关于“{}”问题", "关于“服务不优”问题"),
        ("执行“五议两公开”不规范", "针对“{}”的问题，", "针对“执行‘五议两公开’不规范”的问题，"),
        ("执行“五议两公开”不规范", "聚焦{}情况", "聚焦执行“五议两公开”不规范情况"),
        ("落实‘大党委’制度", "在“{}”方面", "在“落实‘大党委’制度”方面"),
        ("“甲”与“乙”", "“{}”", "“‘甲’与‘乙’”"),
        ("说“‘甲’”", "“{}”", "“说‘“甲”’”"),
        ("服务“一老一小”", "对照“三个清单”，关于{}", "对照“三个清单”，关于服务“一老一小”"),
        ("服务不优", "{}", "服务不优"),
    ],
)
def test_title_within_a_pattern(title, pattern, heading):
    assert quoted_within(title, pattern) == heading


@given(PIECES)
def test_filled_text_has_no_brace(text):
    filled = fill(text, value_of)
    assert {"{", "}"}.isdisjoint(filled)


@given(PLAIN)
def test_text_without_braces_is_unchanged(text):
    assert fill(text, value_of) == text
    assert variables_in(text) == []


@given(st.lists(st.sampled_from(["{", "}", "｛", "｝", "街道", " ", "的", "\n"])).map("".join))
def test_text_that_passes_is_filled_in_whole(text):
    try:
        check_names(text, KNOWN)
    except TextError:
        return
    assert {"{", "}"}.isdisjoint(fill(text, value_of))


@given(PLAIN, st.sampled_from(["关于“{}”问题", "聚焦{}情况", "{}"]))
def test_title_stands_once_and_whole_in_its_heading(title, pattern):
    heading = quoted_within(title, pattern)
    assert len(heading) == len(pattern) - 2 + len(title)
