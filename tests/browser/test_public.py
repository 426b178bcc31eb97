"""The public pages in a real browser: on a phone and a desk, and without scripts."""

import unicodedata
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROUND = "/rounds/hangzhoudao-2022/"
PAGES = [
    ("/", 200),
    (ROUND, 200),
    (f"{ROUND}editions/1/", 200),
    ("/login/", 200),
    ("/nothing-here/", 404),
]
NOTICE = Path(__file__).parents[1] / "data" / "notice-2023-05-06.txt"


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("width", [360, 390, 1366])
@pytest.mark.parametrize(("path", "status"), PAGES)
def test_page_fits_the_screen(visitor, path, status, width):
    one = visitor(width)
    page = one.visit(path, status)
    assert one.sideways() == 0
    assert one.small_targets(44) == []
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1


@pytest.mark.parametrize(
    ("path", "status", "width"), [*((*page, 1366) for page in PAGES), (ROUND, 200, 390)]
)
def test_page_is_accessible(visitor, path, status, width):
    # The policy stops the styles with which axe measures.
    one = visitor(width, bypass_csp=True)
    one.visit(path, status)
    assert one.violations() == []


def test_round_needs_no_script(visitor):
    page = visitor(390, java_script_enabled=False).visit(ROUND)
    expected = plain(NOTICE.read_text(encoding="utf-8"))
    assert expected in plain(page.locator(".notice").inner_text())
    assert page.get_by_role("table", name="按社区").is_visible()
