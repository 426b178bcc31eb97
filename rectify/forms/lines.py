"""Texts of several lines as forms send them."""

from django import forms

UNSEEN = "这里有看不见的字符，多半是复制带来的；请删去，或者清空以后重新输入。"


class LinesField(forms.CharField):
    """A text of several lines, whose lines end as they do in the database.

    Browsers end them in CR LF whatever they were given, so that a form sent back as it came
    would change every text of more than one line, and each change is on record.
    """

    default_error_messages = {"null_characters_not_allowed": UNSEEN}

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")
