"""Figures typed by hand: found by number, unit and noun, told from other things' numbers."""

import pytest

from rectify.figures import Tally
from rectify.notices.checks import Severity
from rectify.notices.checks.figures import typed_figures
from rectify.notices.checks.paper import Counted
from tests.notices.checks.desk import CATEGORY, FINDING, SECTION, paper

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


# --- A part of the whole ---------------------------------------------------------------------

# The round on which the sample of work under way stands.
SAMPLE = HALF_WAY | {
    "findings": Tally(under_way=9),
    "measures": Tally(done=9, under_way=10),
}
PARTS = [
    (
        "整改问题[150]项，其中30项已完成整改，100项正在推进。",
        ["其中30项已完成整改", "100项正在推进"],
    ),
    ("涉及整改问题[150]项，其中已完成30项。", ["其中已完成30项"]),
    (
        "整改问题[150]项，其中：已完成30项、正在推进97项、未完成30项。",
        ["已完成30项、正在推进97项、未完成30项"] * 2,
    ),
    ("反馈问题[9]个，其中8个已完成。", ["其中8个已完成"]),
    ("整改问题[150]项。其中，30项已完成。", ["30项已完成"]),
    ("其中31项整改问题整改到位。", ["其中31项整改问题整改到位"]),
    ("制定整改措施[19]条。其中31项整改问题整改到位。", ["其中31项整改问题整改到位"]),
]


@pytest.mark.parametrize(("text", "quotations"), PARTS)
def test_part_of_the_whole_weighs_as_without_the_whole(text, quotations):
    remarks = [one for one in typed_figures(paper(text, **SAMPLE)) if one.severity != HINT]
    assert [(one.code, one.severity, one.quotation) for one in remarks] == [
        ("contradicting-figure", BLOCKING, quotation) for quotation in quotations
    ]


def test_right_part_of_the_whole_is_a_hint():
    text = "整改问题[150]项，其中26项已完成，13项基本完成，97项正在推进，14项未完成。"
    assert [one.severity for one in typed_figures(paper(text, **SAMPLE))] == [HINT] * 4


@pytest.mark.parametrize(
    "text",
    [
        "某社区检查发现问题12个，其中8个已整改。",
        "检查发现问题150个，其中8个已整改。",
        "整改问题[150]项。检查发现问题12个，其中8个已整改。",
        "该社区整改问题12项，其中8项已完成。",
        "示例7社区涉及整改问题18项，其中8项已完成。",
        "整改问题[150]项，其中燃气安全18项，已完成8项。",
        "整改问题[150]项，其中燃气安全方面已完成8项。",
        "环保督察反馈问题9个，其中8个已完成。",
        "该单位有整改问题18项。其中8项整改问题已完成。",
        "检查商户40家，其中31项整改问题整改到位。",
    ],
)
def test_part_of_another_whole(text):
    assert [one for one in typed_figures(paper(text, **SAMPLE)) if one.severity != HINT] == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("目前已有45项整改问题完成销号。", BLOCKING),
        ("28项整改问题已得到有效解决。", BLOCKING),
        ("30项整改问题已整改销号。", BLOCKING),
        ("30项整改问题已整改落实到位。", BLOCKING),
        ("30项整改问题完成了整改。", BLOCKING),
        ("30个整改问题已见底清零。", BLOCKING),
        ("已有30项整改问题通过验收销号。", BLOCKING),
        ("整改措施已落实19条。", BLOCKING),
        ("19条整改措施已全部落实。", BLOCKING),
        ("已完成整改的问题有30项。", WARNING),
        ("未完成整改的问题有3项。", WARNING),
        ("已销号问题30项。", WARNING),
    ],
)
def test_other_words_of_an_outcome(text, severity):
    remarks = typed_figures(paper(text, **SAMPLE))
    assert [(one.code, one.severity, one.quotation) for one in remarks] == [
        ("contradicting-figure", severity, text.rstrip("。"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "各社区新增停车位200个。",
        "社区建成充电桩300个。",
        "社区新建口袋公园40个。",
        "为社区配备灭火器1200个。",
        "社区设置宣传栏58个。",
        "责任科室新增岗位20个。",
        "上一轮巡察反馈的30项问题已全部整改完成。",
        "去年审计指出的12个问题已完成整改。",
        "街道领导班子查摆问题30个，制定整改措施40条。",
        "检查发现，已销号问题30项。",
        "为群众办实事，45个问题得到有效解决。",
    ],
)
def test_number_of_what_others_did_or_found(text):
    assert list(typed_figures(paper(text, **SAMPLE))) == []


def test_number_of_communities_after_the_noun():
    remarks = typed_figures(paper("街道现有社区28个，全街社区共30个。"))
    assert [(one.code, one.quotation) for one in remarks] == [
        ("contradicting-figure", "街道现有社区28个"),
        ("contradicting-figure", "全街社区共30个"),
    ]
