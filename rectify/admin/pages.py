"""What pages of ours beside Django's own have in common: their frame, and the way back."""

from django.contrib import admin
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme

from rectify.models import Issue


def page(request, template: str, **context) -> HttpResponse:
    """Answer with a page about the ledger in the frame of the admin."""
    frame = admin.site.each_context(request)
    return TemplateResponse(request, template, {**frame, "opts": Issue._meta, **context})


def way_back(request, otherwise: str) -> str:
    """Return where a page leads back to: where the person came from, if that is on this site."""
    address = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else otherwise
