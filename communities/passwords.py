"""What a password has to be: Django's rules in our words, and some of our own."""

import string

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

FILLING = string.digits + string.punctuation


class LengthValidator(MinimumLengthValidator):
    """Django's rule in Chinese, which its own catalogue lacks in part."""

    def get_error_message(self) -> str:
        return f"密码太短，至少要有 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        return f"密码至少要有 {self.min_length} 个字符。"


class CommonValidator(CommonPasswordValidator):
    """Django's list of twenty thousand passwords that everybody tries first."""

    # What people put in the place of letters, and behind a word, to please a rule.
    DISGUISES = str.maketrans("@0$13!", "aosiei")

    def validate(self, password: str, user=None) -> None:
        plain = password.lower().strip()
        word = plain.translate(self.DISGUISES)
        for one in (
            plain,
            plain.rstrip(FILLING),
            word,
            plain.rstrip(FILLING).translate(self.DISGUISES),
        ):
            super().validate(one, user)

    def get_error_message(self) -> str:
        return "这个密码太常见，容易被人猜到。"

    def get_help_text(self) -> str:
        return "不能是常见的密码，如 Password123。"


class NameValidator(UserAttributeSimilarityValidator):
    """Refuses what is like a name of the person, or has the name in it.

    Django's rule alone lets jiedao2024A! pass for the account jiedao.
    """

    # A Chinese name has two characters at least; one letter would be found anywhere.
    SHORTEST = 2

    def validate(self, password: str, user=None) -> None:
        super().validate(password, user)
        for attribute in self.user_attributes:
            name = str(getattr(user, attribute, "") or "").lower()
            if len(name) >= self.SHORTEST and name in password.lower():
                raise ValidationError(self.get_error_message(), code="password_has_name")

    def get_error_message(self) -> str:
        return "密码里不能有登录名或姓名，也不能和它们相近。"

    def get_help_text(self) -> str:
        return "不能有登录名或姓名，也不能和它们相近。"


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
        return f"大写字母、小写字母、数字、其他符号，至少要有 {self.least} 种。"
