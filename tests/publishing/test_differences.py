"""What one edition says differently from another."""

import copy
from collections.abc import Iterator
from datetime import timedelta

import pytest

from rectify.dates import written
from rectify.publishing.content import content_of
from rectify.publishing.differences import Field, Side, differences
from rectify.publishing.seals import digest_of
from rectify.states import Status
from rectify.steps import Edition


def content(round):
    return content_of(round, Edition.PUBLIC)


def list_of(document, community) -> str:
    """Return the digest of what a document tells of a community's issues."""
    rows = document["ledger"]["communities"]
    return next(one["list_sha256"] for one in rows if one["code"] == community.code)


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
    after = content(published)
    found = differences(before, after)
    category = f"类别“{issue.finding.category}”"
    finding = f"{category}反馈问题“{issue.finding}”"
    done_before = issue.finding.issues.count()
    in_category = published.issues.filter(finding__category=issue.finding.category).count()
    in_community = published.issues.filter(community=issue.community).count()
    findings = issue.finding.category.findings.count()

    week = issue.settled_on - timedelta(days=issue.settled_on.weekday())
    left = published.issues.filter(settled_on__range=(week, week + timedelta(days=6))).count()
    shown = [f"SHA-256 {list_of(one, issue.community)[:12]}…" for one in (before, after)]

    def tally(name, total, rate):
        return [
            Field(f"{name}已完成", str(total), str(total - 1)),
            Field(f"{name}正在推进", "0", "1"),
            Field(f"{name}完成率", "100%", rate),
        ]

    assert found.fields == [
        Field("反馈问题已完成数", "25", "24"),
        Field("反馈问题正在推进数", "0", "1"),
        Field("反馈问题完成率", "100%", "96%"),
        Field("整改问题已完成数", "523", "522"),
        Field("整改问题正在推进数", "0", "1"),
        Field("整改问题完成率", "100%", "99.8%"),
        *tally(f"{category}整改问题", in_category, "99.5%"),
        *tally(f"{category}反馈问题", findings, "88.9%"),
        *tally(f"{finding}整改问题", done_before, "95.2%"),
        *tally(f"社区“{issue.community.name}”整改问题", in_community, "94.7%"),
        Field(f"社区“{issue.community.name}”公布的问题（内容有变）", *shown),
        Field(f"{written(week)}起的一周整改问题已完成", str(left + 1), str(left)),
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


# --- Whatever differs is told -------------------------------------------------------------


def full(published) -> dict:
    """Return a document in which every part there can be has something in it."""
    type(published).objects.filter(pk=published.pk).update(numbering="一、→（一）→1.→（1）")
    published.planned_works.update(standing="已更换 3 处", finished_on="2023-10-20")
    published.results.create(kind="accountability", people=2)
    published.results.create(kind="recovered", amount="1.305")
    category = published.categories.first()
    category.findings.filter(pk=category.findings.first().pk).update(
        is_withheld=True, withheld_ground="sensitive"
    )
    published.categories.filter(pk=published.categories.last().pk).update(parent=category)
    issue = published.issues.last()
    published.issues.filter(pk=issue.pk).update(is_withheld=True, withheld_ground="secret")
    return content(published)


def leaves(value, path=()) -> Iterator[tuple]:
    """Yield the path to every leaf of a document."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in pairs:
            yield from leaves(one, (*path, key))
    else:
        yield path


def lists(value, path=()) -> Iterator[tuple]:
    """Yield the path to every list of a document that has items."""
    if isinstance(value, dict | list):
        if isinstance(value, list) and value:
            yield path
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in pairs:
            yield from lists(one, (*path, key))


def holder(document, path):
    for key in path:
        document = document[key]
    return document


def another(value):
    """Return a value of the same kind that is not the same."""
    if value is None:
        return "2020-01-01"
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}改"


def is_told(found) -> bool:
    """Tell whether a difference is there, by names that a clerk knows."""
    names = [one.name for one in found.fields]
    return bool(found) and not any("SHA-256" in name or "其他内容" in name for name in names)


def test_every_leaf_that_changes_is_told(published):
    document = full(published)
    untold = []
    for *above, key in leaves(document):
        place = holder(document, above)
        kept, place[key] = place[key], another(place[key])
        changed = copy.deepcopy(document)
        place[key] = kept
        # The first digits of a digest are shown, and another digest differs in these.
        if key == "list_sha256":
            holder(changed, above)[key] = digest_of(changed)
        if not is_told(differences(document, changed)):
            untold.append((*above, key))
    assert untold == []


def test_every_item_that_comes_goes_or_moves_is_told(published):
    document = full(published)
    untold = []
    for path in lists(document):
        for change in (
            lambda items: items.pop(),
            lambda items: items.append(copy.deepcopy(items[0])),
            lambda items: items.reverse(),
            lambda items: items.clear(),
        ):
            changed = copy.deepcopy(document)
            change(holder(changed, path))
            for one, other in ((document, changed), (changed, document)):
                if one != other and not is_told(differences(one, other)):
                    untold.append(path)
    assert untold == []


def test_every_key_that_is_new_is_told(published):
    document = full(published)
    untold = []
    for above in dict.fromkeys(path[:-1] for path in leaves(document)):
        changed = copy.deepcopy(document)
        place = holder(changed, above)
        if isinstance(place, dict) and above[:1] != ("blocks",):
            place["more"] = "新的"
            names = [one.name for one in differences(document, changed).fields]
            if [name[-8:] for name in names] not in (["内容（more）"], ["more"]):
                untold.append(above)
    assert untold == []


@pytest.mark.parametrize("value", ["523", 523.0, True])
def test_what_reads_the_same_is_told_by_its_digest(value, published):
    before = content(published)
    after = copy.deepcopy(before)
    after["ledger"]["issues"]["total"] = value
    if value is True:
        before["ledger"]["issues"]["total"] = 1
    [field] = differences(before, after).fields
    assert field == Field("内容的 SHA-256", digest_of(before), digest_of(after))


def test_first_schema_is_compared_too(published):
    after = content(published)
    before = copy.deepcopy(after)
    before["schema"] = "rectification-notice/1"
    for name in ("deadline_on", "community_disclosure"):
        del before["round"][name]
    for name in ("weeks", "community_count"):
        del before["ledger"][name]
    for community in before["ledger"]["communities"]:
        del community["told"], community["list_sha256"]
    for work in before["ledger"]["planned_works"]:
        del work["finished_on"], work["standing"]
    names = [one.name for one in differences(before, after).fields]
    weeks = len(after["ledger"]["weeks"])
    assert names[:2] == ["集中整改期最后一天", "各社区公开到"]
    assert names.count("社区数") == 1
    assert [name.endswith("公布的问题数") for name in names].count(True) == 29
    assert [name.endswith("起的一周整改问题") for name in names].count(True) == weeks
    assert names[-1] == "内容格式"
    assert len(names) == 3 + 29 + weeks + 1


# What is changed in the document, and the fields that a clerk reads.
CHANGES = {
    "name of the round": (
        lambda one: one["round"].update(name="改名"),
        [Field("轮次名称", "杭州道街道2022年巡察整改", "改名")],
    ),
    "sample": (
        lambda one: one["round"].update(is_sample=False),
        [Field("示例数据", "是", "否")],
    ),
    "decimals": (
        lambda one: one["round"].update(rate_decimals=2),
        [Field("完成率小数位", "1", "2")],
    ),
    "disclosure": (
        lambda one: one["round"].update(community_disclosure="figures"),
        [Field("各社区公开到", "公开各社区的数字和问题", "公开各社区的数字")],
    ),
    "edition": (
        lambda one: one.update(edition="party"),
        [Field("版本种类", "社会公开", "党内通报")],
    ),
    "schema": (
        lambda one: one.update(schema="x/3"),
        [Field("内容格式", "rectification-notice/2", "x/3")],
    ),
    "name of a community": (
        lambda one: one["ledger"]["communities"][0].update(name="改名社区"),
        [Field("社区“新园里社区”的名称", "新园里社区", "改名社区")],
    ),
    "one issue less of a community": (
        lambda one: one["ledger"]["communities"][0].update(told=18, list_sha256="0" * 64),
        [Field("社区“新园里社区”公布的问题数", "19", "18")],
    ),
    "planned work": (
        lambda one: one["ledger"]["planned_works"][1].update(
            due_on="2024-12-31", finished_on="2024-12-01", standing="已亮化 12 处"
        ),
        [
            Field("计划项目“楼门亮化”的最后一天", "2024年11月30日", "2024年12月31日"),
            Field("计划项目“楼门亮化”的实际完成日期", "", "2024年12月1日"),
            Field("计划项目“楼门亮化”的办理情况", "", "已亮化 12 处"),
        ],
    ),
    "planned work gone": (
        lambda one: one["ledger"]["planned_works"].pop(),
        [Field("计划项目“楼门亮化”", "时限 2024年11月底，最后一天 2024年11月30日", "")],
    ),
    "withheld": (
        lambda one: one["withheld"].append({"kind": "issue", "name": "12", "ground": "secret"}),
        [Field("不公开的整改问题“12”", "", "理由 涉及国家秘密")],
    ),
    "figures of a category": (
        lambda one: one["ledger"]["categories"][2]["measures"].update(done=1, rate="2%"),
        [
            Field(f"类别“{{0}}”整改措施{name}", *values)
            for name, values in {"已完成": ("19", "1"), "完成率": ("100%", "2%")}.items()
        ],
    ),
    "category renamed": (
        lambda one: one["ledger"]["categories"][2].update(title="新名称"),
        [Field("类别“{0}”的名称", "{0}", "新名称")],
    ),
    "order": (
        lambda one: one["ledger"]["planned_works"].reverse(),
        [
            Field(
                "计划项目的次序",
                "计划项目“室外健身器材损坏”、计划项目“楼门亮化”",
                "计划项目“楼门亮化”、计划项目“室外健身器材损坏”",
            )
        ],
    ),
    "layout of a line": (
        lambda one: one["blocks"][0].update(kind="title", level=1),
        [Field("正文“按照区委巡察工作统一部署，202…”的样式", "段落", "标题，第 1 级")],
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_field_by_its_name(what, published):
    change, expected = CHANGES[what]
    before = content(published)
    after = copy.deepcopy(before)
    change(after)
    title = before["ledger"]["categories"][2]["title"]
    assert differences(before, after).fields == [
        Field(*(text.format(title) for text in (one.name, one.old, one.new))) for one in expected
    ]
