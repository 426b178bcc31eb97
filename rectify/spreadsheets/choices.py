"""What can stand in the columns of a round's ledger that are chosen from."""

from dataclasses import dataclass

from communities.models import Community, Department, Owner
from rectify.models import Finding, Round
from rectify.models.withholding import WithholdingGround
from rectify.spreadsheets.directory import category_title, repeated
from rectify.states import Status


@dataclass(frozen=True)
class Choices:
    """The names of a round, in the office's order, and an example of an entry from them.

    `lists` has them by the key of the column; `example` is one name of each that go together.
    """

    lists: dict[str, list[str]]
    example: dict[str, str]


def choices_of(round: Round) -> Choices:
    """Return what a round's ledger can name, in five queries."""
    communities = list(Community.objects.filter(rounds=round).order_by("code"))
    owners = list(
        Owner.objects.filter(community__rounds=round)
        .select_related("community")
        .order_by("community__code", "post")
    )
    departments = list(Department.objects.values_list("name", flat=True))
    categories = list(round.categories.select_related("parent"))
    titles = repeated(category.title for category in categories)
    findings = list(
        Finding.objects.filter(category__round=round)
        .select_related("category__parent")
        .order_by("category__position", "category", "position", "pk")
    )
    lists = {
        "community": [community.name for community in communities],
        "category": [category_title(category, titles) for category in categories],
        "finding": [finding.title for finding in findings],
        "department": departments,
        "owner": [owner.post for owner in owners],
        "status": list(Status.labels),
        "is_public": ["是", "否"],
        "withheld_ground": list(WithholdingGround.labels),
    }
    # A title that stands below several categories is chosen together with one of them.
    lists = {key: list(dict.fromkeys(names)) for key, names in lists.items()}
    example = {"status": Status.RECTIFYING.label, "is_public": "是"}
    if owners:
        # The street itself comes first by its code, but is not what most rows are about.
        owner = min(owners, key=lambda one: one.community.kind == Community.Kind.STREET)
        example |= {"community": owner.community.name, "owner": owner.post}
    elif communities:
        example["community"] = communities[0].name
    if findings:
        example["finding"] = findings[0].title
        example["category"] = category_title(findings[0].category, titles)
    if departments:
        example["department"] = departments[0]
    return Choices(lists, example)
