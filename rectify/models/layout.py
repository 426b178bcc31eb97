"""How a round's notice is laid out: everything in which one body's notice differs from another's."""

import re

from django.core.exceptions import ValidationError
from django.db import models

from rectify.numerals import Ordinal, parse_numbering
from rectify.texts import UNSEEN, TextError, check_names

# rectify.models.notice.PlannedWork.words gives their values.
PLANNED_WORK_NAMES = ["项目", "简称", "时限", "社区", "科室", "数量"]


def validate_numbering(value):
    """Refuse numbering that cannot be read, with the sentence of the level at fault."""
    try:
        parse_numbering(value)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def validate_ordinal(value):
    """Refuse a label without exactly one numeral one."""
    try:
        Ordinal.parse(value)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def validate_pattern(value):
    """Refuse a heading pattern that does not have exactly one {} for the title."""
    if value.count("{}") != 1 or value.count("{") != 1 or value.count("}") != 1:
        raise ValidationError("句式里要有且只有一对花括号“{}”，表示标题的位置，如 关于“{}”问题。")


def validate_title(value):
    """Refuse braces in a title, which would be printed as they stand, and what nobody sees."""
    if any(brace in value for brace in "{}｛｝"):
        raise ValidationError("这里不能用变量，请不要写花括号。")
    if re.search(f"[{UNSEEN}]", value):
        raise ValidationError("这里有看不见的控制字符，多半是复制带来的；请清空这一栏，重新输入。")


def validate_heading(value):
    """Refuse braces in a heading of its own, but for one {} in place of the title."""
    validate_title(value.replace("{}", "", 1))


def validate_planned_work_pattern(value):
    """Refuse a pattern with words in braces that a planned work does not have."""
    try:
        check_names(value, PLANNED_WORK_NAMES)
    except TextError as error:
        raise ValidationError(str(error)) from None


class MeasureStyle(models.TextChoices):
    """How the measures of one finding are joined."""

    STOPS = "stops", "一是……。二是……。"
    SEMICOLONS = "semicolons", "一是……；二是……。"
    PROSE = "prose", "不编序号，逐句相连"
    NONE = "none", "公布中不写措施"


class MeasurePlace(models.TextChoices):
    """Where the measures of one finding stand."""

    PARAGRAPH = "paragraph", "另起一段"
    RUN_ON = "run_on", "接在总括句后面"
    SEPARATE = "separate", "每条措施一段"


class NoticeLayout(models.Model):
    """Numbering, heading patterns and the forms of measures; the body's habits as data."""

    numbering = models.CharField(
        "各级编号",
        max_length=60,
        default="一、→（一）→（1）",
        validators=[validate_numbering],
        help_text="从外到里写出各级的第一个序号，用→隔开，如 一、→（一）→1.→（1）。"
        "没有标题的栏目不占级；不编号的级写 无。",
    )
    category_pattern = models.CharField(
        "类别句式",
        max_length=60,
        default="关于“{}”问题的整改情况",
        validators=[validate_pattern],
        help_text="{} 处是类别名称，如 在“{}”方面 、聚焦{}情况。",
    )
    subcategory_pattern = models.CharField(
        "下级类别句式",
        max_length=60,
        blank=True,
        validators=[validate_pattern],
        help_text="类别下面再分一层，而句式不同时填写；留空则与类别句式相同。",
    )
    finding_pattern = models.CharField(
        "反馈问题句式",
        max_length=60,
        default="针对“{}”的问题，",
        validators=[validate_pattern],
        help_text="{} 处是反馈问题名称，如 关于“{}”问题。",
    )
    finding_run_in = models.BooleanField(
        "反馈问题与总括句同行",
        default=True,
        help_text="不勾选时，反馈问题单独成行，句末的逗号不写，总括句另起一段。",
    )
    measure_style = models.CharField(
        "措施写法", max_length=20, choices=MeasureStyle, default=MeasureStyle.STOPS
    )
    measure_label = models.CharField(
        "措施序号",
        max_length=20,
        default="一是",
        validators=[validate_ordinal],
        help_text="第一条措施的序号，如 一是 、1. 、①。",
    )
    measure_place = models.CharField(
        "措施位置", max_length=20, choices=MeasurePlace, default=MeasurePlace.PARAGRAPH
    )
    planned_work_pattern = models.CharField(
        "计划项目句式",
        max_length=100,
        default="{简称}计划{时限}完成整改任务",
        validators=[validate_planned_work_pattern],
        help_text="可用 " + "、".join(f"{{{name}}}" for name in PLANNED_WORK_NAMES) + "。",
    )
    planned_work_separator = models.CharField(
        "计划项目间隔",
        max_length=1,
        choices=[("，", "，"), ("；", "；"), ("、", "、")],
        default="，",
        help_text="{计划项目安排} 里各项之间的标点。",
    )
    rate_decimals = models.PositiveSmallIntegerField(
        "完成率小数位",
        default=1,
        help_text="0 到 2 位，末尾的 0 不写；没有全部完成时不会写成 100%。",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(measure_style__in=MeasureStyle.values),
                name="%(class)s_measure_style_is_known",
                violation_error_message="措施写法只能从列出的几种中选。",
            ),
            models.CheckConstraint(
                condition=models.Q(measure_place__in=MeasurePlace.values),
                name="%(class)s_measure_place_is_known",
                violation_error_message="措施位置只能从列出的几种中选。",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_work_separator__in=["，", "；", "、"]),
                name="%(class)s_planned_work_separator_is_known",
                violation_error_message="计划项目间隔只能是逗号、分号或顿号。",
            ),
            models.CheckConstraint(
                condition=models.Q(rate_decimals__lte=2),
                name="%(class)s_rate_has_at_most_two_decimals",
                violation_error_message="完成率最多保留两位小数。",
            ),
        ]
