"""The parts of a notice as they are edited beside it, each within the round it belongs to."""

from django import forms

from rectify.forms.ledger import CategoryForm, FindingForm, RoundForm, RowForm
from rectify.models import Category, Round


class OfRound:
    """Part of a form whose new row belongs to the round `home`, which is not asked for."""

    home: Round

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance or self.born(), **kwargs)

    def born(self):
        """Return a new row of the round."""
        return self._meta.model(round=self.home)


class SectionPartForm(OfRound, RowForm):
    """A section (栏目)."""


class CategoryPartForm(OfRound, CategoryForm):
    """A category."""


class CategoryWithinRound(forms.ModelChoiceField):
    """The categories of one round, each with the one above it."""

    def label_from_instance(self, category):
        return f"{category.parent.title}｜{category.title}" if category.parent else category.title


class FindingPartForm(OfRound, FindingForm):
    """A finding; it may be moved to another category of its round."""

    category = CategoryWithinRound(
        label="类别", queryset=Category.objects.select_related("parent", "round")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = self.fields["category"].queryset.filter(round=self.home)

    def born(self):
        return self._meta.model()


class RoundPartForm(OfRound, RoundForm):
    """What the round itself prints around its sections."""
