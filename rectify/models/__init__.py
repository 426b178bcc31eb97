"""One noun a file; everything is imported from here."""

from rectify.models.allowance import Allowance
from rectify.models.audit import AuditEntry
from rectify.models.category import Category, Finding, Measure
from rectify.models.extension import Extension
from rectify.models.issue import Issue
from rectify.models.ledger_import import LedgerImport
from rectify.models.move import Move
from rectify.models.notice import Campaign, Mechanism, PlannedWork, Section
from rectify.models.official_name import OfficialName
from rectify.models.opinion import Opinion, OpinionStep
from rectify.models.progress import Evidence, ProgressEntry
from rectify.models.publication import (
    Acknowledgement,
    Publication,
    PublicationStep,
    PublishedCommunity,
)
from rectify.models.result import Result
from rectify.models.round import Round
from rectify.models.submission import Submission

__all__ = [
    "Acknowledgement",
    "Allowance",
    "AuditEntry",
    "Campaign",
    "Category",
    "Evidence",
    "Extension",
    "Finding",
    "Issue",
    "LedgerImport",
    "Measure",
    "Mechanism",
    "Move",
    "OfficialName",
    "Opinion",
    "OpinionStep",
    "PlannedWork",
    "ProgressEntry",
    "Publication",
    "PublicationStep",
    "PublishedCommunity",
    "Result",
    "Round",
    "Section",
    "Submission",
]
