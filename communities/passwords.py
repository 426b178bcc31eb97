"""What a password has to be, beyond Django's own rules."""

import string

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError


class LengthValidator(MinimumLengthValidator):
    """Django's rule in Chinese, which its own catalogue lacks in part."""

    def get_error_message(self) -> str:
        return f"密码太短，至少要有 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        return f"密码至少要有 {self.min_length} 个字符。"


class ClassesValidator:
    """Asks for several classes of characters (等保二级 wants passwords of some complexity).

    The classes are capital letters, small letters, digits and everything else.
    """

    def __init__(self, least: int = 3):
        self.least = least

    def validate(self, password: str, user=None) -> None:
        classes = [string.ascii_uppercase, string.ascii_lowercase, string.digits]
        found = sum(any(one in letters for one in password) for letters in classes)
        found += any(one not in "".join(classes) for one in password)
        if found < self.least:
            raise ValidationError(
                f"密码太简单：大写字母、小写字母、数字、其他符号，至少要有 {self.least} 种。",
                code="password_too_few_classes",
            )

    def get_help_text(self) -> str:
        return f"密码里大写字母、小写字母、数字、其他符号，至少要有 {self.least} 种。"
