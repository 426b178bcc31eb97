"""The kinds of file that are taken as evidence. A leaf: models import it."""

from django.db import models


class EvidenceKind(models.TextChoices):
    """What a file really is, judged by its content; the code is its proper extension."""

    JPEG = "jpeg", "JPEG 图片"
    PNG = "png", "PNG 图片"
    WEBP = "webp", "WebP 图片"
    PDF = "pdf", "PDF 文件"
    DOC = "doc", "Word 文档（旧格式）"
    DOCX = "docx", "Word 文档"
    XLS = "xls", "Excel 表格（旧格式）"
    XLSX = "xlsx", "Excel 表格"
