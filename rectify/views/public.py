"""What anyone may read: the rounds that are published, each as an edition froze it."""

from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseFault
from django.db.models import F
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rectify.models import Publication, Round
from rectify.notices import html
from rectify.publishing.frozen import Frozen, day_of


@login_not_required
@require_safe
def round_list(request):
    """List the published rounds."""
    rounds = [
        {**facts, "slug": slug, "published_on": day_of(facts["published_on"])}
        for slug, facts in Publication.objects.newest_public().values_list(
            "round__slug", "content__round"
        )
    ]
    return render(request, "rounds/round_list.html", {"rounds": rounds})


@login_not_required
@require_safe
def round_detail(request, slug, number=None):
    """Show a round as last published, or as an earlier edition of the given number had it.

    Before anything is published the address does not exist.
    """
    public = Publication.objects.public_editions(slug).defer("content")
    # Whether opinions are taken is no part of what was published.
    editions = list(public.annotate(takes_opinions=F("round__takes_opinions")))
    shown = [one for one in editions if number in (None, one.number)]
    if not shown:
        raise Http404
    publication = shown[0]
    frozen = Frozen(publication.content)
    context = {
        "round": {**frozen.round, "slug": slug},
        "figures": frozen,
        "publication": publication,
        "editions": editions,
        "newest": editions[0],
        "notice": html.render(frozen.blocks, top=3),
    }
    return render(request, "rounds/round_detail.html", context)


@login_not_required
@require_safe
@never_cache
def healthz(request):
    """Answer for the application and its database: 200 when both work, else 503."""
    try:
        Round.objects.exists()
    except DatabaseFault:
        return JsonResponse({"application": "ok", "database": "unavailable"}, status=503)
    return JsonResponse({"application": "ok", "database": "ok"})
