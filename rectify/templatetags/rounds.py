"""How figures are shown: every outcome in its one order, zero included."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from rectify import inline_style as style
from rectify.publishing.colours import COLOURS
from rectify.states import Outcome

register = template.Library()


@register.simple_tag
def inline_style():
    """Write the style of the public pages into the page."""
    return format_html("<style>{}</style>", mark_safe(style.text()))  # noqa: S308 -- our own files


@register.filter
def by_outcome(tally):
    """Return (outcome, count) for each of the four outcomes."""
    return [(outcome, getattr(tally, outcome)) for outcome in Outcome]


@register.simple_tag
def rate(tally, decimals):
    """Write a tally's completion rate with as many decimals as the round wants."""
    return tally.rate(decimals)


@register.inclusion_tag("rounds/_tally_header.html")
def tally_header():
    """Write the column headings that go with a tally's cells."""
    return {"outcomes": list(Outcome)}


@register.inclusion_tag("rounds/_shares.html")
def shares(tally):
    """Draw a tally as one bar, each outcome with its share; the numbers stand beside it."""
    parts, place = [], 0
    for outcome, count in by_outcome(tally):
        if count:
            shares = (_percent(number, tally.total) for number in (place, count))
            parts.append((COLOURS[outcome], *shares))
        place += count
    words = "，".join(f"{outcome.label} {count} 项" for outcome, count in by_outcome(tally))
    return {"parts": parts, "words": words}


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.3f}"


@register.inclusion_tag("rounds/_pages.html")
def pages_of_rounds(shown):
    """Lead to the pages before and after one of the list of rounds."""
    return _pages(shown, "round_list", [])


@register.inclusion_tag("rounds/_pages.html")
def pages_of_community(round, publication, newest, community, shown):
    """Lead to the pages before and after one of a community's issues, in the same edition."""
    if publication == newest:
        return _pages(shown, "round_community", [round["slug"], community.code])
    place = [round["slug"], publication.number, community.code]
    return _pages(shown, "edition_community", place)


def _pages(shown, name: str, place: list) -> dict:
    def address(number):
        if number == 1:
            return reverse(name, args=place)
        return reverse(f"{name}_page", args=[*place, number])

    return {
        "shown": shown,
        "previous": address(shown.number - 1) if shown.has_previous() else "",
        "next": address(shown.number + 1) if shown.has_next() else "",
    }
