"""What failed log-ins are counted by."""

import ipaddress

from django.utils.crypto import salted_hmac

from rectify.addresses import client_address


def account_key(request, credentials) -> str:
    """Return what stands for an account where axes counts: a keyed hash of the name as typed.

    People type their password into the wrong field, and axes would keep it as it came.
    """
    name = credentials.get("username") if credentials else request.POST.get("username")
    return salted_hmac("rectify.lockout", name or "", algorithm="sha256").hexdigest()


def network_of(request) -> str | None:
    """Return what stands for an address where axes counts.

    Whoever has an IPv6 address has 2 to the 64th of them, all in the same network.
    """
    address = client_address(request)
    if address and ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return address
