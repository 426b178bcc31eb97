"""What a request asks for: under which key its answer is kept, and in which form it wants it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.http.cookie import parse_cookie

TAG = re.compile(r'(?:W/)?("[^"]*")')

# All of a request that reaches the application when it makes a page for everybody, besides
# what the server says of itself (wsgi.…) and the scheme as a proxy that is trusted tells it.
PLAIN = {
    "HTTP_HOST",
    "PATH_INFO",
    "REMOTE_ADDR",
    "SCRIPT_NAME",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
}

# Everything of a request that a public page may depend on: scheme, host, what the
# application is mounted under, path, large type.
Key = tuple[str, str, str, str, bool]


@dataclass(frozen=True)
class Asking:
    """How this installation's requests are read.

    `secure_header` is Django's SECURE_PROXY_SSL_HEADER, `session_cookie` the cookie of whoever
    may be logged in, `large_type_cookie` the only other one that changes a public page, and
    what lies under `static_url` is files, which are not this cache's business.
    """

    static_url: str
    session_cookie: str
    large_type_cookie: str
    secure_header: tuple[str, str] | None = None

    def key_of(self, environ: dict) -> Key | None:
        """Return the key of a request, None for one whose answer is nobody else's.

        The query is no part of it: only an answer that says it does not depend on the query
        is kept. Nor is a range: a page may always be given whole.
        """
        path = environ["PATH_INFO"]
        if (
            path.startswith(self.static_url)
            or "HTTP_AUTHORIZATION" in environ
            or "HTTP_IF_MATCH" in environ
            or "HTTP_IF_UNMODIFIED_SINCE" in environ
        ):
            return None
        is_large = False
        cookies = environ.get("HTTP_COOKIE")
        if cookies and (self.session_cookie in cookies or self.large_type_cookie in cookies):
            jar = parse_cookie(cookies)
            if self.session_cookie in jar:
                return None
            is_large = jar.get(self.large_type_cookie) == "1"
        host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        return self._scheme(environ), host, environ.get("SCRIPT_NAME", ""), path, is_large

    def _scheme(self, environ: dict) -> str:
        if self.secure_header is not None:
            name, secure = self.secure_header
            said = environ.get(name)
            if said is not None:
                return "https" if said.partition(",")[0].strip() == secure else "http"
        return environ["wsgi.url_scheme"]

    def plain(self, environ: dict, key: Key, etags: list[str]) -> dict:
        """Return the request for a page as everybody would get it, unless it has one of the tags."""
        secure = self.secure_header and self.secure_header[0]
        plain = {
            name: value
            for name, value in environ.items()
            if name in PLAIN or name == secure or name.startswith("wsgi.")
        }
        plain |= {"REQUEST_METHOD": "GET", "QUERY_STRING": ""}
        *_, is_large = key
        if is_large:
            plain["HTTP_COOKIE"] = f"{self.large_type_cookie}=1"
        if etags:
            plain["HTTP_IF_NONE_MATCH"] = ", ".join(etags)
        return plain


def unless_it_is_there(environ: dict) -> dict:
    """Return a request as the visitor sent it, but for a page that is not there yet.

    A page that is public and there is answered 304 to it, which costs no making of the page.
    """
    return {**environ, "HTTP_IF_NONE_MATCH": "*"}


@lru_cache(maxsize=256)
def accepts_gzip(header: str) -> bool:
    """Whether a client that sends this Accept-Encoding would rather have gzip than plain."""
    weights = {}
    for part in header.lower().split(","):
        coding, *parameters = (word.strip() for word in part.split(";"))
        weights[coding.removeprefix("x-")] = _weight(parameters)
    gzip = weights.get("gzip", weights.get("*", 0.0))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _weight(parameters: list[str]) -> float:
    """Return the weight that the parameters give, 1 without one, 0 for what is none."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if re.fullmatch(r"[01](\.[0-9]{0,3})?", value.strip()) else 0.0
    return 1.0


def has_tag(header: str, etag: str) -> bool:
    """Whether an If-None-Match names the tag, compared weakly."""
    if header.strip() == "*":
        return True
    return etag.removeprefix("W/") in TAG.findall(header)
