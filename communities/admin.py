"""The admin of communities, departments and owners."""

from django.contrib import admin

from communities.models import Community, Department, Owner


@admin.register(Community)
class CommunityAdmin(admin.ModelAdmin):
    list_display = ["name", "full_name", "kind", "party_body", "code"]
    list_filter = ["kind", "party_body"]
    search_fields = ["name", "full_name", "code"]


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ["name", "position"]
    search_fields = ["name"]


@admin.register(Owner)
class OwnerAdmin(admin.ModelAdmin):
    list_display = ["community", "post", "name", "telephone", "user"]
    list_display_links = ["community", "post"]
    list_filter = ["community__kind", "post"]
    list_select_related = ["community", "user"]
    search_fields = ["post", "name", "community__name"]

    def get_readonly_fields(self, request, obj=None):
        # The entries of a post stay with its community; it is the person who moves.
        return ["community"] if obj and obj.issues.exists() else []
