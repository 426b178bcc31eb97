"""Figures: the tallies add up, rates are honest, and queries do not grow."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.figures import Figures, Tally
from rectify.models import Issue, Result, Round
from rectify.models.result import ResultKind
from rectify.notices.compose import compose
from rectify.states import OUTCOME_OF, SETTLED, Outcome, Status
from rectify.variables import RESULTS, plain_number

counts = st.integers(min_value=0, max_value=10**6)


@pytest.mark.parametrize(
    ("tally", "decimals", "rate"),
    [
        (Tally(done=523), 1, "100%"),
        (Tally(done=83, under_way=74), 1, "52.9%"),
        (Tally(done=22, under_way=35), 1, "38.6%"),
        (Tally(done=522, under_way=1), 1, "99.8%"),
        (Tally(done=9999, unfinished=1), 1, "99.9%"),
        (Tally(done=1, unfinished=9999), 1, "0.1%"),
        (Tally(unfinished=7), 1, "0%"),
        (Tally(staged=7), 1, "0%"),
        (Tally(done=1, staged=1), 1, "50%"),
        (Tally(done=1, unfinished=7), 0, "13%"),
        (Tally(done=1, unfinished=2), 2, "33.33%"),
        (Tally(), 1, ""),
    ],
)
def test_rate(tally, decimals, rate):
    assert tally.rate(decimals) == rate


@given(st.builds(Tally, counts, counts, counts, counts), st.integers(0, 2))
def test_rate_never_claims_more_than_is_done(tally, decimals):
    rate = tally.rate(decimals)
    if not tally.total:
        assert rate == ""
        return
    assert (rate == "100%") == (tally.done == tally.total)
    assert (rate == "0%") == (tally.done == 0)
    exact = Decimal(100 * tally.done) / tally.total
    assert abs(Decimal(rate[:-1]) - exact) <= Decimal(1).scaleb(-decimals)


@pytest.mark.parametrize(
    ("tally", "outcome"),
    [
        (Tally(done=3), Outcome.DONE),
        (Tally(done=2, staged=1), Outcome.STAGED),
        (Tally(staged=1), Outcome.STAGED),
        (Tally(done=2, under_way=1), Outcome.UNDER_WAY),
        (Tally(done=2, unfinished=1), Outcome.UNDER_WAY),
        (Tally(staged=2, unfinished=1), Outcome.UNDER_WAY),
        (Tally(under_way=1, unfinished=1), Outcome.UNDER_WAY),
        (Tally(unfinished=2), Outcome.UNFINISHED),
        (Tally(), Outcome.UNFINISHED),
    ],
)
def test_finding_is_told_by_its_issues(tally, outcome):
    assert tally.outcome == outcome


def test_every_status_has_its_outcome():
    assert OUTCOME_OF == {
        Status.TO_ACCEPT: Outcome.UNFINISHED,
        Status.RECTIFYING: Outcome.UNDER_WAY,
        Status.TO_ENDORSE: Outcome.UNDER_WAY,
        Status.TO_APPROVE: Outcome.UNDER_WAY,
        Status.CLOSED: Outcome.DONE,
        Status.SUSTAINED: Outcome.STAGED,
    }


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("12.300"), "12.3"),
        (Decimal("0.001"), "0.001"),
        (Decimal("1500.000"), "1500"),
        (Decimal(0), "0"),
        (0, "0"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_number_is_written_plainly(number, text):
    assert plain_number(number) == text


def test_every_kind_of_result_has_a_variable():
    assert [kind for _, kind, _ in RESULTS] == ResultKind.values


def test_figures_of_the_published_round(published):
    figures = Figures(published)
    assert figures.issues == Tally(done=523)
    assert figures.findings == Tally(done=25)
    assert figures.measures == Tally(done=54)
    assert [one.findings.total for one in figures.categories] == [9, 8, 8]
    assert sum((one.issues for one in figures.communities), Tally()) == figures.issues
    assert sorted({one.issues.total for one in figures.communities}) == [18, 19]
    assert (figures.community_count, figures.category_count, figures.department_count) == (29, 3, 4)
    assert (figures.campaign_count, figures.mechanism_count, figures.planned_work_count) == (
        3,
        3,
        2,
    )


def test_figures_of_the_round_in_progress_agree_with_its_rows(in_progress):
    figures = Figures(in_progress)
    statuses = list(in_progress.issues.values_list("status", flat=True))
    expected = Tally.of(OUTCOME_OF[status] for status in statuses)
    assert figures.issues == expected
    assert sum((one.issues for one in figures.communities), Tally()) == expected
    assert expected.total == 150
    assert 0 not in (expected.done, expected.staged, expected.under_way, expected.unfinished)
    # The street itself was inspected, but is no community.
    assert (len(figures.communities), figures.community_count) == (30, 29)


def test_results_are_summed_by_kind(published):
    finding = published.categories.first().findings.first()
    Result.objects.create(round=published, kind="criticism", people=3, finding=finding)
    Result.objects.create(round=published, kind="criticism", people=4)
    Result.objects.create(round=published, kind="returned", amount=Decimal("1.250"))
    Result.objects.create(round=published, kind="returned", amount=Decimal("0.003"))
    results = Figures(published).results
    assert {kind: total for kind, total in results.items() if total} == {
        "criticism": 7,
        "returned": Decimal("1.253"),
    }
    assert Figures(published).campaign_count == 3


@pytest.mark.parametrize("copies", [0, 9])
def test_composing_costs_the_same_at_any_size(published, copies, django_assert_num_queries):
    grow(published, copies)
    with django_assert_num_queries(8):
        compose(Round.objects.with_counts().get(pk=published.pk))


def grow(round, copies):
    """Multiply a round's ledger: 523 entries, or 5,230 with nine copies."""
    issues = list(round.issues.all())
    Issue.objects.bulk_create(
        Issue(
            **{
                field.attname: getattr(issue, field.attname)
                for field in Issue._meta.concrete_fields
                if field.attname not in ("id", "number")
            },
            number=f"{copy}-{issue.number}",
        )
        for copy in range(1, copies + 1)
        for issue in issues
    )


def test_settled_statuses_are_those_with_a_day(in_progress):
    settled = in_progress.issues.exclude(settled_on=None).values_list("status", flat=True)
    assert set(settled) == set(SETTLED)
