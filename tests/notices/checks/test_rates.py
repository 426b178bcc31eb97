"""Rates typed by hand, and persons and money."""

from decimal import Decimal

import pytest

from rectify.notices.checks import Severity
from rectify.notices.checks.rates import typed_rates, typed_results
from tests.notices.checks.desk import FINDING, SECTION, UNDER_WAY, paper

HINT, WARNING, BLOCKING = Severity.HINT, Severity.WARNING, Severity.BLOCKING


def test_share_that_repeats_the_rate_is_typed():
    [remark] = typed_rates(paper("完成整改523项，占总数的100%。"))
    assert (remark.code, remark.quotation) == ("typed-rate", "占总数的100%")
    for other in ("党员12人完成培训，占总数的40%。", "女性居多，占总数的100%。"):
        assert list(typed_rates(paper(other))) == []


@pytest.mark.parametrize(
    ("text", "facts", "said"),
    [
        ("整改完成率100%。", {}, [("typed-rate", HINT)]),
        ("整改完成率达到百分之百。", {}, [("typed-rate", HINT)]),
        ("问题100%整改到位。", {}, [("typed-rate", HINT)]),
        ("整改完成率95.6%。", UNDER_WAY, [("typed-rate", HINT)]),
        ("整改完成率99%。", {}, [("contradicting-rate", BLOCKING)]),
        ("整改完成率９９％。", {}, [("contradicting-rate", BLOCKING)]),
        ("整改完成率达到百分之九十九。", {}, [("contradicting-rate", BLOCKING)]),
        ("整改完成率100%。", UNDER_WAY, [("contradicting-rate", BLOCKING)]),
        ("问题100%整改到位。", UNDER_WAY, [("contradicting-rate", BLOCKING)]),
        ("整改完成率[100%]。", {}, []),
        ("居民满意率达98%，疫苗接种率95%，隐患排查覆盖率100%。", {}, []),
        ("投诉问题办结率98%，老旧小区改造完成率90%。", {}, []),
        ("党员100%参与网格巡查。", UNDER_WAY, []),
    ],
)
def test_rates(text, facts, said):
    assert [(one.code, one.severity) for one in typed_rates(paper(text, **facts))] == said


def test_rate_of_a_finding_may_be_its_own():
    text = "整改完成率75%，为群众办实事23件，完成率100%。"
    assert list(typed_rates(paper(text, place=FINDING, **UNDER_WAY))) == []
    assert [one.severity for one in typed_rates(paper("整改完成率76%。", place=FINDING))] == [
        WARNING
    ]


# --- Persons and money ----------------------------------------------------------------

RESULTS = {"accountability": 2, "recovered": Decimal("1.305")}


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("问责2人。", SECTION, [("typed-result", HINT)]),
        ("追缴资金13050元。", SECTION, [("typed-result", HINT)]),
        ("问责3人。", SECTION, [("contradicting-result", BLOCKING)]),
        ("追缴资金1.3万元。", SECTION, [("contradicting-result", BLOCKING)]),
        ("问责3人。", FINDING, [("contradicting-result", WARNING)]),
        ("批评教育6人。", SECTION, [("result-without-record", WARNING)]),
        ("问责1人。", FINDING, []),
        ("问责[2]人，培训3人，提醒谈话12人次。", SECTION, []),
        ("问责相关责任人2人。", SECTION, [("typed-result", HINT)]),
        ("追缴违规占用的租金13050元。", SECTION, [("typed-result", HINT)]),
        ("追缴违规占用的租金1.3万元。", SECTION, [("contradicting-result", BLOCKING)]),
        ("清退违规津补贴12.35万元。", SECTION, [("result-without-record", WARNING)]),
        ("挽回集体资产损失3万元。", SECTION, [("result-without-record", WARNING)]),
        ("追缴违规人员3名，发放补贴13万元，追缴2户押金500元。", SECTION, []),
    ],
)
def test_results(text, place, said):
    remarks = typed_results(paper(text, place=place, results=RESULTS))
    assert [(remark.code, remark.severity) for remark in remarks] == said
