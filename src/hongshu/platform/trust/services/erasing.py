"""Taking the words of who left out of what trust keeps."""

from __future__ import annotations

from django.db import transaction

from hongshu.kernel.ids import Id
from hongshu.platform.trust.models import AppealRow, PaceRow, ReportRow

GONE = "…"


@transaction.atomic
def erase_words(*, user_id: Id) -> int:
    """Erase what a member wrote in reports and appeals; how many. Idempotent.

    Decisions stay, by ids only: they are the house's record of what it did, with its own reasons.
    """
    reports = ReportRow.objects.filter(reporter_id=user_id).exclude(words="").update(words="")
    appeals = AppealRow.objects.filter(user_id=user_id).exclude(words=GONE).update(words=GONE)
    PaceRow.objects.filter(user_id=user_id).delete()
    return reports + appeals
