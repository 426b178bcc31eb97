"""What senders wrote, unreadable in a copy of the database.

The key is derived by HKDF from SECRET_KEY, which lies outside the database, under a name of
its own, so that it is of no use for anything else. After SECRET_KEY was changed, the old one
in SECRET_KEY_FALLBACKS still opens what it closed, until `manage.py reseal_opinions` has
closed everything anew.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"rectify.opinions.encryption"


class UnreadableError(Exception):
    """What was sealed cannot be opened by any key of this installation."""

    def __init__(self):
        super().__init__(
            "内容读不出来：密钥（SECRET_KEY）换过，或者数据损坏了。"
            "请系统管理员把原来的密钥写进 SECRET_KEY_FALLBACKS，再打开一次。"
        )


def seal(text: str) -> str:
    """Return a text encrypted; an empty one stays empty."""
    return _keys().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Return what was encrypted. Raises UnreadableError."""
    return _opened(sealed, _keys().decrypt)


def reseal(sealed: str) -> str:
    """Return the same, encrypted by the present key. Raises UnreadableError."""
    return _opened(sealed, _keys().rotate)


def _opened(sealed: str, open_with) -> str:
    if not sealed:
        return ""
    try:
        return open_with(sealed.encode()).decode()
    except InvalidToken:
        raise UnreadableError from None


def _keys() -> MultiFernet:
    """Return the present key, which closes, and the former ones, which only open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(key)
