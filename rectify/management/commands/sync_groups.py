"""Brings the groups in the database in line with the roles written in code."""

from django.core.management.base import BaseCommand

from rectify.permissions import sync_groups


class Command(BaseCommand):
    help = "按代码里写的角色同步用户组及其权限。"

    def handle(self, *, verbosity, **options):
        names = sync_groups()
        if verbosity:
            self.stdout.write(f"用户组已同步：{'、'.join(names)}。")
