"""The paper as it is read from the database, the order of the remarks, and the real notice."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rectify.models import Issue, Round
from rectify.notices.checks import Paper, Severity, check
from rectify.notices.checks.checking import RULES
from rectify.states import Status
from rectify.steps import Edition
from tests.notices.checks.desk import FINDING, paper

pytestmark = pytest.mark.django_db

OPENING = "栏目“按照{巡察机关}巡察工作统一部署，{巡察时段}，{巡察组}对”"
ORGANISED = "栏目“组织落实巡察整改情况”"
PRESSED = "栏目“压实责任逐项逐条整改”"
KEEPING = "栏目“进一步巩固深化整改成果的措施”"
PLANNED = "栏目“需要在计划内完成的项目”"
CONVENIENCE = "反馈问题“落实便民措施不够精细”"
CUSTOMS = "反馈问题“倡导文明新风不到位，长效机制未建立”"
SERVICE = "反馈问题“服务民生保障有差距，民心项目未落地”"
TOGETHER = "反馈问题“共建自治机制不够健全”"
GAS = "反馈问题“开展燃气安全宣传效果不实”"
FIRST_HAND = "反馈问题“一把手履行第一责任人职责弱化”"
HONESTY = "反馈问题“廉洁风险防控意识薄弱”"
FUNDS = "反馈问题“民生资金使用不到位”"
MEETINGS = "反馈问题“组织生活会召开党员发言较少，缺少相互批评”"
WARNING, HINT = Severity.WARNING, Severity.HINT
ORDER = "ordering-in-finished-item"

# Everything that a careful clerk has to say about the notice of 2023-05-06, by hand.
GOLDEN = [
    (WARNING, "drifting-name", OPENING, "区委巡察三组对杭州道街及29个社区开展了常规巡察"),
    (WARNING, "inspected-but-not-counted", OPENING, "杭州道街及29个社区"),
    (WARNING, "all-done-with-planned-works", ORGANISED, "整改完成率100%"),
    (WARNING, "campaigns-not-itemised", ORGANISED, "开展专项整治3项"),
    (WARNING, "mechanisms-not-itemised", ORGANISED, "建立健全制度机制3项"),
    (WARNING, "all-done-with-work-going-on", PRESSED, "需要持续推进问题"),
    (WARNING, "all-done-with-work-going-on", PRESSED, "分期分批整改"),
    (
        WARNING,
        "result-before-inspection",
        CONVENIENCE,
        "截止2022年5月份，29个社区为辖区居民群众解决各类问题600余件",
    ),
    (WARNING, "wrong-word", CUSTOMS, "不栓绳"),
    (
        WARNING,
        "done-here-planned-there",
        SERVICE,
        "在2023年老旧小区改造中，将老旧小区楼门亮化、上下水改造、路面硬化等纳入重点改造项目，保质保量完成。",
    ),
    (WARNING, "planned-work-without-particulars", PLANNED, "健身器材计划2023年10月完成整改任务"),
    (WARNING, "planned-work-without-particulars", PLANNED, "楼门亮化计划2024年11月底完成整改任务"),
    (
        WARNING,
        "drifting-name",
        KEEPING,
        "一是街道党工委和基层党委（党总支）将把巩固巡察整改成果列入年度重点工作任务",
    ),
    (WARNING, "closed-without-evidence", "台账", ""),
    (HINT, "needless-punctuation", CONVENIENCE, "建“组织在线”、“百姓需求”"),
    (HINT, "as-of-word", CONVENIENCE, "截止2022年5月份"),
    (
        HINT,
        "done-here-planned-there",
        CUSTOMS,
        "确保小区文化健身和生活设施完好、小区卫生整洁、生活秩序规范",
    ),
    (HINT, ORDER, SERVICE, "确保民心工程完成"),
    (HINT, "measures-differ", SERVICE, "在2023年老旧小区改造中"),
    (HINT, ORDER, TOGETHER, "社区居委会要认真落实居民自治章程"),
    (HINT, "heading-differs", GAS, "对“开展燃气安全宣传效果不实”的问题，"),
    (HINT, "measures-differ", GAS, "一是在每个小区门口张贴安全用气常识；二是"),
    (HINT, "quoted-and-bare", FIRST_HAND, "针对“一把手履行第一责任人职责弱化”的问题"),
    (HINT, "drifting-term", HONESTY, "针对“廉洁风险防控意识薄弱”的问题"),
    (HINT, "drifting-term", HONESTY, "完善权力清单和廉洁风险点防控措施"),
    (HINT, ORDER, FUNDS, "既要加强财务、纪检监察监督力度"),
    (HINT, ORDER, FUNDS, "同时也要加强社会各界的监督"),
    (HINT, "quoted-and-bare", FUNDS, "严格履行五议两公开程序"),
    (HINT, ORDER, MEETINGS, "督促每位党员都要认真准备发言材料"),
    (HINT, ORDER, MEETINGS, "三是上级党组织要安排人员参加基层组织生活会"),
    (HINT, ORDER, MEETINGS, "对开展批评和自我批评不到位、问题找得不准的要及时提示提醒"),
    (HINT, ORDER, MEETINGS, "程序不对的要及时叫停"),
    (HINT, "usually-quoted", KEEPING, "对巡察整改问题进行回头看"),
]


def test_the_notice_of_2022(published):
    assert [
        (remark.severity, remark.code, remark.place, remark.quotation)
        for remark in check(published)
    ] == GOLDEN


def test_everything_is_said_once_and_of_words_that_stand_there(published):
    remarks = check(published)
    text = Paper.read(published).text
    assert len({remark.key for remark in remarks}) == len(remarks)
    assert [one.quotation for one in remarks if one.quotation not in text] == []
    assert [one.code for one in remarks if not one.reason or not one.remedy] == []


def test_quick_enough(published):
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        check(published)
        taken.append(time.perf_counter() - began)
    # The quickest of several: others may be at work on the same machine.
    assert min(taken) < 0.5


def queries(round, edition=Edition.PUBLIC) -> int:
    with CaptureQueriesContext(connection) as counted:
        check(Round.objects.get(pk=round.pk), edition)
    return len(counted)


@pytest.mark.parametrize("edition", Edition)
def test_same_number_of_queries_whatever_the_ledger(published, in_progress, edition):
    Round.objects.filter(pk=in_progress.pk).update(
        community_disclosure=published.community_disclosure
    )
    before = queries(in_progress, edition)
    assert queries(published, edition) == before
    issue = in_progress.issues.first()
    Issue.objects.bulk_create(
        Issue(
            round=in_progress,
            number=f"N{number}",
            community=issue.community,
            finding=issue.finding,
            department=issue.department,
            text="（示例）整改问题。",
            is_withheld=number % 2 == 0,
            withheld_ground="secret" if number % 2 == 0 else "",
        )
        for number in range(300)
    )
    assert queries(in_progress, edition) == before


def test_text_that_cannot_be_composed_blocks(published):
    published.sections.filter(position=20).update(body="整改问题{问题数}项。")
    remark = check(published)[0]
    assert (remark.severity, remark.code, remark.place) == (
        Severity.BLOCKING,
        "cannot-be-composed",
        "栏目“组织落实巡察整改情况”",
    )


def test_ledger_is_counted_from_its_rows(published):
    issues = published.issues.order_by("pk")
    first, second, third = issues[:3]
    issues.filter(pk=first.pk).update(evidence_before="会议记录")
    issues.filter(pk=second.pk).update(settled_on="2022-11-02")
    issues.filter(pk=third.pk).update(status=Status.RECTIFYING, settled_on=None)
    read = Paper.read(published).ledger
    assert (read.entries.done, read.entries.under_way) == (522, 1)
    assert (read.without_evidence, read.settled_before_feedback, read.misplaced) == (521, 1, 0)
    Round.objects.filter(pk=published.pk).update(counted_on="2023-03-31")
    late = issues.filter(settled_on__gt="2023-03-31").count()
    assert Paper.read(Round.objects.get(pk=published.pk)).ledger.settled_after_counting == late > 0


def test_entry_of_a_community_that_was_not_inspected(published):
    published.communities.remove(published.issues.first().community)
    codes = [one.code for one in check(published) if one.severity == Severity.BLOCKING]
    assert sorted(set(codes)) == ["counts-do-not-add-up", "entries-misplaced"]


def test_withheld_finding_is_told_to_the_party_alone(published):
    finding = published.issues.get(number="005").finding
    others = published.sections.get(position=90)
    others.body += f"\n继续解决{finding.title}问题"
    others.save()
    finding.is_withheld, finding.withheld_ground = True, "sensitive"
    finding.save()
    assert [
        (one.code, one.place, one.quotation)
        for one in check(published)
        if one.severity == Severity.BLOCKING
    ] == [("withheld-words", KEEPING, finding.title)]
    assert [
        one.code for one in check(published, Edition.PARTY) if one.severity == Severity.BLOCKING
    ] == []


def test_worst_first_then_in_the_order_of_the_document():
    remarks = check(
        None,
        paper=paper("截止目前完成，手机13812345678。", "建立台帐，截止目前完成。", place=FINDING),
    )
    assert [
        (one.severity, one.code, one.quotation)
        for one in remarks
        if one.code not in {"unsigned", "no-way-to-report"}
    ] == [
        (Severity.BLOCKING, "mobile-number", "13812345678"),
        (Severity.WARNING, "wrong-word", "台帐"),
        (Severity.HINT, "as-of-word", "截止目前"),
    ]


def test_key_holds_while_the_same_is_said():
    [one] = [
        each
        for rule in RULES
        for each in rule(paper("遛狗不栓绳。", place=FINDING))
        if each.code == "wrong-word"
    ]
    [same] = [
        each
        for rule in RULES
        for each in rule(paper("近日遛狗不栓绳。", place=FINDING))
        if each.code == "wrong-word"
    ]
    [other] = [
        each for rule in RULES for each in rule(paper("遛狗不栓绳。")) if each.code == "wrong-word"
    ]
    assert one.key == same.key != other.key
    assert len(one.key) == 64
    assert one.as_dict() == {
        "code": "wrong-word",
        "severity": "warning",
        "severity_label": "警告",
        "place": FINDING,
        "quotation": "不栓绳",
        "reason": "“栓”多半是“拴”之误。",
        "remedy": "请改为“拴”。",
        "key": one.key,
    }


def test_personal_data_is_seen_behind_what_nobody_sees(published):
    published.issues.filter(number="001").update(text="电话1390\u2060\u00ad\u200e\u20662215678。")
    found = [one for one in check(published) if one.severity == Severity.BLOCKING]
    assert [(one.code, one.place, one.quotation) for one in found] == [
        ("mobile-number", "整改问题 001", "13902215678")
    ]
