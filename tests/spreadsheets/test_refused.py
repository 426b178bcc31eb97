"""What is refused with which sentence, in what memory; and that nothing worse ever happens."""

import io
import json
import random
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify.spreadsheets.reader import apart, child, refusals
from rectify.spreadsheets.reader.answers import read_answer, write_book
from rectify.spreadsheets.reader.apart import open_apart
from rectify.spreadsheets.reader.files import open_book
from rectify.spreadsheets.reader.ledger import Book, Grid, UnreadableError
from tests.spreadsheets import hostile
from tests.spreadsheets.new_excel import archive
from tests.spreadsheets.test_files import LEDGERS, kinds


def refusal(content: bytes, name: str, opened=open_book) -> str:
    with pytest.raises(UnreadableError) as refused:
        opened(content, name)
    return str(refused.value)


# --- Refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "make", "sentence"), hostile.REFUSED)
def test_refused(name, make, sentence):
    assert refusal(make(), name) == sentence


def measured(content: bytes, name: str) -> tuple[str, float]:
    """Return what the child says of a file, and the MiB of memory that it took."""
    # What the child's own accounts say; the system's begin with the size of its parent.
    program = f"{apart.PROGRAM}\nprint(open('/proc/self/status').read(), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(apart.ROOT), json.dumps(name)],
        input=content,
        capture_output=True,
        check=True,
    )
    [peak] = re.findall(rb"VmHWM:\s+(\d+) kB", done.stderr)
    return json.loads(done.stdout)["refusal"], int(peak) / 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures as Linux does")
@pytest.mark.parametrize(("name", "make", "sentence"), hostile.COSTLY)
def test_refusal_is_cheap(name, make, sentence):
    content = make()
    begin = time.perf_counter()
    said, peak = measured(content, name)
    assert said == sentence
    # Measured: under a second and 100 MiB.
    assert (time.perf_counter() - begin < 5, peak < 300) == (True, True)


# --- In a process of its own -----------------------------------------------------------------


def test_child_refuses_as_its_parent_would():
    assert refusal(hostile.VERSIONS["word"], "a.xlsx", open_apart) == refusals.WORD
    assert refusal(b"", "a.xlsx", open_apart) == refusals.EMPTY


def test_child_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.001)
    assert refusal(b"a,b", "a.csv", open_apart) == refusals.TOO_COSTLY


@pytest.mark.parametrize(
    "program",
    [
        "raise SystemExit(1)",
        "import os; os.abort()",
        "print('x')",
        "print('{}')",
        "print('[' * 100_000)",
        'print(\'{"lines": 0, "grids": [{"rows": 9, "columns": 9}]}\')',
        "b = []\nwhile True: b.append(bytes(2**26))",
    ],
)
def test_child_that_goes_wrong(monkeypatch, program):
    bound = "import sys; sys.path.insert(0, sys.argv[1])\nfrom rectify.spreadsheets.reader import child\n"
    monkeypatch.setattr(apart, "PROGRAM", f"{bound}child._bound()\n{program}")
    assert refusal(b"a,b", "a.csv", open_apart) == refusals.TOO_COSTLY


def test_child_knows_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    program = 'import json, os; print(json.dumps({"refusal": str(sorted(os.environ))}))'
    monkeypatch.setattr(apart, "PROGRAM", program)
    said = refusal(b"a,b", "a.csv", open_apart)
    assert set(re.findall(r"\w+", said)) <= {"PATH", "LD_LIBRARY_PATH", "LC_CTYPE"}


def test_child_never_sees_django():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\nimport rectify.spreadsheets.reader.child\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{program}print('django' in sys.modules)", str(apart.ROOT)],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout == "False\n"


def test_system_without_bounds(monkeypatch):
    class Resource:
        RLIM_INFINITY = RLIMIT_AS = RLIMIT_CPU = RLIMIT_FSIZE = RLIMIT_CORE = 0

        @staticmethod
        def getrlimit(kind):
            raise OSError

    monkeypatch.setattr(child, "resource", Resource)
    child._bound()
    monkeypatch.setattr(child, "resource", None)
    child._bound()


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_answer_is_the_book(data):
    width = data.draw(st.integers(1, 4))
    rows = st.lists(st.lists(VALUES, min_size=width, max_size=width), max_size=4)
    grids = [
        Grid(name, data.draw(rows), 3, 2, ((3, 2, 4, 2),))
        for name in data.draw(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
    ]
    book = Book(grids, ("草稿",), has_sheets=data.draw(st.booleans()))
    written = io.BytesIO()
    write_book(book, written)
    written.seek(0)
    read = read_answer(written)
    assert (read, kinds(read)) == (book, kinds(book))


# --- Anything --------------------------------------------------------------------------------

STARTS = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf"]


def book_or_refusal(content: bytes) -> bool:
    try:
        return isinstance(open_book(content, "a.csv"), Book)
    except UnreadableError as refused:
        return str(refused) != ""


@given(st.sampled_from(STARTS), st.binary(max_size=2000))
@settings(max_examples=100, deadline=None)
def test_any_bytes(start, content):
    assert book_or_refusal(start + content)


def changed(content: bytes, chance: random.Random) -> bytes:
    """Return content with a few bytes changed, left out or repeated."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place, size = chance.randrange(len(made)), chance.randint(1, 40)
        made[place : place + chance.choice([0, 1, size])] = chance.choice(
            [b"", b"\xff\xff\xff\xff", b"\0", b"9", made[place : place + size]]
        )
    return bytes(made) or b"x"


@given(st.randoms(use_true_random=False), st.sampled_from(["libreoffice.xls", "epoch-1904.xls"]))
@settings(max_examples=100, deadline=None)
def test_changed_old_book(chance, name):
    assert book_or_refusal(changed((LEDGERS / name).read_bytes(), chance))


@given(st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=100, deadline=None)
def test_changed_new_book(chance, is_outside):
    content = (LEDGERS / "libreoffice.xlsx").read_bytes()
    if is_outside:
        assert book_or_refusal(changed(content, chance))
        return
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    name = chance.choice(sorted(members))
    assert book_or_refusal(archive({**members, name: changed(members[name], chance)}))
