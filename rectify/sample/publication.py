"""The notice of 2023-05-06 as an edition that was published before this system was used.

Who proposed, examined and approved it was never published, so no person is named. The
warnings of the check are about the real text, which stays as it was printed; why each stands
is written in fixtures/.
"""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from rectify.models import Publication, Round
from rectify.publishing.procedure import PublishingError, record_earlier
from rectify.steps import Edition

SLUG = "hangzhoudao-2022"
SOURCE = "示例：使用本系统以前公布"
AT = datetime(2023, 5, 6, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def publish_if_older() -> str:
    """Record the edition of a sample that is older than editions; return what to tell, or ""."""
    round = Round.objects.filter(slug=SLUG, is_sample=True, publications=None).first()
    if round is None:
        return ""
    try:
        return f"已补记示例的公布版本：{publish(round)}。"
    except PublishingError as error:
        return f"示例轮次改过，公布版本没有补记：{error}"


def publish(round: Round) -> Publication:
    """Record the published edition with its acknowledged warnings."""
    file = settings.BASE_DIR / "fixtures" / f"{round.slug}-acknowledgements.json"
    reasons = json.loads(file.read_text(encoding="utf-8"))
    return record_earlier(round, Edition.PUBLIC, source=SOURCE, reasons=reasons, at=AT)
