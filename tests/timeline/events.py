"""Events as a test compares them, and rows changed as a person changes them."""


def told(events) -> list[tuple]:
    """Return of each event all but its moment and its keys."""
    return [
        (
            event.title,
            event.by,
            event.kind,
            event.subject,
            event.source,
            event.lines,
            [(change.label, change.old, change.new) for change in event.changes],
            [one.name for one in event.evidence],
        )
        for event in events
    ]


ENTERED = ("录入", "系统", "change", "", "", [], [], [])


def save(row, by=None, **changes):
    for name, value in changes.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()
