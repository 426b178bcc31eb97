"""Many entries and many rounds, copied inside the database, which is a hundred times as quick."""

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from rectify.models import (
    Acknowledgement,
    Campaign,
    Category,
    Finding,
    Issue,
    Measure,
    Mechanism,
    OfficialName,
    PlannedWork,
    Publication,
    PublicationStep,
    PublishedCommunity,
    Result,
    Round,
    Section,
)

# What belongs to a round, and by which path; its history apart, which no public page reads.
BELONGINGS = {
    Round: "pk",
    Round.communities.through: "round",
    OfficialName: "round",
    Category: "round",
    Finding: "category__round",
    Measure: "finding__category__round",
    Issue: "round",
    Section: "round",
    PlannedWork: "round",
    Campaign: "round",
    Mechanism: "round",
    Result: "round",
    Publication: "round",
    PublicationStep: "publication__round",
    Acknowledgement: "publication__round",
    PublishedCommunity: "publication__round",
}


@transaction.atomic
def copy_issues(round: Round, times: int) -> None:
    """Add so many copies of every entry of a round to it."""
    _copy(round.issues.all(), times, {Issue: _stride(Issue)}, named="number")


@transaction.atomic
def copy_round(round: Round, times: int) -> None:
    """Add so many copies of a round with all that belongs to it, its published editions too.

    A copy's address is that of the round with its number after it.
    """
    strides = {model: _stride(model) for model in BELONGINGS}
    for model, path in BELONGINGS.items():
        rows = model.objects.filter(**{path: round.pk})
        _copy(rows, times, strides, named="slug" if model is Round else None)


def _stride(model) -> int:
    """Return by how much the keys of one copy lie above those of the copy before it."""
    return model.objects.aggregate(last=Max("pk"))["last"] or 0


def _copy(rows: QuerySet, times: int, strides: dict, *, named: str | None) -> None:
    """Insert the copies of some rows, their keys moved on and those that point to copies too.

    In the column `named` each has the number of its copy behind the text.
    """
    quote = connection.ops.quote_name
    table = quote(rows.model._meta.db_table)
    key = f"{table}.{quote(rows.model._meta.pk.column)}"
    values = {}
    for field in rows.model._meta.concrete_fields:
        value = f"{table}.{quote(field.column)}"
        pointed_at = rows.model if field.primary_key else field.related_model
        if pointed_at in strides:
            value = f"{value} + copies.nth * {strides[pointed_at]}"
        elif field.name == named:
            value = f"{value} || '-' || CAST(copies.nth AS TEXT)"
        values[quote(field.column)] = value
    chosen, parameters = rows.order_by().values("pk").query.sql_with_params()
    statement = (
        "WITH RECURSIVE copies(nth) AS"  # noqa: S608 -- names of ours
        " (SELECT 1 UNION ALL SELECT nth + 1 FROM copies WHERE nth < %s)"
        f" INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())}"
        f" FROM copies CROSS JOIN {table} WHERE {key} IN ({chosen}) ORDER BY copies.nth, {key}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [times, *parameters])
