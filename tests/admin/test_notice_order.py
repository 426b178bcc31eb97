"""Parts of a notice added, deleted and moved among each other."""

import pytest

from rectify.models import Finding
from tests.admin.editor import notice, opened, part
from tests.admin.pages import told


def test_new_section_comes_after_the_one_it_was_asked_from(office, published):
    above = published.sections.get(heading="组织落实巡察整改情况")
    page, data = opened(office, published, "section-new", f"&after={above.pk}")
    data |= {"heading": "新栏目", "body": "一段话。"}
    answer = office.post(page, data)
    new = published.sections.get(heading="新栏目")
    assert answer.url == notice(published, f"#at-section-{new.pk}")
    headings = [one.heading for one in published.sections.all()]
    # After what belongs to it as well.
    assert headings[1:7] == [
        "组织落实巡察整改情况",
        "高度重视巡察整改工作",
        "认真制定问题整改措施",
        "压实责任逐项逐条整改",
        "新栏目",
        "反馈问题整改落实情况",
    ]
    assert [one.position for one in published.sections.all()] == sorted(
        {one.position for one in published.sections.all()}
    )


def test_new_category_and_finding_belong_to_the_round(office, published):
    page, data = opened(office, published, "category-new")
    assert office.post(page, data | {"title": "新类别"}).status_code == 302
    category = published.categories.get(title="新类别")
    page, data = opened(office, published, "finding-new", f"&category={category.pk}")
    assert data["category"] == str(category.pk)
    assert office.post(page, data | {"title": "新问题"}).status_code == 302
    assert category.findings.get().title == "新问题"


def test_category_of_another_round_cannot_be_chosen(office, published, in_progress, finding):
    other = in_progress.categories.first()
    for name in ("finding-new", part(finding)):
        page, data = opened(office, published, name)
        response = office.post(page, data | {"category": other.pk, "title": "新"})
        assert list(response.context["form"].errors) == ["category"]


def test_part_is_deleted_after_asking(office, published, section):
    page = notice(published, f"?part={part(section)}&delete=1")
    assert office.get(page).status_code == 200
    assert published.sections.filter(pk=section.pk).exists()
    answer = office.post(page, {"post": "yes"}, follow=True)
    assert told(answer) == ["已删除公布栏目“高度重视巡察整改工作”。"]
    assert not published.sections.filter(pk=section.pk).exists()


def test_round_is_neither_added_nor_deleted_here(office, published):
    assert office.get(notice(published, "?part=round-new")).status_code == 403
    page = notice(published, f"?part={part(published)}&delete=1")
    assert office.post(page, {"post": "yes"}).status_code == 403
    assert office.get(notice(published, "?part=round-999")).status_code == 404


def outline_of(round) -> list[str]:
    return [f"{one.level}{one.heading[:2] or one.body[:2]}" for one in round.sections.all()]


MOVES = [
    # A section moves with what belongs to it, past one of its level with what belongs to that.
    ("组织落实巡察整改情况", "down", ["1反馈", "1组织", "2高度", "2认真", "2压实", "1需要"]),
    ("反馈问题整改落实情况", "up", ["1反馈", "1组织", "2高度", "2认真", "2压实", "1需要"]),
    ("认真制定问题整改措施", "up", ["1组织", "2认真", "2高度", "2压实", "1反馈", "1需要"]),
    # The last one under a heading comes under the next one.
    ("压实责任逐项逐条整改", "down", ["1组织", "2高度", "2认真", "1反馈", "2压实", "1需要"]),
    # The first one under a heading comes before it.
    ("高度重视巡察整改工作", "up", ["2高度", "1组织", "2认真", "2压实", "1反馈", "1需要"]),
]


@pytest.mark.parametrize(("heading", "direction", "expected"), MOVES)
def test_section_is_moved_with_what_belongs_to_it(office, published, heading, direction, expected):
    row = published.sections.get(heading=heading)
    entry = next(
        line.entry
        for line in office.get(notice(published)).context["outline"]
        if line.entry.name == part(row)
    )
    answer = office.post(
        notice(published, "move/"),
        {"move": f"{entry.name}.{direction}.{getattr(entry, direction)}"},
    )
    assert answer.url == notice(published, f"#at-{part(row)}")
    assert outline_of(published)[1:7] == expected


def test_findings_and_categories_change_places_with_their_siblings(office, published):
    one, two, *_ = Finding.objects.filter(category=published.categories.first())
    office.post(notice(published, "move/"), {"move": f"{part(two)}.up.{one.pk}"})
    assert [row.pk for row in published.categories.first().findings.all()[:2]] == [two.pk, one.pk]
    first, second, *_ = published.categories.all()
    office.post(notice(published, "move/"), {"move": f"{part(first)}.down.{second.pk}"})
    assert [row.pk for row in published.categories.all()[:2]] == [second.pk, first.pk]


def test_rows_that_share_a_place_can_be_moved(office, published):
    published.sections.update(position=10)
    one, two, *_ = rows = list(published.sections.all())
    office.post(notice(published, "move/"), {"move": f"{part(two)}.up.{one.pk}"})
    expected = [two.pk, *(row.pk for row in rows if row.pk not in (one.pk, two.pk))]
    found = [row.pk for row in published.sections.all() if row.pk != one.pk]
    assert found == expected


def test_move_is_recorded(office, officer, published):
    one, two, *_ = published.categories.all()
    office.post(notice(published, "move/"), {"move": f"{part(two)}.up.{one.pk}"})
    for row in (one, two):
        record = row.history.order_by("history_id").last()
        assert (record.history_user, record.history_type) == (officer, "~")


@pytest.mark.parametrize("other", ["0", "", "甲"])
def test_order_that_changed_meanwhile_is_left_alone(office, published, section, other):
    before = outline_of(published)
    answer = office.post(
        notice(published, "move/"), {"move": f"{part(section)}.up.{other}"}, follow=True
    )
    assert told(answer) == ["顺序刚才已经变了，没有移动；下面是现在的顺序。"]
    assert outline_of(published) == before


@pytest.mark.parametrize(
    ("move", "status"),
    [
        ("", 404),
        ("section-new.up.1", 404),
        ("section-{own}.sideways.1", 404),
        ("section-{other}.up.1", 404),
        ("round-{round}.up.1", 403),
    ],
)
def test_move_that_cannot_be_is_refused(office, published, in_progress, move, status):
    move = move.format(
        own=published.sections.first().pk,
        other=in_progress.sections.last().pk,
        round=published.pk,
    )
    assert office.post(notice(published, "move/"), {"move": move}).status_code == status
