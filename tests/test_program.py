"""The program's version: another for any file that a page is made from."""

import os
from datetime import UTC, datetime

import pytest
from django.conf import settings

from rectify import program

FILES = {
    "rectify/views/public.py": "1",
    "communities/models/user.py": "2",
    "templates/rounds/round_detail.html": "3",
    "static/css/base.css": "4",
    "static/icon.svg": "5",
}


@pytest.fixture
def base(tmp_path):
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def test_version_is_the_same_for_the_same_files(base):
    before = program.version_of(base)
    (base / "rectify" / "views" / "__pycache__").mkdir()
    (base / "rectify" / "views" / "__pycache__" / "public.pyc").write_bytes(b"\0")
    (base / "README.md").write_text("六")
    os.utime(base / "static/icon.svg", (0, 0))
    assert (program.version_of(base), len(before)) == (before, 64)


@pytest.mark.parametrize("name", FILES)
def test_version_is_another_for_any_file(base, name):
    versions = [program.version_of(base)]
    (base / name).write_text("another")
    versions.append(program.version_of(base))
    (base / name).rename((base / name).with_stem("renamed"))
    versions.append(program.version_of(base))
    (base / name).with_stem("renamed").unlink()
    versions.append(program.version_of(base))
    assert len(set(versions)) == 4


def test_version_is_another_for_other_libraries(base):
    versions = [program.version_of(base)]
    for text in ("gunicorn==1", "gunicorn==2"):
        (base / "requirements.lock").write_text(text)
        versions.append(program.version_of(base))
    assert len(set(versions)) == 3


def test_version_is_of_this_program():
    assert program.version() == program.version_of(settings.BASE_DIR)


def test_change_of_the_newest_file(base):
    newest = max(path.stat().st_mtime for path in program.files(settings.BASE_DIR))
    assert program.changed_at() == datetime.fromtimestamp(newest, UTC)
