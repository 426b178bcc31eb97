"""The names under which files were sent, before Django cleans them."""

import html
import re

from django.http.multipartparser import MultiPartParser

# Internet Explorer sends where the file lies on the person's disk or in the office's network.
FROM_EXPLORER = re.compile(r"\A(?:[A-Za-z]:\\|\\{1,2})(?!.*(?:/|\\\.\.\\)).*\\", re.DOTALL)


class NamesParser(MultiPartParser):
    """Django's parser, which cleans names before anybody can be told that they were not clean.

    A file whose name has nothing left, such as "..", it even leaves out without a word. Here
    every file comes with its `name_sent`, and is cleaned all the same.
    """

    name_sent = ""

    def sanitize_file_name(self, file_name):
        self.name_sent = FROM_EXPLORER.sub("", html.unescape(file_name))
        return super().sanitize_file_name(file_name) or "file"

    def handle_file_complete(self, old_field_name, counters):
        super().handle_file_complete(old_field_name, counters)
        # Complete before the name of the next one is read.
        files = self._files.getlist(old_field_name)
        if files:
            files[-1].name_sent = self.name_sent
