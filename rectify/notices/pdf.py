"""The notice as PDF: the Word file, printed by LibreOffice where the machine has it."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from rectify.notices import docx
from rectify.notices.blocks import Block

NAMES = ["soffice", "libreoffice"]
FONTS = Path(settings.BASE_DIR) / "templates" / "notice" / "fonts.conf"
# A notice takes three seconds, the first one after an installation ten.
SECONDS = 60

MISSING = (
    "这台机器上没有 LibreOffice，不能生成 PDF。请下载 Word 文档，用 Word 或 WPS 另存为 PDF；"
    "或者请系统管理员安装（Debian：apt-get install libreoffice-writer），"
    "装在别处的用环境变量 SOFFICE 写明 soffice 的路径。"
)
HANGING = (
    f"LibreOffice 过了 {SECONDS} 秒还没有做好 PDF，已经停下。请过一会儿再试；"
    "还是不行，请下载 Word 文档，用 Word 或 WPS 另存为 PDF。"
)
FAILED = (
    "LibreOffice 没有做出 PDF。请系统管理员看看是不是缺了文字处理部分"
    "（Debian：apt-get install libreoffice-writer），或者磁盘满了；"
    "也可以下载 Word 文档，用 Word 或 WPS 另存为 PDF。"
)


class PdfError(ValueError):
    """A PDF that could not be made; its message says why and what to do, for the clerk."""


def is_available() -> bool:
    """Tell whether LibreOffice is on this machine."""
    return _program() is not None


def render(
    blocks: list[Block], *, title: str = "", author: str = "", sample: bool = False
) -> bytes:
    """Return the notice as the bytes of a PDF; arguments as for `docx.render`.

    Raises PdfError when LibreOffice is missing, fails, or takes too long.
    """
    program = _program()
    if program is None:
        raise PdfError(MISSING)
    document = docx.render(blocks, title=title, author=author, sample=sample, printed=True)
    # Whatever LibreOffice writes, its profile too, is gone with the directory; two at the same
    # time would wait for each other if they shared a profile.
    with TemporaryDirectory(prefix="notice-", ignore_cleanup_errors=True) as directory:
        place = Path(directory)
        (place / "notice.docx").write_bytes(document)
        _print(program, place)
        try:
            printed = (place / "notice.pdf").read_bytes()
        except FileNotFoundError:
            raise PdfError(FAILED) from None
    if not printed.startswith(b"%PDF-"):
        raise PdfError(FAILED)
    return printed


def _program() -> str | None:
    names = [settings.SOFFICE] if settings.SOFFICE else NAMES
    return next(filter(None, map(shutil.which, names)), None)


def _print(program: str, place: Path) -> None:
    """Let LibreOffice print what is in a directory; all it started has ended afterwards."""
    command = [
        program,
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(place),
        str(place / "notice.docx"),
    ]
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(place),
        "TMPDIR": str(place),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(FONTS),
    }
    try:
        process = subprocess.Popen(  # noqa: S603 -- a program that the machine's keeper named
            command,
            cwd=place,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # soffice is a script that starts others: they are ended as one group.
            start_new_session=True,
        )
    except OSError:
        raise PdfError(FAILED) from None
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise PdfError(HANGING) from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode:
        raise PdfError(FAILED)
