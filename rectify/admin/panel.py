"""What the page of an entry shows around its form: where it stands, what can be done, the record."""

from django.db.models import Prefetch

from rectify import permissions, workflow
from rectify.models import Evidence, Issue
from rectify.models.extension import ExtensionState


def of(issue: Issue, user) -> dict:
    """Return what the templates show of an entry to a person, in a fixed number of queries."""
    made = permissions.moves_of_staff(user)
    extensions = list(issue.extensions.select_related("asked_by", "decided_by"))
    evidence = Prefetch("evidence", Evidence.objects.select_related("removed_by"))
    return {
        "offers": [offer for offer in workflow.offers(issue, user) if offer.name in made],
        "may_assign": permissions.may_assign(user),
        "may_decide": permissions.may_decide_extension(user, issue),
        "may_remove": permissions.may_remove_evidence(user, issue),
        "last_return": workflow.last_return(issue),
        "progress": list(issue.progress.select_related("by").prefetch_related(evidence)),
        "extensions": extensions,
        "pending": next((one for one in extensions if one.state == ExtensionState.PENDING), None),
    }
