"""Accounts in the admin."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.forms import CheckboxSelectMultiple
from django.shortcuts import redirect

from communities.models import User
from rectify import audit
from rectify.forms.accounts import AccountForm, GivenPasswordForm, NewAccountForm
from rectify.models.audit import AuditKind
from rectify.permissions import STAFF_ROLES

# Groups are roles, and roles are code: they are given to people, not edited.
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts, kept by whoever keeps accounts and nothing else.

    A password given here is good for one log-in.
    """

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = GivenPasswordForm
    list_display = ["username", "full_name", "roles", "department", "is_active", "last_login"]
    list_filter = ["groups", "department", "is_active"]
    list_select_related = ["department"]
    search_fields = ["username", "full_name"]
    ordering = ["username"]
    filter_horizontal = []
    formfield_overrides = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name"]}),
        ("角色", {"fields": ["groups", "department", "is_active"]}),
        ("密码", {"fields": ["must_change_password", "password_changed_at"]}),
        ("记录", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        ("角色", {"fields": ["full_name", "groups", "department"]}),
    ]
    # Who has given a password cannot spare its owner the change, and so go on knowing it.
    readonly_fields = ["last_login", "date_joined", "must_change_password", "password_changed_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request, obj=None):
        # Whoever keeps accounts gives roles to others, not to themselves.
        own = ["groups", "department", "is_active"] if obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *own]

    def has_change_permission(self, request, obj=None):
        # Otherwise whoever keeps accounts could take over one that may do everything.
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 -- the name in Django's address
        """Give somebody else a password; one's own is changed on the page for that."""
        account = self.get_object(request, unquote(id))
        if account == request.user:
            return redirect("password_change")
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if response.status_code == 302:
                self.record_password(request, account)
        return response

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            self.record_password(request, obj)

    def save_related(self, request, form, formsets, change):
        """Let in to the admin whoever has a role that works there, and record what was changed."""
        super().save_related(request, form, formsets, change)
        account = form.instance
        roles = set(account.groups.values_list("name", flat=True))
        account.is_staff = account.is_superuser or bool(roles & {*STAFF_ROLES})
        account.save(update_fields=["is_staff"])
        changed = [str(form.fields[name].label or name) for name in form.changed_data]
        if changed:
            told = f"账号 {account.get_username()}：{'、'.join(changed)}；角色：{'、'.join(sorted(roles)) or '无'}"
            audit.record(AuditKind.ACCOUNT, request=request, user=request.user, subject=told)

    def lookup_allowed(self, lookup, value, request=None):
        """Narrow the list by what its filters offer, and not by what an account has done."""
        field, _, way = lookup.partition("__")
        return field in self.list_filter and way in ("id__exact", "exact", "isnull")

    def record_password(self, request, account):
        """Record that somebody's password was given by whoever sends the request."""
        subject = f"账号 {account.get_username()}"
        audit.record(AuditKind.PASSWORD, request=request, user=request.user, subject=subject)

    @admin.display(description="角色")
    def roles(self, user):
        return "、".join(group.name for group in user.groups.all())
