"""The published figures as open data, by a schema that README's 开放数据 section describes.

Only what the edition's page says too, and from the frozen edition alone.
"""

import csv
import io

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from rectify.models import Publication
from rectify.publishing.frozen import OUTCOMES, Frozen
from rectify.spreadsheets.safe import for_csv
from rectify.views.conditional import published
from rectify.views.editions import edition_or_404, revision_of_edition

# Rises with every change that a reader of the data could notice.
SCHEMA = "rectification-progress/2"

OF_ROUND = [
    "slug",
    "name",
    "label",
    "authority",
    "team",
    "inspected_body",
    "inspected_from",
    "inspected_to",
    "fed_back_on",
    "deadline_on",
    "counted_on",
    "published_on",
    "publisher",
    "is_sample",
]
COLUMNS = ["统计口径", "类别", "名称", "代码", *OUTCOMES.values(), "完成率", "备注"]


@login_not_required
@require_safe
@published(revision_of_edition)
def progress_json(request, slug):
    """Give the figures of a round's newest public edition as one JSON object."""
    form = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(progress(edition_or_404(slug)), json_dumps_params=form)


@login_not_required
@require_safe
@published(revision_of_edition)
def progress_csv(request, slug):
    """Give the same figures as a table, one row for each division of the ledger."""
    publication = edition_or_404(slug)
    text = io.StringIO()
    csv.writer(text).writerows([for_csv(cell) for cell in row] for row in table(publication))
    # Excel reads Chinese in a CSV file only after this mark.
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{slug}-progress-{publication.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def progress(publication: Publication) -> dict:
    """Return the open data of a published edition."""
    frozen = Frozen(publication.content)
    ledger = frozen.ledger
    return {
        "schema": SCHEMA,
        # Editions of before know no deadline.
        "round": {name: frozen.round.get(name) for name in OF_ROUND},
        "edition": {
            "number": publication.number,
            "published_at": publication.published_at.isoformat(timespec="seconds"),
            "correction": publication.correction,
            "sha256": publication.digest,
        },
        "issues": ledger["issues"],
        "findings": ledger["findings"],
        "measures": ledger["measures"],
        "categories": ledger["categories"],
        "community_count": frozen.community_count,
        "communities": [_community(one) for one in ledger["communities"]],
        "weeks": ledger.get("weeks", []),
        "campaigns": {"count": len(ledger["campaigns"]), "names": ledger["campaigns"]},
        "mechanisms": {"count": len(ledger["mechanisms"]), "names": ledger["mechanisms"]},
        "planned_works": {
            "count": ledger["planned_work_count"],
            "works": ledger["planned_works"],
        },
        "results": ledger["results"],
    }


def _community(one: dict) -> dict:
    """Return a community's figures; what is told of its issues is on a page of its own."""
    return {name: one[name] for name in ("code", "name", "is_street", "issues")}


def table(publication: Publication):
    """Yield the rows of the table, all cells text, the headings first."""
    note = "示例数据" if publication.content["round"]["is_sample"] else ""
    yield COLUMNS
    for row in _rows(publication.content["ledger"]):
        yield [*row, note]


def _rows(ledger: dict):
    for level, key in (("反馈问题", "findings"), ("整改问题", "issues"), ("整改措施", "measures")):
        yield [level, "", "全部", "", *_counts(ledger[key])]
    for category in ledger["categories"]:
        yield from _category(category, "")
    for one in ledger["communities"]:
        yield ["整改问题", "社区", one["name"], one["code"], *_counts(one["issues"])]


def _category(category: dict, above: str):
    name = f"{above}{category['title']}"
    yield ["整改问题", "反馈问题类别", name, "", *_counts(category["issues"])]
    for finding in category["own"]:
        yield [
            "整改问题",
            "反馈问题",
            f"{name}／{finding['title']}",
            "",
            *_counts(finding["issues"]),
        ]
    for child in category["children"]:
        yield from _category(child, f"{name}／")


def _counts(tally: dict) -> list[str]:
    return [*(str(tally[key]) for key in OUTCOMES), tally["rate"]]
