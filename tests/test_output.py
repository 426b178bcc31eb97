"""Where commands write: files whole or not at all, links, pipes, devices, what they print."""

import os
import stat
import sys
import threading
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core.management import CommandError

from rectify.management.output import is_standard_output, output, told

CONTENT = b"row\n" * 100_000


def write(path, content=CONTENT):
    with output(path, returncode=2) as file:
        file.write(content)


def write_and(happens, path):
    """Write to a path, and let something happen before all of it is there."""
    with output(path, returncode=2) as file:
        file.write(CONTENT)
        happens()


def refused(path, happens=lambda: None) -> tuple[str, int]:
    with pytest.raises(CommandError) as error:
        write_and(happens, path)
    return str(error.value), error.value.returncode


class Reader(threading.Thread):
    """Reads what somebody writes to a pipe or a terminal, until he has closed it."""

    def __init__(self, opened):
        super().__init__(daemon=True)
        self.opened, self.found = opened, b""
        self.start()

    def run(self):
        with open(self.opened, "rb") as file:  # noqa: PTH123 -- a descriptor as well
            self.found = file.read()

    def all(self) -> bytes:
        self.join(10)
        return self.found


@pytest.fixture
def printing_to(monkeypatch):
    """Return a function that puts a descriptor in the place of the standard output."""

    def put(descriptor: int):
        file = open(descriptor, "w", encoding="utf-8")  # noqa: SIM115
        monkeypatch.setattr(sys, "stdout", file)
        return file

    return put


def unread() -> int:
    """Return where to write to a reader that has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


# --- Files -------------------------------------------------------------------------------------


def test_file_is_there_when_it_is_finished(tmp_path):
    path = tmp_path / "台账.csv"
    with output(path) as file:
        file.write(CONTENT)
        assert not path.exists()
    assert path.read_bytes() == CONTENT
    assert list(tmp_path.iterdir()) == [path]


def test_file_that_was_there_gives_its_mode(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_bytes(b"of yesterday")
    path.chmod(0o640)
    write(path)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (CONTENT, 0o640)


def test_new_file_has_the_mode_of_new_files(tmp_path):
    (tmp_path / "other").touch()
    write(tmp_path / "台账.csv")
    assert len({path.stat().st_mode for path in tmp_path.iterdir()}) == 1


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
def test_file_that_was_there_is_kept_when_something_fails(tmp_path, fault):
    path = tmp_path / "台账.csv"
    path.write_bytes(b"of yesterday")
    with pytest.raises(fault):
        write_and(Mock(side_effect=fault), path)
    assert path.read_bytes() == b"of yesterday"
    assert list(tmp_path.iterdir()) == [path]


def test_file_that_may_not_be_written_is_left_alone(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_bytes(b"of yesterday")
    path.chmod(0o444)
    assert refused(path) == (
        f"写不了文件 {path}：它是只读的，请换一个文件名，或者先改成可写。",
        2,
    )
    assert path.read_bytes() == b"of yesterday"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("is_there", [True, False])
def test_link_is_followed(tmp_path, is_there):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if is_there:
        (folder / "台账.csv").write_bytes(b"of yesterday")
    link = tmp_path / "link.csv"
    link.symlink_to("elsewhere/台账.csv")
    write(link)
    assert link.is_symlink()
    assert (folder / "台账.csv").read_bytes() == CONTENT
    assert [path.name for path in folder.iterdir()] == ["台账.csv"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("folder", "这是一个文件夹，请写明文件名"),
        ("none/台账.csv", "所在的文件夹不存在，或者没有写的权限"),
        ("file/台账.csv", "所在的文件夹不存在，或者没有写的权限"),
        ("circle", "Too many levels of symbolic links"),
    ],
)
def test_place_where_no_file_can_be(tmp_path, name, why):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "circle").symlink_to("circle")
    path = tmp_path / name
    assert refused(path) == (f"写不了文件 {path}：{why}。", 2)
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["circle", "file", "folder"]


# --- Pipes and devices -------------------------------------------------------------------------


def test_pipe_gets_it_all_and_stays_a_pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = Reader(path)
    write(path)
    assert reader.all() == CONTENT
    assert stat.S_ISFIFO(path.stat().st_mode)
    assert list(tmp_path.iterdir()) == [path]


def test_reader_that_leaves_is_told_of(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    assert refused(path, lambda: os.close(reader)) == (
        f"写不了文件 {path}：接收的一方没有读完就关闭了。",
        2,
    )


def test_terminal_is_written_to_and_stays():
    ours, theirs = os.openpty()
    path = Path(os.ttyname(theirs))
    write(path, b"row\n")
    assert os.read(ours, 100) == b"row\r\n"
    assert stat.S_ISCHR(path.stat().st_mode)
    os.close(theirs)
    os.close(ours)


# --- The standard output -----------------------------------------------------------------------


def test_hyphen_is_the_standard_output(tmp_path, monkeypatch, printing_to):
    monkeypatch.chdir(tmp_path)
    reading, writing = os.pipe()
    reader = Reader(reading)
    with printing_to(writing):
        sys.stdout.write("before\n")
        write(Path("-"))
    assert reader.all() == b"before\n" + CONTENT
    assert list(tmp_path.iterdir()) == []


def test_file_that_the_standard_output_goes_to_is_not_replaced(tmp_path, printing_to):
    path, link = tmp_path / "台账.csv", tmp_path / "stdout"
    link.symlink_to(path)
    with printing_to(os.open(path, os.O_WRONLY | os.O_CREAT)):
        before = path.stat().st_ino
        assert [is_standard_output(one) for one in (path, link, tmp_path)] == [True, True, False]
        write(link)
        sys.stdout.write("after\n")
    assert (path.read_bytes(), path.stat().st_ino) == (CONTENT + b"after\n", before)


def test_descriptor_that_leads_to_a_file_is_written_to(tmp_path):
    path = tmp_path / "台账.csv"
    with path.open("wb") as opened:
        write(Path(f"/dev/fd/{opened.fileno()}"))
        assert os.path.samestat(path.stat(), os.fstat(opened.fileno()))
    assert path.read_bytes() == CONTENT


def test_standard_output_that_nobody_reads_fails_in_a_sentence(printing_to):
    with printing_to(unread()):
        assert refused(Path("-")) == ("写不了文件 -：接收的一方没有读完就关闭了。", 2)
        # Nothing is left that would fail when Python ends.
        sys.stdout.flush()


def test_what_was_done_is_done_when_nobody_reads_of_it(printing_to, capsys):
    with printing_to(unread()):
        with told():
            sys.stdout.write("已导入。\n" * 10_000)
        sys.stdout.write("more\n")
        sys.stdout.flush()
    assert capsys.readouterr().err == ""


def test_what_is_not_printed_whole_is_told_of(printing_to, capsys):
    with printing_to(os.open("/dev/full", os.O_WRONLY)), told():
        sys.stdout.write("已导入。\n")
    assert capsys.readouterr().err == "事情办了，但是结果没有打印全：磁盘满了。\n"


def test_other_faults_are_not_hidden():
    with pytest.raises(ValueError, match="of ours"), told():
        raise ValueError("of ours")
