"""Which pages search engines are to find, and which they are to leave alone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from rectify.models import Publication
from rectify.publishing.revision import revision_of_all
from rectify.views.conditional import published
from rectify.views.editions import address_of

# Where there is nothing for the public, or an answer for one person alone.
CLOSED = [
    "/admin/",
    "/my/",
    "/evidence/",
    "/login/",
    "/logout/",
    "/password/",
    "/landing/",
    "/large-type/",
    "/healthz",
]


@login_not_required
@require_safe
@published(revision_of_all)
def sitemap(request):
    """List the pages of what is published, each round as its newest edition has it."""
    rounds = Publication.objects.newest_public().values_list("round__slug", "published_at")
    pages = [(request.build_absolute_uri(address_of(slug)), at) for slug, at in rounds]
    context = {
        "list": request.build_absolute_uri(reverse("round_list")),
        "changed_at": max((at for _, at in pages), default=None),
        "pages": pages,
    }
    return render(request, "rounds/sitemap.xml", context, content_type="application/xml")


@login_not_required
@require_safe
@cache_control(public=True, max_age=86400)
def robots(request):
    """Tell search engines what is not for them, and where the list of pages is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
