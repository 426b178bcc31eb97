"""A running installation and a real Chromium, started once and stopped before other tests."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.visitor import Visitor
from tests.site import installed

# The last ones keep it from looking for its maker's servers.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    with installed(tmp_path_factory.mktemp("site")) as site:
        yield site


# Not for the whole session: while Playwright's event loop is there, Django refuses the
# database to every other test.
@pytest.fixture(scope="package")
def browser():
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    path = next(filter(None, map(shutil.which, filter(None, names))), None)
    if path is None:
        pytest.skip("没有 Chromium；用环境变量 CHROMIUM 写明它在哪里。")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@pytest.fixture(scope="package")
def sessions():
    """What a browser keeps of those who have logged in once, by their names."""
    return {}


@pytest.fixture
def visitor(browser, site, sessions):
    """Make visitors, logged in if a name is given; at the end none may have seen a fault."""
    visitors = []

    def visitor(width=1366, *, username=None, **options):
        if username and username not in sessions:
            first = visitor()
            first.log_in(username, site.passwords[username])
            sessions[username] = first.context.storage_state()
        options["storage_state"] = sessions.get(username)
        visitors.append(Visitor(browser, site.address, width=width, **options))
        return visitors[-1]

    yield visitor
    for one in visitors:
        one.context.close()
    assert [fault for one in visitors for fault in one.faults] == []
