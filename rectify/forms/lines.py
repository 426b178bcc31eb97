"""Texts of several lines as forms send them."""

from django import forms


class LinesField(forms.CharField):
    """A text of several lines, whose lines end as they do in the database.

    Browsers end them in CR LF whatever they were given, so that a form sent back as it came
    would change every text of more than one line, and each change is on record.
    """

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")
