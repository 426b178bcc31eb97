"""Pages of the admin as a test meets them: addresses, forms as sent back, what was refused."""

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse


def address(model, page, *args):
    return reverse(admin_urlname(model._meta, page), args=args)


def rows(response) -> list[int]:
    return [row.pk for row in response.context["cl"].result_list]


def form_data(response) -> dict:
    """Return what a browser would send back of a change page, untouched."""
    data = {}
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            values = value if isinstance(value, (list, tuple)) else [value]
            data[bound.html_name] = [getattr(one, "pk", one) for one in values]
    return data


def errors_of(response) -> list[str]:
    found = [
        error for errors in response.context["adminform"].form.errors.values() for error in errors
    ]
    for formset in response.context["inline_admin_formsets"]:
        found += formset.formset.non_form_errors()
        found += [
            error
            for form in formset.formset.forms
            for errors in form.errors.values()
            for error in errors
        ]
    return found
