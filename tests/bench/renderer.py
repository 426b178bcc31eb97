"""Makes the public page by itself, without the cache, on the database of DATABASE_URL.

python -m tests.bench.renderer ISSUES ROUNDS

Loads the sample into the database if it is empty, and copies its published round until so many
times its entries are in it, or so many rounds like it in the database. After that each line read
is an order, and each line written the answer to one: `page` is the seconds that one page took,
`live` shows live figures from now on.
"""

import gc
import io
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- after the set-up
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402

from rectify.models import Round  # noqa: E402
from tests.bench.copies import copy_issues, copy_round  # noqa: E402
from tests.editions import put_out  # noqa: E402

SLUG = "hangzhoudao-2022"
PATH = f"/rounds/{SLUG}/"


def fill(issues: int, rounds: int) -> None:
    """Make the database; of many entries an edition is published as any other is."""
    call_command("migrate", verbosity=0)
    call_command("load_sample", if_empty=True, verbosity=0)
    round = Round.objects.get(slug=SLUG)
    if issues > 1:
        copy_issues(round, issues - 1)
        put_out(round, correction="台账增加了。")
    if rounds > 1:
        copy_round(round, rounds - 1)
    if connection.vendor == "postgresql":
        # Its planner would learn of so many rows by itself, but only after a while.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def show_live() -> str:
    Round.objects.filter(slug=SLUG).update(shows_live=True)
    return "live"


class Renderer:
    """Django as a server would call it, with nothing in front of it."""

    def __init__(self):
        self.application = get_wsgi_application()

    def page(self) -> str:
        """Make the page once, and return how many seconds that took."""
        gc.collect()
        start = time.perf_counter()
        status, body = self._call()
        took = time.perf_counter() - start
        if status != "200 OK" or not body:
            raise AssertionError(f"{PATH} 的回答是 {status}。")
        return f"{took:.6f}"

    def _call(self) -> tuple[str, bytes]:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": PATH,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        told = []
        answer = self.application(environ, lambda status, headers: told.append(status))
        try:
            return told[0], b"".join(answer)
        finally:
            answer.close()


def main(issues: str, rounds: str) -> None:
    fill(int(issues), int(rounds))
    orders = {"page": Renderer().page, "live": show_live}
    # The first page pays for what is kept from then on.
    orders["page"]()
    say("ready")
    for line in sys.stdin:
        say(orders[line.strip()]())


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
