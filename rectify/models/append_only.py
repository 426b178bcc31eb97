"""Rows that are written once: what happened is neither changed nor taken back."""

from django.db import models


class WrittenOnceError(Exception):
    """Somebody tried to change or to delete a row of the record."""

    def __init__(self):
        super().__init__("记录只能增加，不能修改或删除。")


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **values):
        raise WrittenOnceError

    def delete(self):
        raise WrittenOnceError


class AppendOnly(models.Model):
    """A row of the record."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs):
        if not self._state.adding:
            raise WrittenOnceError
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise WrittenOnceError
