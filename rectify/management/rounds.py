"""The round that a command is asked for by its address."""

from django.core.management.base import CommandError

from rectify.models import Round


def round_named(slug: str, *, rounds=None, returncode: int = 2) -> Round:
    """Return the round of this address. Raises CommandError, which names those there are.

    `rounds` are those to look among, by default all.
    """
    rounds = Round.objects.all() if rounds is None else rounds
    try:
        return rounds.get(slug=slug)
    except Round.DoesNotExist:
        known = "、".join(Round.objects.values_list("slug", flat=True)) or "（没有任何轮次）"
        raise CommandError(
            f"没有网址名为“{slug}”的轮次；现有：{known}。", returncode=returncode
        ) from None
