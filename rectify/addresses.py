"""Where a request comes from."""

import ipaddress

from django.conf import settings


def client_address(request) -> str | None:
    """Return the address of the person's own machine, None when there is none.

    Of X-Forwarded-For only the part that our own proxies wrote can be believed: with
    PROXIES of them in front, the address is that many places from the right. Anything
    further left was sent by whoever asks. What is no address there leaves the one that
    connected to us.
    """
    header = request.META.get("HTTP_X_FORWARDED_FOR", "")
    forwarded = header.split(",") if header else []
    connected = _address(request.META.get("REMOTE_ADDR", ""))
    if 0 < settings.PROXIES <= len(forwarded):
        return _address(forwarded[-settings.PROXIES]) or connected
    return connected


def _address(text: str) -> str | None:
    """Return an address in its one usual form, None for what is none."""
    # The name of the network card, in fe80::1%eth0, is of no use and to PostgreSQL no address.
    text = text.strip().partition("%")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    # Where both kinds are listened to at once, IPv4 comes as ::ffff:10.0.0.1.
    return str(getattr(address, "ipv4_mapped", None) or address)
