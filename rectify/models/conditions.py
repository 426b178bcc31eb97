"""Checking a row against the database's own conditions without asking the database.

Thousands of rows of a spreadsheet are judged at once; asking the database of each constraint
of each row would take longer than everything else. The condition is the constraint's own, so
no rule is written twice.
"""

from django.db.models import CheckConstraint, F, Model, Q


def broken_constraints(row: Model) -> list[CheckConstraint]:
    """Return the check constraints that a row would break."""
    return [
        constraint
        for constraint in row._meta.constraints
        if isinstance(constraint, CheckConstraint) and not holds(constraint.condition, row)
    ]


def holds(condition: Q, row: Model) -> bool:
    """Tell whether a condition on a row's own columns holds.

    Raises NotImplementedError for a comparison that nobody has taught it, so that a new
    constraint cannot pass unlooked at.
    """
    parts = [
        holds(part, row) if isinstance(part, Q) else _compares(row, *part)
        for part in condition.children
    ]
    result = any(parts) if condition.connector == Q.OR else all(parts)
    return result != condition.negated


def _compares(row: Model, lookup: str, expected) -> bool:
    name, _, comparison = lookup.partition("__")
    value = getattr(row, name)
    if isinstance(expected, F):
        raise NotImplementedError(f"{lookup}: another column")
    match comparison:
        case "" | "exact":
            return value == expected
        case "in":
            return value in expected
        case "isnull":
            return (value is None) == expected
    raise NotImplementedError(lookup)
