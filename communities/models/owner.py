"""The posts that answer for a community."""

from django.conf import settings
from django.db import models


class OwnerManager(models.Manager):
    def get_by_natural_key(self, code, post):
        return self.get(community__code=code, post=post)


class Owner(models.Model):
    """A post answering for a community (责任人), held by somebody or vacant.

    The post is what the ledger names; the person may change, and may or may not have an
    account. An owner who moves to another community takes the account along and with it
    loses sight of the old one.
    """

    community = models.ForeignKey(
        "communities.Community",
        verbose_name="社区",
        on_delete=models.PROTECT,
        related_name="owners",
    )
    post = models.CharField("职务", max_length=50, help_text="如 党组织书记。")
    name = models.CharField("姓名", max_length=30, blank=True)
    telephone = models.CharField("办公电话", max_length=30, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        on_delete=models.PROTECT,
        related_name="owner",
        null=True,
        blank=True,
    )

    objects = OwnerManager()

    class Meta:
        verbose_name = "责任人"
        verbose_name_plural = "责任人"
        ordering = ["community__code", "post"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "post"],
                name="one_owner_per_community_and_post",
                violation_error_message="这个社区已有这一职务的责任人。",
            ),
            models.CheckConstraint(
                condition=~models.Q(post=""),
                name="owner_post_is_given",
                violation_error_message="责任人的职务不能空着。",
            ),
        ]

    def __str__(self):
        return f"{self.community}{self.post} {self.name}".strip()

    def natural_key(self):
        return (self.community.code, self.post)

    natural_key.dependencies = ["communities.community"]
