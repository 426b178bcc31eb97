"""What a careful clerk says about a notice before it is published."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.db import models


class Severity(models.TextChoices):
    """How much a remark weighs, the worst first.

    What blocks must be mended before anything is published; a warning may stand when
    somebody says why; a hint asks for nothing.
    """

    BLOCKING = "blocking", "阻断"
    WARNING = "warning", "警告"
    HINT = "hint", "提示"


@dataclass(frozen=True)
class Remark:
    """One remark: which rule, how bad, which words, where, why, and what to do.

    `quotation` is exactly what stands in the notice, "" when the remark is about a figure or
    an omission. `place` tells where it is written, in the words of `Block.place`, or 台账.
    """

    code: str
    severity: Severity
    quotation: str
    place: str
    reason: str
    remedy: str

    @cached_property
    def key(self) -> str:
        """A hash that stays the same while the same is said of the same words.

        Whoever lets a warning stand has judged these words; when they change, the warning is
        a new one.
        """
        said = "\x1f".join((self.code, self.place, self.quotation, self.reason))
        return sha256(said.encode()).hexdigest()

    def as_dict(self) -> dict[str, str]:
        """Return the remark for JSON."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "severity_label": str(self.severity.label),
            "place": self.place,
            "quotation": self.quotation,
            "reason": self.reason,
            "remedy": self.remedy,
            "key": self.key,
        }
