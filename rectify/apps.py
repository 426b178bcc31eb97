"""The application's name as the admin shows it."""

from django.apps import AppConfig


class RectifyConfig(AppConfig):
    name = "rectify"
    verbose_name = "巡察整改台账"
