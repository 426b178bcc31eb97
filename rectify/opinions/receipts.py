"""Receipt numbers: what a sender without an account shows to hear what became of an opinion."""

import hashlib
import unicodedata
import uuid

from django.utils.crypto import salted_hmac

# Without letters and digits that are taken for each other, on paper or by ear: 0OQ, 1IL, 2Z,
# 5S, 8B, UV. Of twelve there are 25 to the 12th, some 6 times 10 to the 16th.
ALPHABET = "346789ACDEFGHJKMNPQRTVWXY"
LENGTH, GROUP = 12, 4


def receipt_of(sending: uuid.UUID) -> str:
    """Return the number of one sending of the form, in groups: the same sending, the same number.

    Made from the name of the sending by a key that nobody outside has, it need not be kept to
    be told again to somebody whose first answer was lost on the way.
    """
    digest = salted_hmac("rectify.opinions.receipt", sending.bytes, algorithm="sha256").digest()
    number, characters = int.from_bytes(digest), []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[place])
    return "-".join("".join(characters[start : start + GROUP]) for start in range(0, LENGTH, GROUP))


def hash_of(receipt: str) -> str:
    """Return what is kept of a number, however it is written; "" for what can be none.

    Without a key, because numbers must outlive a change of SECRET_KEY, and because whoever
    could try all numbers against a copy of the database has the rows before him anyway.
    """
    plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", receipt).upper()))
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        return ""
    return hashlib.sha256(plain.encode()).hexdigest()
