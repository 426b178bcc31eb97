"""Public pages that a cache may keep, and that are not made again for whoever has them."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_vary_headers,
)
from django.utils.http import http_date

from rectify import program
from rectify.publishing.revision import Revision
from rectify.views.machine import told_apart

CACHE_CONTROL = "public, max-age=5, stale-while-revalidate=30"


def published(revision: Callable[..., Revision | None]):
    """Decorate the view of a public page: the same for all visitors, and known by its revision.

    `revision` is called with the address's arguments by name and returns what the page shows
    as it stands, or None when there is no such page, which is 404; the view finds it again as
    `request.revision`. Whoever has the page as it stands is answered 304 before the view is
    called. To whoever has a session, of any kind, and while the program is being written
    (DEBUG), the page is made each time and nobody keeps it.

    The page must depend on nothing else of the request but host and path, whether it is
    HTTPS, and the large type; not on the query, as its header No-Vary-Search says.

    The order is `@login_not_required`, `@require_safe`, `@published(…)`, the view: the first
    marks what it is given, and a method that is not safe has to be refused before this.
    """

    def decorate(view):
        @wraps(view)
        def published_view(request, *args, **kwargs):
            request.revision = found = revision(**kwargs)
            if found is None:
                raise Http404
            if settings.DEBUG or settings.SESSION_COOKIE_NAME in request.COOKIES:
                return _for_nobody_else(view(request, *args, **kwargs))
            etag, modified = etag_of(request, found), modified_at(found)
            answer = get_conditional_response(request, etag, modified)
            if answer is None:
                answer = view(request, *args, **kwargs)
            if answer.status_code not in (200, 304):
                return _for_nobody_else(answer)
            answer.headers["ETag"] = etag
            if modified is not None:
                answer.headers["Last-Modified"] = http_date(modified)
            answer.headers["Cache-Control"] = CACHE_CONTROL
            answer.headers["No-Vary-Search"] = "params"
            patch_vary_headers(answer, ["Cookie"])
            return answer

        return published_view

    return decorate


def etag_of(request, revision: Revision) -> str:
    """Return the weak tag of a page: weak, since it is sent compressed or plain."""
    large = request.COOKIES.get(settings.LARGE_TYPE_COOKIE) == "1"
    parts = [revision.token, program.version(), told_apart(), request.path, str(large)]
    digest = hashlib.sha256("\n".join(parts).encode())
    return f'W/"{digest.hexdigest()[:32]}"'


def modified_at(revision: Revision) -> int | None:
    """Return when a page last changed, in whole seconds, never later than now; None if unknown."""
    if revision.at is None:
        return None
    latest = max(revision.at, program.changed_at())
    return int(min(latest, timezone.now()).timestamp())


def _for_nobody_else(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    patch_vary_headers(response, ["Cookie"])
    return response
