"""Makes an account for each role, with passwords of this installation's own."""

import os
import secrets
import string

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communities.models import Department, Owner, User
from rectify.permissions import STAFF_ROLES, Role
from rectify.sample import story

# Two of the office: what one proposes for publication, another examines.
ACCOUNTS = [
    (Role.ACCOUNTS, "xitong", "示例系统管理员"),
    (Role.OFFICE, "jiedao", "示例街道管理员"),
    (Role.OFFICE, "shenhe", "示例街道管理员（审核）"),
    (Role.LEADER, "lingdao", "示例街道领导"),
    (Role.DEPARTMENT, "keshi", "示例科室人员"),
    (Role.SECRETARY, "shequ", "示例社区书记"),
    (Role.OBSERVER, "guancha", "示例观察员"),
    (Role.AUDITOR, "shenji", "示例审计员"),
]
# Without letters and digits that are easily taken for each other on paper.
LETTERS = [letter for letter in string.ascii_letters if letter not in "lIO"]
DIGITS = "23456789"


class Command(BaseCommand):
    help = "没有任何账号时，每种角色建示例账号（街道管理员两个），密码记在数据目录的 accounts.txt；每次都打印。"

    def handle(self, **options):
        path = settings.DATA_DIRECTORY / "accounts.txt"
        if not User.objects.exists():
            self.make(path)
        if path.exists():
            self.stdout.write(path.read_text(encoding="utf-8"), ending="")
        else:
            self.stdout.write("已有账号，不再建示例账号。")

    @transaction.atomic
    def make(self, path):
        lines = ["示例账号（角色 登录名 密码），密码只属于这一次安装："]
        accounts = {}
        for role, username, full_name in ACCOUNTS:
            password = new_password()
            lines.append(f"  {role.value}  {username}  {password}")
            accounts[username] = self.make_account(role, username, full_name, password)
        story.tell(accounts["shequ"], accounts["jiedao"])
        try:
            # Written before the accounts are committed, readable by nobody else from the start.
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
        except OSError as error:
            raise CommandError(f"写不了 {path}：{error.strerror}。没有建任何账号。") from None

    def make_account(self, role, username, full_name, password):
        user = User(
            username=username,
            full_name=full_name,
            is_staff=role in STAFF_ROLES,
            # Random, and known only to whoever has this installation's files already.
            must_change_password=False,
        )
        user.set_password(password)
        if role == Role.DEPARTMENT:
            user.department = Department.objects.first()
        user.save()
        user.groups.add(Group.objects.get(name=role.value))
        if role == Role.SECRETARY:
            owner = Owner.objects.filter(community__kind="community", user=None).first()
            if owner:
                owner.user = user
                owner.save(update_fields=["user"])
        return user


def new_password() -> str:
    """Return a random password of 14 letters and digits in groups that can be read out."""
    pick = secrets.choice
    groups = ["".join(pick(LETTERS) for _ in range(4)) + pick(DIGITS) for _ in range(3)]
    return "-".join(groups)
