"""Two editions from one source: what is withheld is left out of one, and counted in both."""

import pytest

from rectify.figures import Figures
from rectify.models import Finding, Issue, Measure, PlannedWork
from rectify.notices.compose import compose
from rectify.publishing.content import content_of
from rectify.steps import Edition

WITHHELD = {"is_withheld": True, "withheld_ground": "unrest"}


def lines(round, edition):
    return [str(block.line) for block in compose(round, edition=edition)]


def test_characters_that_nobody_sees_stand_in_no_face(published):
    section = published.sections.get(heading="高度重视巡察整改工作")
    section.body += "软\x0b换\x07行\ufffe。"
    section.save()
    public = lines(published, Edition.PUBLIC)
    assert public.count("换行。") == 1
    assert [line for line in public if any(sign in line for sign in "\x07\x0b\ufffe")] == []


@pytest.fixture
def first(published) -> Finding:
    return Finding.objects.get(category__round=published, title="党建政治引领不够充分")


def test_editions_are_equal_while_nothing_is_withheld(published):
    assert lines(published, Edition.PARTY) == lines(published, Edition.PUBLIC)


@pytest.mark.parametrize("by", ["itself", "all its issues"])
def test_withheld_finding_is_left_out_and_the_rest_numbered_on(by, published, first):
    whole = lines(published, Edition.PUBLIC)
    if by == "itself":
        Finding.objects.filter(pk=first.pk).update(**WITHHELD)
    else:
        first.issues.update(**WITHHELD)
    party, public = lines(published, Edition.PARTY), lines(published, Edition.PUBLIC)
    assert party == whole
    begins = whole.index(next(line for line in whole if "党建政治引领" in line))
    left = [line.replace("（2）", "（1）", 1) for line in whole[begins + 2 : begins + 3]]
    assert public[:begins] == whole[:begins]
    assert public[begins : begins + 1] == left
    # Two lines less: the finding's own and that of its measures.
    assert len(public) == len(whole) - 2
    assert [line for line in public if "523项" in line] == [
        line for line in whole if "523项" in line
    ]


def test_finding_with_one_issue_that_may_be_told_stays(published, first):
    kept = first.issues.first()
    first.issues.exclude(pk=kept.pk).update(**WITHHELD)
    assert lines(published, Edition.PUBLIC) == lines(published, Edition.PARTY)


def test_withheld_measure_is_left_out_and_the_rest_counted_on(published, first):
    Measure.objects.filter(pk=first.measures.first().pk).update(**WITHHELD)
    public = next(line for line in lines(published, Edition.PUBLIC) if "共同缔造" in line)
    party = next(line for line in lines(published, Edition.PARTY) if "共同缔造" in line)
    assert public == "一是" + party.partition("二是")[2]


def test_withheld_category_is_left_out_with_its_heading(published, first):
    first.category.findings.update(**WITHHELD)
    public = lines(published, Edition.PUBLIC)
    assert [line for line in public if line.startswith("（一）关于")] == [
        "（一）关于“两个责任需要强化，推进全面从严治党在基层落地不扎实”问题的整改情况"
    ]


def test_withheld_planned_work_is_left_out_of_the_sentence(published):
    PlannedWork.objects.filter(round=published, title="楼门亮化").update(**WITHHELD)
    public = "".join(lines(published, Edition.PUBLIC))
    assert public.count("健身器材计划2023年10月完成整改任务。") == 1
    assert public.count("楼门亮化计划") == 0
    assert Figures(published, Edition.PUBLIC).planned_work_count == 2


def listed(round, kind, body="") -> None:
    """Put a section that lists planned works or findings before the last one."""
    last = round.sections.order_by("position").last()
    round.sections.create(
        kind=kind, level=1, heading="计划内完成的项目", body=body, position=last.position - 1
    )


@pytest.mark.parametrize(
    ("body", "withheld", "heading"),
    [("", 0, 1), ("", 1, 1), ("", 2, 0), ("以下项目按计划推进。", 2, 1)],
)
def test_section_of_which_nothing_is_told_is_left_out(body, withheld, heading, published):
    listed(published, "planned_works", body)
    whole = lines(published, Edition.PUBLIC)
    for work in published.planned_works.all()[:withheld]:
        PlannedWork.objects.filter(pk=work.pk).update(**WITHHELD)
    # With nothing planned told, the sentence about it elsewhere would be blank.
    published.sections.filter(body__contains="计划项目安排").update(body="另行公布。")
    public, party = (lines(published, edition) for edition in (Edition.PUBLIC, Edition.PARTY))
    for told, expected in ((public, heading), (party, 1)):
        headings = [line for line in told if line.endswith("、计划内完成的项目")]
        assert len(headings) == expected
    # What comes after closes up.
    numbers = [line.partition("、")[0] for line in public if line[1:2] == "、"]
    assert numbers == list("一二三四五六七八九"[: len(numbers)])
    assert len(numbers) == sum(line[1:2] == "、" for line in whole) - (1 - heading)


@pytest.mark.parametrize(("withheld", "body", "left"), [(1, "", 2), (2, "", 0), (2, "如下。", 1)])
def test_section_of_which_only_such_sections_are_left_is_left_out(withheld, body, left, published):
    last = published.sections.order_by("position").last()
    for number, (kind, text) in enumerate([("text", body), ("planned_works", "")], start=1):
        published.sections.create(
            kind=kind,
            level=number,
            heading=f"后续安排之{number}",
            body=text,
            position=last.position,
        )
    for work in published.planned_works.all()[:withheld]:
        PlannedWork.objects.filter(pk=work.pk).update(**WITHHELD)
    published.sections.filter(body__contains="计划项目安排").update(body="另行公布。")
    for edition, expected in ((Edition.PUBLIC, left), (Edition.PARTY, 2)):
        told = [line for line in lines(published, edition) if "后续安排之" in line]
        assert len(told) == expected


def test_section_without_any_works_keeps_its_heading(published):
    published.sections.filter(body__contains="计划项目安排").update(body="另行公布。")
    published.planned_works.all().delete()
    listed(published, "planned_works")
    told = lines(published, Edition.PUBLIC)
    assert sum(line.endswith("、计划内完成的项目") for line in told) == 1


def test_document_records_what_is_left_out_on_which_ground(published, first):
    Finding.objects.filter(pk=first.pk).update(**WITHHELD)
    issue = Issue.objects.filter(round=published).first()
    Issue.objects.filter(pk=issue.pk).update(is_withheld=True, withheld_ground="secret")
    public, party = (content_of(published, edition) for edition in (Edition.PUBLIC, Edition.PARTY))
    expected = [
        {"kind": "finding", "name": first.title, "ground": "unrest"},
        {"kind": "issue", "name": issue.number, "ground": "secret"},
    ]
    assert public["withheld"] == party["withheld"] == expected
    # The tables name it in one and only count it in the other.
    titles = [content["ledger"]["categories"][0]["own"][0]["title"] for content in (public, party)]
    assert titles == ["（不公开）", first.title]
    for level in ("issues", "findings", "measures"):
        assert public["ledger"][level] == party["ledger"][level]
    assert public["figures"] == party["figures"]
