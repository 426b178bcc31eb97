"""Rules across rows, their order and their names."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from communities.models import Community, Department, Owner, User
from rectify.models import (
    Campaign,
    Category,
    Finding,
    Issue,
    Measure,
    Mechanism,
    OfficialName,
    PlannedWork,
    Result,
    Round,
)
from rectify.states import Status
from tests.rows import (
    finding,
    issue,
    published,
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (
            "finding",
            lambda: Finding.objects.exclude(category__round=published()).first(),
            "这条反馈问题不在所选的轮次里，请改选。",
        ),
        (
            "owner",
            lambda: Owner.objects.get(community__name="治国里社区"),
            "这位责任人不是所选社区的，请改选。",
        ),
        (
            "community",
            lambda: Community.objects.get(kind="street"),
            "所选的社区不在本轮次被巡察的社区里，请改选，或先把它加进轮次。",
        ),
    ],
)
def test_entry_belongs_where_it_says(field, value, message):
    with pytest.raises(ValidationError) as refused:
        issue(**{field: value()}).full_clean()
    assert message in refused.value.message_dict[field]


@pytest.mark.django_db
def test_categories_nest_once_within_their_round(published, in_progress):
    first, second, third = published.categories.all()
    second.parent = first
    second.full_clean()
    second.save()
    for category, parent, message in [
        (third, second, "类别只能再分一层：所选的上级类别已经有上级了。"),
        (first, third, "这个类别下面已经分了一层，不能再放到别的类别下面。"),
        (third, in_progress.categories.first(), "上级类别不在这个轮次里，请改选。"),
    ]:
        category.parent = parent
        with pytest.raises(ValidationError) as refused:
            category.full_clean()
        assert refused.value.message_dict == {"parent": [message]}
        category.refresh_from_db()


@pytest.mark.django_db
def test_planned_work_has_what_its_pattern_names(published):
    published.planned_work_pattern = "{社区}{项目}共{数量}，{时限}完成"
    published.save()
    work = published.planned_works.first()
    with pytest.raises(ValidationError) as refused:
        work.full_clean()
    assert refused.value.message_dict == {
        "community": ["本轮次的计划项目句式里写了“{社区}”，请填写。"],
        "quantity": ["本轮次的计划项目句式里写了“{数量}”，请填写。"],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [
        lambda: Community.objects.get(name="新园里社区"),
        lambda: Department.objects.get(name="党建办公室"),
        lambda: Owner.objects.get(community__name="新园里社区"),
        published,
        finding,
        lambda: published().categories.first(),
    ],
)
def test_what_the_ledger_points_to_is_protected(row):
    with pytest.raises(ProtectedError):
        row().delete()


@pytest.mark.django_db
def test_measure_stays_in_its_round(published, in_progress):
    measure = Measure.objects.filter(finding__category__round=published).first()
    measure.finding = Finding.objects.filter(category__round=published).last()
    measure.full_clean()
    measure.finding = Finding.objects.filter(category__round=in_progress).first()
    with pytest.raises(ValidationError) as refused:
        measure.full_clean()
    assert refused.value.message_dict == {"finding": ["整改措施不能换到别的轮次的反馈问题下面。"]}


# --- Order and natural keys ------------------------------------------------------------


@pytest.mark.django_db
def test_new_row_goes_last_with_room_before_it(published):
    assert [campaign.position for campaign in published.campaigns.all()] == [10, 20, 30]
    assert published.campaigns.create(name="新").position == 40
    assert published.campaigns.create(name="更新", position=45).position == 45
    assert published.campaigns.create(name="最新").position == 50


@pytest.mark.django_db
def test_numbers_stand_in_the_order_people_expect(published):
    Issue.objects.filter(round=published).delete()
    for number in ("10", "2", "1", "100", "A1"):
        row = issue_from_progress(published, number)
        row.save()
    assert list(published.issues.values_list("number", flat=True)) == ["1", "2", "10", "A1", "100"]


def issue_from_progress(round, number):
    row = Issue.objects.exclude(round=round).first()
    row.pk = None
    row._state.adding = True
    row.round, row.number, row.finding = round, number, finding()
    return row


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model",
    [
        Community,
        Department,
        Owner,
        Round,
        Category,
        Finding,
        Measure,
        Issue,
        OfficialName,
        PlannedWork,
        Campaign,
        Mechanism,
    ],
)
def test_natural_key_finds_its_row(model):
    for row in model.objects.all()[:3]:
        assert model.objects.get_by_natural_key(*row.natural_key()) == row


@pytest.mark.django_db
def test_overdue_is_past_its_day_and_not_settled(in_progress):
    day = in_progress.issues.get(number="5").due_on
    assert in_progress.issues.get(number="5") not in in_progress.issues.overdue(on=day)
    later = in_progress.issues.overdue(on=day + datetime.timedelta(1))
    assert set(later.values_list("status", flat=True)) == {Status.RECTIFYING}
    assert in_progress.issues.filter(
        status=Status.CLOSED, due_on__lt=day + datetime.timedelta(30)
    ).exists()


@pytest.mark.django_db
def test_names_of_people_and_rows(in_progress):
    assert str(Owner.objects.get(community__name="新园里社区")) == "新园里社区党组织书记"
    assert str(User(username="a")) == "a"
    assert User(username="a", full_name="示例").get_short_name() == "示例"
    assert str(PlannedWork.objects.get(title="楼门亮化")) == "楼门亮化（2024年11月底）"
    assert str(Result(kind="criticism", people=3)) == "批评教育3人"
    assert str(Result(kind="returned", amount=Decimal("1.5"))) == "清退资金1.5万元"
    assert str(in_progress.issues.first()) == "1 （示例）党建政治引领不够充分。"
