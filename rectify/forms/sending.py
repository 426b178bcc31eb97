"""What forms carry so that sending one twice does one thing once."""

import uuid

from django import forms

INCOMPLETE = "这张表单不完整，请刷新本页后再提交。"


def sending_of(key: uuid.UUID, data, files=None) -> uuid.UUID:
    """Return the name of one sending: the key that the form carried and what was sent with it.

    A page that is opened again by the browser's back button carries the old key; what is
    typed there anew is another sending.
    """
    content = data.copy()
    content.pop("csrfmiddlewaretoken", None)
    names = [f"{file.name} {file.size}" for one in (files or {}) for file in files.getlist(one)]
    return uuid.uuid5(key, "\n".join([content.urlencode(), *names]))


class SentOnceForm(forms.Form):
    """A form with a key of its own, by which a second sending of it is recognised.

    The view writes the key in the transaction that does what the form asks for:

        with transaction.atomic():
            if Submission.objects.first_time(form.cleaned_data["key"], request.user):
                workflow.move(...)
    """

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE},
    )

    def clean_key(self):
        return sending_of(self.cleaned_data["key"], self.data, self.files)
