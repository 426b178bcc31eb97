"""A clerk at the admin, who fills in its own forms and chooses by what is written there.

Each page is fetched first, as a browser does; what it holds is sent back with the clerk's
changes, so a field that the page does not offer cannot be filled in. Choices are made by
their visible words, never by a key. The ledger alone comes from a spreadsheet, which may say
in which status an entry is by now.
"""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.forms import ModelMultipleChoiceField
from django.forms.models import ModelChoiceField
from django.test import Client
from django.urls import reverse

from rectify.models import Category, Finding, Round
from rectify.spreadsheets.importing import write
from tests.spreadsheets.ledgers import ledger

SETTLED = {"已销号", "长期坚持"}
COLUMNS = [
    "问题编号",
    "社区",
    "问题类别",
    "反馈问题",
    "具体问题",
    "责任科室",
    "整改状态",
    "完成时间",
]


class Clerk:
    """Enters a round's papers through the admin alone."""

    def __init__(self, client: Client):
        self.client = client
        self.told: list[str] = []

    # --- One page ----------------------------------------------------------------------

    def submit(self, url, values=None, *, add=None, change=None):
        """Send a page back with values, rows to add, and changes to rows found by their words.

        `add` maps an inline to new rows; `change` maps it to pairs of what a row says now
        and what it should say. Fails with the form's own sentences when it is refused.
        """
        data = self._filled(url, values or {}, add or {}, change or {})
        response = self.client.post(url, data)
        if response.status_code != 302:
            pytest.fail(f"{url} refused:\n" + "\n".join(sentences(response.context)))
        self.told = [str(message) for message in get_messages(response.wsgi_request)]

    def refused(self, url, values=None, *, add=None, change=None) -> list[str]:
        """Send a page back that ought to be refused; return the sentences that it says."""
        data = self._filled(url, values or {}, add or {}, change or {})
        response = self.client.post(url, data)
        assert response.status_code == 200, f"{url} was accepted"
        return sentences(response.context)

    def _filled(self, url, values, add, change):
        response = self.client.get(url)
        assert response.status_code == 200, url
        context = response.context
        data = written(context["adminform"].form, values)
        inlines = {one.formset.prefix: one.formset for one in context["inline_admin_formsets"]}
        unknown = {*add, *change} - {*inlines}
        assert not unknown, f"{url} has no rows for {unknown}, only for {set(inlines)}"
        for prefix, formset in inlines.items():
            data |= rows(formset, add.get(prefix, []), list(change.get(prefix, [])))
        return data

    # --- What stands around a round ----------------------------------------------------

    def add_community(self, name: str, kind: str, code: int):
        self.submit(
            reverse("admin:communities_community_add"),
            {"name": name, "full_name": name, "kind": kind, "code": f"{code:012}"},
        )

    def add_department(self, name: str):
        self.submit(reverse("admin:communities_department_add"), {"name": name})

    # --- A round, from its first page to its texts -------------------------------------

    def enter(self, papers) -> Round:
        """Enter a whole round: facts first, then the texts that name figures."""
        self.add_department(papers.department)
        for code, (name, kind) in enumerate(papers.communities.items(), start=990000000001):
            self.add_community(name, kind, code)
        self.submit(
            reverse("admin:rectify_round_add"),
            papers.round | {"communities": list(papers.communities)},
        )
        round = Round.objects.get(slug=papers.round["slug"])
        self.change_round(
            round,
            add=papers.rows
            | {
                "categories": [one.row for one in papers.categories],
                "official_names": papers.names,
            },
        )
        for category in papers.categories:
            self.change_category(
                round,
                category.title,
                category.place,
                add={"findings": [finding.row for finding in category.findings]},
            )
            for finding in category.findings:
                self.add_measures(round, finding)
                self.add_issues(round, finding, papers.department)
        # Only now does every figure that a text may name have a value.
        for category in papers.categories:
            self.change_category(round, category.title, category.text)
        self.change_round(round, papers.texts, add={"sections": papers.sections})
        return round

    def change_round(self, round, values=None, **changes):
        self.submit(reverse("admin:rectify_round_change", args=[round.pk]), values, **changes)

    def change_category(self, round, title, values=None, **changes):
        pk = Category.objects.get(round=round, title=title).pk
        self.submit(reverse("admin:rectify_category_change", args=[pk]), values, **changes)

    def finding_page(self, round, title) -> str:
        pk = Finding.objects.get(category__round=round, title=title).pk
        return reverse("admin:rectify_finding_change", args=[pk])

    def add_measures(self, round, finding):
        page = self.finding_page(round, finding.title)
        self.submit(page, add={"measures": finding.measure_rows})

    def add_issues(self, round, finding, department):
        """Put in the entries of a finding by the rows of a spreadsheet."""
        category = Finding.objects.get(category__round=round, title=finding.title).category
        start = round.issues.count() + 1
        rows = [
            (
                str(number),
                community,
                category.title,
                finding.title,
                f"（示例）{finding.title}。",
                department,
                status,
                "2024-06-03" if status in SETTLED else "",
            )
            for number, (community, status) in enumerate(finding.issues, start)
        ]
        if rows:
            write(ledger(*(dict(zip(COLUMNS, row, strict=True)) for row in rows)), round)

    def change_issue(self, issue, **values):
        self.submit(reverse("admin:rectify_issue_change", args=[issue.pk]), values)

    def move(self, issue, name, **said):
        """Make a move with an entry, on the page of that move."""
        page = reverse("admin:rectify_issue_move", args=[issue.pk, name])
        form = self.client.get(page).context["form"]
        response = self.client.post(page, written(form, said))
        assert response.status_code == 302, response.context["form"].errors


def sentences(context) -> list[str]:
    """Return what a refused page says, each with the field or row it stands at."""
    form = context["adminform"].form
    said = [f"{place}：{one}" for place, errors in form.errors.items() for one in errors]
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        said += [f"{formset.prefix}：{one}" for one in formset.non_form_errors()]
        for form in formset.forms:
            for place, errors in form.errors.items():
                said += [f"{form.prefix} {place}：{one}" for one in errors]
    return said


def rows(formset, new, changes) -> dict:
    """Return the data of an inline: the rows it has, changed where asked, and new ones."""
    data = {}
    for form in formset.initial_forms:
        wanted = {}
        for change in changes:
            if all(form[name].value() == value for name, value in change[0].items()):
                wanted |= change[1]
                changes.remove(change)
                break
        data |= written(form, wanted)
    assert not changes, f"{formset.prefix} has no row like {changes}"
    first = formset.initial_form_count()
    for index, values in enumerate(new, start=first):
        form = formset.empty_form
        form.prefix = formset.add_prefix(index)
        data |= written(form, values)
    for name, value in formset.management_form.initial.items():
        data[f"{formset.prefix}-{name}"] = value
    data[f"{formset.prefix}-TOTAL_FORMS"] = first + len(new)
    return data


def written(form, values) -> dict:
    """Return a form's data as a browser would send it, with the given values put in."""
    unknown = {*values} - {*form.fields}
    assert not unknown, f"the form has no {unknown}, only {list(form.fields)}"
    data = {}
    for bound in form:
        wanted = bound.name in values
        value = chosen(bound, values[bound.name]) if wanted else as_sent(bound.value())
        if value is not None:
            data[bound.html_name] = value
    return data


def as_sent(value):
    """Write a value as a browser sends it; None is left out, as of a box not ticked."""
    if value is None or value is False:
        return None
    if value is True:
        return "on"
    if isinstance(value, list):
        return [str(getattr(one, "pk", one)) for one in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def chosen(bound, value):
    """Write a wanted value as it is sent: of a list, the choice with these very words."""
    field = bound.field
    if isinstance(field, ModelMultipleChoiceField):
        return [option(field, name) for name in value]
    if isinstance(field, ModelChoiceField) and not isinstance(value, str) and value is not None:
        return option(field, field.label_from_instance(value))
    if hasattr(field, "choices") and value:
        return option(field, value)
    return as_sent(value)


def option(field, words: str) -> str:
    """Return what the choice with these words sends; there must be exactly one."""
    found = [str(key) for key, label in field.choices if str(label) == words]
    assert len(found) == 1, f"{words} is not among {[str(label) for _, label in field.choices]}"
    return found[0]
