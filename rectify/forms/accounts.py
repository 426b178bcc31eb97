"""Accounts with their roles, and passwords, chosen by oneself or given by whoever keeps accounts."""

from django.contrib.auth import authenticate
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    PasswordChangeForm,
    UserChangeForm,
)
from django.core.exceptions import ValidationError

from rectify.permissions import Role, why_not_together


class WithRoles:
    """The roles of an account: duties that are kept apart are not given to one person."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:
            self.fields["groups"].label = "角色"
            self.fields["groups"].help_text = ""

    def clean(self):
        cleaned = super().clean()
        roles = {group.name for group in cleaned.get("groups", [])}
        refusal = why_not_together(roles)
        if refusal:
            self.add_error("groups", refusal)
        if Role.DEPARTMENT in roles and not cleaned.get("department"):
            self.add_error("department", "科室人员要选所在科室，不然什么也看不到。")
        return cleaned


class AccountForm(WithRoles, UserChangeForm):
    """An account that is there already."""


class NewAccountForm(WithRoles, AdminUserCreationForm):
    """An account that is being made."""


class OwnPasswordForm(PasswordChangeForm):
    """A new password of one's own choice; the old one again is none.

    The old one is tried as a log-in is: whoever sits down at a page left open and guesses is
    counted, recorded and locked out.
    """

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "旧密码不对，请重新输入。",
    }

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_old_password(self):
        password = self.cleaned_data["old_password"]
        name = self.user.get_username()
        if not authenticate(self.request, username=name, password=password):
            raise ValidationError(
                self.error_messages["password_incorrect"], code="password_incorrect"
            )
        return password

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        # Compared with the old one only once that was right, or this would tell what it is.
        if password == self.cleaned_data.get("old_password"):
            raise ValidationError("新密码不能和原来的一样。")
        return password

    def save(self, commit=True):
        self.user.must_change_password = False
        return super().save(commit)


class GivenPasswordForm(AdminPasswordChangeForm):
    """A password that somebody else has chosen, good for one log-in."""

    def save(self, commit=True):
        self.user.must_change_password = True
        return super().save(commit)
