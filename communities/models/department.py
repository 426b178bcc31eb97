"""The street's offices."""

from django.core.validators import MaxValueValidator
from django.db import models

from communities.models.community import validate_name


class DepartmentManager(models.Manager):
    def get_by_natural_key(self, name):
        return self.get(name=name)


class Department(models.Model):
    """A department of the street (责任科室), which guides and examines rectification."""

    name = models.CharField(
        "名称",
        max_length=50,
        unique=True,
        validators=[validate_name],
        error_messages={"unique": "已有同名的科室。"},
    )
    position = models.PositiveIntegerField(
        "顺序",
        default=0,
        validators=[MaxValueValidator(10_000)],
        help_text="数字小的排在前面。",
    )

    objects = DepartmentManager()

    class Meta:
        verbose_name = "责任科室"
        verbose_name_plural = "责任科室"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)
