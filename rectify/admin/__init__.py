"""The admin, one noun a file."""

from rectify.admin import (
    account,
    audit,
    category,
    issue,
    ledger_import,
    notice,
    opinion,
    publication,
    round,
)

__all__ = [
    "account",
    "audit",
    "category",
    "issue",
    "ledger_import",
    "notice",
    "opinion",
    "publication",
    "round",
]
