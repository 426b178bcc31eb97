"""Elements of the short lists in a package, found by search."""

import html
import re
from collections.abc import Iterator

_ATTRIBUTE = re.compile(r"""(?:[\w.-]+:)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def element(name: str) -> re.Pattern:
    """Return what finds the elements of a name, whatever their prefix."""
    return re.compile(rf"""<(?:[\w.-]+:)?{name}\s((?:[^>"']|"[^"]*"|'[^']*')*)>""")


def elements(pattern: re.Pattern, text: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of elements by their names without prefixes."""
    for tag in pattern.finditer(text):
        yield {
            name: html.unescape(double or single)
            for name, double, single in _ATTRIBUTE.findall(tag[1])
        }
