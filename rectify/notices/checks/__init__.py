"""The check before publication: what a careful clerk would catch."""

from rectify.notices.checks.checking import check
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.remark import Remark, Severity

__all__ = ["Paper", "Remark", "Severity", "check"]
