"""Refusing a row with sentences beside its fields."""

from django.core.exceptions import ValidationError


def refuse_if_any(problems: dict[str, list[str]]) -> None:
    """Raise ValidationError with the problems of each field that has some, if one does."""
    found = {field: sentences for field, sentences in problems.items() if sentences}
    if found:
        raise ValidationError(found)
