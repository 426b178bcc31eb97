"""The style of the public pages, written into each of them.

A phone on a slow network waits half a second for every file that it has to ask for before it
can paint. The style is the same in every page of one version of the program, so the one fixed
content security policy names its SHA-256 and nothing else that is inline.
"""

import base64
import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "css"
FILES = ["variables.css", "base.css", "rounds.css", "notice.css"]


@cache
def text() -> str:
    """Return the style, the files in the order in which pages would link to them."""
    return "".join((FOLDER / name).read_text(encoding="utf-8") for name in FILES)


@cache
def source() -> str:
    """Return what the policy calls it: its SHA-256, as CSP Level 2 writes a hash source."""
    digest = hashlib.sha256(text().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
