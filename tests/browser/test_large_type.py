"""The large type in a real browser: kept from page to page, and nothing lost by it."""

import pytest

pytestmark = pytest.mark.browser

ROUND = "/rounds/hangzhoudao-2022/"
PAGES = ["/", ROUND, "/opinions/", f"{ROUND}opinion/", "/login/"]
SIZE = "() => parseFloat(getComputedStyle(document.querySelector('main p, main label')).fontSize)"
# Lets the published round take opinions, or not.
TAKES = """
from rectify.models import Round
print(Round.objects.filter(slug="hangzhoudao-2022").update(takes_opinions={takes}))
"""
BUTTONS = {False: "大字版", True: "标准字号"}


@pytest.fixture(autouse=True, scope="module")
def _open_round(site):
    site.python(TAKES.format(takes=True))
    yield
    site.python(TAKES.format(takes=False))


def switch(one, *, on: bool):
    """Press the button that turns the large type on or off."""
    one.follow(one.page.get_by_role("button", name=BUTTONS[not on]))


@pytest.fixture
def reader(visitor):
    """Make a visitor who reads in large type, or does not."""

    def reader(width, *, large, **options):
        one = visitor(width, **options)
        one.visit("/")
        if large:
            switch(one, on=True)
        return one

    return reader


def test_it_is_kept_from_page_to_page_and_given_up_again(visitor):
    one = visitor(390)
    ordinary = [one.visit(path).evaluate(SIZE) for path in PAGES]
    switch(one, on=True)
    assert one.page.url.endswith("/login/")
    large = [one.visit(path).evaluate(SIZE) for path in PAGES]
    assert [round(a / b, 3) for a, b in zip(large, ordinary, strict=True)] == [1.375] * len(PAGES)
    # Its name says what the button does, and the other one is gone.
    assert one.page.get_by_role("button", name="大字版").count() == 0
    switch(one, on=False)
    assert [one.visit(path).evaluate(SIZE) for path in PAGES] == ordinary


def test_it_leads_back_to_the_page_with_its_query(visitor):
    one = visitor(390)
    one.visit("/login/?next=/my/")
    switch(one, on=True)
    assert one.page.url.endswith("/login/?next=/my/")


def test_it_needs_no_script_and_works_by_keyboard(visitor):
    one = visitor(390, java_script_enabled=False)
    one.visit(ROUND)
    one.page.get_by_role("button", name="大字版").focus()
    with one.page.expect_navigation():
        one.page.keyboard.press("Enter")
    assert one.page.get_by_role("button", name="标准字号").is_visible()
    assert one.page.url.endswith(ROUND)


def test_it_is_one_browsers_own(visitor):
    one, other = visitor(390), visitor(390)
    one.visit("/")
    switch(one, on=True)
    assert other.visit("/").get_by_role("button", name="大字版").is_visible()


@pytest.mark.parametrize("width", [390, 768, 1366])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("path", PAGES)
def test_page_fits_the_screen(reader, path, large, width):
    one = reader(width, large=large)
    one.visit(path)
    assert one.sideways() == 0
    assert one.small_targets(44) == []


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(reader, path, large, width):
    # The policy stops the styles with which axe measures.
    one = reader(width, large=large, bypass_csp=True)
    one.visit(path)
    assert one.violations() == []


@pytest.mark.parametrize("path", ["/my/", "/password/"])
def test_secretary_reads_in_large_type_on_a_phone(visitor, path):
    one = visitor(390, username="shequ")
    one.visit(path)
    switch(one, on=True)
    assert one.page.url.endswith(path)
    assert one.sideways() == 0
    assert one.small_targets(44) == []


def test_linked_data_are_read_and_break_no_policy(visitor):
    page = visitor(390).visit(ROUND)
    kinds = page.evaluate(
        """() => JSON.parse(document.querySelector('script[type="application/ld+json"]').text)
        ["@graph"].map((one) => one["@type"])"""
    )
    # Whatever the policy refuses is a fault that the visitor hears of.
    assert kinds == ["Dataset", "Report"]
