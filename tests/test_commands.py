"""What commands say when they cannot."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
def test_notice_of_no_round():
    with pytest.raises(CommandError) as refused:
        call_command("notice", "nowhere")
    assert str(refused.value) == (
        "没有网址名为“nowhere”的轮次；现有：sample-in-progress、hangzhoudao-2022。"
    )


@pytest.mark.django_db
def test_notice_that_cannot_be_composed(published):
    published.official_names.filter(key="工委").delete()
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("notice", "hangzhoudao-2022", stdout=out)
    assert str(refused.value).partition("。")[0] == (
        "公布正文不能生成：栏目“高度重视巡察整改工作”：没有名为“{工委}”的变量"
    )
    assert out.getvalue() == ""


@pytest.mark.django_db
def test_notice_in_an_unknown_format():
    with pytest.raises(CommandError) as refused:
        call_command("notice", "hangzhoudao-2022", "--format", "doc")
    assert str(refused.value) == (
        "不认识的格式“doc”，可以用 text、html、fragment、docx、pdf、json。"
    )


@pytest.mark.django_db
def test_notice_as_html(published):
    out = StringIO()
    call_command("notice", "hangzhoudao-2022", "--format", "html", stdout=out)
    assert (out.getvalue().count("<h2>"), out.getvalue().count("<li>")) == (3, 25)
