"""The notice editor as a test meets it: addresses, forms as sent back, what was refused."""

import re

from django.urls import reverse

from rectify.notices import text
from rectify.notices.compose import compose
from rectify.steps import Edition


def notice(round, query="") -> str:
    return reverse("admin:rectify_round_notice", args=[round.pk]) + query


def part(row) -> str:
    return f"{row._meta.model_name}-{row.pk}"


def opened(client, round, name, more=""):
    """Open a part; return its address and what the browser would send back of its form."""
    page = notice(round, f"?part={name}{more}")
    return page, sent(client.get(page))


def sent(response) -> dict:
    context = response.context
    data = {"sending": context["sending"], "seen": context["request"].seen}
    forms = [context["form"]]
    for _, formset in context["formsets"]:
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = getattr(value, "pk", value)
    return data


def refusals(response) -> list[str]:
    forms = [response.context["form"]]
    for _, formset in response.context["formsets"]:
        forms += formset.forms
    return [error for form in forms for errors in form.errors.values() for error in errors]


def words(html: str) -> str:
    """Return what stands in the preview as a reader reads it."""
    sheet = html.partition("data-notice")[2].partition("</section>")[0].partition(">")[2]
    sheet = re.sub(r'<a class="place[^>]*>[^<]*</a>', "", sheet)
    return re.sub(r"\s", "", re.sub(r"<[^>]+>", "", sheet))


def plain(round, edition=Edition.PUBLIC) -> str:
    return re.sub(r"\s", "", text.render(compose(round, edition=edition)))
