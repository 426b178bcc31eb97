"""What an edition tells of every community's issues, one list for each community.

Kept apart from the edition's document, which holds the digest of each list: the progress page
is made from the document alone, whatever the ledger's size.
"""

from rectify.figures import Figures
from rectify.models.round import CommunityDisclosure
from rectify.notices.characters import writable, writable_lines
from rectify.steps import Edition


def lists_of(figures: Figures) -> dict[str, list[dict]]:
    """Return the issues that an edition tells of, by the code of their community.

    Only for the public, and only if the round allows it. An issue is left out when it or its
    finding is withheld. Nobody is named: neither owner nor leader, nor what was noted for the
    office. Characters that nobody sees are left out, as they are of the notice. One query,
    whatever the size.
    """
    round = figures.round
    if (
        figures.edition != Edition.PUBLIC
        or round.community_disclosure != CommunityDisclosure.ISSUES
    ):
        return {}
    findings = [one for category in figures.categories for one in category.all]
    titles = {
        one.finding.pk: writable(one.finding.title) for one in findings if not one.is_withheld
    }
    lists: dict[str, list[dict]] = {one.community.code: [] for one in figures.communities}
    codes = {one.community.pk: one.community.code for one in figures.communities}
    for issue in round.issues.filter(is_withheld=False, finding__in=titles, community__in=codes):
        lists[codes[issue.community_id]].append(
            {
                "number": issue.number,
                "finding": titles[issue.finding_id],
                "text": writable_lines(issue.text),
                "measures": writable_lines(issue.measures),
                "deadline": writable(issue.deadline),
                "outcome": issue.outcome.value,
                "settled_on": issue.settled_on and issue.settled_on.isoformat(),
            }
        )
    return lists
