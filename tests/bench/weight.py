"""What a browser loads for a page, and how much of it comes over the wire."""

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.bench import load

# Of what a page links to, this is loaded with it.
LOADED = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
WITH_SOURCE = {"audio", "embed", "iframe", "img", "script", "source", "video"}
URL = re.compile(r"""url\(\s*["']?([^"')]+)""")


class _Parts(HTMLParser):
    """Gathers the addresses of what belongs to a page."""

    def __init__(self):
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "link" and LOADED & set((found.get("rel") or "").split()):
            self.addresses.append(found["href"])
        elif tag in WITH_SOURCE and found.get("src"):
            self.addresses.append(found["src"])


def weight_of(address: str) -> dict[str, int]:
    """Return the bytes of the page and of all it loads, as they are sent, by address.

    Raises when something is not there, or comes from elsewhere.
    """
    weights: dict[str, int] = {}
    wanted = [address]
    while wanted:
        one = wanted.pop()
        if one in weights:
            continue
        if urlsplit(one).netloc != urlsplit(address).netloc:
            raise AssertionError(f"页面引用了别处的 {one}。")
        answer = load.answer(one, load.GZIP)
        if answer.status != 200:
            raise AssertionError(f"{one} 的回答是 {answer.status}。")
        weights[one] = len(answer.body)
        wanted += [urljoin(one, part) for part in _parts_of(answer) if not part.startswith("data:")]
    return weights


def _parts_of(answer) -> list[str]:
    kind = answer.headers.get_content_type()
    if kind not in {"text/html", "text/css"}:
        return []
    body = answer.body
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    text = body.decode()
    if kind == "text/css":
        return URL.findall(text)
    page = _Parts()
    page.feed(text)
    return page.addresses
