"""The public page on paper: the notice as an official document, and the tables behind it."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROUND = "/rounds/hangzhoudao-2022/"
NOTICE = Path(__file__).parents[1] / "data" / "notice-2023-05-06.txt"
# Pixels are 96 to the inch, points 72.
POINT = 96 / 72
# What of the page lies on the paper, in order from above.
PRINTED = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && one.matches(
    "header, nav, form, button, a:not(th a), .sample, .notice-sheet, h1, table, dl, .about-edition"))
  .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
  .map((one) => one.className ? "." + one.className.split(" ")[0] : one.localName)"""
STYLE = """(line) => {
  const {fontSize, lineHeight, fontFamily, fontWeight, textAlign, textIndent} =
    getComputedStyle(line);
  return [fontSize, lineHeight, textIndent].map(parseFloat).concat(
    fontFamily.split(",")[0], fontWeight, textAlign);
}"""


@pytest.fixture
def page(visitor):
    page = visitor().visit(ROUND)
    page.emulate_media(media="print")
    return page


def test_notice_comes_first_and_nothing_of_the_screen(page):
    assert page.evaluate(PRINTED) == [
        ".sample",
        ".notice-sheet",
        "h1",
        *[".figures"] * 4,
    ]


@pytest.mark.parametrize(
    ("selector", "font", "indent", "alignment"),
    [
        ("h3", "SimHei", 32, "justify"),
        ("h4", "KaiTi_GB2312", 32, "justify"),
        ("p", "FangSong_GB2312", 32, "justify"),
        ("b", "FangSong_GB2312", 32, "justify"),
        (".notice-signature", "FangSong_GB2312", 0, "right"),
        (".notice-date", "FangSong_GB2312", 0, "right"),
    ],
)
def test_lines_of_the_notice(page, selector, font, indent, alignment):
    line = page.locator(f".notice {selector}").first
    found = line.evaluate(STYLE)
    sizes = [round(pixels / POINT, 2) for pixels in found[:3]]
    assert (sizes, found[3:]) == ([16, 28, indent], [font, "400", alignment])


def test_paper(page):
    """A4, and a page is as wide and as high as the text of an official document."""
    file = page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", file)
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {(595, 842)}
    [margins] = page.evaluate(
        """() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
          .filter((rule) => rule instanceof CSSPageRule && !rule.selectorText)
          .map((rule) => rule.style.margin)"""
    )
    assert margins == "37mm 26mm 35mm 28mm"


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_pages(page, tmp_path):
    """22 lines at most, their numbers, and every word of the notice before the tables."""
    if shutil.which("pdftotext") is None:
        pytest.skip("没有 pdftotext；apt-get install poppler-utils")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    command = ["pdftotext", "-layout", tmp_path / "page.pdf", "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    pages = [[plain(line) for line in one.split("\n") if line.strip()] for one in text.split("\f")]
    pages = [lines for lines in pages if lines]
    assert [lines[-1] for lines in pages] == [f"—{number}—" for number in range(1, len(pages) + 1)]
    notice = [lines[:-1] for lines in pages if "各社区的整改问题(项)" not in "".join(lines)]
    tables = next(number for number, lines in enumerate(pages) if "整改进展" in lines)
    assert max(len(lines) for lines in notice[:tables]) == 22
    said = "".join("".join(lines) for lines in notice[:tables])
    # The website's footer is left on the screen.
    told = plain(NOTICE.read_text(encoding="utf-8")).partition("主办单位")[0]
    assert said.partition("任何社区的真实情况。")[2] == told
