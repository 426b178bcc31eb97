"""Pages of the admin as a test meets them: addresses, forms as sent back, what was refused."""

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.test import Client
from django.urls import reverse


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


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


# --- Pages of our own --------------------------------------------------------------------


def filled(response, **values) -> dict:
    """Return what a browser would send of a page's form, with values put in."""
    form = response.context["form"]
    data = {bound.name: value for bound in form if (value := bound.value()) is not None}
    for name, field in form.fields.items():
        data[name] = field.prepare_value(data[name]) if name in data else ""
    return {**data, "next": response.context["next"], **values}


def sentences(response) -> list[str]:
    """Return all that a page's form refuses, in the order of its fields."""
    return [sentence for errors in response.context["form"].errors.values() for sentence in errors]


def told(response) -> list[str]:
    """Return what the page that was led to says of what was done."""
    return [str(message) for message in response.context["messages"]]
