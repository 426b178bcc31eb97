"""What the database refuses, and the sentence in which the form says so."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from communities.models import Community, Department, Owner, User
from rectify.models import (
    AuditEntry,
    Campaign,
    Category,
    Evidence,
    Extension,
    Finding,
    Issue,
    Measure,
    Mechanism,
    Move,
    OfficialName,
    PlannedWork,
    ProgressEntry,
    Result,
    Round,
    Section,
)
from rectify.states import Status

DAY = datetime.date(2023, 1, 1)
NOW = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)


def round_(**fields):
    return Round(slug="new", name="新轮次", inspected_body="示例街道", **fields)


def published():
    return Round.objects.get(slug="hangzhoudao-2022")


def subcategory(title):
    return Category(round=published(), parent=published().categories.first(), title=title)


def finding():
    return Finding.objects.filter(category__round=published()).first()


def issue(**fields):
    one = Issue.objects.filter(round=published()).first()
    one.pk, one.number = None, "新"
    one._state.adding = True
    for name, value in fields.items():
        setattr(one, name, value)
    return one


def somebody():
    return User.objects.get_or_create(username="somebody")[0]


def progress(**fields):
    return ProgressEntry(
        **{"issue": Issue.objects.first(), "by": somebody(), "text": "已办。"} | fields
    )


def move(**fields):
    statuses = {"before": "to_endorse", "after": "to_approve"}
    row = {"issue": Issue.objects.first(), "name": "endorse", "by": somebody()}
    return Move(**row | statuses | fields)


def extension(**fields):
    row = {"issue": Issue.objects.first(), "asked_by": somebody(), "reason": "雨季。"}
    return Extension(**row | {"new_due_on": DAY} | fields)


def evidence(**fields):
    entry = progress()
    entry.save()
    row = {"entry": entry, "added_by": somebody(), "name": "照片.jpeg", "kind": "jpeg"}
    return Evidence(**row | {"size": 1, "sha256": "0" * 64, "file": "a"} | fields)


# What must not be: a row that breaks one rule, and the rule's sentence.
REFUSED = {
    "community_code_has_twelve_digits": lambda: Community(
        code="12011600500x", name="甲", full_name="甲"
    ),
    "community_kind_is_known": lambda: Community(
        code="1" * 12, name="甲", full_name="甲", kind="city"
    ),
    "community_party_body_is_known": lambda: Community(
        code="1" * 12, name="甲", full_name="甲", party_body="x"
    ),
    "one_owner_per_community_and_post": lambda: Owner(
        community=Community.objects.get(name="新园里社区"), post="党组织书记"
    ),
    "owner_post_is_given": lambda: Owner(community=Community.objects.first(), post=""),
    "round_measure_style_is_known": lambda: round_(measure_style="x"),
    "round_measure_place_is_known": lambda: round_(measure_place="x"),
    "round_planned_work_separator_is_known": lambda: round_(planned_work_separator="x"),
    "round_rate_has_at_most_two_decimals": lambda: round_(rate_decimals=3),
    "round_kind_is_known": lambda: round_(kind="x"),
    "round_inspection_ends_after_it_begins": lambda: round_(
        inspected_from=DAY, inspected_to=DAY - datetime.timedelta(1)
    ),
    "round_feedback_follows_inspection": lambda: round_(
        inspected_to=DAY, fed_back_on=DAY - datetime.timedelta(1)
    ),
    "round_publication_follows_feedback": lambda: round_(
        fed_back_on=DAY, published_on=DAY - datetime.timedelta(1)
    ),
    "round_period_is_one_to_24_months": lambda: round_(period_months=25),
    "round_red_light_comes_after_amber": lambda: round_(amber_days=1, red_days=2),
    "one_name_per_round_and_key": lambda: OfficialName(
        round=published(), key="街道", text="甲", position=1
    ),
    "name_is_text_or_department": lambda: OfficialName(round=published(), key="新", position=1),
    "one_category_per_round_and_title": lambda: Category(
        round=published(), title=published().categories.first().title, position=1
    ),
    "one_category_per_parent_and_title": lambda: subcategory("新").save() or subcategory("新"),
    "category_title_is_given": lambda: Category(round=published(), title="", position=1),
    "one_finding_per_category_and_title": lambda: Finding(
        category=finding().category, title=finding().title, position=1
    ),
    "finding_title_is_given": lambda: Finding(category=finding().category, title="", position=1),
    "finding_measure_style_is_known": lambda: Finding(
        category=finding().category, title="新", measure_style="x", position=1
    ),
    "measure_outcome_is_known": lambda: Measure(
        finding=finding(), text="新", outcome="x", position=1
    ),
    "measure_text_is_given": lambda: Measure(finding=finding(), text="", position=1),
    "section_kind_is_known": lambda: Section(round=published(), kind="x", body="新", position=1),
    "section_level_is_one_to_four": lambda: Section(
        round=published(), level=5, body="新", position=1
    ),
    "section_says_something": lambda: Section(round=published(), position=1),
    "one_findings_section_per_round": lambda: Section(
        round=published(), kind="findings", position=1
    ),
    "one_campaign_per_round_and_name": lambda: Campaign(
        round=published(), name="专项整治第1项", position=1
    ),
    "one_mechanism_per_round_and_name": lambda: Mechanism(
        round=published(), name="制度机制第1项", position=1
    ),
    "one_planned_work_per_round_and_title": lambda: PlannedWork(
        round=published(), title="楼门亮化", due_on=DAY, position=1
    ),
    "planned_work_precision_is_known": lambda: PlannedWork(
        round=published(), title="新", due_on=DAY, precision="x", position=1
    ),
    "result_kind_is_known": lambda: Result(round=published(), kind="x", people=1),
    "result_has_people_or_money": lambda: Result(round=published(), kind="returned", people=1),
    "one_issue_per_round_and_number": lambda: issue(number="001"),
    "issue_number_and_text_are_given": lambda: issue(text=""),
    "issue_status_is_known": lambda: issue(status="x", settled_on=None),
    "issue_is_settled_on_a_day": lambda: issue(settled_on=None),
    "issue_is_withheld_on_a_ground": lambda: issue(is_withheld=True),
    "only_sustained_issue_has_review_day": lambda: issue(review_on=DAY),
    "move_name_is_known": lambda: move(name="x"),
    "move_statuses_are_known": lambda: move(after="x"),
    "return_says_why_and_what_is_wanted": lambda: move(name="return", note="不够。"),
    "sustaining_says_why_and_until_when": lambda: move(name="sustain", note="长期。"),
    "reopening_has_a_ground": lambda: move(name="reopen", note="又坏了。"),
    "one_open_extension_per_issue": lambda: extension().save() or extension(),
    "extension_state_is_known": lambda: extension(state="x", decided_at=NOW, decided_by=somebody()),
    "extension_reason_is_given": lambda: extension(reason=""),
    "extension_is_later": lambda: extension(old_due_on=DAY, new_due_on=DAY),
    "extension_is_decided_at_and_by": lambda: extension(decided_at=NOW),
    "audit_kind_is_known": lambda: AuditEntry(kind="x"),
    "failed_login_is_nobodys": lambda: AuditEntry(kind="failed", user=somebody()),
    "progress_text_is_given": lambda: progress(text=""),
    "evidence_kind_is_known": lambda: evidence(kind="exe"),
    "evidence_is_removed_at_by_and_because": lambda: evidence(
        removed_at=NOW, removed_by=somebody()
    ),
}


def constraints() -> dict[str, models.BaseConstraint]:
    return {
        constraint.name: constraint
        for model in Round._meta.apps.get_models()
        if model._meta.app_label in ("rectify", "communities")
        for constraint in model._meta.constraints
    }


def test_every_constraint_is_tried_here():
    # That a row is not its own parent can be broken by an update alone, tried below.
    assert set(REFUSED) == set(constraints()) - {"category_is_not_its_own_parent"}


def test_every_constraint_speaks_chinese():
    default = models.BaseConstraint.default_violation_error_message
    for constraint in constraints().values():
        assert constraint.violation_error_message != default
        assert constraint.violation_error_message.endswith("。")


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_database_refuses(name):
    row = REFUSED[name]()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_form_says_why(name):
    row = REFUSED[name]()
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    assert constraints()[name].violation_error_message in refused.value.messages


@pytest.mark.django_db
def test_category_above_itself(published):
    category = published.categories.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Category.objects.filter(pk=category.pk).update(parent=category.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "people", "amount", "well"),
    [
        ("criticism", 3, None, True),
        ("criticism", 0, None, True),
        ("criticism", None, Decimal(1), False),
        ("criticism", 1, Decimal(1), False),
        ("returned", None, Decimal("0.001"), True),
        ("returned", None, Decimal("-0.001"), False),
        ("returned", None, None, False),
    ],
)
def test_result_is_people_or_money(published, kind, people, amount, well):
    row = Result(round=published, kind=kind, people=people, amount=amount)
    if well:
        row.full_clean()
        row.save()
    else:
        with pytest.raises(ValidationError, match="只填"):
            row.full_clean()


# --- Rules across rows -----------------------------------------------------------------


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
