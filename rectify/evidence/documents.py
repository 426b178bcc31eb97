"""Office files: judged by what is inside, opened no further than that needs."""

import re
import struct
import zipfile

import olefile

from rectify.evidence.archives import COMPRESSIONS, MOST_MEMBERS, MOST_UNPACKED
from rectify.evidence.kinds import EvidenceKind
from rectify.evidence.names import Unacceptable
from rectify.evidence.strangers import SLIDES, UNKNOWN

# The list of a file's parts is some kilobytes; as text it takes many times its size.
MOST_OF_TYPES = 1024 * 1024
CHUNK = 1024 * 1024

DAMAGED = "文件已损坏，打不开；请重新保存后再上传。"
LOCKED = "文件设了密码，审核的人打不开；请去掉密码后再上传。"
MACROS = "文件里有宏，不能上传；请另存为不含宏的格式（.docx 或 .xlsx）。"
BOMB = "文件解压后太大，不能上传；请删去多余的内容，或另存为 PDF。"

_OFFICE = "application/vnd.openxmlformats-officedocument."
SLIDE_SHOW = f"{_OFFICE}presentationml."
MAIN_PARTS = {
    f"{_OFFICE}wordprocessingml.document.main+xml": EvidenceKind.DOCX,
    f"{_OFFICE}spreadsheetml.sheet.main+xml": EvidenceKind.XLSX,
}


def judge_pdf(file) -> EvidenceKind:
    """Return PDF for one whose end says where its table is, and has it there.

    A download that broke off has no such end. Raises Unacceptable.
    """
    file.seek(0)
    content = file.read()
    end = re.search(rb"startxref\s+(\d{1,10})\s+%%EOF", content[-2048:])
    if not end:
        raise Unacceptable(DAMAGED)
    # Either a table of the old kind or an object that holds one; some begin a few bytes late.
    table = content[max(0, int(end[1]) - 16) : int(end[1]) + 64]
    if not re.search(rb"xref|\d+\s+\d+\s+obj", table):
        raise Unacceptable(DAMAGED)
    # Named in the trailer, which lies in the clear.
    if re.search(rb"/Encrypt\s*(\d|<<)", content):
        raise Unacceptable(LOCKED)
    return EvidenceKind.PDF


def judge_zip(file) -> EvidenceKind | None:
    """Return Word or Excel for a file of the new kind, None for any other archive.

    Every member is read once within a budget, so that damage and a lying table of contents
    are found; no XML is parsed. A ledger that is mostly the same words is packed by the
    hundred, hence the budget and no bound on the ratio. Raises Unacceptable.
    """
    try:
        # Before the table of contents is read, of which 20 MiB become 200.
        file.seek(0)
        if file.read().count(b"PK\x01\x02") > MOST_MEMBERS:
            raise Unacceptable(BOMB)
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if any(member.compress_type not in COMPRESSIONS for member in members):
                raise Unacceptable(DAMAGED)
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                raise Unacceptable(BOMB)
            if any(member.flag_bits & 1 for member in members):
                raise Unacceptable(LOCKED)
            _read_all(archive, members)
            names = {member.filename for member in members}
            if "[Content_Types].xml" not in names:
                return None
            with archive.open("[Content_Types].xml") as stream:
                types = stream.read(MOST_OF_TYPES + 1).decode("utf-8", "replace")
            if len(types) > MOST_OF_TYPES:
                raise Unacceptable(BOMB)
    except Unacceptable:
        raise
    except Exception:  # zlib, struct and zipfile all raise their own for a damaged archive
        raise Unacceptable(DAMAGED) from None
    found = set(re.findall(r'ContentType\s*=\s*["\']([^"\']+)', types))
    if any("macroEnabled" in one or "vbaProject" in one for one in [*found, *names]):
        raise Unacceptable(MACROS)
    if any(one.startswith(SLIDE_SHOW) and one.endswith("main+xml") for one in found):
        raise Unacceptable(SLIDES)
    kinds = {kind for part, kind in MAIN_PARTS.items() if _part_of_type(part, types) in names}
    if len(kinds) != 1:
        raise Unacceptable(UNKNOWN)
    return kinds.pop()


def _part_of_type(kind: str, types: str) -> str:
    """Return the name of the member that the list of types says is of a kind, "" when none is."""
    for override in re.findall(r"<Override\b[^>]*>", types):
        attributes = dict(re.findall(r'(\w+)\s*=\s*["\']([^"\']*)', override))
        if attributes.get("ContentType") == kind:
            return attributes.get("PartName", "").lstrip("/")
    return ""


def _read_all(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    left = MOST_UNPACKED
    for member in members:
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Unacceptable(BOMB)


def judge_ole(file) -> EvidenceKind | None:
    """Return Word or Excel for a file of the old kind, None for any other. Raises Unacceptable."""
    try:
        with olefile.OleFileIO(file) as container:
            if container.exists("EncryptedPackage"):
                raise Unacceptable(LOCKED)
            # Where Word and Excel keep macros.
            if container.exists("Macros") or container.exists("_VBA_PROJECT_CUR"):
                raise Unacceptable(MACROS)
            if container.exists("PowerPoint Document"):
                raise Unacceptable(SLIDES)
            for stream, kind, is_locked in [
                ("WordDocument", EvidenceKind.DOC, _word_is_locked),
                ("Workbook", EvidenceKind.XLS, _workbook_is_locked),
                ("Book", EvidenceKind.XLS, _workbook_is_locked),
            ]:
                if container.exists(stream):
                    content = container.openstream(stream).read()
                    if len(content) < container.get_size(stream):
                        raise Unacceptable(DAMAGED)
                    if is_locked(content):
                        raise Unacceptable(LOCKED)
                    return kind
    except Unacceptable:
        raise
    except Exception:  # olefile raises whatever a damaged container makes of it
        raise Unacceptable(DAMAGED) from None
    return None


def _word_is_locked(content: bytes) -> bool:
    """Read the flag fEncrypted of the document's header ([MS-DOC] 2.5.2)."""
    flags = struct.unpack_from("<H", content, 10)[0] if len(content) >= 12 else 0
    return bool(flags & 0x0100)


def _workbook_is_locked(content: bytes) -> bool:
    """Look for the record FilePass, which stands before everything but the first ([MS-XLS] 2.4.117)."""
    place = 0
    for _ in range(8):
        if place + 4 > len(content):
            return False
        record, length = struct.unpack_from("<HH", content, place)
        if record == 0x002F:
            return True
        place += 4 + length
    return False
