"""Receiving uploads without keeping more of them than could ever be taken."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from rectify.evidence.examination import MOST_BYTES


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to disk up to the limit and only counts the rest of it.

    The form sees the true size and refuses the file with a sentence, the other fields as
    they were typed; the disk never holds what a form would not take.
    """

    def receive_data_chunk(self, raw_data, start):
        if start <= MOST_BYTES:
            super().receive_data_chunk(raw_data, start)
