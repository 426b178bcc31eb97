"""The large type (大字版), which a browser remembers by a cookie, without an account."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

ON = "1"
ONE_YEAR = 365 * 24 * 3600


def large_type(request) -> dict[str, bool]:
    """Tell templates whether this reader wants large type."""
    return {"large_type": request.COOKIES.get(settings.LARGE_TYPE_COOKIE) == ON}


# The page with the form is the same for all and kept in caches, hence holds no token; and
# whoever makes a reader send the form from elsewhere changes the size of letters, no more.
@csrf_exempt
@login_not_required
@require_POST
@never_cache
def switch_large_type(request):
    """Turn the large type on or off for this browser, and lead back to where the reader was."""
    response = HttpResponseRedirect(_way_back(request))
    if request.POST.get("on") == ON:
        response.set_cookie(
            settings.LARGE_TYPE_COOKIE,
            ON,
            max_age=ONE_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(settings.LARGE_TYPE_COOKIE, samesite="Lax")
    return response


def _way_back(request) -> str:
    """Return the page that was left, with its query when the browser tells it, else the path.

    The form names the path alone, because a page is kept under its path.
    """
    for address in (request.headers.get("Referer", ""), request.POST.get("next", "")):
        if url_has_allowed_host_and_scheme(
            address, {request.get_host()}, require_https=request.is_secure()
        ):
            return address
    return reverse("round_list")
