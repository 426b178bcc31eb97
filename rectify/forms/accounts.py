"""Passwords, chosen by oneself or given by whoever keeps the accounts."""

from django.contrib.auth.forms import AdminPasswordChangeForm, PasswordChangeForm
from django.core.exceptions import ValidationError


class OwnPasswordForm(PasswordChangeForm):
    """A new password of one's own choice; the old one again is none."""

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if password and self.user.check_password(password):
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
