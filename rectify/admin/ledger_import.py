"""Imports in the admin: a list to look up, and the pages that bring a spreadsheet in."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from rectify.admin import importing
from rectify.admin.read_only import ReadOnly
from rectify.models import LedgerImport
from rectify.models.ledger_import import ImportState


@admin.register(LedgerImport)
class LedgerImportAdmin(ReadOnly):
    """Which spreadsheets came in, by whom and with what result; never edited."""

    list_display = [
        "file_name",
        "round",
        "state",
        "rows",
        "by",
        "uploaded_at",
    ]
    list_display_links = ["file_name"]
    list_filter = [("round", RelatedOnlyFieldListFilter)]
    list_select_related = ["round", "uploaded_by"]
    search_fields = ["file_name", "sha256"]
    search_help_text = "按文件名或 SHA-256 查找"
    list_per_page = 100
    show_full_result_count = False
    actions = None
    pages = (
        ("upload/", importing.upload, "upload"),
        ("<int:pk>/change/", importing.look, "change"),
        ("<int:pk>/discard/", importing.discard, "discard"),
        ("<int:pk>/undo/", importing.undo, "undo"),
        ("<int:pk>/file/", importing.file, "file"),
        ("<int:pk>/marked/", importing.marked, "marked"),
    )

    @admin.display(description="结果")
    def state(self, ledger_import):
        return ledger_import.state.label

    @admin.display(description="行数")
    def rows(self, ledger_import):
        if ledger_import.state == ImportState.PENDING:
            return None
        counts = {
            "新增": ledger_import.created,
            "修改": ledger_import.changed,
            "没有变化": ledger_import.unchanged,
            "有错误": ledger_import.refused,
        }
        return "，".join(f"{name} {count}" for name, count in counts.items())

    @admin.display(description="上传人", ordering="uploaded_by__full_name", empty_value="命令行")
    def by(self, ledger_import):
        return ledger_import.uploaded_by and ledger_import.uploaded_by.get_full_name()
