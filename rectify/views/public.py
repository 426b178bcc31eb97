"""What anyone may read: the rounds that are published, each with its figures and its notice."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseFault
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rectify.figures import Figures
from rectify.models import Round
from rectify.notices import html
from rectify.notices.compose import NoticeError, compose

logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def round_list(request):
    """List the published rounds."""
    return render(request, "rounds/round_list.html", {"rounds": Round.objects.published()})


@login_not_required
@require_safe
def round_detail(request, slug):
    """Show one published round; before it is published its address does not exist."""
    round = get_object_or_404(Round.objects.published().with_counts(), slug=slug)
    figures = Figures(round)
    try:
        notice = html.render(compose(round, figures), top=3)
    except NoticeError:
        # The figures are still right and still owed to the public; staff see the reason.
        logger.exception("公布正文不能生成：%s", slug)
        notice = ""
    context = {"round": round, "figures": figures, "notice": notice}
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
