"""Many requests at once (wrk), and what they are answered with."""

import re
import shutil
import subprocess
from http.client import HTTPResponse
from urllib.error import HTTPError
from urllib.request import Request, urlopen

CONNECTIONS = 16
SECONDS = 1
GZIP = {"Accept-Encoding": "gzip"}
RATE = re.compile(r"^Requests/sec:\s+([\d.]+)$", re.MULTILINE)
# What wrk tells only when something has gone wrong.
FAULTS = ("Non-2xx or 3xx responses", "Socket errors")


def is_there() -> bool:
    """Tell whether there is a load generator."""
    return shutil.which("wrk") is not None


def rate_of(address: str, headers: dict[str, str]) -> float:
    """Return how many requests are answered in a second; raises when one of them is not."""
    command = ["wrk", "--threads=1", f"--connections={CONNECTIONS}", f"--duration={SECONDS}s"]
    for name, value in headers.items():
        command += ["--header", f"{name}: {value}"]
    done = subprocess.run([*command, address], capture_output=True, text=True, check=True)
    found = RATE.search(done.stdout)
    if found is None or any(fault in done.stdout for fault in FAULTS):
        raise AssertionError(f"{address} 没有都答上来：{done.stdout}")
    return float(found[1])


def answer(address: str, headers: dict[str, str]) -> HTTPResponse:
    """Ask once; return the answer with its `body`, whatever its status."""
    request = Request(address, headers=headers)  # noqa: S310 -- an address of ours
    try:
        response = urlopen(request, timeout=30)  # noqa: S310
    except HTTPError as other:
        response = other
    with response:
        response.body = response.read()
    return response
