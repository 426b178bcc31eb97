"""The admin, one noun a file."""

from django.contrib import admin

from rectify.admin import category, issue, notice, round  # noqa: F401 -- registers them

admin.site.site_header = "巡察整改台账"
admin.site.site_title = "巡察整改台账"
admin.site.index_title = "管理"
admin.site.login_template = "registration/login.html"
admin.site.empty_value_display = "—"
