"""What the text says against what the ledger says."""

from dataclasses import replace
from datetime import date

import pytest

from rectify.figures import Tally
from rectify.notices.blocks import Kind
from rectify.notices.checks import (
    Severity,
    composing,
    counts,
    itemised,
    ledger,
    odd_ones,
    planned,
)
from rectify.notices.checks.paper import Counted, Ledger, Paper, Planned
from tests.notices.checks.desk import FINDING, SECTION, line, paper, said

LIGHTS = Planned("楼门亮化", "", date(2024, 11, 30))
GYM = Planned("室外健身器材损坏", "健身器材", date(2023, 10, 31))
ENTRANCE = Planned(
    "楼门亮化", "", date(2024, 11, 30), community="第一社区", department="管理办", quantity="12处"
)


def test_what_cannot_be_composed():
    round = paper().round
    [remark] = composing.composed(Paper(round, refusal="栏目“概况”：没有名为“{x}”的变量。"))
    assert (remark.code, remark.severity, remark.place, remark.reason) == (
        "cannot-be-composed",
        Severity.BLOCKING,
        "栏目“概况”",
        "公布正文不能生成：没有名为“{x}”的变量。",
    )
    [remark] = composing.composed(Paper(round, refusal="各级编号只写了 1 级：请补上。"))
    assert (remark.place, remark.reason) == (
        "公布正文",
        "公布正文不能生成：各级编号只写了 1 级：请补上。",
    )
    assert list(composing.composed(paper("各社区认真落实。"))) == []


# --- Counts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        # Done and under way change places: the total is the same, the parts are not.
        (
            {"ledger": Ledger(Tally(done=522, under_way=1))},
            ["按类别", "按社区", "公布里的整改问题"],
        ),
        ({"communities": (Counted("第一社区", Tally(done=522)),)}, ["按社区"]),
        ({"categories": ()}, ["按类别", "反馈问题按类别", "整改措施按类别"]),
        ({"ledger": Ledger(Tally(done=523), misplaced=2)}, ["有 2 项整改问题，"]),
    ],
)
def test_counts_add_up(facts, expected):
    remarks = list(counts.adding_up(paper(**facts)))
    assert {one.severity for one in remarks} <= {Severity.BLOCKING}
    assert [one.reason.partition("合计")[0].partition("社区不在")[0] for one in remarks] == expected


def test_street_counts_among_the_communities():
    facts = {
        "communities": (Counted("第一社区", Tally(done=520)),),
        "street": Counted("示例街道", Tally(done=3)),
    }
    assert list(counts.adding_up(paper(**facts))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "整改问题523项，其中已完成500项，正在推进20项。",
            ["整改问题523项，其中已完成500项，正在推进20项"],
        ),
        (
            "整改问题8项。已完成6项，阶段性完成1项，正在推进1项，未完成1项。",
            ["整改问题8项。已完成6项，阶段性完成1项，正在推进1项，未完成1项"],
        ),
        ("整改问题523项，其中已完成500项，正在推进23项。", []),
        ("整改问题523项，已完成500项，正在推进20项。", []),
        ("整改问题[9]项，其中已完成[5]项，正在推进[1]项。", []),
        ("反馈问题25个，完成整改3个；整改问题7项，已完成5项，正在推进2项。", []),
    ],
)
def test_sentence_adds_up(text, expected):
    assert said(counts.sentences_adding_up, paper(text)) == [
        ("sentence-does-not-add-up", quotation) for quotation in expected
    ]


# --- The ledger -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "facts", "code"),
    [
        (ledger.closed_without_evidence, {"without_evidence": 2}, "closed-without-evidence"),
        (ledger.settled_before_feedback, {"settled_before_feedback": 2}, "settled-before-feedback"),
        (ledger.settled_after_counting, {"settled_after_counting": 2}, "settled-after-counting"),
    ],
)
def test_ledger(rule, facts, code):
    changed = paper(round={"counted_on": date(2023, 4, 30)}, ledger=Ledger(**facts))
    [remark] = rule(changed)
    assert (remark.code, remark.severity, remark.place) == (code, Severity.WARNING, "台账")
    assert " 2 项" in remark.reason
    assert list(rule(paper())) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"has_findings_section": False}, [("no-findings", "")]),
        ({"findings": Tally()}, [("no-findings", "")]),
    ],
)
def test_no_findings(facts, expected):
    assert said(ledger.no_findings, paper("各社区认真落实。", **facts)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("欢迎监督。", [("no-way-to-report", "")]),
        ("欢迎监督，（022）66596006。", []),
        ("欢迎监督，联系电话：0000-1234567。", []),
        ("欢迎监督，来信请寄示例街道党建办公室。", []),
    ],
)
def test_no_way_to_report(text, expected):
    assert said(ledger.no_way_to_report, paper(text)) == expected


# --- What is counted is itemised ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        (
            "开展专项整治[3]项。",
            {"campaigns": ("专项整治第1项", "专项整治第2项", "专项整治第3项")},
            [("campaigns-not-itemised", "开展专项整治3项")],
        ),
        ("开展专项整治[3]项。", {}, [("campaigns-not-itemised", "开展专项整治3项")]),
        (
            "建立健全制度机制[1]项。",
            {"mechanisms": ("制度机制1",)},
            [("mechanisms-not-itemised", "建立健全制度机制1项")],
        ),
        ("建立制度[3]项。", {}, [("mechanisms-not-itemised", "建立制度3项")]),
        ("修订完善制度12项，新建制度6项。", {}, []),
        ("开展楼道堆物清理、飞线充电整治、犬只管理[3]项专项整治。", {}, []),
        ("建立《巡查制度》等制度机制[3]项。", {}, []),
        ("开展专项整治，健全制度。", {"campaigns": ("专项整治第1项",)}, []),
        ("开展专项整治[0]项。", {"campaigns": ()}, []),
    ],
)
def test_itemised(text, facts, expected):
    assert said(itemised.not_itemised, paper(text, **facts)) == expected


OPENING = "[区委巡察三组]对[示例街道]及[29]个社区开展了常规巡察。"
COUNTING = "[示例街道][29]个社区涉及整改问题[523]项。"


@pytest.mark.parametrize(
    ("lines", "facts", "expected"),
    [
        ((OPENING, COUNTING), {}, [("inspected-but-not-counted", "示例街道及29个社区")]),
        (
            (OPENING, COUNTING),
            {"street": Counted("示例街道", Tally())},
            [("inspected-but-not-counted", "示例街道及29个社区")],
        ),
        ((OPENING, COUNTING), {"street": Counted("示例街道", Tally(done=3))}, []),
        (
            ("对[示例街道]党工委和所辖[29]个社区开展了巡察。", COUNTING),
            {},
            [("inspected-but-not-counted", "示例街道党工委和所辖29个社区")],
        ),
        ((OPENING, "涉及整改问题[523]项。"), {}, []),
        (("[区委巡察三组]对[29]个社区开展了常规巡察。", COUNTING), {}, []),
    ],
)
def test_inspected_but_not_counted(lines, facts, expected):
    assert said(itemised.inspected_but_not_counted, paper(*lines, **facts)) == expected


# --- Planned works --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "将楼门亮化、路面硬化等纳入改造项目，保质保量完成。",
            [(Severity.WARNING, "将楼门亮化、路面硬化等纳入改造项目，保质保量完成。")],
        ),
        (
            "确保文化健身和生活设施完好、小区整洁。",
            [(Severity.HINT, "确保文化健身和生活设施完好、小区整洁")],
        ),
        ("楼门亮化改造完毕。", [(Severity.WARNING, "楼门亮化改造完毕。")]),
        ("健身器材已更换。", [(Severity.WARNING, "健身器材已更换。")]),
        ("楼门亮化计划2024年11月底完成。", []),
        ("楼门亮化尚未完工。", []),
        ("组织健身活动，路灯维修完成。", []),
        ("检查公示栏，保证设施完好无损。", []),
    ],
)
def test_done_here_planned_there(text, expected):
    changed = paper(text, place=FINDING, planned_works=(LIGHTS, GYM))
    assert [
        (one.severity, one.quotation) for one in planned.done_here_planned_there(changed)
    ] == expected
    assert list(planned.done_here_planned_there(paper(text, place=FINDING))) == []


def test_planned_work_without_particulars():
    text = "[健身器材计划2023年10月完成整改任务]，[楼门亮化计划2024年11月底完成整改任务]。"
    changed = paper(text, planned_works=(GYM, ENTRANCE))
    assert [
        (one.place, one.quotation, one.reason.partition("，")[0])
        for one in planned.planned_without_particulars(changed)
    ] == [
        (
            SECTION,
            "健身器材计划2023年10月完成整改任务",
            "计划项目“室外健身器材损坏”没有写明社区、责任科室、数量",
        )
    ]


def test_finished_work_is_no_plan_any_more():
    text = "健身器材计划2023年10月完成整改任务。"
    done = replace(GYM, finished_on=date(2023, 9, 20))
    [remark] = planned.finished_and_still_planned(paper(text, planned_works=(done,)))
    assert (remark.code, remark.severity, remark.quotation, remark.reason) == (
        "finished-and-still-planned",
        Severity.WARNING,
        "健身器材计划2023年10月完成整改任务",
        "计划项目“室外健身器材损坏”2023年9月20日已经完成，正文还写着计划2023年10月完成。",
    )
    for quiet in (
        paper(text, planned_works=(GYM,)),
        paper("健身器材已于9月更换。", planned_works=(done,)),
    ):
        assert list(planned.finished_and_still_planned(quiet)) == []


def test_planned_work_that_is_printed_nowhere_is_told_at_its_own_place():
    [remark] = planned.planned_without_particulars(paper("另行公布。", planned_works=(GYM,)))
    assert (remark.place, remark.quotation) == ("计划项目“室外健身器材损坏”", "")


def test_one_community_needs_no_naming():
    one = Planned("楼门亮化", "", date(2024, 11, 30), department="管理办", quantity="12处")
    facts = {"communities": (Counted("第一社区", Tally(done=523)),), "planned_works": (one,)}
    assert list(planned.planned_without_particulars(paper(**facts))) == []


# --- One unlike all the others --------------------------------------------------------


def findings(*rows: tuple[str, str]):
    """Return a paper of findings, each with its heading's pattern and its text."""
    blocks = [
        line(text, f"反馈问题“第{number}个”", kind=Kind.ENTRY, lead=pattern.format(f"第{number}个"))
        for number, (pattern, text) in enumerate(rows)
    ]
    names = tuple(Counted(f"第{number}个") for number in range(len(rows)))
    return paper(*blocks, findings_counted=names)


USUAL, ODD = "针对“{}”的问题，", "对“{}”的问题，"
STOPS, SEMICOLONS, PROSE = "一是排查。二是整改。", "一是排查；二是整改。", "全面排查整改。"


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ([USUAL, USUAL, USUAL, ODD], [("heading-differs", "对“第3个”的问题，")]),
        ([USUAL, USUAL, USUAL, USUAL], []),
        ([USUAL, USUAL, ODD, ODD], []),
        ([USUAL, ODD], []),
    ],
)
def test_odd_headings(patterns, expected):
    assert said(odd_ones.odd_headings, findings(*((one, STOPS) for one in patterns))) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([STOPS, STOPS, STOPS, SEMICOLONS], [("measures-differ", "一是排查；二是")]),
        ([STOPS, STOPS, STOPS, PROSE], [("measures-differ", "全面排查整改")]),
        ([STOPS, STOPS, STOPS, "一是排查。"], []),
        ([PROSE, PROSE, PROSE, PROSE], []),
        ([SEMICOLONS, SEMICOLONS, SEMICOLONS, SEMICOLONS], []),
    ],
)
def test_odd_measures(texts, expected):
    assert said(odd_ones.odd_measures, findings(*((USUAL, one) for one in texts))) == expected


def test_place_of_a_section_is_no_finding():
    assert said(odd_ones.odd_headings, paper(*["各社区认真落实。"] * 5, place=SECTION)) == []
