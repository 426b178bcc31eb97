"""Deletes files of evidence that no row names, such as those of a worker that was killed."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from rectify.models import Evidence, LedgerImport
from rectify.models.progress import evidence_storage

# A file is stored before its row is committed; a day is longer than any request.
GRACE = timedelta(days=1)


class Command(BaseCommand):
    help = "删去没有记录的佐证材料文件（中断的上传留下的），以及已经移除的材料的文件。"

    def handle(self, *, verbosity, **options):
        storage = evidence_storage()
        kept = {
            name
            for names in Evidence.objects.kept().values_list("file", "thumbnail")
            for name in names
        }
        # Spreadsheets lie in the same storage.
        kept |= set(LedgerImport.objects.values_list("file", flat=True))
        count = 0
        for name in files_in(storage):
            if name in kept or storage.get_modified_time(name) > timezone.now() - GRACE:
                continue
            storage.delete(name)
            count += 1
        if verbosity:
            self.stdout.write(f"删去了 {count} 个没有记录的文件。")


def files_in(storage, directory=""):
    """Yield the names of all files in a storage."""
    try:
        directories, files = storage.listdir(directory)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{directory}{name}"
    for name in directories:
        yield from files_in(storage, f"{directory}{name}/")
