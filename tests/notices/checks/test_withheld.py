"""What is withheld must not be read anywhere else in the public edition."""

import pytest

from rectify.models import Round
from rectify.notices.blocks import Kind
from rectify.notices.checks import Paper, Severity, check, withheld
from rectify.notices.checks.paper import Counted, Withheld
from rectify.notices.checks.passages import Passage
from rectify.steps import Edition
from tests.notices.checks.desk import paper, said

SECRET = Withheld(
    "反馈问题“违规发放补贴”", ("违规发放补贴",), ("对相关责任人立案审查并移送司法机关",)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("针对违规发放补贴问题，已清退。", [("withheld-words", "违规发放补贴")]),
        (
            "已对相关责任人立案审查并移送司法机关，其余从略。",
            [("withheld-words", "对相关责任人立案审查并移送司法机关")],
        ),
        ("违规发放的补贴已清退，对相关责任人批评教育。", []),
    ],
)
def test_withheld_words(text, expected):
    changed = paper(text, withheld=(SECRET,))
    assert said(withheld.withheld_words, changed) == expected
    assert {one.severity for one in withheld.withheld_words(changed)} <= {Severity.BLOCKING}


def test_what_a_public_finding_is_called_is_public():
    item = Withheld("反馈问题“设施维护”", ("设施维护",))
    text = "设施维护不及时，加强设施维护。"
    assert said(withheld.withheld_words, paper(text, withheld=(item,))) == []
    longer = Withheld("整改问题 7", (), ("设施维护不及时造成的群众集体上访",))
    text = "处理了设施维护不及时造成的群众集体上访。"
    assert said(withheld.withheld_words, paper(text, withheld=(longer,))) == [
        ("withheld-words", "设施维护不及时造成的群众集体上访")
    ]


def test_public_title_within_what_is_withheld_does_not_hide_it():
    facts = {
        "findings_counted": (Counted("资金管理"), Counted("账外资金管理失范")),
        "withheld": (Withheld("反馈问题“账外资金管理失范”", ("账外资金管理失范",)),),
    }
    leak = paper("对账外资金管理失范进行了核查。", **facts)
    assert said(withheld.withheld_words, leak) == [("withheld-words", "账外资金管理失范")]
    assert said(withheld.withheld_words, paper("加强资金管理，对账外资产核查。", **facts)) == []


@pytest.mark.parametrize("name", ["服务群众有差距", "服务群众"])
def test_name_of_a_withheld_category_is_not_public(name):
    rows = {"categories": (Counted("服务群众有差距"),), "findings_counted": ()}
    hidden = Withheld(f"类别“{name}”", (name,))
    told = said(withheld.withheld_words, paper("服务群众有差距。", withheld=(hidden,), **rows))
    # A part of the title of another category, which is public, tells nothing.
    assert told == ([("withheld-words", name)] if name == "服务群众有差距" else [])


def issues(*texts: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(f"整改问题 {number}", text, Kind.TITLE) for number, text in enumerate(texts, 1)
    )


def test_withheld_words_in_the_issues_of_communities_are_warnings():
    text = "居民反映二号楼电梯停运三个月。"
    items = tuple(Withheld(f"整改问题 {number}", (), (text,)) for number in (7, 8))
    told = paper(
        withheld=items, told_issues=issues("楼道堆物。", f"另有{text}", text, "路灯不亮。")
    )
    [remark] = withheld.withheld_words(told)
    assert (remark.code, remark.severity, remark.place, remark.quotation, remark.reason) == (
        "withheld-words",
        Severity.WARNING,
        "整改问题 2",
        "居民反映二号楼电梯停运三个月",
        "整改问题 7（等 2 项）不公开，各社区公布的问题里却写了它的话（另外还有 1 处）。",
    )
    apart = issues("居民反映二号楼", "电梯停运三个月。", "居民反映电梯停运。")
    assert said(withheld.withheld_words, paper(withheld=items, told_issues=apart)) == []


# --- As it is read from the database ----------------------------------------------------------

LEAK = "居民张某反映楼上违建多年无人过问。"


def codes(round, edition=Edition.PUBLIC) -> list[tuple]:
    """Return what is said of the issues that are published."""
    return [
        (one.code, one.severity, one.place)
        for one in check(round, edition)
        if one.place.startswith("整改问题")
    ]


def test_words_of_a_withheld_issue_and_personal_data_in_published_ones(published):
    issues = published.issues
    issues.filter(number="007").update(text=LEAK, is_withheld=True, withheld_ground="opinion")
    issues.filter(number="008").update(measures=f"处理了{LEAK}")
    issues.filter(number="009").update(due_wording="有困难的拨打13812345678")
    expected = [
        ("mobile-number", Severity.BLOCKING, "整改问题 009"),
        ("withheld-words", Severity.WARNING, "整改问题 008"),
    ]
    assert codes(published) == expected
    assert codes(published, Edition.PARTY) == []
    for disclosure in ("nothing", "figures"):
        Round.objects.filter(pk=published.pk).update(community_disclosure=disclosure)
        assert codes(Round.objects.get(pk=published.pk)) == []


def test_issues_that_are_not_published_are_not_looked_at(published):
    issue = published.issues.get(number="009")
    published.issues.filter(pk=issue.pk).update(text="拨打13812345678。")
    assert len(Paper.read(published).told_issues) == 523
    published.issues.filter(pk=issue.pk).update(is_withheld=True, withheld_ground="secret")
    assert len(Paper.read(published).told_issues) == 522
    type(issue.finding).objects.filter(pk=issue.finding.pk).update(
        is_withheld=True, withheld_ground="secret"
    )
    left = 523 - issue.finding.issues.count()
    assert len(Paper.read(published).told_issues) == left
    assert codes(published) == []


def test_title_of_a_category_that_is_withheld_whole(published):
    category = published.categories.first()
    section = published.sections.get(position=90)
    section.body += f"\n{category.title}"
    section.save()
    assert [one.code for one in check(published) if one.severity == Severity.BLOCKING] == []
    category.findings.update(is_withheld=True, withheld_ground="secret")
    told = [one for one in check(published) if one.severity == Severity.BLOCKING]
    assert [(one.code, one.quotation) for one in told] == [("withheld-words", category.title)]
    assert told[0].reason == f"类别“{category.title}”不公开，这里却写了它的话。"
