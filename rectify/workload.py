"""How many entries wait for what: the numbers over a list of them, in one query."""

from dataclasses import dataclass

from django.db.models import Count, Q

from rectify.states import Light, MoveName, Status


@dataclass(frozen=True)
class Workload:
    """Entries by where they stand and by how near their deadline is.

    Every entry has one status. Those that are settled or have no deadline have no light;
    those overdue are among the red ones, those returned among the ones being rectified.
    """

    total: int
    overdue: int
    returned: int
    statuses: dict[Status, int]
    lights: dict[Light, int]

    @classmethod
    def of(cls, issues) -> "Workload":
        """Count entries that were fetched `with_lights` and `with_sent_back`."""
        counted = {
            "total": Q(),
            "overdue": Q(pk__in=issues.model.objects.overdue().values("pk")),
            "returned": Q(sent_back=MoveName.RETURN),
            **{status: Q(status=status) for status in Status.values},
            **{light: Q(light_now=light) for light in Light.values},
        }
        counts = issues.order_by().aggregate(
            **{name: Count("pk", filter=condition) for name, condition in counted.items()}
        )
        return cls(
            total=counts["total"],
            overdue=counts["overdue"],
            returned=counts["returned"],
            statuses={status: counts[status] for status in Status},
            lights={light: counts[light] for light in Light},
        )
