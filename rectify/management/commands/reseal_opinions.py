"""Encrypts opinions of the public by the present key, so that a former one can be given up."""

from django.core.management.base import BaseCommand, CommandError

from rectify import opinions


class Command(BaseCommand):
    help = (
        "换了 SECRET_KEY 以后，把监督意见改用新的密钥加密；"
        "以后可以从 SECRET_KEY_FALLBACKS 里去掉原来的密钥。"
    )

    def handle(self, **options):
        count, unreadable = opinions.reseal_all()
        self.stdout.write(f"已用现在的密钥重新加密 {count} 条监督意见。")
        if unreadable:
            raise CommandError(
                f"有 {len(unreadable)} 条读不出来，没有动：{'、'.join(map(str, unreadable))}。"
                "请把原来的密钥写进 SECRET_KEY_FALLBACKS 再运行一次。"
            )
