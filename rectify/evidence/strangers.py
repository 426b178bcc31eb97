"""Files that are not taken, and what to do about those that people often try."""

ACCEPTED = "请上传照片（JPEG、PNG、WebP）、PDF、Word 或 Excel 文件。"
UNKNOWN = f"不是能收的文件。{ACCEPTED}"
HEIC = (
    "这是 HEIC 照片，办公电脑打不开；请转成 JPEG，"
    "或在苹果手机“设置—相机—格式”里选“兼容性最佳”后重拍。"
)
FILM = "录像和录音不能上传；请截图或拍照，写明情况后再上传。"
ARCHIVE = "压缩包不能上传；请解压后逐份上传。"
SLIDES = "演示文稿不能上传；请另存为 PDF 后再上传。"
OPEN_DOCUMENT = "这种文档格式不能上传；请另存为 .docx、.xlsx 或 PDF 后再上传。"
DISGUISED = "这是网页或 RTF 格式，不是真正的 Word 或 Excel 文件；请另存为 .docx 或 .xlsx 后再上传。"

HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
FILMS = (b"ID3", b"#!AMR", b"\x1aE\xdf\xa3", b"FLV\x01", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11")
# Systems that export "Excel" files write these, and Excel opens them with a warning.
MARKUP = (b"{\\rtf", b"<html", b"<!doctype html", b"<table", b"mime-version:")


def why_not(start: bytes) -> str:
    """Return what to say of a file that is none of those taken, by its first 1,024 bytes."""
    if start[4:8] == b"ftyp":
        return HEIC if start[8:12] in HEIC_BRANDS else FILM
    if start.startswith(FILMS) or (start.startswith(b"RIFF") and start[8:12] in (b"WAVE", b"AVI ")):
        return FILM
    if b"mimetypeapplication/vnd.oasis.opendocument" in start[:128]:
        return OPEN_DOCUMENT
    if start.startswith(ARCHIVES):
        return ARCHIVE
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP):
        return DISGUISED
    return UNKNOWN
