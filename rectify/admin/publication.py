"""Editions of notices in the admin: a list to look up, and the pages of the four steps."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from rectify.admin import publishing
from rectify.admin.read_only import ReadOnly
from rectify.models import Publication


@admin.register(Publication)
class PublicationAdmin(ReadOnly):
    """What is on its way to the public and what was published; never edited."""

    list_display = ["round", "edition", "number", "stage", "published_at"]
    list_display_links = ["round"]
    list_filter = [("round", RelatedOnlyFieldListFilter), "edition", "stage"]
    list_select_related = ["round"]
    search_fields = ["round__name", "digest", "seal"]
    search_help_text = "按轮次名称或 SHA-256 查找"
    show_full_result_count = False
    actions = None
    pages = (
        ("propose/<int:pk>/", publishing.propose, "propose"),
        ("<int:pk>/change/", publishing.look, "change"),
        ("<int:pk>/step/<str:name>/", publishing.step, "step"),
        ("<int:pk>/differences/", publishing.compare, "differences"),
        ("<int:pk>/files/<str:face>/", publishing.file, "file"),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")
