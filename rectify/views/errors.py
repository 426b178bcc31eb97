"""Pages for what went wrong; they ask nothing of the database, which may be what failed."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from rectify.views.display import large_type


def _page(request, status):
    # Not all that pages usually know: it could not be had without what failed.
    context = {"request": request, **large_type(request)}
    response = HttpResponse(render_to_string(f"{status}.html", context), status=status)
    # What is not there now is perhaps published a minute later.
    add_never_cache_headers(response)
    return response


def bad_request(request, exception=None):
    return _page(request, 400)


def forbidden(request, exception=None):
    return _page(request, 403)


def not_found(request, exception=None):
    return _page(request, 404)


def csrf_failure(request, reason=""):
    """A form that came without its token: cookies are off, or the page was open too long."""
    return _page(request, 403)


def server_error(request):
    """A fault of ours, or a database that is away, which is worth trying again."""
    fault = sys.exception()
    # SQLite says of a damaged file just that it is no database, with the base class.
    away = isinstance(fault, (OperationalError, InterfaceError)) or type(fault) is DatabaseError
    return _page(request, 503 if away else 500)
