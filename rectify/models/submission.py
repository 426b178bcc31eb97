"""Forms that were sent, so that the same one sent twice does one thing once."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone


class SubmissionManager(models.Manager):
    def first_time(self, key, by) -> bool:
        """Write the key; return False when it is there already.

        While the first sending is still at work, the second one waits here for its end.
        """
        try:
            with transaction.atomic():
                self.create(key=key, by=by)
        except IntegrityError:
            return False
        return True


class Submission(models.Model):
    """One sending of a form, by the key that the form carried.

    Written in the same transaction as what the form did: when the form comes a second time,
    by a double click or a connection that dropped before the answer, the key is there.
    """

    key = models.UUIDField("编号", unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提交人",
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    at = models.DateTimeField("时间", default=timezone.now)

    objects = SubmissionManager()

    class Meta:
        verbose_name = "提交记录"
        verbose_name_plural = "提交记录"

    def __str__(self):
        return str(self.key)
