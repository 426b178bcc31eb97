"""Every address of the site, grouped by whom it serves."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import path, register_converter
from django.urls.converters import IntConverter

from rectify.views import (
    accounts,
    display,
    downloads,
    errors,
    evidence,
    feed,
    ledger,
    opendata,
    opinions,
    public,
    secretary,
    sharing,
    sitemap,
)


class Counting(IntConverter):
    """One, two, three: each number in one spelling, so that no page has two addresses."""

    regex = "[1-9][0-9]*"


register_converter(Counting, "counting")

urlpatterns = [
    # The public
    path("", public.round_list, name="round_list"),
    path("rounds/<slug:slug>/", public.round_detail, name="round_detail"),
    path("pages/<counting:page>/", public.round_list, name="round_list_page"),
    path(
        "rounds/<slug:slug>/communities/<str:code>/", public.round_community, name="round_community"
    ),
    path(
        "rounds/<slug:slug>/communities/<str:code>/pages/<counting:page>/",
        public.round_community,
        name="round_community_page",
    ),
    path(
        "rounds/<slug:slug>/editions/<counting:number>/communities/<str:code>/",
        public.round_community,
        name="edition_community",
    ),
    path(
        "rounds/<slug:slug>/editions/<counting:number>/communities/<str:code>/pages/<counting:page>/",
        public.round_community,
        name="edition_community_page",
    ),
    path("rounds/<slug:slug>/opinion/", opinions.opinion_form, name="opinion_form"),
    path("opinions/", opinions.opinion_look_up, name="opinion_look_up"),
    path(
        "rounds/<slug:slug>/editions/<counting:number>/", public.round_detail, name="round_edition"
    ),
    path("rounds/<slug:slug>/progress.json", opendata.progress_json, name="progress_json"),
    path("rounds/<slug:slug>/progress.csv", opendata.progress_csv, name="progress_csv"),
    path("rounds/<slug:slug>/notice.<str:ending>", downloads.notice_file, name="notice_file"),
    path(
        "rounds/<slug:slug>/editions/<counting:number>/notice.<str:ending>",
        downloads.notice_file,
        name="edition_file",
    ),
    path("rounds/<slug:slug>/share.png", sharing.share_picture, name="share_picture"),
    path("feed/", feed.feed, name="feed"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("large-type/", display.switch_large_type, name="large_type"),
    # People with an account
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    # Open to whoever has been away too long, too: else the log-in would lead back to a log-out.
    path("logout/", login_not_required(auth.LogoutView.as_view()), name="logout"),
    path("password/", accounts.PasswordChange.as_view(), name="password_change"),
    path("landing/", accounts.landing, name="landing"),
    # Secretaries of communities
    path("my/", secretary.my_issues, name="my_issues"),
    path("my/<int:pk>/", secretary.my_issue, name="my_issue"),
    path("my/ledger/<int:pk>/", ledger.my_ledger, name="my_ledger"),
    path("my/<int:pk>/progress/", secretary.my_report, name="my_report"),
    path("my/<int:pk>/moves/<str:name>/", secretary.my_move, name="my_move"),
    path("my/<int:pk>/extension/", secretary.my_extension, name="my_extension"),
    path(
        "my/extensions/<int:pk>/withdraw/",
        secretary.my_extension_withdraw,
        name="my_extension_withdraw",
    ),
    path("my/entries/<int:pk>/evidence/", evidence.my_evidence, name="my_evidence"),
    path(
        "my/evidence/<uuid:token>/remove/", evidence.my_evidence_remove, name="my_evidence_remove"
    ),
    # Whoever may see the entry that it belongs to
    path("evidence/<uuid:token>/", evidence.evidence_file, name="evidence_file"),
    path(
        "evidence/<uuid:token>/thumbnail/", evidence.evidence_thumbnail, name="evidence_thumbnail"
    ),
    # Staff
    path("admin/", admin.site.urls),
    # Machines
    path("healthz", public.healthz, name="healthz"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
