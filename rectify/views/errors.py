"""Pages for what went wrong; they ask nothing of the database, which may be what failed."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string


def _page(status):
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


@login_not_required
def bad_request(request, exception=None):
    return _page(400)


@login_not_required
def forbidden(request, exception=None):
    return _page(403)


@login_not_required
def not_found(request, exception=None):
    return _page(404)


@login_not_required
def csrf_failure(request, reason=""):
    """A form that came without its token: cookies are off, or the page was open too long."""
    return _page(403)


@login_not_required
def server_error(request):
    """A fault of ours, or a database that is away, which is worth trying again."""
    return _page(503 if isinstance(sys.exception(), OperationalError) else 500)
