"""The style that public pages bring along, and the policy that lets it through."""

import base64
import hashlib
import re

import pytest

from rectify import inline_style
from tests.test_pages import PUBLISHED

PAGES = ["/", PUBLISHED, f"{PUBLISHED}communities/120116005001/", f"{PUBLISHED}editions/1/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_policy_names_the_style_that_stands_in_the_page(client, path):
    response = client.get(path)
    [style] = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert [part for part in policy if part.startswith("style-src")] == [
        f"style-src 'self' 'sha256-{digest}'"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_nothing_has_to_be_fetched_before_the_first_paint(client, path):
    page = client.get(path).content.decode()
    sheets = re.findall(r'<link rel="stylesheet"[^>]*>', page)
    assert [sheet for sheet in sheets if 'media="print"' not in sheet] == []
    assert re.findall(r"<script src=[^>]*>", page) == re.findall(r"<script src=[^>]* defer>", page)


def test_style_fetches_nothing_and_ends_no_element():
    assert re.findall(r"url\(|@import|</", inline_style.text()) == []
