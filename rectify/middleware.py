"""What every answer passes through."""

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from rectify import sessions

# Where somebody whose password has to be changed can still go.
OPEN = {"password_change", "logout", "admin:logout", "admin:jsi18n"}


def content_security_policy(get_response):
    """Add the one fixed policy: nothing from elsewhere, no inline script, the admin included."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        return response

    return middleware


def idle_time_out(get_response):
    """Take whoever was away for too long for a visitor; nothing is written for it."""

    def middleware(request):
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and request.user.is_authenticated and sessions.is_away_too_long(request):
            request.user = AnonymousUser()
        response = get_response(request)
        # A log-in gives a session to a request that came without one.
        if (has_session or request.session.accessed) and request.user.is_authenticated:
            sessions.note_presence(request, response)
        return response

    return middleware


def password_of_ones_own(get_response):
    """Lead whoever has to change the password to where that is done, before anything else.

    That is everybody whose password somebody else has set, or is older than PASSWORD_DAYS.
    """

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        user = request.user
        if not getattr(view, "login_required", True) or not user.is_authenticated:
            return None
        if request.resolver_match.view_name in OPEN:
            return None
        if user.must_change_password or user.password_is_old(settings.PASSWORD_DAYS):
            query = QueryDict(mutable=True)
            query[REDIRECT_FIELD_NAME] = request.get_full_path()
            return redirect(f"{reverse('password_change')}?{query.urlencode(safe='/')}")
        return None

    middleware.process_view = process_view
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
