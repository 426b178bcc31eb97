"""What failed log-ins are counted by."""

from django.utils.crypto import salted_hmac


def account_key(request, credentials) -> str:
    """Return what stands for an account where axes counts: a keyed hash of the name as typed.

    People type their password into the wrong field, and axes would keep it as it came.
    """
    name = credentials.get("username") if credentials else request.POST.get("username")
    return salted_hmac("rectify.lockout", name or "", algorithm="sha256").hexdigest()
