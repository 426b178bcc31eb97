"""The admin, one noun a file."""

from rectify.admin import category, issue, notice, round

__all__ = ["category", "issue", "notice", "round"]
