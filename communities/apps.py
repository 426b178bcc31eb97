"""The application's name as the admin shows it."""

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "社区、科室与账号"
