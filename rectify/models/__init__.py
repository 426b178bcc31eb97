"""One noun a file; everything is imported from here."""

from rectify.models.category import Category, Finding, Measure
from rectify.models.issue import Issue
from rectify.models.notice import Campaign, Mechanism, PlannedWork, Section
from rectify.models.official_name import OfficialName
from rectify.models.result import Result
from rectify.models.round import Round

__all__ = [
    "Campaign",
    "Category",
    "Finding",
    "Issue",
    "Measure",
    "Mechanism",
    "OfficialName",
    "PlannedWork",
    "Result",
    "Round",
    "Section",
]
