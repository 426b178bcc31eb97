"""Finished PDFs, kept as files that every process of this machine hands out."""

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from django.conf import settings

from rectify import program
from rectify.notices.faces import FaceError
from rectify.whole_files import write_whole

BUSY = "正在生成 PDF，一次只做一份。请过几秒钟再试，或者先下载 Word 文档。"
_turn = threading.Lock()


def printed(seal: str, make: Callable[[], bytes]) -> bytes:
    """Return the PDF of the edition with the seal: the one that lies there, or a new one.

    Raises FaceError at once, without waiting, while somebody on this machine makes any: it
    takes seconds, and whoever waits keeps a thread from serving pages; and whatever `make`
    raises.
    """
    place = settings.DATA_DIRECTORY / "published" / f"{seal}-{program.version()}.pdf"
    kept = _kept(place)
    if kept is not None:
        return kept
    with _one_at_a_time():
        # Somebody may have finished it since.
        kept = _kept(place)
        if kept is None:
            kept = make()
            # Without a place to keep it, it is still a PDF.
            with suppress(OSError):
                _keep(place, kept)
        return kept


def _kept(place: Path) -> bytes | None:
    try:
        content = place.read_bytes()
    except OSError:
        return None
    # What a power failure cut off is none.
    whole = content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    return content if whole else None


def _keep(place: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, and remove those of other programs."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    write_whole(place, content)
    for other in place.parent.iterdir():
        if not other.name.endswith(f"-{program.version()}.pdf"):
            other.unlink(missing_ok=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one LibreOffice run at a time on this machine; raise FaceError to all others."""
    if not _turn.acquire(blocking=False):
        raise FaceError(BUSY)
    try:
        # The lock of the file is the process's; the other one holds between its threads.
        with _opened() as file:
            try:
                if file is not None:
                    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FaceError(BUSY) from None
            yield
    finally:
        _turn.release()


def _opened():
    """Return the file to lock, none where the data directory cannot be written."""
    try:
        return (settings.DATA_DIRECTORY / "pdf.lock").open("wb")
    except OSError:
        return nullcontext()
