"""The cache of public pages between real processes: who makes a page, and who sees a write when."""

import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.site import installed

pytestmark = pytest.mark.live

PATH = "/rounds/hangzhoudao-2022/"
READERS = 50
# Longer than anybody may see a page of before a write elsewhere.
A_SECOND = 1.0

WRITE = """
import json
from rectify.models import Round
Round.objects.filter(slug="hangzhoudao-2022").update(takes_opinions={takes_opinions})
print(json.dumps(True))
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    with installed(tmp_path_factory.mktemp("watched"), "tests.live.watched:application") as site:
        yield site


class Reader:
    """One browser with one connection, which stays with one process of the server."""

    def __init__(self, site):
        self.connection = HTTPConnection("127.0.0.1", site.port, timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        self.connection.close()

    def ask(self, method, path, body=None):
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        return response.status, response.read().decode()

    def takes_opinions(self) -> bool:
        """Whether the round's page says that opinions are taken."""
        status, page = self.ask("GET", PATH)
        assert status == 200, page
        return "网上提监督意见" in page


def read(site) -> tuple[float, bool]:
    """Return when a reader of one's own began to ask, and what the page said."""
    began = time.monotonic()
    with Reader(site) as reader:
        return began, reader.takes_opinions()


def write(site, takes_opinions: bool) -> float:
    """Write as a command on the same machine does, which tells no server; return when."""
    site.python(WRITE.format(takes_opinions=takes_opinions))
    return time.monotonic()


def made(site) -> list[list[str]]:
    """Return who began and who ended to make a page, in order."""
    file = Path(site.variables["DATA_DIRECTORY"]) / "made"
    lines = [line.split() for line in file.read_text().splitlines()] if file.exists() else []
    file.unlink(missing_ok=True)
    return lines


def all_read(site, takes_opinions: bool, since: float) -> None:
    """Let many ask again and again, until whoever began a second after has asked, and more."""
    with ThreadPoolExecutor(READERS) as pool:
        answers = []
        while time.monotonic() < since + 2 * A_SECOND:
            calls = [pool.submit(read, site) for _ in range(READERS)]
            answers += [call.result(60) for call in calls]
    late = [said for began, said in answers if began > since + A_SECOND]
    assert len(late) >= READERS
    assert set(late) == {takes_opinions}


def test_one_process_makes_a_page_while_the_others_give_the_one_of_before_or_wait(watched):
    all_read(watched, False, write(watched, False))
    made(watched)
    for takes_opinions in (True, False):
        all_read(watched, takes_opinions, write(watched, takes_opinions))
        lines = made(watched)
        # One of the two processes once; the other one takes what that has made.
        [(begun, one), (ended, same)] = lines
        assert (begun, ended, one) == ("begins", "ends", same)


def test_write_is_visible_to_the_next_request_of_its_process(watched):
    with Reader(watched) as reader:
        for takes_opinions in (True, False, True, False):
            body = f"on=0&next=/&takes_opinions={int(takes_opinions)}"
            assert reader.ask("POST", "/large-type/", body)[0] == 302
            assert [reader.takes_opinions() for _ in range(3)] == [takes_opinions] * 3


def read_until(site, moment: float) -> None:
    while time.monotonic() < moment:
        read(site)


def test_killed_process_keeps_nobody_from_making_the_page(watched):
    all_read(watched, False, write(watched, False))
    die = Path(watched.variables["DATA_DIRECTORY"]) / "die"
    die.touch()
    written = write(watched, True)
    with pytest.raises((HTTPException, ConnectionError)):
        read_until(watched, written + 30)
    assert not die.exists()
    killed = time.monotonic()
    # The other process has the turn at once, though it was never given back.
    while not read(watched)[1]:
        assert time.monotonic() < killed + A_SECOND
    assert time.monotonic() < killed + 4 * A_SECOND


def test_visitor_does_not_say_what_the_site_is_mounted_under(watched):
    pages = []
    for headers in ({"SCRIPT_NAME": "/elsewhere"}, {}):
        with Reader(watched) as reader:
            reader.connection.request("GET", "/feed/", headers=headers)
            pages.append(reader.connection.getresponse().read())
    assert pages[0] == pages[1]
