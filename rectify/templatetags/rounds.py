"""How figures are shown: every outcome in its one order, zero included."""

from django import template

from rectify.states import Outcome

register = template.Library()


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
