"""What every answer passes through."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError


def content_security_policy(get_response):
    """Add the one fixed policy: nothing from elsewhere, no inline script, the admin included."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        return response

    return middleware


def values_no_database_holds(get_response):
    """Answer a request with values beyond any column's reach as a bad one, not as our fault.

    Numbers of thirty digits and NUL characters come from addresses edited by hand; forms
    refuse them, but filters and pop-ups of the admin hand them to the database.
    """

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        nul = isinstance(exception, ValueError) and "NUL (0x00)" in str(exception)
        if nul or isinstance(exception, (OverflowError, DataError)):
            raise BadRequest from exception

    middleware.process_exception = process_exception
    return middleware
