"""The PDF, with programs that only pretend to be LibreOffice, and with the real one."""

import fcntl
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from rectify.notices import docx, pdf
from rectify.notices.blocks import Block, Kind
from rectify.notices.compose import compose

BLOCKS = [
    Block(Kind.TITLE, "关于整改情况的公布"),
    Block(Kind.PARAGRAPH, "现将情况公布如下。"),
    Block(Kind.SIGNATURE, "某街道工作委员会"),
    Block(Kind.DATE, "2023年5月6日"),
]
MISSING = (
    "这台机器上没有 LibreOffice，不能生成 PDF。请下载 Word 文档，用 Word 或 WPS 另存为 PDF；"
    "或者请系统管理员安装（Debian：apt-get install libreoffice-writer），"
    "装在别处的用环境变量 SOFFICE 写明 soffice 的路径。"
)
FAILED = (
    "LibreOffice 没有做出 PDF。请系统管理员看看是不是缺了文字处理部分"
    "（Debian：apt-get install libreoffice-writer），或者磁盘满了；"
    "也可以下载 Word 文档，用 Word 或 WPS 另存为 PDF。"
)
HANGING = (
    "LibreOffice 过了 60 秒还没有做好 PDF，已经停下。请过一会儿再试；"
    "还是不行，请下载 Word 文档，用 Word 或 WPS 另存为 PDF。"
)


@pytest.fixture
def _temporary(tmp_path, monkeypatch):
    """Nothing may be left where temporary files are made."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield
    assert list(place.iterdir()) == []


@pytest.fixture
def pretend(tmp_path, settings, _temporary):
    """Make a program that does as told and have it taken for LibreOffice."""

    def pretend(script: str, name: str = "soffice") -> Path:
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\ncd {tmp_path} || exit 1\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        settings.SOFFICE = str(program)
        return program

    return pretend


# The seventh argument is where LibreOffice is to write to.
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 3", FAILED),
        ("exit 0", FAILED),
        ('printf "no PDF" > "$7/notice.pdf"', FAILED),
        (': > "$7/notice.pdf"', FAILED),
        ('printf "%%PDF-1.6 half" > "$7/notice.pdf"; exit 1', FAILED),
        ("kill -9 $$", FAILED),
    ],
)
def test_what_goes_wrong_is_said(pretend, script, said):
    pretend(script)
    assert pdf.is_available() is True
    with pytest.raises(pdf.PdfError) as error:
        pdf.render(BLOCKS)
    assert str(error.value) == said


def test_program_that_cannot_be_started(pretend):
    pretend("").write_bytes(b"\x7fELF no program at all")
    with pytest.raises(pdf.PdfError) as error:
        pdf.render(BLOCKS)
    assert str(error.value) == FAILED


def test_what_is_printed_is_handed_back(pretend):
    pretend('printf "%%PDF-1.6 done" > "$7/notice.pdf"')
    assert pdf.render(BLOCKS) == b"%PDF-1.6 done"


def test_word_file_is_what_is_printed(pretend, tmp_path):
    pretend('cp "$8" seen.docx; printf "%%PDF-" > "$7/notice.pdf"')
    pdf.render(BLOCKS, title="某轮次", author="某工委", sample=True)
    expected = docx.render(BLOCKS, title="某轮次", author="某工委", sample=True, printed=True)
    assert (tmp_path / "seen.docx").read_bytes() == expected


def test_program_knows_nothing_of_ours(pretend, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "never-to-be-seen")
    pretend('env > seen; echo "$1 $PWD $HOME" > places; printf "%%PDF-" > "$7/notice.pdf"')
    pdf.render(BLOCKS)
    seen = (tmp_path / "seen").read_text(encoding="utf-8").splitlines()
    # A shell adds the last three.
    assert {line.partition("=")[0] for line in seen} - {"PWD", "OLDPWD", "_"} == {
        "PATH",
        "HOME",
        "TMPDIR",
        "LANG",
        "FONTCONFIG_FILE",
    }
    profile, _, home = (tmp_path / "places").read_text(encoding="utf-8").split()
    assert profile == f"-env:UserInstallation=file://{home}/profile"
    assert Path(home).parent == tmp_path / "temporary"


def test_program_that_hangs_is_ended_with_its_children(pretend, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 1)
    lock = tmp_path / "lock"
    lock.touch()
    pretend("flock lock sh -c 'echo > started; sleep 30; echo > survived' & wait")
    with pytest.raises(pdf.PdfError) as error:
        pdf.render(BLOCKS)
    assert str(error.value) == HANGING
    assert (tmp_path / "started").exists()
    with lock.open() as held:
        # Granted when the child, which held it, is dead.
        fcntl.flock(held, fcntl.LOCK_EX)
    assert not (tmp_path / "survived").exists()


def test_child_left_behind_is_ended(pretend, tmp_path):
    lock = tmp_path / "lock"
    lock.touch()
    pretend(
        "mkfifo ready; flock lock sh -c 'echo > ready; sleep 30; echo > survived' &"
        ' read _ < ready; printf "%%PDF-" > "$7/notice.pdf"'
    )
    assert pdf.render(BLOCKS) == b"%PDF-"
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
    assert not (tmp_path / "survived").exists()


@pytest.mark.usefixtures("_temporary")
@pytest.mark.parametrize("named", ["/nowhere/soffice", "no-such-program", ""])
def test_missing_program_is_said(settings, monkeypatch, tmp_path, named):
    settings.SOFFICE = named
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pdf.is_available() is False
    with pytest.raises(pdf.PdfError) as error:
        pdf.render(BLOCKS)
    assert str(error.value) == MISSING


@pytest.mark.parametrize("name", ["soffice", "libreoffice"])
def test_program_is_found_under_either_name(pretend, settings, monkeypatch, tmp_path, name):
    pretend('printf "%%PDF-found" > "$7/notice.pdf"', name)
    settings.SOFFICE = ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pdf.render(BLOCKS) == b"%PDF-found"


# --- The real one ----------------------------------------------------------------------


@pytest.fixture
def office(settings):
    """LibreOffice with its word processor, as it was installed."""
    settings.SOFFICE = ""
    program = next(filter(None, map(shutil.which, pdf.NAMES)), None)
    if program is None or not (Path(program).resolve().parent / "libswlo.so").exists():
        pytest.skip("没有 LibreOffice 的文字处理部分；apt-get install libreoffice-writer")


def page_count(file: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", file))


def ruled(count: int, characters: int = 26) -> list[Block]:
    """Return so many paragraphs; the first line is indented by two characters."""
    return [Block(Kind.PARAGRAPH, "整" * characters)] * count


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("blocks", "pages"),
    [
        (ruled(44), 2),
        (ruled(45), 3),
        # Another character needs another line.
        (ruled(22, 27), 2),
        # The title takes a line of 36 pt and an empty one.
        (BLOCKS[:1] + ruled(20), 1),
        # A heading goes with the line after it.
        ([*ruled(21), Block(Kind.HEADING, "题", 1), *ruled(1)], 2),
    ],
)
def test_pages_have_twenty_two_lines_of_twenty_eight_characters(blocks, pages):
    assert page_count(pdf.render(blocks)) == pages


@pytest.fixture
def pages_of(office, tmp_path):
    """Read the lines of each page, the page's number last."""
    if shutil.which("pdftotext") is None:
        pytest.skip("没有 pdftotext；apt-get install poppler-utils")

    def pages_of(file: bytes) -> list[list[str]]:
        (tmp_path / "read.pdf").write_bytes(file)
        command = ["pdftotext", "-layout", tmp_path / "read.pdf", "-"]
        text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        pages = [re.sub(r"[^\S\n]", "", page).split("\n") for page in text.split("\f")[:-1]]
        return [[line for line in page if line] for page in pages]

    return pages_of


@pytest.mark.django_db
def test_real_notice_is_whole(pages_of, published):
    blocks = compose(published)
    pages = pages_of(pdf.render(blocks, sample=True))
    assert [page[-1] for page in pages] == [f"—{number}—" for number in range(1, len(pages) + 1)]
    assert max(len(page) - 1 for page in pages) == 22
    text = "".join(line for page in pages for line in page[:-1])
    told = "".join(block.line for block in blocks if block.kind != Kind.FOOTER)
    assert text.startswith("示例数据。公布的总数是真实的；")
    assert text.endswith("".join(told.split()))


@pytest.mark.parametrize(
    ("before", "last", "expected"),
    [
        (0, 19, [21]),
        (0, 20, [19, 3]),
        (0, 22, [21, 3]),
        (5, 39, [22, 21, 3]),
        (5, 5, [12]),
        (17, 4, [20, 3]),
        # A line of the last paragraph does not stay behind alone.
        (18, 2, [18, 4]),
        (20, 1, [20, 3]),
        (20, 40, [22, 22, 18]),
    ],
)
def test_signature_takes_the_last_line_of_the_text_along(pages_of, before, last, expected):
    """No page is left early because of it: a paragraph of any length is divided."""
    text = Block(Kind.PARAGRAPH, "长" * (28 * last - 2))
    pages = pages_of(pdf.render([*ruled(before), text, *BLOCKS[2:]]))
    assert [len(page) - 1 for page in pages] == expected
    assert pages[-1][-4][0] in "整长"
    assert pages[-1][-3:] == ["某街道工作委员会", "2023年5月6日", f"—{len(pages)}—"]


def test_last_line_of_the_text_is_not_stretched(pages_of, tmp_path):
    """The frame of the signature stands on the paragraph's last line, and the text does not."""
    pages_of(pdf.render([Block(Kind.PARAGRAPH, "长" * 28), *BLOCKS[2:]]))
    command = ["pdftotext", "-bbox", tmp_path / "read.pdf", "-"]
    words = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    [(left, right)] = re.findall(r'xMin="([\d.]+)" [^>]* xMax="([\d.]+)" [^>]*>长长<', words)
    assert round(float(right) - float(left)) == 32
