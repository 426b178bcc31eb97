"""How one row is chosen for another."""

from rectify.admin.keeping import KeepsNotice
from rectify.forms.ledger import FindingChoiceField
from rectify.models import Finding


class FindingChoice(KeepsNotice):
    """A form with a finding in it: a plain list, which names each finding's round as well.

    Django's list that searches as one types is unusable without a script and unnamed to a
    screen reader, and shows two rounds' findings of the same title alike.
    """

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "finding":
            findings = Finding.objects.select_related("category__round")
            kwargs |= {"form_class": FindingChoiceField, "queryset": findings}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
