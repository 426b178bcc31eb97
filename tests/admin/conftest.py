"""The page of the published round, open on the officer's screen; an entry in each status."""

import pytest

from rectify.models import Round
from tests.admin.pages import address, form_data
from tests.workflow.conftest import put, today

__all__ = ["put", "round_page", "today"]


@pytest.fixture
def round_page(office, published):
    """The page of the published round, and what it would send back."""
    page = address(Round, "change", published.pk)
    return page, form_data(office.get(page))
