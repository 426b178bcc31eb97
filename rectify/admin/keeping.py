"""Keeping a published notice whole, whatever is edited around it."""

import uuid

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse

from rectify.forms.ledger import RowForm
from rectify.forms.sending import sending_of
from rectify.models import Round, Submission
from rectify.models.history import BULK, because
from rectify.notices.compose import NoticeError, compose


class TakenBackError(Exception):
    """What was saved is taken back, and the form shown again with the sentence."""


class BrokenNoticeError(TakenBackError):
    """A change after which a published notice could not be composed any more."""


class SentTwiceError(Exception):
    """The same form came a second time; the first time it was saved."""


def problem_of(pk: int) -> str:
    """Return why the notice of a round cannot be composed, or "" when it can."""
    try:
        compose(Round.objects.with_counts().get(pk=pk))
    except NoticeError as error:
        return str(error)
    except Round.DoesNotExist:
        return ""
    return ""


def is_public(pk: int) -> bool:
    return Round.objects.published().filter(pk=pk).exists()


def broken_in_public(pk: int) -> str:
    """Return what is wrong with a notice that the public is owed now, or ""."""
    return problem_of(pk) if is_public(pk) else ""


def refuse_if_broken(pks) -> None:
    """Raise BrokenNoticeError when a change has broken one of these notices that the public reads."""
    for pk in pks:
        problem = broken_in_public(pk)
        if problem:
            raise BrokenNoticeError(f"这样改，公众就看不到公布正文了，所以没有保存：{problem}")


def sending_in(request) -> uuid.UUID | None:
    """Return the name of the sending that a request carries, if its form has a key."""
    try:
        return sending_of(uuid.UUID(request.POST.get("sending", "")), request.POST)
    except ValueError:
        return None


def differs(row) -> bool:
    """Tell whether an existing row differs from the one in the database.

    A form sent back as it came changes nothing, and is no event of the row's history. The
    form cannot tell: it also holds the version seen, and what somebody else has written.
    """
    stored = type(row)._default_manager.get(pk=row.pk)
    columns = [field.attname for field in row._meta.concrete_fields]
    return any(getattr(row, column) != getattr(stored, column) for column in columns)


class KeepsNotice(admin.ModelAdmin):
    """The page of a row that shows in a notice.

    A change that would take a published notice off its page is taken back, and the form
    shown again with what was typed and the reason. Of a notice that is not published yet
    the clerk is only told what it still lacks.
    """

    form = RowForm
    tells = True

    def get_readonly_fields(self, request, obj=None):
        """Show the round of an existing row, whose findings and entries are in that round."""
        shown = super().get_readonly_fields(request, obj)
        belongs = any(field.name == "round" for field in self.model._meta.fields)
        return [*shown, "round"] if obj and belongs else shown

    def round_of(self, row) -> Round:
        """Return the round in whose notice the row shows."""
        return row.round

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def get_object(self, request, object_id, from_field=None):
        """Fetch the row; to change it, alone, so that rows in it are checked one at a time."""
        row = super().get_object(request, object_id, from_field)
        if row and request.method == "POST":
            self.model.objects.select_for_update().get(pk=row.pk)
            row = super().get_object(request, object_id, from_field)
        return row

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        key = request.POST.get("sending", "") or str(uuid.uuid4())
        context = {**(extra_context or {}), "sending": key}
        arguments = (request, object_id, form_url, context)
        # Django saves in a transaction, here and when deleting one row: raising takes it back.
        try:
            # A row that was added has its name by now, and the form would be told that it is taken.
            sending = sending_in(request) if object_id is None else None
            if sending and Submission.objects.filter(key=sending).exists():
                raise SentTwiceError
            return super().changeform_view(*arguments)
        except TakenBackError as taken_back:
            request.refusal = str(taken_back)
            return super().changeform_view(*arguments)
        except SentTwiceError:
            messages.info(request, "这张表单刚才已经保存过了，没有重复保存。")
            page = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            return HttpResponseRedirect(reverse(page))

    def save_model(self, request, obj, form, change):
        sending = sending_in(request)
        is_first = sending is None or Submission.objects.first_time(sending, request.user)
        # Going back to what was sent before, after something else, is no second sending.
        if not is_first and not (change and differs(obj)):
            raise SentTwiceError
        if change and is_first:
            self.refuse_if_overtaken(request, obj)
        # A notice that is broken already may be mended step by step.
        request.was_whole = not broken_in_public(self.round_of(obj).pk)
        if not change or differs(obj):
            super().save_model(request, obj, form, change)

    def refuse_if_overtaken(self, request, row):
        """Raise TakenBackError when somebody has changed the row since the page was opened."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        pk = self.round_of(form.instance).pk
        if request.was_whole:
            refuse_if_broken([pk])
        if self.tells:
            problem = problem_of(pk)
            if problem:
                messages.warning(request, f"已保存，但公布正文现在还不能生成：{problem}")

    # --- Deleting ----------------------------------------------------------------------

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except BrokenNoticeError as broken:
            messages.error(request, str(broken))
            page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(page, args=[object_id]))

    def changelist_view(self, request, extra_context=None):
        # Actions on several rows, on the contrary, Django runs outside any transaction.
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            with transaction.atomic():
                return super().changelist_view(request, extra_context)
        except BrokenNoticeError as broken:
            messages.error(request, str(broken))
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request, obj):
        self.delete_whole([self.round_of(obj).pk], obj.delete)

    def delete_queryset(self, request, queryset):
        rows = list(queryset)

        def delete():
            # One by one, so that each leaves a record of how it was deleted.
            for row in rows:
                row._change_reason = because(BULK, "")
                row.delete()

        self.delete_whole({self.round_of(row).pk for row in rows}, delete)

    def delete_whole(self, pks, delete):
        whole = [pk for pk in pks if not broken_in_public(pk)]
        delete()
        refuse_if_broken(whole)
