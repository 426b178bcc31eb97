"""What one edition says differently from another."""

import pytest

from rectify.publishing.content import content_of
from rectify.publishing.differences import Field, Side, differences
from rectify.states import Status
from rectify.steps import Edition


def content(round):
    return content_of(round, Edition.PUBLIC)


def changed_lines(found):
    return [(line.side, line.text) for line in found.lines if line.side != Side.BOTH]


def test_document_is_no_different_from_itself(published):
    found = differences(content(published), content(published))
    assert (bool(found), found.fields, changed_lines(found)) == (False, [], [])
    assert len(found.lines) == 75


def test_one_entry_taken_up_again_shows_at_every_level(published):
    before = content(published)
    issue = published.issues.select_related("community", "finding__category").first()
    type(issue).objects.filter(pk=issue.pk).update(status=Status.RECTIFYING, settled_on=None)
    found = differences(before, content(published))
    category = f"类别“{issue.finding.category}”"
    finding = f"{category}反馈问题“{issue.finding}”"
    done_before = issue.finding.issues.count()
    in_category = published.issues.filter(finding__category=issue.finding.category).count()
    in_community = published.issues.filter(community=issue.community).count()

    def pair(name, total):
        return [
            Field(f"{name}整改问题已完成", str(total), str(total - 1)),
            Field(f"{name}整改问题正在推进", "0", "1"),
        ]

    assert found.fields == [
        Field("反馈问题已完成数", "25", "24"),
        Field("反馈问题正在推进数", "0", "1"),
        Field("反馈问题完成率", "100%", "96%"),
        Field("整改问题已完成数", "523", "522"),
        Field("整改问题正在推进数", "0", "1"),
        Field("整改问题完成率", "100%", "99.8%"),
        *pair(category, in_category),
        *pair(finding, done_before),
        *pair(f"社区“{issue.community.name}”", in_community),
    ]
    assert [side for side, _ in changed_lines(found)] == [Side.OLD, Side.NEW]
    assert changed_lines(found)[1][1].split("，")[1:3] == [
        "杭州道街道29个社区涉及整改问题523项",
        "目前已经完成整改问题522项",
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda section: section.delete(), [Side.OLD, Side.OLD]),
        (
            lambda section: type(section).objects.filter(pk=section.pk).update(heading="新标题"),
            [Side.OLD, Side.NEW],
        ),
    ],
)
def test_lines_are_told_apart(change, expected, published):
    before = content(published)
    change(published.sections.get(heading="高度重视巡察整改工作"))
    found = differences(before, content(published))
    sides = [side for side, _ in changed_lines(found)]
    assert sides[: len(expected)] == expected


def test_value_that_is_gone_is_told_as_empty(published):
    before = content(published)
    published.telephone = ""
    type(published).objects.filter(pk=published.pk).update(email="a@example.cn")
    found = differences(before, content(published))
    assert found.fields == [Field("电子邮箱", "", "a@example.cn")]
    assert differences(content(published), before).fields == [Field("电子邮箱", "a@example.cn", "")]
