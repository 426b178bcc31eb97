"""Notices of other bodies: nothing blocks, and every warning is looked at and meant."""

import pytest

from rectify.notices.checks import Severity, check
from tests.notices.clerk import Clerk
from tests.notices.test_skeletons import NAMES, papers

pytestmark = pytest.mark.django_db

# Entries in the tests are closed without evidence, on a day before some were fed back.
ALWAYS = "closed-without-evidence"
EARLY = "settled-before-feedback"
EXPECTED = {
    "extra_level": [],
    "prose": ["planned-work-without-particulars"] * 3,
    "results": [EARLY],
    "two_levels": [EARLY],
    "villages": [],
    "without_categories": [EARLY],
    "without_first_level": ["all-done-with-planned-works", EARLY],
}
# What is unlike the rest on purpose, and what a notice lacks.
HINTS = {
    "two_levels": [("heading-differs", "针对“意识形态工作责任制压得不实”这一问题。")],
    "without_first_level": [
        ("heading-differs", "党员教育管理方面存在的问题的整改"),
        ("unsigned", ""),
    ],
}


@pytest.mark.parametrize("name", NAMES)
def test_notice_of_another_body(office, name):
    remarks = check(Clerk(office).enter(papers(name)))
    assert [one.code for one in remarks if one.severity == Severity.BLOCKING] == []
    warnings = [one.code for one in remarks if one.severity == Severity.WARNING]
    assert sorted(warnings) == sorted([ALWAYS, *EXPECTED[name]])
    hints = [(one.code, one.quotation) for one in remarks if one.severity == Severity.HINT]
    assert hints == HINTS.get(name, [])
