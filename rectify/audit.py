"""Writing the audit record: who came in, who did not, and who took what out.

Django and axes tell of log-ins by signals; the rest is recorded where it happens.
"""

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from communities.models import User
from rectify.addresses import client_address
from rectify.models import AuditEntry
from rectify.models.audit import AuditKind

# Of a name that belongs to no account so much is kept; it may be a password.
SHOWN_OF_UNKNOWN = 2


def record(kind: AuditKind, *, request=None, user=None, username="", subject="") -> AuditEntry:
    """Write one entry; the person is the one given, not necessarily the one logged in.

    `request` gives the address, and is None for what a command did.
    """
    subject_length = AuditEntry._meta.get_field("subject").max_length
    return AuditEntry.objects.create(
        kind=kind,
        user=user,
        username=user.get_username() if user else username,
        address=client_address(request) if request else None,
        subject=subject[:subject_length],
    )


def name_tried(username) -> str:
    """Return the name of a log-in that failed, as it may be kept.

    People type their password into the wrong field; a name that belongs to no account is
    cut down to its beginning.
    """
    username = str(username or "")
    if User.objects.filter(username=username).exists():
        return username
    return f"{username[:SHOWN_OF_UNKNOWN]}…（没有这个账号）" if username else ""


@receiver(user_logged_in)
def _logged_in(sender, request, user, **kwargs):
    record(AuditKind.LOGIN, request=request, user=user)


@receiver(user_logged_out)
def _logged_out(sender, request, user, **kwargs):
    if user:
        record(AuditKind.LOGOUT, request=request, user=user)


@receiver(user_login_failed)
def _failed(sender, credentials, request=None, **kwargs):
    # While an account is locked, no password is looked at: the signal below tells of it.
    locked = getattr(request, "axes_locked_out", False)
    counted = getattr(request, "axes_failures_since_start", None) is not None
    if counted or not locked:
        name = name_tried(credentials.get("username"))
        # Somebody logged in who fails is one who does not know the old password.
        inside = request is not None and request.user.is_authenticated
        subject = "修改密码时的旧密码" if inside else ""
        record(AuditKind.FAILED, request=request, username=name, subject=subject)


@receiver(user_locked_out)
def _locked(sender, request, **kwargs):
    # The signal's own `username` is the hash by which axes counts.
    name = name_tried(request.axes_credentials.get("username"))
    record(AuditKind.LOCKED, request=request, username=name)
