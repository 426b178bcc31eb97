"""Moving the parts of a notice up and down among each other.

Sections move as in the outline of a word processor: with what belongs to them.
"""

from collections.abc import Sequence

from rectify.models.ordered import Ordered

UP, DOWN = "up", "down"


def passed(rows: Sequence[Ordered], row: Ordered, direction: str) -> Ordered | None:
    """Return the row that one would pass when moving, None at the end.

    Upwards it is the row before which one comes to stand, downwards the one behind what moves.
    """
    start, end = _family(rows, row)
    if direction == DOWN:
        return rows[end] if end < len(rows) else None
    if start == 0:
        return None
    place = start - 1
    while place > 0 and _level(rows[place]) > _level(row):
        place -= 1
    return rows[place]


def moved(rows: Sequence[Ordered], row: Ordered, direction: str) -> list[Ordered]:
    """Return the rows in their new order.

    Past a row of its own level with what belongs to that; past the row above it, or the next
    one above, it comes to belong to another.
    """
    start, end = _family(rows, row)
    family, rest = list(rows[start:end]), [*rows[:start], *rows[end:]]
    other = passed(rows, row, direction)
    if other is None:
        return list(rows)
    place = rest.index(other)
    if direction == DOWN:
        is_sibling = _level(other) == _level(row)
        place = _family(rest, other)[1] if is_sibling else place + 1
    return [*rest[:place], *family, *rest[place:]]


def put_in_order(rows: Sequence[Ordered]) -> None:
    """Save the places of rows that were put in this order; only those that changed are saved."""
    places = sorted(row.position for row in rows)
    if len(set(places)) < len(places):
        places = [Ordered.STEP * number for number in range(1, len(rows) + 1)]
    for row, place in zip(rows, places, strict=True):
        if row.position != place:
            row.position = place
            row.save()


def put_after(rows: Sequence[Ordered], row: Ordered, before: Ordered) -> None:
    """Give a row the place after another and what belongs to that."""
    rest = [one for one in rows if one.pk != row.pk]
    _, end = _family(rest, before)
    if end == len(rest):
        return
    last, following = rest[end - 1].position, rest[end].position
    if following - last > 1:
        row.position = (last + following) // 2
        row.save()
    else:
        put_in_order([*rest[:end], row, *rest[end:]])


def _level(row: Ordered) -> int:
    return getattr(row, "level", 1)


def _family(rows: Sequence[Ordered], row: Ordered) -> tuple[int, int]:
    """Return where a row and what belongs to it begin and end."""
    start = list(rows).index(row)
    end = start + 1
    while end < len(rows) and _level(rows[end]) > _level(row):
        end += 1
    return start, end
