"""The histories of what an inspection found, each with that of its parts."""

from rectify.models import Category, Finding, Issue, Measure, Round, Section
from rectify.timeline.events import Event, merged
from rectify.timeline.fields import deleted, of_fields, of_parts


def of_round(round: Round) -> list[Event]:
    """Return the changes of a round, its sections and its categories, and what was deleted in it.

    Findings and entries have histories of their own; once deleted, they are still told here.
    """
    categories = Category.history.filter(round=round.pk).values("id")
    return merged(
        of_fields(round),
        of_parts(Section, round=round.pk),
        of_parts(Category, round=round.pk),
        deleted(Finding, category__in=categories),
        deleted(Issue, round=round.pk),
    )


def of_category(category: Category) -> list[Event]:
    """Return the changes of a category and of the findings in it."""
    return merged(of_fields(category), of_parts(Finding, category=category.pk))


def of_finding(finding: Finding) -> list[Event]:
    """Return the changes of a finding and of its measures."""
    return merged(of_fields(finding), of_parts(Measure, finding=finding.pk))
