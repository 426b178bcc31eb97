"""Every address of the site, grouped by whom it serves."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import path

from rectify.views import accounts, errors, public

urlpatterns = [
    # The public
    path("", public.round_list, name="round_list"),
    path("rounds/<slug:slug>/", public.round_detail, name="round_detail"),
    # People with an account
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", accounts.PasswordChange.as_view(), name="password_change"),
    path("landing/", accounts.landing, name="landing"),
    # Staff
    path("admin/", admin.site.urls),
    # Machines
    path("healthz", public.healthz, name="healthz"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
