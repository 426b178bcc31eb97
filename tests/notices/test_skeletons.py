"""Other bodies' notices, entered through the admin alone and read as they should stand."""

import html
import re
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.urls import reverse

from communities.models import Community, Department, Owner
from rectify import workflow
from rectify.models import Round
from rectify.permissions import Role
from rectify.states import MoveName, Status
from tests.conftest import person
from tests.notices.clerk import Clerk

DATA = Path(__file__).parent.parent / "data" / "notices"
# Records name who made them, and the people of one test are gone in the next.
RECORDS = {"AuditEntry", "Submission"}
MODELS = [
    Department,
    Community,
    Owner,
    *(
        model
        for model in apps.get_app_config("rectify").get_models()
        if model.__name__ not in RECORDS and not model.__name__.startswith("Historical")
    ),
]
NAMES = sorted(path.stem for path in DATA.glob("*.txt"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office) -> Clerk:
    """The clerk, logged in as the street's officer."""
    return Clerk(office)


ENTERED = []


@pytest.fixture
def villages(desk):
    """A town's round for its three villages: entered once, and put back for later tests."""
    if ENTERED:
        for row in serializers.deserialize("json", ENTERED[0]):
            row.save()
    else:
        before = {model: set(model.objects.values_list("pk", flat=True)) for model in MODELS}
        desk.enter(papers("villages"))
        rows = [row for model in MODELS for row in model.objects.exclude(pk__in=before[model])]
        ENTERED.append(serializers.serialize("json", rows))
    return Round.objects.get(slug=papers("villages").round["slug"])


def papers(name):
    return import_module(f"tests.notices.skeletons.{name}").PAPERS


def expected(name) -> str:
    """Return the text written by hand."""
    return (DATA / f"{name}.txt").read_text(encoding="utf-8")


def changed(text: str, *changes) -> str:
    """Replace words in an expected text; each must stand in it exactly once."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def printed(round, format="text") -> str:
    out = StringIO()
    call_command("notice", round.slug, format=format, stdout=out)
    return out.getvalue()


def lines_of(page: str) -> list[str]:
    """Return what a reader of HTML sees, a line for each element."""
    inline = re.sub(r"</?(b|dt|dd)>", "", page)
    return [html.unescape(line) for line in re.split(r"<[^>]*>|\n", inline) if line.strip()]


@pytest.mark.parametrize("name", NAMES)
def test_notice_of_another_body_reads_as_written(desk, name):
    round = desk.enter(papers(name))
    assert printed(round) == expected(name)
    assert lines_of(printed(round, "html")) == expected(name).splitlines()
    assert [said for said in desk.told if "还不能生成" in said] == []


def test_every_skeleton_has_its_text():
    folder = Path(__file__).parent / "skeletons"
    assert sorted(path.stem for path in folder.glob("[a-z]*.py")) == NAMES


# --- The data changes, the text follows -------------------------------------------------


def test_one_fewer_closed(desk, villages):
    issue = villages.issues.filter(status="closed").last()
    desk.move(issue, "reopen", ground="“回头看”发现", note="又有反弹。")
    assert printed(villages) == changed(
        expected("villages"),
        (
            "截至目前已完成5项，正在推进2项，整改完成率71.4%",
            "截至目前已完成4项，正在推进3项，整改完成率57.1%",
        ),
        ("剩余2项问题", "剩余3项问题"),
    )


def test_all_closed(desk, villages):
    secretary = person("secretary", Role.SECRETARY)
    for issue in villages.issues.exclude(status="closed"):
        if issue.status == Status.RECTIFYING:
            Owner.objects.create(community=issue.community, post="书记", user=secretary)
            workflow.reports.report(issue, by=secretary, text="已修好。")
            workflow.move(issue, MoveName.SUBMIT, by=secretary, note="现场可看。")
            desk.move(issue, "endorse")
        desk.move(issue, "close")
    assert printed(villages) == changed(
        expected("villages"),
        (
            "截至目前已完成5项，正在推进2项，整改完成率71.4%",
            "截至目前已完成7项，正在推进0项，整改完成率100%",
        ),
        ("剩余2项问题", "剩余0项问题"),
    )


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"inspected_to": "2023-12-29"}, "2023年11月6日至12月29日，县委提级巡察二组对"),
        ({"inspected_from": "2024-01-08"}, "2024年1月8日至1月19日，县委提级巡察二组对"),
    ],
)
def test_inspection_moved_across_the_year(desk, villages, dates, words):
    desk.change_round(villages, dates)
    old = "2023年11月6日至2024年1月19日，县委提级巡察二组对"
    feedback = (
        "并于3月14日反馈",
        "并于2024年3月14日反馈" if "inspected_to" in dates else "并于3月14日反馈",
    )
    assert printed(villages) == changed(expected("villages"), (old, words), feedback)


def test_feedback_moved_across_the_year(desk, villages):
    desk.change_round(
        villages,
        {"fed_back_on": "2025-01-03", "signed_on": "2025-07-01", "published_on": "2025-07-02"},
    )
    text = expected("villages").replace("2024年9月12日", "2025年7月1日")
    assert printed(villages) == changed(
        text, ("并于3月14日反馈", "并于2025年1月3日反馈"), ("2024年9月13日", "2025年7月2日")
    )


def test_village_dropped(desk, villages):
    page = reverse("admin:rectify_round_change", args=[villages.pk])
    two = {"communities": ["甲村", "丙村"]}
    assert desk.refused(page, two) == [
        "communities：乙村还有 2 项整改问题，不能移出本轮次；请先改这些问题的社区。"
    ]
    for issue in villages.issues.filter(community__name="乙村"):
        desk.change_issue(issue, community="丙村")
    desk.submit(page, two)
    text = expected("villages").replace("3个村", "2个村")
    assert printed(villages) == text.replace("甲村、乙村、丙村", "甲村、丙村")


def test_finding_added_before_another(desk, villages):
    desk.change_category(
        villages,
        "党的惠民政策落实",
        add={
            "findings": [
                {"title": "补贴核对不细", "approach": "各村逐户复核补贴名册。", "position": "15"}
            ]
        },
    )
    assert printed(villages) == changed(
        expected("villages"),
        (
            "2.针对“农田水利",
            "2.针对“补贴核对不细”的问题，各村逐户复核补贴名册。\n3.针对“农田水利",
        ),
    )


def test_names_changed_once_are_changed_everywhere(desk, villages):
    desk.change_round(
        villages,
        change={"official_names": [({"key": "镇党委"}, {"text": "示例镇党委"})]},
    )
    text = expected("villages")
    assert text.count("镇党委") == 4
    assert printed(villages) == text.replace("镇党委", "示例镇党委")


def test_results_are_summed(desk, villages):
    desk.change_round(
        villages,
        add={
            "results": [
                {"kind": "追缴资金", "amount": "0.695"},
                {"kind": "挽回损失", "amount": "10.010"},
            ]
        },
    )
    assert printed(villages) == changed(
        expected("villages"),
        ("追缴资金1.305万元，挽回损失0万元", "追缴资金2万元，挽回损失10.01万元"),
    )


# --- The habits of a body change, the text follows --------------------------------------


def test_findings_on_lines_of_their_own(desk, villages):
    desk.change_round(villages, {"finding_run_in": False})
    text = expected("villages")
    assert text.count("”的问题，") == 4
    assert printed(villages) == text.replace("”的问题，", "”的问题\n")


def test_finding_pattern_without_a_stop(desk, villages):
    desk.change_round(villages, {"finding_pattern": "关于“{}”问题的整改"})
    text = expected("villages").replace("针对“", "关于“")
    assert printed(villages) == text.replace("”的问题，", "”问题的整改。")


def test_numbering_of_another_body(desk, villages):
    desk.change_round(villages, {"numbering": "（一）→1.→（1）", "category_pattern": "在“{}”方面"})
    text = expected("villages")
    for old, new in [("1.", "（1）"), ("2.", "（2）")]:
        text = text.replace(f"\n{old}", f"\n{new}")
    for old, new in zip("一二三", "123", strict=True):
        text = text.replace(f"\n（{old}）", f"\n{new}.").replace(f"\n{old}、", f"\n（{old}）")
    for title in ["党的惠民政策落实", "群众身边不正之风和腐败问题", "村党组织建设"]:
        text = changed(text, (f"聚焦{title}情况", f"在“{title}”方面"))
    assert printed(villages) == text


def test_measures_of_another_body(desk, villages):
    desk.change_round(
        villages,
        {
            "measure_style": "不编序号，逐句相连",
            "measure_place": "接在总括句后面",
        },
    )
    before, findings, after = re.split(r"(?s)(\n二、.*?\n三、)", expected("villages"))
    findings = findings.replace("\n一是", "").replace("二是", "")
    assert printed(villages) == before + findings + after
