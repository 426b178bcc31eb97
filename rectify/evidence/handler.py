"""Receiving uploads without keeping more of them than could ever be taken."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from rectify.evidence.examination import MOST_BYTES
from rectify.evidence.parser import NamesParser

# Several times what any form takes. Up to here all is read, so that the form can come back.
MOST_SENT = 1024 * 1024 * 1024


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to disk up to the limit and only counts the rest of it.

    The form sees the true size and refuses the file with a sentence, the other fields as
    they were typed; the disk never holds what a form would not take. A request beyond all
    measure is refused before it is read.
    """

    is_parsing = False

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 -- Django's name
        """Have the request read by the parser that keeps names as they were sent."""
        if content_length > MOST_SENT:
            raise RequestDataTooBig("More was sent at once than any form asks for.")
        if self.is_parsing:
            # The parser asks all handlers again.
            return None
        self.is_parsing = True
        return NamesParser(META, input_data, self.request.upload_handlers, encoding).parse()

    def receive_data_chunk(self, raw_data, start):
        if start <= MOST_BYTES:
            super().receive_data_chunk(raw_data, start)
