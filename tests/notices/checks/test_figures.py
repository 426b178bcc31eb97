"""Figures typed by hand: found by number, unit and noun, told from other things' numbers."""

from decimal import Decimal

import pytest

from rectify.figures import Tally
from rectify.notices.checks import Severity
from rectify.notices.checks.figures import typed_figures
from rectify.notices.checks.paper import Counted
from rectify.notices.checks.rates import typed_rates, typed_results
from tests.notices.checks.desk import CATEGORY, FINDING, SECTION, UNDER_WAY, paper

HINT, WARNING, BLOCKING = Severity.HINT, Severity.WARNING, Severity.BLOCKING

# A text, the words quoted, and the variable that the clerk is told to use instead.
REPEATED = [
    ("29个社区为居民解决问题600余件。", "29个社区为居民解决问题600余件", "社区数"),
    ("二十九个社区全部完成整改。", "二十九个社区全部完成整改", "社区数"),
    ("２９个社区党组织高度重视。", "２９个社区党组织高度重视", "社区数"),
    ("涉及整改问题523项。", "涉及整改问题523项", "整改问题数"),
    ("五百二十三项整改问题逐条销号。", "五百二十三项整改问题逐条销号", "整改问题数"),
    ("存在问题５２３项。", "存在问题５２３项", "整改问题数"),
    ("已完成整改问题523项。", "已完成整改问题523项", "整改问题已完成数"),
    ("523个问题逐项建账。", "523个问题逐项建账", "整改问题数"),
    ("反馈问题25个。", "反馈问题25个", "反馈问题数"),
    ("区委巡察反馈25个问题。", "区委巡察反馈25个问题", "反馈问题数"),
    ("制定整改措施54条。", "制定整改措施54条", "整改措施数"),
    ("开展专项整治3项。", "开展专项整治3项", "专项整治数"),
    ("完成整改523项，占总数的一半以上。", "完成整改523项", "整改问题已完成数"),
    ("共排查523项。", "共排查523项", "整改问题数"),
    ("建立健全制度机制三项。", "建立健全制度机制三项", "制度机制数"),
]


@pytest.mark.parametrize(("text", "quotation", "variable"), REPEATED)
def test_figure_that_repeats_a_computed_one(text, quotation, variable):
    assert [
        (remark.code, remark.severity, remark.quotation, remark.remedy)
        for remark in typed_figures(paper(text))
    ] == [("typed-figure", HINT, quotation, f"请改用变量 {{{variable}}}。")]


def test_share_that_repeats_the_rate_is_typed():
    [remark] = typed_rates(paper("完成整改523项，占总数的100%。"))
    assert (remark.code, remark.quotation) == ("typed-rate", "占总数的100%")
    for other in ("党员12人完成培训，占总数的40%。", "女性居多，占总数的100%。"):
        assert list(typed_rates(paper(other))) == []


def test_number_near_that_of_all_is_a_warning():
    [remark] = typed_figures(paper("525项问题已整改完成。"))
    assert (remark.code, remark.severity) == ("contradicting-figure", WARNING)
    assert list(typed_figures(paper("更换路灯525盏，清运杂物300项，走访700项。"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "[29]个社区涉及整改问题[523]项，已完成[523]项。",
        "区委巡察反馈[1]个方面[25]个问题。",
    ],
)
def test_figure_that_a_variable_wrote(text):
    assert list(typed_figures(paper(text))) == []


CONTRADICTING = [
    ("全部528项整改问题均已完成。", BLOCKING, "全部528项整改问题均已完成"),
    ("街道共有30个社区。", BLOCKING, "街道共有30个社区"),
    ("30个社区涉及燃气安全。", BLOCKING, "30个社区涉及燃气安全"),
    ("对示例街道及三十个社区开展了巡察。", BLOCKING, "对示例街道及三十个社区开展了巡察"),
    ("28个社区更新了公示栏。", WARNING, "28个社区更新了公示栏"),
    ("整改问题共计1,523项。", BLOCKING, "整改问题共计1,523项"),
    ("已完成整改问题520项。", BLOCKING, "已完成整改问题520项"),
    ("整改问题530项。", WARNING, "整改问题530项"),
    ("区委巡察反馈26个问题。", BLOCKING, "区委巡察反馈26个问题"),
    ("共制定整改措施57条。", BLOCKING, "共制定整改措施57条"),
    ("集中整改期间，开展专项整治4项。", BLOCKING, "开展专项整治4项"),
    ("开展专项整治4项。", WARNING, "开展专项整治4项"),
    ("公共安全办公室完成整改问题12项。", WARNING, "公共安全办公室完成整改问题12项"),
    ("示例7社区涉及整改问题18项。", WARNING, "示例7社区涉及整改问题18项"),
    ("目前已完成整改问题12项。", BLOCKING, "目前已完成整改问题12项"),
]


@pytest.mark.parametrize(("text", "severity", "quotation"), CONTRADICTING)
def test_figure_that_contradicts_a_computed_one(text, severity, quotation):
    assert [
        (remark.code, remark.severity, remark.quotation) for remark in typed_figures(paper(text))
    ] == [("contradicting-figure", severity, quotation)]


def test_reason_names_the_level_and_the_count():
    [remark] = typed_figures(paper("全部528项整改问题均已完成。"))
    assert (remark.place, remark.reason, remark.remedy) == (
        SECTION,
        "手写的数字是 528，而系统里整改问题数是 523。",
        "请核对；说的是同一件事的，改用变量 {整改问题数}，不是同一件事的，写明是什么。",
    )


def test_parts_take_their_level_from_what_was_named_before():
    remarks = typed_figures(paper("整改问题[523]项。截至目前，已完成510项，未完成3项。"))
    assert [(remark.severity, remark.quotation) for remark in remarks] == [
        (BLOCKING, "已完成510项"),
        (BLOCKING, "未完成3项"),
    ]


# --- The outcome stands after the number -----------------------------------------------------

# Of 150 entries 26 are done, 13 for the time being, 97 under way, 14 not begun.
HALF_WAY = {
    "issues": Tally(done=26, staged=13, under_way=97, unfinished=14),
    "findings": Tally(done=4, staged=1, under_way=18, unfinished=2),
    "measures": Tally(done=50, under_way=4),
}
# A text, the same said the other way round, the quotation, and the severity of both, with all
# done and half-way; None where it is right or of something else.
TURNED = [
    ("30项整改问题已完成。", "整改问题完成30项。", WARNING, BLOCKING),
    ("已有30项整改问题完成整改。", "整改问题完成30项。", WARNING, BLOCKING),
    ("40条整改措施已完成。", "整改措施已完成40条。", WARNING, BLOCKING),
    ("有97项整改问题正在推进。", "整改问题正在推进97项。", BLOCKING, HINT),
    ("97项整改问题正在持续推进。", "整改问题正在推进97项。", BLOCKING, HINT),
    ("有12项整改问题未完成整改。", "整改问题未完成12项。", BLOCKING, BLOCKING),
    ("尚有5项整改问题未完成。", "整改问题未完成5项。", BLOCKING, WARNING),
    ("尚有14项整改问题没有完成整改。", "整改问题未完成14项。", BLOCKING, HINT),
    ("26项整改问题均已销号。", "整改问题销号26项。", WARNING, HINT),
    ("523项整改问题已完成整改。", "整改问题完成523项。", HINT, BLOCKING),
    ("13项整改问题基本完成。", "整改问题阶段性完成13项。", BLOCKING, HINT),
    # Not done is what is under way as well.
    ("尚有111项整改问题未完成。", "整改问题未完成111项。", BLOCKING, None),
    ("尚有124项整改问题未完成。", "整改问题未完成124项。", BLOCKING, None),
]


@pytest.mark.parametrize(("facts", "column"), [({}, 2), (HALF_WAY, 3)])
@pytest.mark.parametrize("row", TURNED, ids=lambda row: row[0])
def test_outcome_after_the_number_weighs_as_before_it(row, facts, column):
    for text in row[:2]:
        found = [one.severity for one in typed_figures(paper(text, **facts))]
        assert found == ([row[column]] if row[column] else [])


# 问题 alone may be of others, so that what differs is never more than a warning.
VAGUE = [
    ("目前，30项问题已整改到位。", "30项问题已整改到位", WARNING, WARNING),
    ("120个问题已销号。", "120个问题已销号", WARNING, WARNING),
    ("目前还有3项问题没有完成整改。", "目前还有3项问题没有完成整改", WARNING, WARNING),
    ("其余97个问题正在推进。", "其余97个问题正在推进", WARNING, HINT),
    ("25个问题已整改到位。", "25个问题已整改到位", HINT, WARNING),
    ("54条措施中53条已落实。", "54条措施中53条已落实", WARNING, WARNING),
    ("54条措施中50条已落实。", "54条措施中50条已落实", WARNING, HINT),
]


@pytest.mark.parametrize(("text", "quotation", "done", "half_way"), VAGUE)
def test_outcome_after_a_vague_noun(text, quotation, done, half_way):
    for facts, severity in (({}, done), (HALF_WAY, half_way)):
        assert [(one.severity, one.quotation) for one in typed_figures(paper(text, **facts))] == [
            (severity, quotation)
        ]


def test_what_was_named_before_has_its_outcome_after():
    text = "整改问题[150]项，30项已完成，97项正在推进。整改措施[54]条中53条已落实。"
    assert [(one.severity, one.quotation) for one in typed_figures(paper(text, **HALF_WAY))] == [
        (BLOCKING, "30项已完成"),
        (HINT, "97项正在推进"),
        (BLOCKING, "整改措施54条中53条已落实"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "确保30项整改问题完成整改。",
        "力争年底前30项整改问题完成。",
        "30项整改问题完成时限不变，30项整改问题销号台账齐全。",
        "该社区12个问题已销号。",
        "开展消防检查，12个问题已整改到位。",
        "走访中发现隐患。目前12个问题已整改到位。",
        "12345热线受理诉求，30个问题已办结。",
        "12条措施中3条已落实，每个问题已整改到位，一个问题解决。",
        "其中12个问题已整改到位。",
        "整改问题[150]项，培训12个，专项整治3项已完成。",
        "[30]项整改问题已完成，[12]个问题正在推进。",
    ],
)
@pytest.mark.parametrize("facts", [{}, HALF_WAY])
def test_outcome_after_the_number_of_another_thing(text, facts):
    facts = facts | {"campaigns": ("一", "二", "三")}
    remarks = [one for one in typed_figures(paper(text, **facts)) if "专项" not in one.quotation]
    assert remarks == []


def test_finding_may_tell_how_many_of_its_own_are_done():
    text = "12个问题已整改到位，12项整改问题已完成，尚有3个问题未完成。"
    assert list(typed_figures(paper(text, place=FINDING))) == []


@pytest.mark.parametrize(
    "text",
    [
        "集中检查3次，督促整改问题11处，解决各类问题600余件，共建单位达500余家。",
        "坚持每季度召开一次会议，强化第一责任人意识，学习党的二十大精神，管好“八小时”以外。",
        "2023年以来，召开专题会议12次，约谈3人次，培训3期。",
        "从三个方面加强工作，做到四个到位。",
        "新建3个社区食堂，更新15个社区公示栏，在3个社区开展试点。",
        "第29个社区服务点建成，近30个社区活动室开放。",
        "2021年巡察反馈问题30个，均已完成。",
        "其中整改问题12项涉及燃气安全。",
        "专项检查发现的12个问题全部整改到位。",
        "一个社区一个方案，两个小区一名网格员，三个月内完成。",
        "为3个小区安装充电桩12个。",
        "公共安全办公室修订完善制度12项，新建制度6项。",
        "党工委书记带头领办重点难点问题5个。",
    ],
)
@pytest.mark.parametrize("place", [SECTION, FINDING])
def test_number_of_another_thing(text, place):
    assert list(typed_figures(paper(text, place=place))) == []


def test_category_speaks_of_its_own():
    facts = {"categories": (Counted("服务群众", Tally(done=200), Tally(done=9), Tally(done=20)),)}
    right, wrong = "反馈问题9个，整改问题200项。", "涉及整改问题201项。"
    assert [remark.remedy for remark in typed_figures(paper(right, place=CATEGORY, **facts))] == [
        "请改用变量 {本类反馈问题数}。",
        "请改用变量 {本类整改问题数}。",
    ]
    assert [remark.severity for remark in typed_figures(paper(wrong, place=CATEGORY, **facts))] == [
        BLOCKING
    ]


def test_what_is_named_may_have_its_own_counts():
    facts = {"communities": (Counted("第一社区", Tally(done=18)), Counted("第二社区"))}
    assert list(typed_figures(paper("第一社区涉及整改问题18项。", **facts))) == []


def test_round_of_the_street_alone_has_no_count_of_communities():
    assert list(typed_figures(paper("在3个社区开展试点，共3个社区。", communities=()))) == []


def test_finding_speaks_of_its_own():
    # 40 entries of this finding: right, and no variable writes it.
    assert list(typed_figures(paper("全部40项整改问题逐项销号。", place=FINDING))) == []
    assert [
        remark.severity
        for remark in typed_figures(paper("全部41项整改问题逐项销号。", place=FINDING))
    ] == [BLOCKING]


# --- Rates ----------------------------------------------------------------------------


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
