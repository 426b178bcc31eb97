"""What an edition tells of every community's issues, one list for each community.

Kept apart from the edition's document, which holds the digest of each list: the progress page
is made from the document alone, whatever the ledger's size.
"""

from rectify.figures import Figures
from rectify.notices.characters import writable, writable_lines


def lists_of(figures: Figures) -> dict[str, list[dict]]:
    """Return the issues that an edition tells of, by the code of their community.

    Only for the public, and only if the round allows it. Nobody is named: neither owner nor
    leader, nor is told what was noted for the office. Characters that nobody sees are left
    out, as they are of the notice. One query,
    whatever the size.
    """
    if not figures.lists_issues:
        return {}
    titles = {pk: writable(one.title) for pk, one in figures.told_findings.items()}
    lists: dict[str, list[dict]] = {one.community.code: [] for one in figures.communities}
    codes = {one.community.pk: one.community.code for one in figures.communities}
    for issue in figures.told_issues:
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
