"""What this machine adds to the public pages, and another one may not."""

from functools import cache

from rectify.notices import pdf
from rectify.publishing.fonts import chinese_font


@cache
def makes_pdf() -> bool:
    """Tell whether this machine can make a PDF; looked up once, not for every page."""
    return pdf.is_available()


@cache
def told_apart() -> str:
    """Return a text that differs where a page would: offers of a PDF, letters in a picture."""
    return f"{makes_pdf()} {chinese_font()}"
