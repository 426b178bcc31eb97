"""Where a request comes from."""

import ipaddress

from django.conf import settings


def client_address(request) -> str | None:
    """Return the address of the person's own machine, None when there is none.

    Of X-Forwarded-For only the part that our own proxies wrote can be believed: with
    PROXIES of them in front, the address is that many places from the right. Anything
    further left was sent by whoever asks.
    """
    header = request.META.get("HTTP_X_FORWARDED_FOR", "")
    forwarded = header.split(",") if header else []
    address = request.META.get("REMOTE_ADDR", "")
    if 0 < settings.PROXIES <= len(forwarded):
        address = forwarded[-settings.PROXIES]
    try:
        return str(ipaddress.ip_address(address.strip()))
    except ValueError:
        return None
