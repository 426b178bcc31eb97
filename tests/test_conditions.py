"""A condition is judged in Python as the database judges it."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q

from rectify.models import Issue
from rectify.models.conditions import broken_constraints, holds
from rectify.models.withholding import WithholdingGround
from rectify.states import Status

ROWS = [
    Issue(
        number=number,
        text=text,
        status=status,
        settled_on=settled_on,
        review_on=review_on,
        is_withheld=withheld,
        withheld_ground=ground,
    )
    for number, text in [("1", "a"), ("", "a"), ("1", ""), ("", "")]
    for status in [*Status.values, "", "x"]
    for settled_on, review_on in product([None, date(2023, 1, 1)], repeat=2)
    for withheld, ground in product([True, False], ["", WithholdingGround.SECRET, "x"])
]
CONSTRAINTS = [one for one in Issue._meta.constraints if isinstance(one, CheckConstraint)]


@pytest.mark.django_db
@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=lambda one: one.name)
def test_every_constraint_of_an_entry_is_judged_as_the_database_does(constraint):
    """The database gets one row of each sort that the constraint can tell apart."""
    names = {child[0].split("__")[0] for child in _leaves(constraint.condition)}
    sorts = {tuple(getattr(row, name) for name in sorted(names)): row for row in ROWS}
    for values, row in sorts.items():
        try:
            constraint.validate(Issue, row)
            is_well = True
        except ValidationError:
            is_well = False
        assert holds(constraint.condition, row) == is_well, values


def _leaves(condition):
    for child in condition.children:
        yield from _leaves(child) if isinstance(child, Q) else [child]


def test_broken_constraints_are_named():
    row = Issue(number="1", text="a", status="closed", is_withheld=True)
    assert [one.name for one in broken_constraints(row)] == [
        "issue_is_withheld_on_a_ground",
        "issue_is_settled_on_a_day",
    ]


@pytest.mark.parametrize("condition", [Q(number__gt="1"), Q(number=F("text"))])
def test_comparison_that_nobody_taught_is_refused(condition):
    with pytest.raises(NotImplementedError):
        holds(condition, Issue(number="1", text="1"))
