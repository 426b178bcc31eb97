"""Workbooks of the new kind (.xlsx): judged before anything is built of them."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial

from rectify.evidence.archives import COMPRESSIONS, MOST_MEMBERS, MOST_UNPACKED
from rectify.spreadsheets.reader import refusals
from rectify.spreadsheets.reader.elements import element, elements
from rectify.spreadsheets.reader.extents import refuse_area
from rectify.spreadsheets.reader.ledger import UnreadableError
from rectify.spreadsheets.reader.markup import Watched
from rectify.spreadsheets.reader.rewriting import OddCells
from rectify.spreadsheets.reader.sheet_xml import SheetLook, lengths_of
from rectify.spreadsheets.reader.styles import styles_of

CHUNK = 1024 * 1024
# Lists of parts, sheets and styles: some kilobytes, in worn-out files some megabytes.
MOST_OF_LIST = 16 * 1024 * 1024

_RELATIONSHIP, _SHEET = element("Relationship"), element("sheet")
_SINCE_1904 = re.compile(r"""\sdate1904\s*=\s*["'](?:1|true)["']""")
_ENCODING = re.compile(rb"""^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)""")


def checked(content: bytes) -> bytes:
    """Return a workbook that the reader may open, with the cells it would misread as text.

    Raises UnreadableError for any other, within what reading 200 MiB once costs.
    """
    try:
        # Before the table of contents is read, of which 20 MiB become 200.
        if content.count(b"PK\x01\x02") > MOST_MEMBERS:
            raise UnreadableError(refusals.MEMBERS)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _Package(archive).checked(content)
    except (UnreadableError, MemoryError):
        raise
    except Exception:  # zlib, struct and zipfile all raise their own for a damaged archive
        raise UnreadableError(refusals.DAMAGED) from None


class _Package:
    """An archive with its members by the names that the reader finds them under."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = MOST_UNPACKED
        members = archive.infolist()
        self.members = {_plain(member.filename): member for member in members}
        # Two of one name are how one program is shown another file than the next.
        if len(self.members) < len(members):
            raise UnreadableError(refusals.DAMAGED)

    def checked(self, content: bytes) -> bytes:
        self._refuse_members()
        self._refuse_kind()
        folder = self._folder()
        sheets = self._visible_sheets(folder)
        if len(sheets) > refusals.MOST_SHEETS:
            raise refusals.too_many_sheets(len(sheets))
        lengths = lengths_of(self.watched(f"{folder}sharedstrings.xml"))
        styles = self._styles(f"{folder}styles.xml")
        is_1904 = bool(_SINCE_1904.search(self.text(f"{folder}workbook.xml")))
        looks = {}
        for part, name in sheets:
            # A sheet shown twice would be read twice.
            if part not in self.members or part in looks:
                raise UnreadableError(refusals.DAMAGED)
            looks[part] = SheetLook(name, lengths, styles, is_1904=is_1904)
            for chunk in self.watched(part):
                looks[part].look(chunk)
            looks[part].finish()
        refuse_area([look.extent for look in looks.values()])
        self._refuse_other_parts({f"{folder}sharedstrings.xml", *looks})
        odd = {part: look.odd_cells for part, look in looks.items() if look.odd_cells}
        return self._rewritten(odd) if odd else content

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield a part piece by piece. Raises UnreadableError when it is not plain XML."""
        if part not in self.members:
            return
        tail = b""
        with self.archive.open(self.members[part]) as stream:
            while chunk := stream.read(CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise UnreadableError(refusals.BOMB)
                if not tail:
                    _refuse_encoding(chunk)
                # UTF-16 would hide what is looked for from a search.
                if b"\0" in chunk:
                    raise UnreadableError(refusals.DAMAGED)
                seen = tail + chunk
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    raise UnreadableError(refusals.ENTITIES)
                tail = chunk[-16:]
                yield chunk

    def watched(self, part: str) -> Iterator[bytes]:
        """Yield a part that will be parsed. Raises UnreadableError as `chunks` does, and more."""
        watched = Watched()
        for chunk in self.chunks(part):
            watched.look(chunk)
            yield chunk

    def text(self, part: str) -> str:
        """Return one of the lists, "" when there is none."""
        if part in self.members and self.members[part].file_size > MOST_OF_LIST:
            raise UnreadableError(refusals.TOO_COSTLY)
        return b"".join(self.chunks(part)).decode("utf-8-sig")

    def _styles(self, part: str) -> dict[int, str]:
        """Return the styles that show values otherwise, none when their list is too long."""
        if part in self.members and self.members[part].file_size > MOST_OF_LIST:
            return {}
        return styles_of(self.text(part))

    def _refuse_members(self) -> None:
        members = self.members.values()
        if any(member.flag_bits & 1 for member in members):
            raise UnreadableError(refusals.LOCKED)
        if any(member.compress_type not in COMPRESSIONS for member in members):
            raise UnreadableError(refusals.DAMAGED)
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise UnreadableError(refusals.BOMB)

    def _refuse_kind(self) -> None:
        """Raise UnreadableError for what is no workbook, or holds what is not taken."""
        if "[content_types].xml" not in self.members:
            raise UnreadableError(self._other_archive())
        types = self.text("[content_types].xml")
        if "sheet.binary" in types:
            raise UnreadableError(refusals.BINARY_BOOK)
        if "macroEnabled" in types or any(
            "vbaproject" in name or "macrosheets/" in name for name in self.members
        ):
            raise UnreadableError(refusals.MACROS)
        if not re.search(r"spreadsheetml\.(sheet|template)\.main\+xml", types):
            word, slides = "wordprocessingml" in types, "presentationml" in types
            raise UnreadableError(
                refusals.WORD if word else refusals.SLIDES if slides else refusals.UNKNOWN
            )
        if any("externallinks/" in name for name in self.members):
            raise UnreadableError(refusals.LINKS)
        for name in self.members:
            if not name.endswith(".rels"):
                continue
            relationships = self.text(name)
            if "/externalLink" in relationships:
                raise UnreadableError(refusals.LINKS)
            if "/vbaProject" in relationships or "/xlMacrosheet" in relationships:
                raise UnreadableError(refusals.MACROS)

    def _other_archive(self) -> str:
        if "mimetype" in self.members and "content.xml" in self.members:
            with self.archive.open(self.members["mimetype"]) as stream:
                kind = stream.read(100)
            if b"opendocument.spreadsheet" in kind:
                return refusals.OPEN_DOCUMENT
            return refusals.WORD if b"opendocument.text" in kind else refusals.UNKNOWN
        return refusals.ARCHIVE

    def _folder(self) -> str:
        """Return the folder of the workbook, `xl/` in every file that we have seen."""
        for relationship in elements(_RELATIONSHIP, self.text("_rels/.rels")):
            if relationship.get("Type", "").endswith("/officeDocument"):
                target = _plain(relationship.get("Target", ""))
                return target[: target.rfind("/") + 1]
        raise UnreadableError(refusals.DAMAGED)

    def _visible_sheets(self, folder: str) -> list[tuple[str, str]]:
        """Return part and name of each sheet that will be read."""
        relationships = {
            one.get("Id"): one
            for one in elements(_RELATIONSHIP, self.text(f"{folder}_rels/workbook.xml.rels"))
        }
        found = []
        for sheet in elements(_SHEET, self.text(f"{folder}workbook.xml")):
            relationship = relationships.get(sheet.get("id"), {})
            is_hidden = sheet.get("state", "visible") != "visible"
            if is_hidden or not relationship.get("Type", "").endswith("/worksheet"):
                continue
            target = relationship.get("Target", "")
            part = _plain(target) if target.startswith("/") else _plain(folder + target)
            found.append((part, sheet.get("name", "")))
        return found

    def _refuse_other_parts(self, seen: set[str]) -> None:
        """Raise UnreadableError when another XML part is damaged or has declarations."""
        for name in self.members.keys() - seen:
            if name.endswith((".xml", ".rels", ".vml")):
                for _ in self.chunks(name):
                    pass

    def _rewritten(self, odd: dict[str, OddCells]) -> bytes:
        """Return the archive anew, without media, and with the odd cells of parts as text."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as anew:
            for name, member in self.members.items():
                if not name.endswith((".xml", ".rels")):
                    continue
                with self.archive.open(member) as part, anew.open(member.filename, "w") as copy:
                    chunks = iter(partial(part.read, CHUNK), b"")
                    for chunk in odd[name].rewritten(chunks) if name in odd else chunks:
                        copy.write(chunk)
        return written.getvalue()


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_encoding(start: bytes) -> None:
    declared = _ENCODING.search(start.removeprefix(b"\xef\xbb\xbf")[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise UnreadableError(refusals.DAMAGED)
