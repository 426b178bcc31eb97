"""Somebody at a browser without scripts, by plain HTTP, so that many can call at once."""

import re
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode


class Caller:
    """Keeps cookies between calls, as a browser does."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None):
        self.port = port
        self.cookies = dict(cookies or {})

    def call(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        """Return status, text and where it leads to, after one request."""
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            key, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[key] = value
        return response.status, text, response.headers.get("Location", "")

    def get(self, path: str) -> tuple[int, str, str]:
        return self.call("GET", path)

    def post(self, path: str, data: dict[str, str]) -> tuple[int, str, str]:
        return self.call("POST", path, urlencode(data))


def hidden_fields(page: str, action: str = "") -> dict[str, str]:
    """Return what the form with this address, or the only one, carries without showing it.

    What stands in the header of every page does not count.
    """
    [form] = [
        form
        for opening, form in re.findall(
            r"<form([^>]*)>(.*?)</form>", page.rpartition("<main")[2], re.DOTALL
        )
        if not action or f'action="{action}"' in opening
    ]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") == "hidden":
            fields[attributes["name"]] = unescape(attributes.get("value", ""))
    return fields
