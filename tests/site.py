"""A real installation: a server, a database and a data directory of its own."""

import json
import os
import socket
import subprocess
import sys
import textwrap
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg2
from psycopg2.sql import SQL, Identifier

from rectify import environment

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ["migrate", "load_sample", "sync_groups", "sample_accounts", "collectstatic --noinput"]
SECONDS_TO_START = 30
SET_UP = "import django; django.setup()"


class Site:
    """Where the installation answers, the password of each log-in, and a way to its database."""

    def __init__(self, port: int, directory: Path, variables: dict[str, str]):
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.variables = variables
        lines = (directory / "accounts.txt").read_text(encoding="utf-8").splitlines()[1:]
        self.passwords = {name: password for _, name, password in map(str.split, lines)}

    def process(self, code: str) -> subprocess.Popen:
        """Start a process of its own with the installation's settings and a connection of its own."""
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-c", f"{SET_UP}\n{textwrap.dedent(code)}"],
            cwd=ROOT,
            env=self.variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def python(self, code: str):
        """Run code at the installation's database; return what it printed, read as JSON."""
        with self.process(code) as process:
            out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return json.loads(out)


@contextmanager
def installed(directory: Path, application: str = "rectify.wsgi"):
    """Install into the directory, serve, and leave nothing behind."""
    with database_url(directory) as url:
        variables = os.environ | {
            "DATA_DIRECTORY": str(directory),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "rectify.settings",
        }
        for command in COMMANDS:
            run(command.split(), variables)
        with served(directory, variables, application) as port:
            yield Site(port, directory, variables)


def run(command: list[str], variables: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {' '.join(command)}：{done.stderr or done.stdout}"


@contextmanager
def database_url(directory: Path):
    """Give the URL of an empty database of the kind that the other tests use."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{directory / 'db.sqlite3'}"
        return
    # Read as the settings do, because their form for a socket is not libpq's.
    server = environment.database("DATABASE_URL", url)
    name = f"rectify_site_{uuid.uuid4().hex}"
    connection = psycopg2.connect(
        dbname=server["NAME"],
        user=server["USER"],
        password=server["PASSWORD"],
        host=server["HOST"],
        port=server["PORT"] or None,
    )
    # CREATE DATABASE does not run inside a transaction.
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    try:
        address, mark, options = url.partition("?")
        yield f"{address.rpartition('/')[0]}/{name}{mark}{options}"
    finally:
        cursor.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
        connection.close()


@contextmanager
def served(directory: Path, variables: dict[str, str], application: str):
    """Serve on a free port, which gunicorn inherits, so that nobody else can take it."""
    log = directory / "server.log"
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", application, "--config=python:rectify.server"]
        server = subprocess.Popen(
            [*command, f"--bind=fd://{listener.fileno()}"],
            cwd=ROOT,
            env=variables,
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=output,
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}/healthz", server, log)
            yield port
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_until_healthy(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=2):  # noqa: S310 -- an address of ours
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"服务没有启动：{log.read_text(encoding='utf-8')}")
