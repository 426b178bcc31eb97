"""Form fields that take evidence."""

from django import forms
from django.core.exceptions import ValidationError

from rectify.evidence.examination import Examined, examine

MOST_FILES = 9
# Named one by one: told "image/*", an iPhone sends HEIC, which nobody at the office can open.
IMAGES = "image/jpeg,image/png,image/webp"
FILES = f"{IMAGES},.pdf,.doc,.docx,.xls,.xlsx"


class FilesInput(forms.FileInput):
    """A choice of several files, as Django documents it."""

    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Takes several files; every one that is refused is told with its reason."""

    def __init__(self, **kwargs):
        widget = FilesInput(attrs={"accept": FILES, "multiple": True})
        super().__init__(**{"widget": widget, "required": False} | kwargs)

    def clean(self, data, initial=None) -> list[Examined]:
        """Return the files examined, in the order in which they were chosen."""
        chosen = data if isinstance(data, list | tuple) else [data]
        uploads = [upload for upload in chosen if upload]
        if self.required and not uploads:
            raise ValidationError("请选择要上传的文件。", code="required")
        if len(uploads) > MOST_FILES:
            raise ValidationError(f"一次最多上传 {MOST_FILES} 份，您选了 {len(uploads)} 份。")
        examined, problems = [], []
        for upload in uploads:
            try:
                examined.append(examine(upload))
            except ValidationError as error:
                problems += error.messages
        if problems:
            raise ValidationError(problems)
        return examined


class CameraField(EvidenceField):
    """Takes a photograph straight from a phone's camera; elsewhere it offers to choose one."""

    def __init__(self, **kwargs):
        attrs = {"accept": IMAGES, "capture": "environment", "multiple": False}
        widget = FilesInput(attrs=attrs)
        super().__init__(**{"widget": widget} | kwargs)
