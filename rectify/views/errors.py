"""Pages for what went wrong; they ask nothing of the database, which may be what failed."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string


def _page(status):
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def bad_request(request, exception=None):
    return _page(400)


def forbidden(request, exception=None):
    return _page(403)


def not_found(request, exception=None):
    return _page(404)


def csrf_failure(request, reason=""):
    """A form that came without its token: cookies are off, or the page was open too long."""
    return _page(403)


def server_error(request):
    """A fault of ours, or a database that is away, which is worth trying again."""
    fault = sys.exception()
    # SQLite says of a damaged file just that it is no database, with the base class.
    away = isinstance(fault, (OperationalError, InterfaceError)) or type(fault) is DatabaseError
    return _page(503 if away else 500)
