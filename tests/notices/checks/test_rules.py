"""Every code of every rule is tried in a test, and says its piece in Chinese."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.notices import checks
from rectify.notices.checks.checking import RULES
from rectify.notices.checks.paper import Planned, Withheld
from tests.notices.checks.desk import FINDING, UNDER_WAY, paper

CODE = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')
PLACES = Path(__file__).parent, Path(checks.__file__).parent


def codes(folder: Path) -> set[str]:
    return {code for path in folder.glob("*.py") for code in CODE.findall(path.read_text("utf-8"))}


def test_every_code_is_tried():
    tests, rules = (codes(place) for place in PLACES)
    assert rules - tests == set()


def test_every_rule_says_what_it_is_for():
    assert [rule.__name__ for rule in RULES if not rule.__doc__] == []
    assert len({*RULES}) == len(RULES)


# What rules look for, in pieces to be put together anyhow.
PIECES = (
    "整改问题|29|五百|项|个社区|已完成|正在推进|全部|100%|完成率|截止|2022年|5月|30日|至|计划|将|要认真|确保|完成|"
    "专项整治|制度|楼门亮化|街道党工委|街道工委|廉洁风险|廉政风险|“|”|‘|’|（|）|《|》|，|。|；|、|,|(|栓绳|的的|一是|二是|"
    "138|1234|5678|3号楼|2单元|501室|居民张三|回头看|近600余件|问责3人|其中|对示例街道及|违规发放补贴"
)
FACTS = {
    "names": {"工委": "街道工委", "街道": "示例街道"},
    "planned_works": (Planned("楼门亮化", "", date(2024, 11, 30)),),
    "withheld": (Withheld("反馈问题“违规发放补贴”", ("违规发放补贴",)),),
}


@given(
    st.lists(st.sampled_from(PIECES.split("|")), max_size=40).map("".join),
    st.sampled_from([{}, UNDER_WAY]),
)
def test_any_text_is_judged(text, facts):
    desk = paper(text, place=FINDING, **FACTS, **facts)
    for remark in checks.check(None, paper=desk):
        assert remark.quotation in text
        assert remark.reason
        assert remark.remedy


@pytest.mark.parametrize(
    "piece",
    [
        "1个社区",
        "整改问题",
        "已完成",
        "2023年",
        "要",
        "将",
        "“",
        "5 ",
        "、",
        "对示例街道及",
        "示例街",
        "3项",
        "3项问题已完成",
        "54条措施中3条",
        "部分问题",
        "清退补贴",
    ],
)
def test_no_rule_runs_away(piece):
    desk = paper(piece * (10_000 // len(piece)), place=FINDING, **FACTS)
    slow = []
    for rule in RULES:
        began = time.perf_counter()
        list(rule(desk))
        if time.perf_counter() - began > 2:
            slow.append(rule.__name__)
    assert slow == []
