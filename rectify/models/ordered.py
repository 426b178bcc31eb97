"""Rows that stand in an order given by the office."""

from django.core.validators import MaxValueValidator
from django.db import models


class NamedInRoundManager(models.Manager):
    """Finds a row by its round and its name, which is the field that `name_field` says."""

    def get_by_natural_key(self, slug, name):
        return self.get(round__slug=slug, **{self.model.name_field: name})


class NamedInRound(models.Model):
    """A row whose name is its own within its round."""

    name_field = "name"

    objects = NamedInRoundManager()

    class Meta:
        abstract = True

    def natural_key(self):
        return (self.round.slug, getattr(self, self.name_field))

    natural_key.dependencies = ["rectify.round"]


class Ordered(models.Model):
    """A row with a place among its siblings; a new one without a place goes last.

    Places go up in tens, so that a row can be put between two others. They need not be
    unique: two rows change places in two saves, between which they share one.
    """

    STEP = 10

    # The field that tells a row from its siblings, if one does.
    name_field = None

    position = models.PositiveIntegerField(
        "顺序",
        blank=True,
        validators=[MaxValueValidator(10_000)],
        help_text="留空则排在最后。",
    )

    class Meta:
        abstract = True

    def save(self, **kwargs):
        if self.position is None:
            last = self.siblings().aggregate(last=models.Max("position"))["last"] or 0
            self.position = last // self.STEP * self.STEP + self.STEP
        super().save(**kwargs)

    @property
    def identity(self):
        """What no other row among its siblings may have."""
        return getattr(self, self.name_field)

    def siblings(self):
        """Return the rows among which this one has its place."""
        raise NotImplementedError(f"{type(self).__name__} must say among which rows it stands")
