"""Who walks, and the address of each name for the entry that they ask for."""

from django.urls import reverse

from communities.models import Community, Department, Owner, User
from rectify.models import (
    AuditEntry,
    Campaign,
    Category,
    Extension,
    Finding,
    LedgerImport,
    Measure,
    Mechanism,
    OfficialName,
    Opinion,
    PlannedWork,
    ProgressEntry,
    Publication,
    Result,
    Round,
    Section,
)

CAST = [
    "visitor",
    "accounts_keeper",
    "officer",
    "clerk",
    "other_clerk",
    "east_secretary",
    "west_secretary",
    "observer",
    "auditor",
]

ROWS = {
    "rectify_section": Section,
    "rectify_category": Category,
    "rectify_finding": Finding,
    "rectify_measure": Measure,
    "rectify_plannedwork": PlannedWork,
    "rectify_campaign": Campaign,
    "rectify_mechanism": Mechanism,
    "rectify_result": Result,
    "rectify_officialname": OfficialName,
    "rectify_round": Round,
    "rectify_auditentry": AuditEntry,
    "rectify_ledgerimport": LedgerImport,
    "rectify_publication": Publication,
    "rectify_opinion": Opinion,
    "communities_community": Community,
    "communities_department": Department,
    "communities_owner": Owner,
}


PAGES_OF_A_ROW = (
    "change",
    "delete",
    "history",
    "file",
    "marked",
    "discard",
    "undo",
    "differences",
    "open",
)


def address_of(name, entry) -> str:
    """Return the address of one name, for the entry or what belongs to it."""
    progress = ProgressEntry.objects.get(issue=entry)
    evidence = progress.evidence.get()
    arguments = {
        "round_detail": ["hangzhoudao-2022"],
        "round_edition": ["hangzhoudao-2022", 1],
        "round_list_page": [1],
        "round_community": ["hangzhoudao-2022", "120116005001"],
        "round_community_page": ["hangzhoudao-2022", "120116005001", 1],
        "edition_community": ["hangzhoudao-2022", 1, "120116005001"],
        "edition_community_page": ["hangzhoudao-2022", 1, "120116005001", 1],
        "progress_json": ["hangzhoudao-2022"],
        "progress_csv": ["hangzhoudao-2022"],
        "notice_file": ["hangzhoudao-2022", "docx"],
        "edition_file": ["hangzhoudao-2022", 1, "txt"],
        "share_picture": ["hangzhoudao-2022"],
        "admin:rectify_publication_propose": [entry.round_id],
        "admin:rectify_publication_step": [Publication.objects.first().pk, "review"],
        "admin:rectify_publication_file": [Publication.objects.first().pk, "text"],
        "opinion_form": ["hangzhoudao-2022"],
        "admin:rectify_opinion_step": [Opinion.objects.get().pk, "take_up"],
        "my_issue": [entry.pk],
        "my_ledger": [entry.round_id],
        "my_report": [entry.pk],
        "my_move": [entry.pk, "withdraw"],
        "my_extension": [entry.pk],
        "my_extension_withdraw": [Extension.objects.get(issue=entry).pk],
        "my_evidence": [progress.pk],
        "my_evidence_remove": [evidence.token],
        "evidence_file": [evidence.token],
        "evidence_thumbnail": [evidence.token],
        "admin:rectify_issue_move": [entry.pk, "endorse"],
        "admin:rectify_issue_adjust": [entry.pk],
        "admin:rectify_extension_decide": [Extension.objects.get(issue=entry).pk],
        "admin:rectify_issue_bulk": ["endorse"],
        "admin:rectify_round_notice": [entry.round_id],
        "admin:rectify_round_notice_preview": [entry.round_id],
        "admin:rectify_round_notice_move": [entry.round_id],
        "admin:rectify_issue_template": [entry.round_id],
        "admin:auth_user_password_change": [User.objects.get_or_create(username="somebody")[0].pk],
    }
    if name == "admin:rectify_round_sources":
        return f"{reverse(name, args=[entry.round_id])}?variable=整改问题数"
    if name == "admin:None":
        return "/admin/nothing/of/the/kind/"
    if name == "admin:app_list":
        return "/admin/rectify/"
    if name == "admin:password_change":
        return "/admin/password_change/"
    if name in arguments:
        return reverse(name, args=arguments[name])
    space, _, model_and_page = name.rpartition(":")
    model, _, page = model_and_page.rpartition("_")
    if space and page in PAGES_OF_A_ROW:
        if model == "rectify_issue":
            return reverse(name, args=[entry.pk])
        if model == "communities_user":
            return reverse(name, args=[User.objects.get(username="clerk").pk])
        return reverse(name, args=[ROWS[model].objects.first().pk])
    return reverse(name)
