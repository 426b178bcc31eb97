"""Loads the sample into an empty database: all of it, or nothing."""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from communities.models import Community, Department, Owner
from rectify.models import Round
from rectify.models.history import write_first_records
from rectify.sample import SOURCE, current, publication
from rectify.sample.publication import SLUG
from rectify.spreadsheets import importing
from rectify.spreadsheets.reader import read


class Command(BaseCommand):
    help = "把示例数据装进空的数据库：2022 年公布的轮次（523 条示例台账）和一个正在整改的轮次。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="数据库不是空的就什么也不做，不算出错。"
        )

    @transaction.atomic
    def handle(self, *, if_empty, verbosity, **options):
        if any(model.objects.exists() for model in (Round, Community, Department, Owner)):
            if if_empty:
                told = publication.publish_if_older() or "数据库里已有数据，示例不再装入。"
                if verbosity:
                    self.stdout.write(told)
                return
            raise CommandError("数据库里已有数据。示例只能装进空的数据库，以免和真实台账混在一起。")
        call_command("loaddata", "communities", SLUG, verbosity=0)
        published = Round.objects.get(slug=SLUG)
        file = settings.BASE_DIR / "fixtures" / f"{SLUG}-issues.csv"
        # Fixtures are loaded without history, and every history has a beginning.
        write_first_records(apps, SOURCE)
        importing.write(read(file.read_bytes(), file.name), published, reason=SOURCE)
        publication.publish(published)
        current.make(published, timezone.localdate())
        if verbosity:
            self.stdout.write(f"示例已装入：{published}，{published.issues.count()} 条台账。")
