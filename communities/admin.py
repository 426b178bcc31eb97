"""The admin of communities, departments, owners and accounts."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.forms import CheckboxSelectMultiple

from communities.models import Community, Department, Owner, User

# Groups are roles, and roles are code: they are given to people, not edited.
admin.site.unregister(Group)


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


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ["username", "full_name", "roles", "department", "is_active", "last_login"]
    list_filter = ["groups", "department", "is_active"]
    list_select_related = ["department"]
    search_fields = ["username", "full_name"]
    ordering = ["username"]
    filter_horizontal = []
    formfield_overrides = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name"]}),
        ("角色", {"fields": ["groups", "department", "is_staff", "is_active"]}),
        ("记录", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        ("角色", {"fields": ["full_name", "groups", "department", "is_staff"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request, obj=None):
        # Whoever keeps accounts gives roles to others, not to themselves.
        own = ["groups", "department"] if obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *own]

    def has_change_permission(self, request, obj=None):
        # Otherwise whoever keeps accounts could take over one that may do everything.
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    @admin.display(description="角色")
    def roles(self, user):
        return "、".join(group.name for group in user.groups.all())
