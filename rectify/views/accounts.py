"""Coming in, going where one's work is, and the password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rectify import audit
from rectify.forms.accounts import OwnPasswordForm
from rectify.models.audit import AuditKind
from rectify.permissions import STAFF_ROLES, Role, roles_of

# Where the work of each role is; who has several goes to the first.
WORK = {
    Role.SECRETARY: "my_issues",
    Role.OFFICE: "admin:rectify_issue_changelist",
    Role.LEADER: "admin:rectify_publication_changelist",
    Role.DEPARTMENT: "admin:rectify_issue_changelist",
    Role.OBSERVER: "admin:rectify_issue_changelist",
    Role.AUDITOR: "admin:rectify_auditentry_changelist",
    Role.ACCOUNTS: "admin:communities_user_changelist",
}


@require_safe
def landing(request):
    """Send everyone to where their work is, and who has none here to the list of rounds."""
    if request.user.is_superuser:
        return redirect("admin:index")
    roles = roles_of(request.user)
    pages = [
        page
        for role, page in WORK.items()
        if role in roles and (request.user.is_staff or role not in STAFF_ROLES)
    ]
    return redirect(pages[0] if pages else "round_list")


class PasswordChange(auth.RedirectURLMixin, auth.PasswordChangeView):
    """Change one's own password; every other session of the account ends with the old one."""

    form_class = OwnPasswordForm
    template_name = "registration/password_change.html"
    next_page = "landing"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

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

    The words are the same whether there is such an account or not. Whoever was logged in
    and did not know the old password is not the person of the account, and is logged out.
    """
    if request.user.is_authenticated:
        logout(request)
    context = {
        "form": AuthenticationForm(request),
        "locked_minutes": settings.LOCKOUT_MINUTES,
        "failures": settings.LOGIN_FAILURES,
        "next": request.POST.get("next", ""),
    }
    return render(request, "registration/login.html", context, status=429)
