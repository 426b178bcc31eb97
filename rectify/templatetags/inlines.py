"""What Django's table of inline rows lacks."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

EMPTY = '<th class="original"></th>'
NAMED = '<th class="original"><span class="visually-hidden">已有的行</span></th>'


@register.filter
def with_heading(table: SafeString) -> SafeString:
    """Return the table with a heading above the column in which it names its rows."""
    return mark_safe(table.replace(EMPTY, NAMED))  # noqa: S308 -- a constant for another
