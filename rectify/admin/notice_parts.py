"""The parts of a notice edited beside it: the admin's own pages of its rows, shown in the editor.

What is typed is cleaned, kept from overtaking somebody else and recorded by the same code as
on those pages; only where the form stands and where it leads back to is different.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist
from django.db import models
from django.forms import all_valid
from django.http import Http404, HttpResponseRedirect

from rectify import timeline
from rectify.admin import notice_order
from rectify.admin.category import WITHHELD, CategoryAdmin, FindingAdmin, MeasureInline
from rectify.admin.inlines import SMALL_TEXT
from rectify.admin.keeping import KeepsNotice
from rectify.admin.notice import SectionAdmin
from rectify.admin.overtaken import Merging
from rectify.admin.timeline import WithTimeline
from rectify.forms.ledger import RowGoneError
from rectify.forms.notice_parts import (
    CategoryPartForm,
    FindingPartForm,
    RoundPartForm,
    SectionPartForm,
)
from rectify.models import Category, Finding, Measure, Round, Section

NEW = "new"
GONE = "这里的{}有被别人删去的，预览没有刷新。填的内容还在；保存的时候可以作为新的加上。"


class PartPage(admin.ModelAdmin):
    """The page of one part, for one request.

    `desk(request, **context)` answers with the editor around the form; `address(name)` is the
    editor's address with a part opened, or with its place shown when `opened` is not given.
    """

    row: type[models.Model]
    kind: str
    within: str
    # Fields that are folded away: of most parts they stay as they are.
    seldom: Sequence[str] = ()
    tells = False  # The editor shows all the time what keeps the notice from being composed.

    def __init__(self, home: Round, desk: Callable, address: Callable):
        super().__init__(self.row, admin.site)
        self.home = home
        self.desk = desk
        self.address = address
        self.saved = None

    def get_queryset(self, request):
        return super().get_queryset(request).filter(**{self.within: self.home.pk})

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.home = self.home
        return form

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404  # Of another round, or deleted meanwhile.

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id and self.was_deleted(request, object_id):
            return self.offer_as_new(request, form_url, extra_context)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if response.status_code != 302:
            return response
        # A form sent twice leads to the admin's list; here it leads back to the notice as well.
        name = self.name_of(self.saved) if self.saved else f"{self.kind}-{object_id or NEW}"
        return HttpResponseRedirect(self.address(name, opened="_continue" in request.POST))

    def was_deleted(self, request, key: str) -> bool:
        """Tell whether a row of this round is there no more."""
        if self.get_queryset(request).filter(pk=key).exists():
            return False
        row = timeline.last_state(self.row, int(key))
        try:
            return row is not None and self.round_of(row) == self.home
        except ObjectDoesNotExist:
            return False  # Gone with what it belonged to.

    def offer_as_new(self, request, form_url, extra_context):
        """Show what was typed of a row that somebody has deleted, as a new one not saved yet."""
        name = self.opts.verbose_name
        request.refusal = (
            f"这个{name}刚才被别人删去了，所以没有保存；您填的都在下面。"
            f"保存就作为新的{name}加上；不要了，请点“不改了”。"
        )
        merging = Merging(request.POST.copy(), None)
        merging.take_as_new(self.kind)
        request.POST = merging.data
        return super().changeform_view(request, None, form_url, extra_context)

    def response_change(self, request, obj):
        self.saved = obj
        messages.success(request, f"已保存{self.opts.verbose_name}“{obj}”。")
        return HttpResponseRedirect(self.address(self.name_of(obj)))

    response_add = response_change

    def response_delete(self, request, obj_display, obj_id):
        messages.success(request, f"已删除{self.opts.verbose_name}“{obj_display}”。")
        return HttpResponseRedirect(self.address(""))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        seldom = [field for field in form.visible_fields() if field.name in self.seldom]
        return self.desk(
            request,
            part=self.name_of(obj) if obj else f"{self.kind}-{NEW}",
            part_page=self,
            row=obj,
            form=form,
            often=[field for field in form.visible_fields() if field.name not in self.seldom],
            seldom=seldom,
            unfolds=add or any(field.errors for field in seldom),
            formsets=[
                (one.opts.verbose_name_plural, one.formset)
                for one in context["inline_admin_formsets"]
            ],
            sending=context["sending"],
            may_delete=bool(obj) and self.has_delete_permission(request, obj),
        )

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            self.settle(request, obj)

    def settle(self, request, row):
        """Give a new row its place, where it is not the last one."""

    def name_of(self, row) -> str:
        return f"{self.kind}-{row.pk}"

    def save_as_typed(self, request, object_id: str | None) -> dict[str, list[str]]:
        """Save the form as it is typed, inside a transaction of the caller's that takes it back.

        Returns why it cannot be saved: sentences by the name of the field, those of no field
        under "".
        """
        row = self.get_object(request, object_id) if object_id else None
        if object_id and row is None:
            if self.was_deleted(request, object_id):
                return {"": [GONE.format(self.opts.verbose_name)]}
            raise Http404
        form = self.get_form(request, row, change=bool(row))(request.POST, instance=row)
        formsets, _ = self._create_formsets(request, form.instance, change=bool(row))
        try:
            is_valid = all_valid(formsets) and form.is_valid()
        except RowGoneError:
            return {"": [GONE.format(formsets[0].model._meta.verbose_name)]}
        if is_valid:
            form.save()
            if row is None:
                self.settle(request, form.instance)
            for formset in formsets:
                formset.save()
            return {}
        return _problems(form, formsets)


class RoundPart(PartPage, WithTimeline, KeepsNotice):
    """What the round prints around its sections: title, signature, date and footer."""

    row, kind, within = Round, "round", "pk"
    form = RoundPartForm
    fields = ["notice_title", "publisher", "signed_on", "footer"]
    formfield_overrides = SMALL_TEXT

    def round_of(self, row):
        return row

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SectionPart(PartPage, SectionAdmin):
    row, kind, within = Section, "section", "round"
    form = SectionPartForm
    fields = ["heading", "body", "level", "numbered", "run_in", "kind"]

    def settle(self, request, row):
        """Put a new section after the one from which it was asked for."""
        key = request.GET.get("after", "")
        before = self.home.sections.filter(pk=key).first() if key.isdecimal() else None
        if before:
            notice_order.put_after(list(self.home.sections.all()), row, before)


class CategoryPart(PartPage, CategoryAdmin):
    """A category; its findings are parts of their own."""

    row, kind, within = Category, "category", "round"
    events_of = staticmethod(timeline.of_fields)
    form = CategoryPartForm
    fields = ["title", "body", "parent", "heading", "run_in"]
    seldom = ["parent", "heading", "run_in"]
    inlines = []


class FewMeasures(MeasureInline):
    extra = 1


class FindingPart(PartPage, FindingAdmin):
    """A finding with its measures, a new one as well."""

    row, kind, within = Finding, "finding", "category__round"
    form = FindingPartForm
    fields = ["title", "approach", "category", "heading", "measure_style", *WITHHELD]
    seldom = ["category", "heading", "measure_style", *WITHHELD]
    inlines = [FewMeasures]

    def get_inlines(self, request, obj):
        return self.inlines


PARTS: dict[str, type[PartPage]] = {
    one.kind: one for one in (RoundPart, SectionPart, CategoryPart, FindingPart)
}


def parted(name: str) -> tuple[str, str | None]:
    """Return the kind of a part and the key of its row, None for a new one.

    Raises Http404 for what is no name of a part.
    """
    kind, _, key = name.partition("-")
    if kind not in PARTS or not (key == NEW or key.isdecimal()):
        raise Http404
    return kind, None if key == NEW else key


def editable(request) -> set[str]:
    """Return the kinds of parts that a person may change."""
    rows = {"round": Round, "section": Section, "category": Category, "finding": Finding}
    registered = admin.site._registry
    return {
        kind
        for kind, model in rows.items()
        if registered[model].has_change_permission(request)
        and (kind != "finding" or registered[Measure].has_change_permission(request))
    }


def _problems(form, formsets) -> dict[str, list[str]]:
    problems = defaultdict(list)
    for one in [form, *(one for formset in formsets for one in formset.forms)]:
        for name, sentences in one.errors.items():
            problems["" if name == NON_FIELD_ERRORS else one.add_prefix(name)] += sentences
    for formset in formsets:
        problems[""] += formset.non_form_errors()
    return {name: sentences for name, sentences in problems.items() if sentences}
