"""What the database refuses, and the sentence in which the form says so."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from communities.models import Community, Owner
from rectify.models import (
    AuditEntry,
    Campaign,
    Category,
    Finding,
    Measure,
    Mechanism,
    OfficialName,
    PlannedWork,
    Result,
    Round,
    Section,
)
from tests.rows import (
    DAY,
    NOW,
    acknowledgement,
    allowance,
    evidence,
    extension,
    finding,
    issue,
    ledger_import,
    move,
    opinion,
    opinion_step,
    planned_work,
    progress,
    publication,
    publication_step,
    published,
    published_community,
    round_,
    somebody,
    subcategory,
)

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
    "round_community_disclosure_is_known": lambda: round_(community_disclosure="x"),
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
    "import_is_confirmed_before_it_is_undone": lambda: ledger_import(
        undone_at=NOW, undone_by=somebody()
    ),
    "import_is_undone_at_and_by": lambda: ledger_import(confirmed_at=NOW, undone_at=NOW),
    "refused_rows_are_left_out_on_purpose": lambda: ledger_import(confirmed_at=NOW, refused=1),
    "one_opinion_per_receipt": lambda: opinion().save() or opinion(),
    "opinion_state_is_known": lambda: opinion(state="x"),
    "opinion_is_kept_or_erased": lambda: opinion(erased_at=NOW),
    "opinion_step_name_is_known": lambda: opinion_step(name="x"),
    "opinion_step_states_are_known": lambda: opinion_step(after="x"),
    "opinion_step_says_what_it_must": lambda: opinion_step(name="answer"),
    "reopening_opinion_names_its_move": lambda: opinion_step(name="reopen"),
    "opinion_step_is_somebodys": lambda: opinion_step(by=None),
    "finding_is_withheld_on_a_ground": lambda: withheld(finding()),
    "measure_is_withheld_on_a_ground": lambda: withheld(finding().measures.first()),
    "plannedwork_is_withheld_on_a_ground": lambda: planned_work(withheld_ground="secret"),
    "publication_edition_is_known": lambda: publication(edition="x"),
    "publication_stage_is_known": lambda: publication(stage="x"),
    "published_edition_is_numbered_and_sealed": lambda: publication(number=1),
    "one_edition_per_round_and_number": lambda: publication(
        edition="public", number=1, stage="published", published_at=NOW, seal="a"
    ),
    "one_open_edition_per_round": lambda: publication().save() or publication(),
    "one_list_per_publication_and_community": lambda: (
        published_community().save() or published_community()
    ),
    "publicationstep_is_somebodys": lambda: publication_step(by=None),
    "publication_step_is_known": lambda: publication_step(name="x"),
    "returned_edition_says_why": lambda: publication_step(name="return"),
    "acknowledgement_is_somebodys": lambda: acknowledgement(source="别处"),
    "acknowledgement_says_why": lambda: acknowledgement(reason=""),
    "one_allowance_per_kind_origin_and_time": lambda: allowance().save() or allowance(),
    "allowance_kind_is_known": lambda: allowance(kind="x"),
}


def withheld(row):
    """Return a row that is withheld and does not say why."""
    row.is_withheld = True
    return row


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
