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
from rectify.publishing.procedure import record_earlier
from rectify.steps import Edition

SOURCE = "示例：使用本系统以前公布"
AT = datetime(2023, 5, 6, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def publish(round: Round) -> Publication:
    """Record the published edition with its acknowledged warnings."""
    file = settings.BASE_DIR / "fixtures" / f"{round.slug}-acknowledgements.json"
    reasons = json.loads(file.read_text(encoding="utf-8"))
    return record_earlier(round, Edition.PUBLIC, source=SOURCE, reasons=reasons, at=AT)
