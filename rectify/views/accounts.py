"""Coming in, going where one's work is, and the password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rectify import audit
from rectify.forms.accounts import OwnPasswordForm
from rectify.models.audit import AuditKind


@require_safe
def landing(request):
    """Send staff to the admin and everyone else to the list of rounds."""
    return redirect("admin:index" if request.user.is_staff else "round_list")


class PasswordChange(auth.RedirectURLMixin, auth.PasswordChangeView):
    """Change one's own password; every other session of the account ends with the old one."""

    form_class = OwnPasswordForm
    template_name = "registration/password_change.html"
    next_page = "landing"

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        audit.record(AuditKind.PASSWORD, request=self.request, user=self.request.user)
        messages.success(self.request, "密码已修改。在别处登录的，要用新密码重新登录。")
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(reason=why_change(self.request.user), **kwargs)


def why_change(user) -> str:
    """Return why a person's password has to be changed before anything else, or ""."""
    if user.must_change_password:
        return "现在的密码是别人设的，请先改成只有您自己知道的密码。"
    if user.password_is_old(settings.PASSWORD_DAYS):
        return f"现在的密码已经用了 {settings.PASSWORD_DAYS} 天以上，请先换一个。"
    return ""


def locked_out(request, response, credentials):
    """Show the log-in page to whoever has failed too often, with how long to wait.

    The words are the same whether there is such an account or not.
    """
    context = {
        "form": AuthenticationForm(request),
        "locked_minutes": settings.LOCKOUT_MINUTES,
        "failures": settings.LOGIN_FAILURES,
        "next": request.POST.get("next", ""),
    }
    return render(request, "registration/login.html", context, status=429)
