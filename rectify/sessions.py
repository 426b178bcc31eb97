"""How long somebody may be away and still be logged in.

The moment of the last request is kept in a signed cookie and not in the session: reading a
page must not write to the database. The signature is bound to the session, so that a cookie
of another session, or of an earlier one, is worth nothing.
"""

import time

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

COOKIE = "last_seen"
LOGGED_IN = "logged_in_at"


@receiver(user_logged_in)
def note_log_in(sender, request, **kwargs):
    """Keep the moment of the log-in, which stands in until there is a cookie."""
    request.session[LOGGED_IN] = int(time.time())


def limit_of(user) -> int:
    """Return for how many seconds a person may be away."""
    minutes = settings.IDLE_MINUTES_STAFF if user.is_staff else settings.IDLE_MINUTES_PHONE
    return minutes * 60


def is_away_too_long(request) -> bool:
    limit = limit_of(request.user)
    session = request.session
    seen = request.get_signed_cookie(COOKIE, default=None, salt=_salt(session), max_age=limit)
    return seen is None and time.time() - session.get(LOGGED_IN, 0) > limit


def note_presence(request, response) -> None:
    """Let the person be seen now."""
    response.set_signed_cookie(
        COOKIE,
        "1",
        salt=_salt(request.session),
        max_age=limit_of(request.user),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _salt(session) -> str:
    return f"{COOKIE} of {session.session_key}"
