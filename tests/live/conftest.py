"""One installation for the tests that need several processes at the same data."""

import pytest

from tests.site import installed


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with installed(tmp_path_factory.mktemp("site"), "tests.live.fragile:application") as site:
        yield site
