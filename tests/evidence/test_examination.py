"""What is taken as evidence, under which name, and what is refused with which sentence."""

import hashlib
import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from rectify.evidence import documents, examination, images, strangers
from rectify.evidence.examination import examine
from rectify.evidence.names import display_name, shown
from tests.evidence import files
from tests.evidence.files import upload


def refusal(name: str, content: bytes) -> str:
    """Return what is said of a file that is refused, without its name."""
    with pytest.raises(ValidationError) as refused:
        examine(upload(name, content))
    [sentence] = refused.value.messages
    assert sentence.startswith("“")
    return sentence.partition("”：")[2]


def sentences(file) -> list[str]:
    """Return what is said of a file, which is nothing when it is taken."""
    try:
        examine(file)
    except ValidationError as refused:
        return refused.messages
    return []


# --- Taken -------------------------------------------------------------------------------

TAKEN = [
    ("照片.jpg", files.image("JPEG"), "照片.jpg", "jpeg"),
    ("照片.JPEG", files.image("JPEG", "L"), "照片.jpg", "jpeg"),
    ("照片.jpg", files.image("JPEG", "CMYK"), "照片.jpg", "jpeg"),
    ("照片.jpg", files.image("PNG"), "照片.png", "png"),
    ("照片", files.image("PNG", "RGBA"), "照片.png", "png"),
    ("照片.png", files.image("PNG", "P"), "照片.png", "png"),
    ("照片.png", files.image("PNG", "1"), "照片.png", "png"),
    ("照片.png", files.image("PNG", "I;16"), "照片.png", "png"),
    ("照片.webp", files.image("WEBP"), "照片.webp", "webp"),
    ("纪要.pdf", files.PDF, "纪要.pdf", "pdf"),
    ("纪要.doc", files.word(), "纪要.docx", "docx"),
    ("台账.xlsx", files.excel(), "台账.xlsx", "xlsx"),
    ("纪要.doc", files.DOC, "纪要.doc", "doc"),
    ("台账.xls", files.XLS, "台账.xls", "xls"),
    ("台账.xlsx", files.OLD_XLS, "台账.xls", "xls"),
    ("2023.3.31会议", files.PDF, "2023.3.31会议.pdf", "pdf"),
]


@pytest.mark.parametrize(("name", "content", "shown_as", "kind"), TAKEN)
def test_file_is_taken_for_what_it_is(name, content, shown_as, kind):
    examined = examine(upload(name, content))
    assert (examined.name, examined.kind) == (shown_as, kind)
    kept = examined.content.read()
    assert (examined.size, examined.sha256) == (len(kept), hashlib.sha256(kept).hexdigest())
    is_image = kind in ("jpeg", "png", "webp")
    assert (examined.thumbnail is not None) == is_image
    assert is_image or kept == content


@pytest.mark.parametrize("content", [files.image("JPEG", size=(4000, 3000)), files.photograph()])
def test_image_is_written_anew(content):
    examined = examine(upload("照片.jpg", content))
    kept = Image.open(examined.content)
    small = Image.open(examined.thumbnail)
    assert (max(kept.size) <= 2560, max(small.size) <= 320) == (True, True)
    assert (kept.format, small.format) == ("JPEG", "JPEG")


def test_nothing_but_pixels_is_kept():
    content = files.photograph()
    assert b"Exif" in content
    assert b"PhoneMaker" in content
    examined = examine(upload("照片.jpg", content))
    for file in (examined.content, examined.thumbnail):
        kept = file.read()
        for trace in (b"Exif", b"PhoneMaker", b"PhoneComment", struct.pack(">II", 117, 1)):
            assert trace not in kept
        file.seek(0)
        image = Image.open(file)
        assert dict(image.getexif()) == {}
        # It lay on its side; now it stands, and needs no note to say so.
        assert image.width < image.height


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_notes_of_other_kinds_are_gone_too(kind):
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    options = {"exif": exif, "icc_profile": b"ProfileOfSomeone"}
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Author", "SomeAuthor")
    content = files.image(kind, **options)
    kept = examine(upload("照片", content)).content.read()
    for trace in (b"PhoneMaker", b"ProfileOfSomeone", b"SomeAuthor"):
        assert trace not in kept


def test_first_picture_of_several_is_kept():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    kept = Image.open(examine(upload("动图.webp", written.getvalue())).content)
    assert (getattr(kept, "n_frames", 1), kept.convert("RGB").getpixel((4, 4))[2] < 50) == (1, True)


def test_transparent_image_has_a_thumbnail_on_white():
    written = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(written, "PNG")
    thumbnail = Image.open(examine(upload("章.png", written.getvalue())).thumbnail)
    assert thumbnail.convert("RGB").getpixel((4, 4)) == (255, 255, 255)


# --- Refused -----------------------------------------------------------------------------

NOT_TAKEN = strangers.UNKNOWN
REFUSED = [
    ("空.jpg", b"", "文件是空的，请重新选择。"),
    ("程序.jpg", b"MZ" + b"\0" * 200, NOT_TAKEN),
    ("网页.pdf", b"<html><script>alert(1)</script>", strangers.DISGUISED),
    ("导出.xls", b"\xef\xbb\xbf\n <TABLE><tr><td>1", strangers.DISGUISED),
    ("纪要.doc", b"{\\rtf1\\ansi", strangers.DISGUISED),
    ("照片.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", strangers.HEIC),
    ("录像.jpg", b"\0\0\0\x18ftypmp42\0\0\0\0", strangers.FILM),
    ("录音.amr", b"#!AMR\n", strangers.FILM),
    ("压缩包.rar", b"Rar!\x1a\x07\x01\0", strangers.ARCHIVE),
    ("空.zip", files.archive({}), strangers.ARCHIVE),
    (
        "纪要.odt",
        files.archive({"mimetype": b"application/vnd.oasis.opendocument.text"}, compress_type=0),
        strangers.OPEN_DOCUMENT,
    ),
    ("动图.gif", files.image("GIF"), NOT_TAKEN),
    ("扫描.tiff", files.image("TIFF"), NOT_TAKEN),
    ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", NOT_TAKEN),
    ("录音.wav", b"RIFF\x24\0\0\0WAVEfmt ", strangers.FILM),
    ("照片.jpg", b"\xff\xd8\xff", images.DAMAGED),
    ("纪要.pdf", b"%PDF-1.4\n" + b"x" * 5000, documents.DAMAGED),
    ("纪要.pdf", b"%PDF-1.4\n" + b"x" * 99 + b"startxref\n50\n%%EOF", documents.DAMAGED),
    ("程序.pdf", b"MZ" + b"\0" * 99 + files.PDF, NOT_TAKEN),
    ("密.pdf", files.PDF.replace(b"endobj", b"endobj<</Encrypt 5 0 R>>"), documents.LOCKED),
    (
        "空壳.docx",
        files.archive({"[Content_Types].xml": files.TYPES.format(files.WORD).encode()}),
        NOT_TAKEN,
    ),
    ("压缩包.zip", files.archive({"a.txt": b"a"}), strangers.ARCHIVE),
    (
        "演示.pptx",
        files.word(f"{files.OFFICE}presentationml.presentation.main+xml"),
        strangers.SLIDES,
    ),
    (
        "宏.docm",
        files.word("application/vnd.ms-word.document.macroEnabled.main+xml"),
        documents.MACROS,
    ),
    ("宏.docx", files.word(**{"word/vbaProject.bin": b"x"}), documents.MACROS),
    ("模板.dotx", files.word(f"{files.OFFICE}wordprocessingml.template.main+xml"), NOT_TAKEN),
    ("演示.ppt", files.ole("PowerPoint Document", b""), strangers.SLIDES),
    ("宏.doc", files.ole("Macros", b""), documents.MACROS),
    ("宏.xls", files.ole("_VBA_PROJECT_CUR", b""), documents.MACROS),
    ("邮件.doc", files.MESSAGE, NOT_TAKEN),
    ("密.doc", files.LOCKED_DOC, documents.LOCKED),
    ("密.xls", files.LOCKED_XLS, documents.LOCKED),
    ("密.xlsx", files.LOCKED_XLSX, documents.LOCKED),
    ("坏.doc", files.DOC[:1500], documents.DAMAGED),
    ("炸弹.docx", files.word(bomb=b"\0" * (documents.MOST_UNPACKED + 1)), documents.BOMB),
    (
        "多.docx",
        files.archive({f"{number}": b"" for number in range(documents.MOST_MEMBERS + 1)}),
        documents.BOMB,
    ),
]


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED)
def test_file_is_refused_with_a_sentence(name, content, sentence):
    assert refusal(name, content) == sentence


def test_sentence_names_the_file():
    with pytest.raises(ValidationError) as refused:
        examine(upload("空.jpg", b""))
    assert refused.value.messages == ["“空.jpg”：文件是空的，请重新选择。"]


@pytest.mark.parametrize(
    ("size", "taken"), [(examination.MOST_BYTES, True), (examination.MOST_BYTES + 1, False)]
)
def test_twenty_megabytes_and_no_more(size, taken):
    content = files.PDF.replace(b"endobj", b"endobj" + b" " * (size - len(files.PDF)))
    assert len(content) == size
    if taken:
        assert examine(upload("大.pdf", content)).size == size
    else:
        assert refusal("大.pdf", content) == "文件超过 20 MB，请压缩或拆开后再上传。"


def png_bomb(width: int, height: int) -> bytes:
    """Return a PNG that claims to be huge and has next to nothing in it."""

    def chunk(name, content):
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8000, 7000), (12000, 12000), (60000, 60000)])
def test_image_bomb_is_refused_before_it_is_unpacked(size):
    content = png_bomb(*size)
    tracemalloc.start()
    try:
        assert refusal("炸弹.png", content) == images.TOO_MANY_PIXELS
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_archive_that_lies_about_its_size_is_refused():
    content = bytearray(files.word(bomb=b"\0" * 5_000_000))
    # The table of contents says that the member is 10 bytes long.
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    assert refusal("假.docx", bytes(content)) == documents.DAMAGED


def test_damaged_member_is_found():
    content = bytearray(files.excel())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        member = archive.infolist()[0]
        start = member.header_offset + 30 + len(member.filename)
    content[start + 20] ^= 0xFF
    assert refusal("坏.xlsx", bytes(content)) == documents.DAMAGED


def test_locked_archive_is_refused():
    content = bytearray(files.word())
    for mark, flags in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)]:
        content[content.index(mark) + flags] |= 1
    assert refusal("密.docx", bytes(content)) == documents.LOCKED


@pytest.mark.parametrize(
    "content",
    [
        files.image("JPEG"),
        files.image("PNG"),
        files.image("WEBP"),
        files.PDF,
        files.word(),
        files.excel(),
        files.DOC,
    ],
)
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_file_that_broke_off_is_refused(content, part):
    damaged = {images.DAMAGED, documents.DAMAGED, NOT_TAKEN}
    assert refusal("断.pdf", content[: int(len(content) * part)]) in damaged


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from(
        [
            b"",
            b"\xff\xd8\xff",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF0000WEBP",
            b"%PDF-",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ]
    ),
    rest=st.binary(max_size=600),
)
def test_no_content_gets_more_than_a_sentence(start, rest):
    assert len(sentences(upload("文件", start + rest))) <= 1


# --- Names -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("C:\\fakepath\\照片.jpg", "文件名里有路径，请改成普通的文件名再上传。"),
        ("..\\照片.jpg", "文件名里有路径，请改成普通的文件名再上传。"),
        ("照\n片.jpg", "文件名里有看不见的字符，请改名后再上传。"),
        ("照\x00片.jpg", "文件名里有看不见的字符，请改名后再上传。"),
        ("gpj.\u202eexe", "文件名里有看不见的字符，请改名后再上传。"),
        ("照\u200b片.jpg", "文件名里有看不见的字符，请改名后再上传。"),
    ],
)
def test_name_that_is_no_plain_name_is_refused(name, sentence):
    assert refusal(name, files.PDF) == sentence


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("照片.jpg", "照片.pdf"),
        ("照片.", "照片.pdf"),
        (".jpg", "佐证材料.pdf"),
        ("...", "佐证材料.pdf"),
        ("nul.pdf", "_nul.pdf"),
        ("COM1.x.pdf", "_COM1.x.pdf"),
        ("14:30 现场?.jpg", "14_30 现场_.pdf"),
        ("长" * 95 + " 长.jpg", "长" * 95 + ".pdf"),
        ("合影👨\u200d👩.jpg", "合影👨👩.pdf"),
        ("  会议 纪要 .PDF ", "会议 纪要.pdf"),
        ("第1.2条", "第1.2条.pdf"),
        ("长" * 300, "长" * 96 + ".pdf"),
        ("长" * 300 + ".jpg", "长" * 96 + ".pdf"),
    ],
)
def test_name_ends_as_the_true_kind_does(name, expected):
    assert display_name(name, "pdf") == expected


def test_name_in_a_sentence_is_short_and_visible():
    assert shown("照\u202e片.jpg") == "照□片.jpg"
    assert shown("") == "（没有名字）"
    assert len(shown("长" * 300)) == 38


@given(st.text(max_size=300))
def test_any_name_becomes_a_name_or_a_sentence(name):
    named = upload("文件", files.PDF)
    named._name = name
    said = sentences(named)
    assert len(said) <= 1
    if said:
        return
    examined = examine(named)
    assert examined.name.endswith(".pdf")
    assert 4 < len(examined.name) <= 100
    assert examined.name.isprintable()
